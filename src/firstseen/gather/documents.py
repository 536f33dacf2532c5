"""Fact-checks from JSON: one document, or one object a line. A bad item is one error, the rest goes on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.errors import BadRecord
from firstseen.gather.claimreview import digest, read_claim_review, read_lone
from firstseen.gather.factchecktools import answer_nodes, is_answer
from firstseen.gather.jsonld import is_claim_review, read_graph
from firstseen.gather.jsontext import read_elements, read_json, read_lines
from firstseen.gather.notes import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from firstseen.gather.jsontext import Json
    from firstseen.gather.notes import Importing
    from firstseen.model.review import ClaimReview

NO_REVIEW: Final = "holds no ClaimReview: nothing of that type and no claimReviewed; is it the right file?"

type Imported = ClaimReview | BadRecord
"""What a reader yields: a fact-check, or the error of one that could not come in."""


def read_review_lines(file: BinaryIO, source: Importing) -> Iterator[Imported]:
    """The fact-checks of a file of JSON lines: a ClaimReview a line, or any other JSON-LD that holds some."""
    for number, line in read_lines(file):
        try:
            if isinstance(line, Unfit):
                raise line
            document = read_json(line)
            if isinstance(document, dict) and is_claim_review(document) and not _holds_more(document):
                yield read_claim_review(document, source)
                continue
        except Unfit as error:
            yield source.bad(number, error, "line")
            continue
        yield from read_review_document(document, source, number, "line")


def _holds_more(document: dict[str, Json]) -> bool:
    """Whether an object may hold parts that refer to each other; most lines of a batch do not."""
    return any(name in document for name in ("@graph", "associatedMediaReview", "associatedReview"))


def read_large_document(text: str, source: Importing) -> Iterator[Imported]:
    """The fact-checks of a large list or DataFeed, element by element; parts are followed within an element only."""
    try:
        for number, element in enumerate(read_elements(text), start=1):
            if isinstance(element, Unfit):
                yield source.bad(number, element)
            else:
                yield from read_review_document(element, source, number)
    except Unfit as error:
        yield source.bad(0, error)


def read_review_document(
    document: Json, source: Importing, place: int = 0, unit: str = "item"
) -> Iterator[Imported]:
    """The fact-checks in a JSON document, in its order; a document without any is one error.

    Errors name the place of the item among the document's fact-checks, or `place` when the document is itself an item.
    """
    if is_answer(document):
        document = list(answer_nodes(document))
    try:
        graph = read_graph(document)
    except Unfit as error:
        yield source.bad(place, error, unit)
        return
    if not graph.claim_reviews and not graph.media_reviews:
        yield source.bad(place, NO_REVIEW, unit)
    for number, node in enumerate(graph.claim_reviews, start=1):
        if graph.is_mere_reference(node):
            continue
        try:
            yield read_claim_review(node, source, graph)
        except Unfit as error:
            yield source.bad(place or number, error, unit)
    lone = [node for node in graph.media_reviews if id(node) not in graph.attached]
    for number, node in enumerate(lone, start=1):
        try:
            yield read_lone(node, source, graph)
        except Unfit as error:
            yield source.bad(place or number, error, unit)


def apart(items: Iterable[Imported]) -> Iterator[Imported]:
    """The same items, those that share an address but check different claims told apart by their claims.

    A page may carry several fact-checks and name none of them; each after the first is known by its address and a
    digest of its claim, so that importing the page again finds them again.
    """
    claims: dict[str, str] = {}
    for one in items:
        if isinstance(one, BadRecord) or one.id != one.url:
            yield one
            continue
        mark = digest(one.claim)
        known = claims.setdefault(one.id, mark)
        yield one if known == mark else replace(one, id=f"{one.url}#claim-{mark[:16]}")
