"""What search engines are told: every page with its other edition and when it changed, and that they may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from firstseen.errors import InputError
from firstseen.model.article import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from firstseen.model.article import EditionLanguage
    from firstseen.publish.site.facts import Site

SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML: Final = "http://www.w3.org/1999/xhtml"
_DECLARED: Final = b"<?xml version='1.0' encoding='utf-8'?>\n"
MOST_ADDRESSES: Final = 50_000
"""Of one file. Source: the sitemap protocol, sitemaps.org."""


def sitemap(site: Site) -> bytes:
    """Every page in each language with its alternates; fact-checks with when they last changed.

    Raises InputError when there are more pages than one file may name.
    """
    ET.register_namespace("", SITEMAP)
    ET.register_namespace("xhtml", XHTML)
    root = ET.Element(f"{{{SITEMAP}}}urlset")
    newest = max((one.at.isoformat() for one in site.all), default="")
    own = [
        "",
        "about/",
        "methodology/",
        "corrections/",
        "search/",
        *(f"topics/{key}/" for key in site.topics),
    ]
    for path in own:
        _add(root, site, path, LANGUAGES, newest if path in {"", "corrections/"} else "")
    for one in site.all:
        languages = [edition.language for edition in one.article.editions]
        _add(root, site, f"{one.article.slug}/", languages, one.at.isoformat())
    if len(root) > MOST_ADDRESSES:
        raise InputError(f"the site has {len(root):,} pages, and a sitemap names {MOST_ADDRESSES:,} at most")
    ET.indent(root, " ")
    return written(root)


def _add(root: ET.Element, site: Site, path: str, languages: Sequence[EditionLanguage], changed: str) -> None:
    for language in languages:
        url = ET.SubElement(root, f"{{{SITEMAP}}}url")
        ET.SubElement(url, f"{{{SITEMAP}}}loc").text = site.page(language, path)
        if changed:
            ET.SubElement(url, f"{{{SITEMAP}}}lastmod").text = changed
        for other in languages if len(languages) > 1 else ():
            link = {"rel": "alternate", "hreflang": other, "href": site.page(other, path)}
            ET.SubElement(url, f"{{{XHTML}}}link", link)


def written(root: ET.Element) -> bytes:
    """The element as a document of XML in UTF-8."""
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body.removeprefix(_DECLARED) + b"\n"


def robots(site: Site) -> bytes:
    """That everything may be read, and where the map is."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.url}/sitemap.xml\n".encode()
