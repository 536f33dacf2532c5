"""The published site: what was published as static files, in both languages, for readers and for machines."""

from __future__ import annotations

import functools
import hashlib
import re
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from firstseen.errors import InputError
from firstseen.model.article import LANGUAGES
from firstseen.publish.site.cards import card_source, draw_card
from firstseen.publish.site.facts import site_of
from firstseen.publish.site.feeds import as_atom, as_rss, feeds_of
from firstseen.publish.site.folder import Written, site_folder
from firstseen.publish.site.markup import as_json, data_feed
from firstseen.publish.site.method import (
    VERSIONS,
    Method,
    method_of,
    read_versions,
    versions_json,
    with_version,
)
from firstseen.publish.site.pages import Pages
from firstseen.publish.site.searching import search_index
from firstseen.publish.site.sitemap import robots, sitemap
from firstseen.publish.site.sources import feed_source, page_source
from firstseen.settings import default_settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from firstseen.model.article import Edition, Publication
    from firstseen.publish.materials import RatingWords
    from firstseen.publish.site.facts import Site
    from firstseen.publish.site.folder import SiteFolder
    from firstseen.settings import Publish

__all__ = ["Written", "write_site"]

_PICTURE: Final = re.compile(r"[0-9a-f]{64}\.(?:jpg|png|svg)")
_ASSETS: Final = ("site.css", "search.js", "icon.svg")


def write_site(
    publications: Sequence[Publication],
    folder: Path,
    settings: Publish,
    pictures: Path,
    *,
    ratings: Mapping[str, RatingWords],
    views: Mapping[str, int] | None = None,
    authors: Mapping[str, str] | None = None,
    method: Method | None = None,
    at: datetime | None = None,
) -> Written:
    """The site of these publications, the newest of each case, written into `folder`.

    Every file is written whole or not at all; one that would say the same stays untouched. What an earlier writing
    made and is not made now goes; nothing else in the folder is touched. `pictures` is where the articles' pictures
    lie. `views` count how often each slug was read of late, `authors` are names for readers by account. `method` is
    what the methodology page tells, the default settings' unless given; `at` dates a new version of it, now unless
    given. Raises InputError for addresses that clash or lead out of the site, for a picture that is missing, and when
    the folder cannot be written.
    """
    site = site_of(publications, settings, ratings, views or {}, authors or {})
    with site_folder(folder) as out:
        assets = _write_assets(out)
        _write_pictures(out, site, pictures)
        pages = Pages(site, assets)
        _write_pages(out, site, pages)
        _write_cards(out, site, pictures)
        _write_search(out, site, pages)
        _write_feeds(out, site, pages)
        _write_method(out, site, pages, method or method_of(default_settings()), at or datetime.now(UTC))
        out.make("data/claims.json", feed_source(site), functools.partial(_feed, site))
        out.put("sitemap.xml", sitemap(site))
        out.put("robots.txt", robots(site))
        return out.close()


def _write_assets(out: SiteFolder) -> dict[str, str]:
    """The published names of styles and scripts: with a digest, so that a browser may keep them for good."""
    names = {}
    for name in _ASSETS:
        content = files(__package__).joinpath("assets", name).read_bytes()
        stem, _, ending = name.partition(".")
        names[name] = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
        out.put(f"assets/{names[name]}", content)
    # Pages of the site that stay as they were, and pages in readers' caches, still ask for those of before.
    for path in out.known:
        if path.startswith("assets/"):
            out.keep(path)
    return names


def _write_pictures(out: SiteFolder, site: Site, pictures: Path) -> None:
    for one in site.live:
        for picture in one.article.pictures:
            path = f"pictures/{picture.file}"
            if not _PICTURE.fullmatch(picture.file):
                raise InputError(
                    f"{one.case_id}: {picture.file[:80]!r} is no name of a picture; place it anew"
                )
            if path not in out.made:
                # The name is the digest of the content: a file of this name never changes.
                out.make(
                    path,
                    picture.file,
                    functools.partial(_read, pictures, picture.file, one.case_id),
                )


def _read(pictures: Path, file: str, case: str) -> bytes:
    try:
        content = (pictures / file).read_bytes()
    except OSError as error:
        raise InputError(
            f"{case}: its picture {file} cannot be read: {error.strerror}; draft it again"
        ) from error
    if hashlib.sha256(content).hexdigest() != file.partition(".")[0]:
        raise InputError(f"{case}: its picture {file} is not what was published; restore it from a backup")
    return content


def _write_pages(out: SiteFolder, site: Site, pages: Pages) -> None:
    for one in site.all:
        for edition in one.article.editions:
            path = f"{edition.language}/{one.article.slug}/index.html"
            rail = pages.rail_beside(one.article.slug, edition.language)
            source = page_source(one, edition, site, pages.assets, rail)
            out.make(path, source, functools.partial(_article, pages, one, edition))
    for language in LANGUAGES:
        for path, text in pages.lists(language):
            out.put(path, text.encode())
        out.put(f"{language}/corrections/index.html", pages.corrections(language).encode())
    out.put("index.html", pages.start().encode())
    out.put("404.html", pages.missing().encode())


def _article(pages: Pages, one: Publication, edition: Edition) -> bytes:
    return pages.article(one, edition).encode()


def _feed(site: Site) -> bytes:
    return as_json(data_feed(site)).encode()


def _write_cards(out: SiteFolder, site: Site, pictures: Path) -> None:
    for one in site.live:
        for edition in one.article.editions:
            draw = functools.partial(draw_card, one, edition.language, site, pictures)
            source = card_source(one, edition.language, site)
            out.make(f"cards/{one.article.slug}-{edition.language}.png", source, draw)


def _write_search(out: SiteFolder, site: Site, pages: Pages) -> None:
    for language in LANGUAGES:
        index = search_index(site, language)
        path = f"data/search-{language}.{hashlib.sha256(index).hexdigest()[:12]}.json"
        out.put(path, index)
        out.put(f"{language}/search/index.html", pages.search(language, path).encode())


def _write_feeds(out: SiteFolder, site: Site, pages: Pages) -> None:
    made = tuple(feeds_of(site))
    for feed in made:
        out.put(f"{feed.path}.xml", as_rss(feed, site))
        out.put(f"{feed.path}.atom", as_atom(feed, site))
    for language in LANGUAGES:
        named = [
            (one.title, f"{one.path}.xml", f"{one.path}.atom") for one in made if one.language == language
        ]
        out.put(f"{language}/about/index.html", pages.about(language, named).encode())


def _write_method(out: SiteFolder, site: Site, pages: Pages, method: Method, at: datetime) -> None:
    """The methodology as it stands, at its own address and at the one of its version; earlier versions stay."""
    versions = with_version(read_versions(out.root), method.digest(site), at)
    for language in LANGUAGES:
        for one in versions[:-1]:
            if one.path != versions[-1].path:
                out.keep(f"{language}/{one.path}index.html")
        for path in ("methodology/", versions[-1].path):
            text = pages.methodology(language, path, method, versions)
            out.put(f"{language}/{path}index.html", text.encode())
    out.put(VERSIONS, versions_json(versions))
