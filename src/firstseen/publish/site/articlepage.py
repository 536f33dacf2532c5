"""What the page of one edition says, as plain values: the template only places them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from firstseen.model.wording import date_words, iso_of
from firstseen.model.words import fold
from firstseen.publish.charts import Axis, axis_of, bar_of
from firstseen.publish.markdown import Placed, sections, to_html
from firstseen.publish.site.facts import clean, host_of, safe_url
from firstseen.publish.site.words import OTHER, day_words, phrase, printed_date, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from firstseen.model.article import Article, ArticleSource, Edition, EditionLanguage, Picture, Publication
    from firstseen.model.review import Appearance
    from firstseen.publish.site.facts import Site

_CLASSIFICATION: Final = frozenset({"classification", "تصنيف الخبر", "التصنيف", "rating"})
_LEFT: Final = 6.0
_ROOM: Final = 0.92
"""Where the chart begins, in percent of its width (numbers of the rows stand before it), and its share of the rest."""

_ROW_PX: Final = 26
_REASONS: Final = ("same footage", "same claim", "same place")


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the body: its heading, its anchor, and its HTML."""

    id: str
    heading: str
    html: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in the list: its anchor's id, its name, links and date in words."""

    id: str
    name: str
    url: str
    host: str
    archived_url: str
    date: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A place where the claim or the footage was seen. `bar` is start, width and height on the chart, in % and px."""

    number: int
    name: str
    url: str
    archived_url: str
    date: str
    iso: str
    basis: str
    caption: str
    first: bool = False
    bar: tuple[float, float, int] | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """The timeline's geometry: its height in px, its ticks, the band of the claim's date, and it all in words."""

    height_px: int
    ticks: tuple[tuple[float, str], ...]
    claim: tuple[float, float] | None
    label: str


@dataclass(frozen=True, slots=True)
class Note:
    """A correction for readers."""

    label: str
    date: str
    iso: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A fact-check worth reading: `url` leads out, `slug` to a page of this site."""

    title: str
    url: str = ""
    slug: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything that the page of one edition says."""

    title: str
    summary: str
    slug: str
    author: str
    topic: str
    topic_name: str
    published: str
    published_iso: str
    updated: str
    updated_iso: str
    rating: str
    rating_label: str
    rating_means: str
    withdrawn: bool
    lead: Placed | None
    sections: tuple[Section, ...]
    posts: tuple[Copy, ...]
    copies: tuple[Copy, ...]
    chart: Chart | None
    sources: tuple[SourceLine, ...]
    notes: tuple[Note, ...]
    read_more: tuple[tuple[str, tuple[Link, ...]], ...]
    other: bool
    picture: str


def article_page(one: Publication, edition: Edition, site: Site, root: str) -> ArticlePage:
    """What the page of an edition says; `root` leads from the page to the top of the site."""
    article, language = one.article, edition.language
    rating = site.rating(article.rating)
    placed = {picture.id: placed_of(picture, language, root) for picture in article.pictures}
    lead = lead_of(article)
    topic = site.topic_of(one)
    sources = tuple(_source(source, language) for source in article.sources)
    copies, chart = _copies(article, language)
    return ArticlePage(
        title=clean(edition.title),
        summary=clean(edition.summary),
        slug=article.slug,
        author=site.author(one),
        topic=topic,
        topic_name=said(site.topics[topic], language),
        published=day_words(one.first_published, language),
        published_iso=one.first_published.isoformat(),
        updated=day_words(one.at, language) if one.at != one.first_published else "",
        updated_iso=one.at.isoformat(),
        rating=article.rating,
        rating_label=said(rating.label, language),
        rating_means=said(rating.means, language),
        withdrawn=one.change == "withdrawn",
        lead=placed[lead.id] if lead else None,
        sections=_sections(edition, {source.id: source.name for source in sources}, placed, lead),
        posts=_posts(article, language),
        copies=copies,
        chart=chart if not any(f"![]({p.id})" in edition.body for p in _timelines(article)) else None,
        sources=sources,
        notes=_notes(one, language),
        read_more=_read_more(article, language, site),
        other=article.edition(OTHER[language]) is not None,
        picture=lead.file if lead else "",
    )


def _timelines(article: Article) -> list[Picture]:
    return [picture for picture in article.pictures if picture.kind == "timeline"]


def lead_of(article: Article) -> Picture | None:
    """The picture at the top: two frames side by side, or else one frame."""
    order = ("side by side", "frame", "map")
    fit = [picture for picture in article.pictures if picture.kind in order]
    return min(fit, key=lambda picture: order.index(picture.kind), default=None)


def placed_of(picture: Picture, language: EditionLanguage, root: str) -> Placed:
    """A picture as a page shows it; `root` leads from the page to the top of the site."""
    arabic = language == "ar"
    return Placed(
        src=f"{root}pictures/{picture.file}",
        width_px=picture.width_px,
        height_px=picture.height_px,
        alt=clean(picture.alt_ar if arabic and picture.alt_ar else picture.alt),
        caption=clean(picture.caption_ar if arabic and picture.caption_ar else picture.caption),
        credit=clean(picture.credit),
    )


def _sections(
    edition: Edition, names: Mapping[str, str], placed: Mapping[str, Placed], lead: Picture | None
) -> tuple[Section, ...]:
    """The body's sections with their anchors; the lead picture, which stands above, is not shown twice."""
    found = []
    for number, (heading, text) in enumerate(sections(edition.body), start=1):
        body = "\n".join(
            line for line in text.split("\n") if lead is None or line.strip() != f"![]({lead.id})"
        )
        kind = "classification" if fold(heading) in {fold(one) for one in _CLASSIFICATION} else ""
        found.append(
            Section(f"part-{number}", clean(heading), to_html(body, names, placed, edition.language), kind)
        )
    return tuple(found)


