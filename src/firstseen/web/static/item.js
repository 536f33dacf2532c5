// @ts-check
// The page of a case: the timeline's marks by arrow keys, players that cannot play say so.

const detail = document.querySelector(".chart-detail");
const marks = /** @type {SVGAElement[]} */ ([...document.querySelectorAll("svg.timeline a.sighting")]);

/** Only one mark is reached by Tab; arrow keys go to the others. @param {SVGAElement} current */
function reach(current) {
  for (const mark of marks) mark.setAttribute("tabindex", mark === current ? "0" : "-1");
}

marks.forEach((mark, place) => {
  mark.addEventListener("focus", () => {
    reach(mark);
    if (detail) detail.textContent = mark.getAttribute("aria-label") ?? "";
  });
  mark.addEventListener("mouseenter", () => {
    if (detail) detail.textContent = mark.getAttribute("aria-label") ?? "";
  });
  mark.addEventListener("keydown", (event) => {
    const ways = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 });
    const way = ways[event.key];
    const next = way === undefined ? undefined : marks[place + way];
    if (!next) return;
    event.preventDefault();
    reach(next);
    next.focus();
  });
});
if (marks[0]) reach(marks[0]);

for (const player of document.querySelectorAll("[data-fallback]")) {
  player.addEventListener("error", () => {
    const told = document.getElementById(player.getAttribute("data-fallback") ?? "");
    if (told) told.hidden = false;
  }, true);
}
