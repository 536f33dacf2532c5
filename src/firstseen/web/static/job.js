// @ts-check
// Follows a piece of long work as it comes on; when it has ended, the page is asked for once more and tells the outcome.

/** @typedef {{state: string, done: number, expected: number}} Job */

const box = document.querySelector("[data-events]");

/** @param {HTMLElement} within @param {Job} job */
function show(within, job) {
  const bar = within.querySelector("progress");
  if (bar && job.expected > 0) {
    bar.max = job.expected;
    bar.value = Math.min(job.done, job.expected);
  }
}

if (box instanceof HTMLElement && box.dataset.events) {
  const events = new EventSource(box.dataset.events);
  events.addEventListener("job", (event) => {
    const job = /** @type {Job} */ (JSON.parse(event.data));
    show(box, job);
    if (!["waiting", "running"].includes(job.state)) {
      events.close();
      location.reload();
    }
  });
}
