// @ts-check
// Shows what an article looks like while it is typed, and asks before leaving what was not saved.
// Without it the page works by its own buttons.

const PAUSE_MS = 800;

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#article-form"));
const PARTS = ["#remarks", "#preview"];

/** @type {AbortController | null} */
let asking = null;
let waiting = 0;
let unsaved = false;

/** @returns {Promise<void>} */
async function show() {
  const address = form?.dataset.preview;
  if (!form || !address) {
    return;
  }
  asking?.abort();
  asking = new AbortController();
  const typed = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") {
      typed.append(name, value);
    }
  }
  try {
    const answer = await fetch(address, { method: "POST", body: typed, signal: asking.signal });
    if (answer.ok && !answer.redirected) {
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of PARTS) {
        const fresh = made.querySelector(part);
        if (fresh) {
          document.querySelector(part)?.replaceWith(fresh);
        }
      }
    }
  } catch (error) {
    // A newer question replaced this one, or the desk cannot be reached: what is shown stays.
    if (!(error instanceof DOMException) && !(error instanceof TypeError)) {
      throw error;
    }
  }
}

form?.addEventListener("input", () => {
  unsaved = true;
  window.clearTimeout(waiting);
  waiting = window.setTimeout(show, PAUSE_MS);
});

form?.addEventListener("submit", () => {
  unsaved = false;
});

window.addEventListener("beforeunload", (event) => {
  if (unsaved) {
    event.preventDefault();
  }
});
