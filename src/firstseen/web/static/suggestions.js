// @ts-check
// Suggestions by keys. Every key presses what stands on the page, so that nothing is done which cannot be seen.

const page = document.getElementById("suggestion");
const reject = document.getElementById("reject");

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "submit"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Choose one of the usual reasons. @param {string} number @returns {boolean} */
function choose(number) {
  const radio = page?.querySelector(`[data-reason="${number}"]`);
  if (!(reject instanceof HTMLDetailsElement) || !reject.open || !(radio instanceof HTMLInputElement)) return false;
  radio.checked = true;
  radio.focus();
  return true;
}

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "Escape" && reject instanceof HTMLDetailsElement && reject.open) {
    reject.open = false;
    reject.querySelector("summary")?.focus();
    return;
  }
  if (isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (/^[1-6]$/.test(key) && choose(key)) {
    event.preventDefault();
    return;
  }
  const found = /^[arsu?]$/.test(key) ? page?.querySelector(`[data-key="${key}"]`) : null;
  if (!(found instanceof HTMLElement)) return;
  event.preventDefault();
  found.click();
  if (key === "r" && reject instanceof HTMLDetailsElement && reject.open) {
    const first = reject.querySelector("input[type=radio]");
    if (first instanceof HTMLElement) first.focus();
  }
}

document.addEventListener("keydown", press);

// One decision a form: a key that is held, or pressed twice, does not decide the next suggestion unseen.
for (const form of page?.querySelectorAll("form") ?? []) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
