"""What the page of an article shows: what was typed, what it looks like, what is to be mended, what it was before."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from firstseen.desk.drafting import topics
from firstseen.model.article import LANGUAGES, ArticleSource, Edition
from firstseen.publish.markdown import Placed, to_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.datastructures import FormData

    from firstseen.desk import Desk
    from firstseen.model.article import Article, EditionLanguage, Picture, ReadMore, Remark

NEW_ROWS: Final = 2
"""Empty rows for sources that are to be added, each time the page is shown."""

_MOST_ROWS: Final = 210
_SOURCE_FIELDS: Final = ("name", "name_ar", "url", "archived_url", "published")
_PICTURE_FIELDS: Final = ("alt", "alt_ar", "caption", "caption_ar", "credit")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison: added, removed or kept."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A remark with the place of the page that it is about."""

    remark: Remark
    href: str


def typed_article(form: FormData, article: Article) -> Article:
    """The article with what stands in the form; nothing of it is checked yet."""
    editions = tuple(
        Edition(
            language,
            _text(form, f"title_{language}"),
            _text(form, f"summary_{language}"),
            _text(form, f"body_{language}").replace("\r\n", "\n"),
        )
        for language in LANGUAGES
    )
    return replace(
        article,
        editions=tuple(one for one in editions if one.title or one.body or one.summary),
        sources=tuple(_sources(form, article)),
        pictures=tuple(_pictures(form, article)),
        read_more=tuple(_links(form, article)),
        slug=_text(form, "slug").strip() or article.slug,
        topic=_text(form, "topic") or article.topic,
    )


def _sources(form: FormData, article: Article) -> Iterator[ArticleSource]:
    known = {source.id: source for source in article.sources}
    free = _free_ids(set(known))
    for row in range(_MOST_ROWS):
        texts = {name: _text(form, f"source_{name}_{row}").strip() for name in _SOURCE_FIELDS}
        id_ = _text(form, f"source_id_{row}").strip()
        if _text(form, f"source_drop_{row}") or not (any(texts.values()) or id_ in known):
            continue
        was = known.get(id_)
        yield ArticleSource(id=id_ or next(free), evidence=was.evidence if was else "", **texts)


def _free_ids(taken: set[str]) -> Iterator[str]:
    """Ids for sources that a person adds: e1, e2 and so on."""
    number = 1
    while True:
        if f"e{number}" not in taken:
            yield f"e{number}"
        number += 1


def _pictures(form: FormData, article: Article) -> Iterator[Picture]:
    for picture in article.pictures:
        # One that was taken out in a preview has no fields any more.
        if f"picture_alt_{picture.id}" not in form or _text(form, f"picture_drop_{picture.id}"):
            continue
        texts: dict[str, Any] = {
            name: _text(form, f"picture_{name}_{picture.id}").strip() for name in _PICTURE_FIELDS
        }
        yield replace(picture, **texts)


def _links(form: FormData, article: Article) -> Iterator[ReadMore]:
    kept = set(form.getlist("more")) - set(form.getlist("more_drop"))
    yield from (one for one in article.read_more if (one.case_id or one.url) in kept)


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def page_values(
    desk: Desk, shown: Article, *, against: int | None = None, proposed: bool = False
) -> dict[str, Any]:
    """Everything that the page of an article needs besides messages; `shown` is what was kept or typed."""
    versions = desk.article_versions(shown.case_id)
    published = desk.publication_history(shown.case_id)
    newest = versions[-1]
    other = next((one for one in versions if one.version == against), None)
    return {
        "article": shown,
        "newest": newest,
        "versions": tuple(reversed(versions)),
        "published": published[-1] if published else None,
        "history": published,
        "due": desk.corrections_due(shown.case_id),
        "approvals": desk.approvals(shown.case_id),
        "two_persons": desk.settings.publish.two_persons,
        "topics": topics(desk.settings.publish.topics),
        "told": tuple(told_of(shown, desk)),
        "previews": {language: preview(shown, language) for language in LANGUAGES},
        "against": other,
        "changes": changes(other, newest) if other else {},
        "proposal": desk.proposed_article(shown.case_id, newest.by) if proposed else None,
        "verdict": desk.case(shown.case_id).case.verdict,
        "blank_rows": range(len(shown.sources), len(shown.sources) + NEW_ROWS),
    }


def told_of(article: Article, desk: Desk) -> Iterator[Told]:
    """The remarks on an article, each with where on the page it is mended."""
    pictures = {picture.id for picture in article.pictures}
    sources = {source.id for source in article.sources}
    for remark in desk.remarks_on(article):
        language, _, rest = remark.where.partition(": ")
        href = ""
        if remark.where in sources:
            href = f"#source-{remark.where}"
        elif rest in pictures:
            href = f"#picture-{rest}"
        elif language in LANGUAGES:
            href = f"#f-{_FIELD.get(remark.name, 'body')}_{language}"
        yield Told(remark, href)


_FIELD: Final = {"edition missing": "title", "no summary": "summary"}


def preview(article: Article, language: EditionLanguage) -> str:
    """The text of an edition as readers will get it, as HTML that cannot run."""
    edition = article.edition(language)
    if edition is None:
        return ""
    arabic = language == "ar"
    links = {
        source.id: (source.name_ar or source.name) if arabic else source.name for source in article.sources
    }
    pictures = {
        one.id: Placed(
            f"/pictures/{one.file}",
            one.width_px,
            one.height_px,
            one.alt_ar if arabic else one.alt,
            one.caption_ar if arabic else one.caption,
            one.credit,
        )
        for one in article.pictures
    }
    html = to_html(edition.body, links, pictures, language)
    # Both editions stand on one page: the places they lead to are told apart.
    return re.sub(r'(<h[2-4] id=")', rf"\g<1>{language}-", html)


def changes(before: Article, after: Article) -> Mapping[str, tuple[Line, ...]]:
    """What differs between two versions, edition by edition, with a line of context around it."""
    found: dict[str, tuple[Line, ...]] = {}
    for language in LANGUAGES:
        old, new = _lines(before.edition(language)), _lines(after.edition(language))
        lines = tuple(_diff(old, new))
        if lines:
            found[language] = lines
    return found


def _diff(old: list[str], new: list[str]) -> Iterator[Line]:
    kinds = {"+": "added", "-": "removed", " ": "kept"}
    for line in difflib.unified_diff(old, new, lineterm="", n=1):
        if line.startswith(("+++", "---", "@@")):
            continue
        if line[1:].strip():
            yield Line(kinds[line[0]], line[1:])


def _lines(edition: Edition | None) -> list[str]:
    return [edition.title, edition.summary, *edition.body.splitlines()] if edition else []