def _source(source: ArticleSource, language: EditionLanguage) -> SourceLine:
    url = safe_url(source.url)
    return SourceLine(
        id=clean(source.id),
        name=clean(source.name_ar if language == "ar" and source.name_ar else source.name)
        or host_of(url)
        or url,
        url=url,
        host=host_of(url),
        archived_url=safe_url(source.archived_url),
        date=clean(printed_date(source.published, language)) if source.published else "",
    )


def source_name(source: ArticleSource, language: EditionLanguage) -> str:
    """What a source is called in a language; its English name where it has no Arabic one."""
    return clean(source.name_ar if language == "ar" and source.name_ar else source.name)


def _posts(article: Article, language: EditionLanguage) -> tuple[Copy, ...]:
    """Who posted the claim, as far as there is an address."""
    seen = [one for one in article.review.appearances if safe_url(one.url)]
    return tuple(_copy(number, one, article, language) for number, one in enumerate(seen, start=1))


def _copies(article: Article, language: EditionLanguage) -> tuple[tuple[Copy, ...], Chart | None]:
    """Every copy of the footage by date, those without one last, and the chart of the dated ones."""
    seen = list(
        dict.fromkeys(one for media in article.review.media for one in media.appearances if safe_url(one.url))
    )
    dated = sorted((one for one in seen if one.published), key=_by_date)
    ordered = [*dated, *(one for one in seen if not one.published)]
    claimed = article.review.claim_date
    axis = axis_of([one.published for one in dated if one.published] + ([claimed] if claimed else []))
    copies = tuple(
        _copy(number, one, article, language, axis, first=number == 1 and bool(dated))
        for number, one in enumerate(ordered, start=1)
    )
    if not dated:
        return copies, None
    ticks = tuple((_across(tick.left), tick.label) for tick in axis.ticks)
    band = bar_of(claimed, axis) if claimed else None
    label = phrase(
        "chart",
        language,
        count=len(dated),
        first=copies[0].date,
        claim=said(date_words(claimed), language) if claimed else phrase("undated", language),
    )
    placed = (_across(band[0]), max(0.6, round(band[1] * _ROOM, 2))) if band else None
    return copies, Chart(_ROW_PX * len(dated) + 48, ticks, placed, label)


def _by_date(one: Appearance) -> tuple[str, str]:
    assert one.published  # noqa: S101 - only dated ones are sorted
    return one.published.latest.isoformat(), one.published.earliest.isoformat()


def _across(left: float) -> float:
    return round(_LEFT + _ROOM * left, 2)


def _copy(
    number: int,
    one: Appearance,
    article: Article,
    language: EditionLanguage,
    axis: Axis | None = None,
    *,
    first: bool = False,
) -> Copy:
    date = one.published
    bar = None
    if axis and date:
        left, width = bar_of(date, axis)
        bar = (_across(left), round(max(width * _ROOM, 0.8), 2), _ROW_PX * (number - 1) + 26)
    return Copy(
        number=number,
        name=_name(one, article, language),
        url=safe_url(one.url),
        archived_url=safe_url(one.archived_url),
        date=said(date_words(date), language) if date else phrase("undated", language),
        iso=iso_of(date) if date and "/" not in iso_of(date) else "",
        basis=phrase("basis_" + date.basis.replace(" ", "_"), language) if date else "",
        caption=clean(one.caption),
        first=first,
        bar=bar,
    )


def _name(one: Appearance, article: Article, language: EditionLanguage) -> str:
    """What an address is called: by the name of the source of this address, else by its site."""
    named = next((source for source in article.sources if source.url and source.url == one.url), None)
    if named:
        return source_name(named, language)
    return host_of(one.url) or clean(one.url)


def _notes(one: Publication, language: EditionLanguage) -> tuple[Note, ...]:
    """What was changed after publication, the newest first."""
    return tuple(
        Note(
            phrase(f"change_{note.kind}", language),
            day_words(note.at, language),
            note.at.isoformat(),
            clean(note.note_ar if language == "ar" and note.note_ar else note.note),
        )
        for note in sorted(one.article.corrections, key=lambda note: note.at, reverse=True)
    )


def _read_more(
    article: Article, language: EditionLanguage, site: Site
) -> tuple[tuple[str, tuple[Link, ...]], ...]:
    """Other fact-checks by why they are worth reading; one that was never published here has no page to lead to."""
    groups = []
    for reason in _REASONS:
        links = []
        for more in article.read_more:
            if more.reason != reason:
                continue
            link = _link(site.by_case.get(more.case_id), more.case_id == article.case_id, language)
            if link is None and safe_url(more.url):
                title = more.title_ar if language == "ar" and more.title_ar else more.title
                link = Link(
                    clean(title) or host_of(more.url), url=safe_url(more.url), publisher=clean(more.publisher)
                )
            if link and link not in links:
                links.append(link)
        if links:
            groups.append((phrase(reason.replace(" ", "_"), language), tuple(links)))
    return tuple(groups)


def _link(one: Publication | None, is_self: bool, language: EditionLanguage) -> Link | None:  # noqa: FBT001
    if one is None or is_self or one.change == "withdrawn":
        return None
    edition = one.article.edition(language)
    return Link(clean(edition.title), slug=one.article.slug) if edition else None


def most_read(site: Site, language: EditionLanguage, count: int = 5) -> Sequence[Link]:
    """The fact-checks that were read most of late, those read alike by date, the newest first."""
    read = [one for one in site.live if site.views.get(one.article.slug, 0) > 0]
    read.sort(key=lambda one: (site.views[one.article.slug], one.first_published, one.case_id), reverse=True)
    links = [_link(one, False, language) for one in read]
    return [link for link in links if link][:count]
