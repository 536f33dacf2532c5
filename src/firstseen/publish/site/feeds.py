"""RSS 2.0 and Atom: every fact-check, those of a section, and what was corrected, in each language."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from firstseen.publish.markdown import figure, sections, to_html
from firstseen.publish.site.articlepage import lead_of, placed_of, source_name
from firstseen.publish.site.facts import clean
from firstseen.publish.site.pages import corrections_of
from firstseen.publish.site.sitemap import written
from firstseen.publish.site.words import phrase, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from firstseen.model.article import Edition, EditionLanguage, Publication
    from firstseen.publish.site.facts import Site

IN_A_FEED: Final = 50
"""Entries of a feed: readers fetch daily, and no desk publishes as many a day."""

ATOM: Final = "http://www.w3.org/2005/Atom"
_DC: Final = "http://purl.org/dc/elements/1.1/"
_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"

for _prefix, _name in (("atom", ATOM), ("dc", _DC), ("content", _CONTENT)):
    ET.register_namespace(_prefix, _name)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its lasting name, where it leads, and what it says. `content` is HTML with full addresses."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    author: str
    topic: str
    published: datetime
    updated: datetime
    is_page: bool = True


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its path without ending, its title, the page it belongs to, its entries, newest first."""

    path: str
    language: EditionLanguage
    title: str
    page: str
    entries: tuple[Entry, ...]


def feeds_of(site: Site) -> Iterator[Feed]:
    """Every feed of the site: for each language all fact-checks, the corrections, and each section."""
    languages: tuple[EditionLanguage, ...] = ("en", "ar")
    for language in languages:
        name = site.title(language)
        yield Feed(
            f"{language}/feed", language, name, site.page(language), _entries(site, site.live, language)
        )
        yield Feed(
            f"{language}/corrections/feed",
            language,
            f"{name}: {phrase('corrections', language)}",
            site.page(language, "corrections/"),
            tuple(_corrections(site, language))[:IN_A_FEED],
        )
        for topic, several in site.of_topic().items():
            yield Feed(
                f"{language}/topics/{topic}/feed",
                language,
                f"{name}: {said(site.topics[topic], language)}",
                site.page(language, f"topics/{topic}/"),
                _entries(site, several, language),
            )


def _entries(site: Site, several: Sequence[Publication], language: EditionLanguage) -> tuple[Entry, ...]:
    shown = [(one, edition) for one in several if (edition := one.article.edition(language))]
    return tuple(_entry(site, one, edition) for one, edition in shown[:IN_A_FEED])


def _entry(site: Site, one: Publication, edition: Edition) -> Entry:
    language = edition.language
    page = site.page(language, f"{one.article.slug}/")
    return Entry(
        id=page,
        url=page,
        title=clean(edition.title),
        summary=clean(edition.summary),
        content=_content(site, one, edition, page),
        author=site.author(one),
        topic=said(site.topics[site.topic_of(one)], language),
        published=one.first_published,
        updated=one.at,
    )


def _content(site: Site, one: Publication, edition: Edition, page: str) -> str:
    """The article's own text with full addresses, for readers that show it away from the site."""
    language, top = edition.language, f"{site.url}/"
    placed = {picture.id: placed_of(picture, language, top) for picture in one.article.pictures}
    names = {source.id: source_name(source, language) for source in one.article.sources}
    lead = lead_of(one.article)
    parts = [figure(placed[lead.id])] if lead else []
    for heading, text in sections(edition.body):
        body = "\n".join(
            line for line in text.split("\n") if lead is None or line.strip() != f"![]({lead.id})"
        )
        parts += [to_html(f"## {heading}\n", {}, {}, language)] if heading else []
        parts.append(to_html(body, names, placed, language))
    return "".join(parts).replace('href="#source-', f'href="{page}#source-')


def _corrections(site: Site, language: EditionLanguage) -> Iterator[Entry]:
    for one, edition, note, text in corrections_of(site, language):
        page = site.page(language, f"{one.article.slug}/")
        yield Entry(
            id=f"{page}#corrected-{note.at:%Y%m%dT%H%M%SZ}",
            url=f"{page}#corrections",
            title=f"{phrase(f'change_{note.kind}', language)}: {clean(edition.title)}",
            summary=text,
            content=to_html(text, {}, {}, language),
            author=site.author(one),
            topic=said(site.topics[site.topic_of(one)], language),
            published=note.at,
            updated=note.at,
            is_page=False,
        )


def as_rss(feed: Feed, site: Site) -> bytes:
    """The feed as RSS 2.0."""
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.page)
    _add(channel, "description", said(site.about, feed.language) or feed.title)
    _add(channel, "language", feed.language)
    ET.SubElement(
        channel,
        f"{{{ATOM}}}link",
        {"rel": "self", "type": "application/rss+xml", "href": f"{site.url}/{feed.path}.xml"},
    )
    if feed.entries:
        _add(channel, "lastBuildDate", format_datetime(max(one.updated for one in feed.entries)))
    for one in feed.entries:
        item = ET.SubElement(channel, "item")
        _add(item, "title", one.title)
        _add(item, "link", one.url)
        _add(item, "guid", one.id).set("isPermaLink", "true" if one.is_page else "false")
        _add(item, "pubDate", format_datetime(one.published))
        _add(item, f"{{{ATOM}}}updated", one.updated.isoformat())
        _add(item, f"{{{_DC}}}creator", one.author)
        _add(item, "category", one.topic)
        _add(item, "description", one.summary)
        _add(item, f"{{{_CONTENT}}}encoded", one.content)
    ET.indent(root, " ")
    return written(root)


def as_atom(feed: Feed, site: Site) -> bytes:
    """The feed as Atom (RFC 4287)."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    address = f"{site.url}/{feed.path}.atom"
    _add(root, "id", address)
    _add(root, "title", feed.title)
    # A feed without entries was never updated; RFC 4287 asks for a date all the same.
    newest = max((one.updated.isoformat() for one in feed.entries), default="1970-01-01T00:00:00+00:00")
    _add(root, "updated", newest)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": address})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    author = ET.SubElement(root, "author")
    _add(author, "name", site.title(feed.language))
    _add(author, "uri", f"{site.url}/")
    for one in feed.entries:
        entry = ET.SubElement(root, "entry")
        _add(entry, "id", one.id)
        _add(entry, "title", one.title)
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.url})
        _add(entry, "published", one.published.isoformat())
        _add(entry, "updated", one.updated.isoformat())
        _add(ET.SubElement(entry, "author"), "name", one.author)
        ET.SubElement(entry, "category", {"term": one.topic})
        _add(entry, "summary", one.summary)
        content = _add(entry, "content", one.content)
        content.set("type", "html")
    ET.indent(root, " ")
    return written(root)


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    made = ET.SubElement(parent, name)
    made.text = clean(text)
    return made
