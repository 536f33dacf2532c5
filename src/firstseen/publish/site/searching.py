"""The search index of one language: a line for each fact-check, its words folded as our own searches fold them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from firstseen.model.words import fold
from firstseen.publish.site.facts import clean
from firstseen.publish.site.words import day_words, said

if TYPE_CHECKING:
    from firstseen.model.article import EditionLanguage
    from firstseen.publish.site.facts import Site

_MOST_WORDS: Final = 160
"""Words kept of one fact-check: title, summary, claim and sources have about 60; an index of 2,000 stays under 2 MB."""


def search_index(site: Site, language: EditionLanguage) -> bytes:
    """The index as JSON: slug, title, rating, date, and the folded words, each once."""
    lines = []
    for one in site.live:
        edition = one.article.edition(language)
        if edition is None:
            continue
        label = said(site.rating(one.article.rating).label, language)
        names = " ".join(f"{source.name} {source.name_ar}" for source in one.article.sources)
        told = f"{edition.title} {edition.summary} {one.article.review.claim} {label} {names}"
        words = list(dict.fromkeys(fold(clean(told)[:20_000]).split()))[:_MOST_WORDS]
        lines.append(
            {
                "s": one.article.slug,
                "t": clean(edition.title),
                "r": label,
                "d": day_words(one.first_published, language),
                "w": " ".join(words),
            }
        )
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode()
