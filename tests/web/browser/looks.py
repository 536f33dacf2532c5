"""What every page has to keep to, whoever made it: axe at WCAG 2.2 AA, its width, its language, where the focus is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

_AXE: Final = Axe()
_OPTIONS: Final[dict[str, Any]] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "preload": False,
    "rules": {"target-size": {"enabled": True}},
}

_LAYOUT: Final = """() => {
  const wide = document.documentElement.clientWidth;
  const found = [];
  if (document.documentElement.scrollWidth > wide + 1) {
    found.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${wide}`);
  }
  const scrolls = (element) => {
    for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) {
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(one).overflowX)) return true;
    }
    return false;
  };
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (!box.width || !box.height || style.visibility === 'hidden' || style.position === 'fixed') continue;
    if (style.clipPath !== 'none' || style.clip !== 'auto') continue;
    if (element.closest('svg') && element.tagName !== 'svg') continue;
    if ((box.right > wide + 1 || box.left < -1) && box.right > 0 && !scrolls(element)) {
      const name = element.tagName.toLowerCase() + (element.id && '#' + element.id);
      const [left, right] = [Math.round(box.left), Math.round(box.right)];
      found.push(`${name} (${element.getAttribute("class") ?? ""}) reaches from ${left} to ${right} px of ${wide}`);
    }
  }
  return found.slice(0, 8);
}"""

_FOCUS: Final = """() => {
  const found = [];
  const choice = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"], video';
  for (const element of document.querySelectorAll(choice)) {
    if (element.disabled || !element.checkVisibility({visibilityProperty: true})) continue;
    element.focus();
    if (document.activeElement !== element) continue;
    const shown = [element, element.nextElementSibling, element.parentElement].some((one) => {
      if (!one) return false;
      const style = getComputedStyle(one);
      const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
      return ring || style.boxShadow !== 'none';
    });
    if (!shown) found.push(element.outerHTML.slice(0, 160));
  }
  document.activeElement?.blur();
  return found.slice(0, 8);
}"""


def problems_of(page: Page, language: str) -> list[str]:
    """Everything that is wrong with the page as it is shown now."""
    return [
        *axe_problems(page),
        *(f"layout: {one}" for one in page.evaluate(_LAYOUT)),
        *(f"no focus is seen on {one}" for one in page.evaluate(_FOCUS)),
        *_language_problems(page, language),
    ]


def axe_problems(page: Page) -> list[str]:
    """What axe finds, one line for each kind, with the first elements."""
    found = _AXE.run(page, options=_OPTIONS).response["violations"]
    lines = []
    for one in found:
        told = "; ".join(f"{node['target'][0]} {_told(node)}" for node in one["nodes"][:3])
        lines.append(f"axe {one['id']} ({len(one['nodes'])}): {told}")
    return lines


def _told(node: dict[str, Any]) -> str:
    checks = [*node.get("any", []), *node.get("all", []), *node.get("none", [])]
    return f"[{checks[0]['message'][:200]}]" if checks else ""


def _language_problems(page: Page, language: str) -> list[str]:
    root = page.locator("html")
    wanted = {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    found = {name: root.get_attribute(name) for name in wanted}
    lines = [] if found == wanted else [f"language: {found} and not {wanted}"]
    if not page.title().strip():
        lines.append("there is no title")
    if page.locator("h1").count() != 1:
        lines.append(f"there are {page.locator('h1').count()} first headings")
    if page.locator("main").count() != 1:
        lines.append(f"there are {page.locator('main').count()} main parts")
    return lines
