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
