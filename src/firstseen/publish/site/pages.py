"""Every page of the site: its path, its values, and the template that places them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import jinja2

from firstseen.model.article import LANGUAGES
from firstseen.publish.markdown import figure
from firstseen.publish.site.articlepage import Link, Note, article_page, lead_of, most_read
from firstseen.publish.site.facts import clean
from firstseen.publish.site.markup import edition_node, for_script
from firstseen.publish.site.method import method_values, version_line
from firstseen.publish.site.words import DIRECTIONS, LOCALES, OTHER, day_words, phrase, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from firstseen.model.article import Correction, Edition, EditionLanguage, Picture, Publication
    from firstseen.publish.site.facts import Site
    from firstseen.publish.site.method import Method, Version

ON_A_PAGE: Final = 20
"""Fact-checks on a page of a list: with pictures, what a reader scrolls through."""

IN_FULL_LIST: Final = 300
"""Fact-checks that the search page lists for who has no script; with more the page would pass its 150 kB."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself before it begins. `switch` is the same page in the other language."""

    title: str
    description: str = ""
    canonical: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    feeds: tuple[tuple[str, str, str], ...] = ()
    topic: str = ""
    switch: str = ""
    og_type: str = "website"
    og_title: str = ""
    locale: str = ""
    other_locales: tuple[str, ...] = ()
    card: str = ""
    card_alt: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact-check in a list."""

    slug: str
    title: str
    summary: str
    rating: str
    rating_label: str
    date: str
    iso: str
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes the pages of a site; `assets` are the published names of its styles and scripts."""

    site: Site
    assets: Mapping[str, str]
    _rails: dict[EditionLanguage, Sequence[Link]] = field(default_factory=dict)

    def article(self, one: Publication, edition: Edition) -> str:
        """The page of one edition."""
        language, slug = edition.language, one.article.slug
        root = "../../"
        page = article_page(one, edition, self.site, root)
        languages = [other.language for other in one.article.editions]
        other = OTHER[language]
        address = f"{slug}/"
        label = said(self.site.rating(one.article.rating).label, language)
        head = Head(
            title=f"{page.title} – {self.site.title(language)}",
            description=page.summary,
            canonical=self.site.page(language, address),
            alternates=self._alternates(address, languages),
            feeds=self._feeds(language, page.topic),
            topic=page.topic,
            switch=f"{other}/{address}" if other in languages else f"{other}/",
            og_type="article",
            og_title=page.title if page.withdrawn else f"{label}: {page.title}",
            locale=LOCALES[language],
            other_locales=tuple(
                LOCALES[one_language] for one_language in languages if one_language != language
            ),
            card=f"{self.site.url}/cards/{slug}-{language}.png" if not page.withdrawn else "",
            card_alt=f"{label}. {page.title}",
        )
        return self._render(
            "article",
            language,
            root,
            head,
            page=page,
            markup="" if page.withdrawn else for_script(edition_node(one, edition, self.site)),
            lead=figure(page.lead) if page.lead else "",
            most_read=self.rail_beside(slug, language),
        )

    def lists(self, language: EditionLanguage) -> Iterator[tuple[str, str]]:
        """The home page and the pages of each section with those that follow, by their paths."""
        live = [one for one in self.site.live if one.article.edition(language)]
        yield from self._paged(language, "", phrase("latest", language), "", live)
        for topic, several in self.site.of_topic().items():
            shown = [one for one in several if one.article.edition(language)]
            yield from self._paged(
                language, f"topics/{topic}/", said(self.site.topics[topic], language), topic, shown
            )

    def search(self, language: EditionLanguage, index: str) -> str:
        """The search page, which lists the fact-checks for who has no script."""
        live = [one for one in self.site.live if one.article.edition(language)]
        more = f"{language}/page/{IN_FULL_LIST // ON_A_PAGE + 1}/" if len(live) > IN_FULL_LIST else ""
        head = self._head(language, phrase("search", language), "search/")
        entries = [self._entry(one, language) for one in live[:IN_FULL_LIST]]
        return self._render("search", language, "../../", head, entries=entries, index=index, more=more)

    def corrections(self, language: EditionLanguage) -> str:
        """What was corrected, the newest first."""
        notes = [
            (
                Note(
                    phrase(f"change_{note.kind}", language),
                    day_words(note.at, language),
                    note.at.isoformat(),
                    text,
                ),
                clean(edition.title),
                one.article.slug,
            )
            for one, edition, note, text in corrections_of(self.site, language)
        ]
        head = self._head(language, phrase("corrections", language), "corrections/")
        return self._render("corrections", language, "../../", head, notes=notes)

    def about(self, language: EditionLanguage, feeds: Sequence[tuple[str, str, str]]) -> str:
        """Who runs the desk, how to reach it, and its feeds."""
        head = self._head(language, phrase("about", language), "about/")
        return self._render(
            "about", language, "../../", head, about=said(self.site.about, language), feeds=feeds
        )

    def methodology(
        self, language: EditionLanguage, path: str, method: Method, versions: Sequence[Version]
    ) -> str:
        """How the desk works, by the settings that hold: the page itself, or the lasting one of this version."""
        return self._render(
            "methodology",
            language,
            "../" * (1 + path.count("/")),
            replace(
                self._head(language, phrase("methodology", language), path),
                switch=f"{OTHER[language]}/{path}",
            ),
            **method_values(method, self.site, language),
            version=versions[-1],
            versions=versions,
            version_line=functools.partial(version_line, language=language),
        )

    def missing(self) -> str:
        """What a server shows for an address that leads nowhere; its links begin at the top, to hold at any depth."""
        head = Head(title=phrase("not_found", "en"), switch="ar/")
        top = f"{urlsplit(self.site.url).path}/"
        return self._render("missing", "en", top, head, u=functools.partial(phrase, language="ar"))

    def start(self) -> str:
        """The first page: the choice of language."""
        languages = [
            (one, DIRECTIONS[one], self.site.title(one), {"en": "English", "ar": "العربية"}[one])
            for one in LANGUAGES
        ]
        head = Head(
            title=f"{self.site.name.en} – {self.site.name.ar}",
            canonical=f"{self.site.url}/",
            alternates=self._alternates("", LANGUAGES),
            switch="ar/",
        )
        return self._render("start", "en", "", head, languages=languages)

    def rail(self, language: EditionLanguage) -> Sequence[Link]:
        """The fact-checks that are read most, one more than is shown."""
        if language not in self._rails:
            self._rails[language] = most_read(self.site, language, 6)
        return self._rails[language]

    def rail_beside(self, slug: str, language: EditionLanguage) -> Sequence[Link]:
        """The fact-checks that are read most, but for the one that stands beside them."""
        return [link for link in self.rail(language) if link.slug != slug][:5]

    def _paged(
        self, language: EditionLanguage, base: str, heading: str, topic: str, several: Sequence[Publication]
    ) -> Iterator[tuple[str, str]]:
        pages = max(1, -(-len(several) // ON_A_PAGE))
        paths = [f"{base}page/{number}/" if number > 1 else base for number in range(1, pages + 1)]
        for number, path in enumerate(paths, start=1):
            entries = [
                self._entry(one, language) for one in several[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
            ]
            head = self._head(language, heading if base else self.site.title(language), path, topic)
            text = self._render(
                "list",
                language,
                "../" * (1 + path.count("/")),
                head,
                heading=heading,
                entries=entries,
                number=number,
                pages=pages,
                newer=f"{language}/{paths[number - 2]}" if number > 1 else "",
                older=f"{language}/{paths[number]}" if number < pages else "",
                most_read=self.rail(language)[:5],
            )
            yield f"{language}/{path}index.html", text

    def _head(self, language: EditionLanguage, title: str, path: str, topic: str = "") -> Head:
        name = self.site.title(language)
        paged = "page/" in path
        return Head(
            title=title if title == name else f"{title} – {name}",
            canonical=self.site.page(language, path),
            # The second page of a list holds other fact-checks in the other language.
            alternates=() if paged else self._alternates(path, LANGUAGES),
            feeds=self._feeds(language, topic),
            topic=topic,
            switch=f"{OTHER[language]}/{path.partition('page/')[0]}",
        )

    def _entry(self, one: Publication, language: EditionLanguage) -> Entry:
        edition = one.article.edition(language)
        assert edition is not None  # noqa: S101 - lists hold what has an edition in their language
        picture = lead_of(one.article)
        return Entry(
            slug=one.article.slug,
            title=clean(edition.title),
            summary=clean(edition.summary),
            rating=one.article.rating,
            rating_label=said(self.site.rating(one.article.rating).label, language),
            date=day_words(one.first_published, language),
            iso=one.first_published.isoformat(),
            picture=picture,
        )

    def _alternates(self, path: str, languages: Sequence[EditionLanguage]) -> tuple[tuple[str, str], ...]:
        if len(languages) < len(LANGUAGES):
            return ()
        found = [(str(language), self.site.page(language, path)) for language in languages]
        return (*found, ("x-default", f"{self.site.url}/" if not path else self.site.page("en", path)))

    def _feeds(self, language: EditionLanguage, topic: str = "") -> tuple[tuple[str, str, str], ...]:
        name = self.site.title(language)
        found = [("rss", name, f"{language}/feed.xml"), ("atom", name, f"{language}/feed.atom")]
        if topic:
            title = f"{name}: {said(self.site.topics[topic], language)}"
            found += [(kind, title, f"{language}/topics/{topic}/feed.{end}") for kind, end in _KINDS]
        return tuple(found)

    def _render(
        self, template: str, language: EditionLanguage, root: str, head: Head, **values: object
    ) -> str:
        topics = [(key, said(title, language)) for key, title in self.site.topics.items()]
        made = _environment().get_template(f"site/{template}.html.j2")
        return made.render(
            t=functools.partial(phrase, language=language),
            lang=language,
            dir=DIRECTIONS[language],
            other=OTHER[language],
            other_dir=DIRECTIONS[OTHER[language]],
            root=root,
            head=head,
            name=self.site.title(language),
            topics=topics,
            contact=self.site.contact,
            assets=self.assets,
            **values,
        )


_KINDS: Final = (("rss", "xml"), ("atom", "atom"))


def corrections_of(
    site: Site, language: EditionLanguage
) -> Iterator[tuple[Publication, Edition, Correction, str]]:
    """Every correction of what has an edition in a language, the newest first, with its words in that language."""
    found = [
        (one, edition, note, clean(note.note_ar if language == "ar" and note.note_ar else note.note))
        for one in site.all
        if (edition := one.article.edition(language))
        for note in one.article.corrections
    ]
    yield from sorted(found, key=lambda row: (row[2].at, row[0].case_id), reverse=True)


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
