// @ts-check
// What every page of the desk has: the person's menu closes like a menu, and pictures stay shown once asked for.

const SHOWN = "firstseen-pictures";

/** @param {boolean} shown */
function showPictures(shown) {
  document.documentElement.classList.toggle("shown", shown);
  for (const box of document.querySelectorAll("input[data-show-pictures]")) {
    if (box instanceof HTMLInputElement) box.checked = shown;
  }
}

function rememberPictures() {
  showPictures(sessionStorage.getItem(SHOWN) === "1");
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || !box.matches("[data-show-pictures]")) return;
    sessionStorage.setItem(SHOWN, box.checked ? "1" : "0");
    showPictures(box.checked);
  });
}

function closeMenus() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.person[open]")) {
      menu.removeAttribute("open");
      const summary = menu.querySelector("summary");
      if (summary instanceof HTMLElement) summary.focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.person[open]")) {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.removeAttribute("open");
    }
  });
}

rememberPictures();
closeMenus();

/** Files can be dropped on the whole box, and the box says which were chosen. */
function dropZones() {
  for (const box of document.querySelectorAll("[data-drop]")) {
    const input = box.querySelector("input[type=file]");
    const names = box.querySelector("[data-names]");
    if (!(input instanceof HTMLInputElement) || !names) continue;
    const tell = () => {
      names.textContent = [...(input.files ?? [])].map((file) => `\u2068${file.name}\u2069`).join(" · ");
    };
    box.addEventListener("dragover", (event) => {
      event.preventDefault();
      box.classList.add("over");
    });
    box.addEventListener("dragleave", () => box.classList.remove("over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("over");
      if (event instanceof DragEvent && event.dataTransfer && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        tell();
      }
    });
    input.addEventListener("change", tell);
  }
}

/** A form that sends files says so, and is not sent twice. */
function workingForms() {
  for (const form of document.querySelectorAll("form[data-working]")) {
    if (!(form instanceof HTMLFormElement)) continue;
    form.addEventListener("submit", () => {
      const button = form.querySelector("button[type=submit]");
      if (button instanceof HTMLButtonElement) {
        button.disabled = true;
        button.textContent = form.dataset.working ?? "";
      }
    });
  }
}

/** On a narrow screen places and tabs stand in one line: the one we are at is in sight. */
function showPlace() {
  for (const strip of document.querySelectorAll("nav.side, nav.tabs")) {
    const here = strip.querySelector("[aria-current]");
    if (!here || strip.scrollWidth <= strip.clientWidth) continue;
    const wanted = here.getBoundingClientRect();
    const seen = strip.getBoundingClientRect();
    strip.scrollLeft += wanted.left + wanted.width / 2 - (seen.left + seen.width / 2);
  }
}

showPlace();
dropZones();
workingForms();
