"""An article's Markdown as HTML for readers: nothing of it can run, and its marks and pictures find their places."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

    from firstseen.model.article import EditionLanguage

LONGEST_BODY: Final = 400_000
"""Characters of a body that are read. The longest fact-checks have under 60,000; more is no article."""

_MARK: Final = re.compile(r"\[@([\w.:-]{1,80})\]")
_TIMES: Final = re.compile(r"\d{1,3}:\d\d(?::\d\d)?(?:\.\d+)?\s?[–-]\s?\d{1,3}:\d\d(?::\d\d)?(?:\.\d+)?")
"""Two time codes joined by a dash: in Arabic text they would change places."""

_BEFORE_STOP: Final = re.compile(r" ([.,:;!?،؛؟](?:\s|$))")

_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Control characters, and those that would turn the direction of everything after them."""

_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_TAGS: Final = {
    "a", "bdi", "blockquote", "br", "code", "em", "figcaption", "figure", "h2", "h3", "h4", "hr", "img", "li", "ol",
    "p", "pre", "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul", "div",
}  # fmt: skip
_ATTRIBUTES: Final[dict[str, set[str]]] = {
    "a": {"href", "class", "aria-label", "title"},
    "bdi": {"dir"},
    "blockquote": {"dir"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
    "sup": {"class"},
    "figure": {"class"},
    "span": {"class"},
    "div": {"class"},
    "table": {"dir"},
    "td": {"align"},
    "th": {"align", "scope"},
}
_FROM: Final[dict[EditionLanguage, str]] = {"en": "Source {}: {}", "ar": "المصدر {}: {}"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture of an article where a page shows it: its address, and its words in the page's language."""

    src: str
    width_px: int
    height_px: int
    alt: str
    caption: str = ""
    credit: str = ""


def to_html(
    text: str, links: Mapping[str, str], pictures: Mapping[str, Placed], language: EditionLanguage
) -> str:
    """The Markdown as HTML that is safe on a page of ours.

    `links` are the names of the article's sources by id, in the order in which they are numbered: `[@ID]` becomes a
    raised number that leads to `#source-ID`. `pictures` are those that `![](ID)` places. A mark or a picture that the
    article has not is shown as it was written. HTML in the text is text; links lead to http, https and mailto only.
    Headings begin at the second level.
    """
    environment: dict[str, Any] = {"links": links, "pictures": pictures, "language": language}
    made = str(_parser().render(_plain(text), environment))
    return nh3.clean(
        made, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=set(_SCHEMES), link_rel="nofollow noopener"
    )


def sections(text: str) -> Iterator[tuple[str, str]]:
    """The heading of each section of the second level with the Markdown below it; an empty one for what stands first.

    A heading inside a fenced or quoted passage is no heading.
    """
    lines = _plain(text).split("\n")
    heading, start = "", 0
    tokens = _parser().parse(_plain(text), {})
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in {"h1", "h2"} and not token.level and token.map:
            before = "\n".join(lines[start : token.map[0]])
            if heading or before.strip():
                yield heading, before
            heading, start = tokens[index + 1].content, token.map[1]
    rest = "\n".join(lines[start:])
    if heading or rest.strip():
        yield heading, rest


def to_text(text: str) -> str:
    """The words of the Markdown, a line for each block: without marks, pictures and addresses."""
    blocks = []
    for token in _parser().parse(_plain(text), {"links": {}, "pictures": {}, "language": "en"}):
        if token.type == "inline":
            words = " ".join("".join(_words(token.children or ())).split())
            # A mark stood between the space and the full stop.
            blocks.append(_BEFORE_STOP.sub(r"\1", words))
        elif token.type in {"fence", "code_block"}:
            blocks.append(" ".join(token.content.split()))
    return "\n".join(block for block in blocks if block)


def _words(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type in {"text", "code_inline"}:
            yield child.content
        elif child.type in {"softbreak", "hardbreak"}:
            yield " "


def _plain(text: str) -> str:
    """Text that a parser and UTF-8 can take, no longer than any article."""
    kept = text[:LONGEST_BODY].replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", kept.encode("utf-8", "replace").decode())


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # Quotes in quotes in quotes cost time and say nothing; real articles have one or two.
    parser.options["maxNesting"] = 12
    parser.inline.ruler.before("link", "evidence", _read_mark)
    parser.core.ruler.push("figures", _free_figures)
    parser.add_render_rule("evidence", _show_mark)
    parser.add_render_rule("image", _show_image)
    parser.add_render_rule("text", _show_text)
    parser.add_render_rule("heading_open", _show_heading)
    parser.add_render_rule("heading_close", _close_heading)
    parser.add_render_rule("blockquote_open", _open_quote)
    parser.add_render_rule("table_open", _open_table)
    parser.add_render_rule("table_close", _close_table)
    parser.validateLink = _is_safe  # type: ignore[method-assign]
    return parser


def _is_safe(url: str) -> bool:
    """Whether a link may lead there; a picture's "address" is an id, which has no scheme."""
    try:
        return urlsplit(url.strip()).scheme.lower() in {*_SCHEMES, ""} and not url.strip().startswith("//")
    except ValueError:
        return False


def _read_mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's own signature
    found = _MARK.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("evidence", "", 0).content = found[1]
    state.pos = found.end()
    return True


def _free_figures(state: Any) -> None:  # noqa: ANN401 - the parser hands over its own state
    """A paragraph of pictures alone is no paragraph."""
    tokens = state.tokens
    for before, inside, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.type != "paragraph_open" or inside.type != "inline":
            continue
        kinds = {
            child.type for child in inside.children or () if child.type != "text" or child.content.strip()
        }
        if kinds and kinds <= {"image", "softbreak"}:
            before.hidden = after.hidden = True
            inside.meta["figure"] = True
            for child in inside.children or ():
                child.meta["figure"] = True


def _show_mark(
    _self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    named: Mapping[str, str] = env["links"]
    source = tokens[index].content
    if source not in named:
        return escapeHtml(f"[@{source}]")
    number = list(named).index(source) + 1
    label = escapeHtml(_FROM[env["language"]].format(number, named[source]))
    return (
        f'<sup class="mark"><a href="#source-{escapeHtml(source)}" aria-label="{label}">[{number}]</a></sup>'
    )


def _show_image(
    _self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    token = tokens[index]
    placed: Placed | None = env["pictures"].get(str(token.attrs.get("src", "")))
    if placed is None:
        return escapeHtml(f"![]({token.attrs.get('src', '')})")
    return figure(placed) if token.meta.get("figure") else _img(placed)


def figure(placed: Placed) -> str:
    """The picture with its caption, which is followed by the credit in brackets."""
    credit = f' <span class="credit">({_isolated(placed.credit)})</span>' if placed.credit else ""
    caption = _isolated(placed.caption) if placed.caption else ""
    below = f"<figcaption>{caption}{credit}</figcaption>" if caption or credit else ""
    return f"<figure>{_img(placed)}{below}</figure>\n"


def _isolated(text: str) -> str:
    return f"<bdi>{escapeHtml(text)}</bdi>"


def _img(placed: Placed) -> str:
    return (
        f'<img src="{escapeHtml(placed.src)}" alt="{escapeHtml(placed.alt)}" width="{placed.width_px}" '
        f'height="{placed.height_px}" loading="lazy" decoding="async">'
    )


def _show_text(
    _self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    return _TIMES.sub(lambda found: f'<bdi dir="ltr">{found[0]}</bdi>', escapeHtml(tokens[index].content))


def _show_heading(
    _self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    return f"<{_level(tokens[index])}>"


def _close_heading(
    _self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    return f"</{_level(tokens[index])}>\n"


def _level(token: Token) -> str:
    return {"h1": "h2", "h2": "h2", "h3": "h3"}.get(token.tag, "h4")


def _open_quote(*_rest: object) -> str:
    # What is quoted may be in another language than the article.
    return '<blockquote dir="auto">\n'


def _open_table(*_rest: object) -> str:
    return '<div class="scroll"><table>\n'


def _close_table(*_rest: object) -> str:
    return "</table></div>\n"
