"""A node's fields, each taken once: what nobody took is left out on purpose, kept, or not known."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from firstseen.errors import UnclearDate
from firstseen.gather.jsonld import Graph, flat, joined, text_of, url_of
from firstseen.gather.jsontext import write_json
from firstseen.gather.notes import Unfit
from firstseen.gather.plain import clean

if TYPE_CHECKING:
    from firstseen.gather.jsonld import Node
    from firstseen.gather.jsontext import Json
    from firstseen.gather.notes import Importing
    from firstseen.model.time import Basis, PartialDate

LONGEST_TEXT: Final = 1_000_000
"""Characters. The longest articles have under 100,000; a field past this is a broken export."""

STRUCTURE: Final = frozenset({"@type", "type", "@id", "id", "@context", "@language"})
"""What says how a node is built, not what it says."""


@dataclass(slots=True)
class Reading:
    """What converting one item needs: the source it comes from, what refers to what, and what is kept of it."""

    source: Importing
    graph: Graph = field(default_factory=Graph)
    extra: list[tuple[str, str]] = field(default_factory=list)

    def keep(self, name: str, value: Json) -> None:
        """Keep a value that has no slot of its own, under its name; nothing for an empty one."""
        if value in (None, "", [], {}):
            return
        text = clean(value) if isinstance(value, str) else write_json(value)
        if len(text) > LONGEST_TEXT:
            raise Unfit(f"has {len(text):,} characters in {name}; no fact-check has: check the export")
        if text:
            self.extra.append((name, text))


class Fields:
    """The fields of one node, taken one after the other; `close` deals with the rest."""

    def __init__(self, node: Node, reading: Reading, path: str = "") -> None:
        self._left: dict[str, Json] = {
            name: value
            for name, value in node.items()
            if name not in STRUCTURE and (value or value == 0) and value != ""
        }
        self._reading = reading
        self._path = path

    def take(self, *names: str) -> Json:
        """The first of these fields that says something, and it counts as handled; None when none does.

        Those after the first stay, to be kept when they say something else.
        """
        for name in names:
            if name in self._left:
                return self._left.pop(name)
        return None

    def things(self, name: str) -> list[Json]:
        """The members of a field, references followed."""
        value = self.take(name)
        return [self._reading.graph.whole(one) for one in flat(value)] if value is not None else []

    def text(self, *names: str) -> str:
        """The words of the first of these fields that has any."""
        for name in names:
            value = self._left.get(name)
            words = text_of(self._reading.graph.whole(value)) if value is not None else ""
            if words:
                del self._left[name]
                self._keep_siblings(name, value, words)
                if len(words) > LONGEST_TEXT:
                    raise Unfit(
                        f"has {len(words):,} characters in {name}; no fact-check has: check the export"
                    )
                return words
        return ""

    def _keep_siblings(self, name: str, value: Json, words: str) -> None:
        """Of a field with several members, those that were not taken."""
        if isinstance(value, list) and len(value) > 1:
            others = [one for one in flat(value) if text_of(one) != words]
            self._reading.keep(self._path + name, others)

    def url(self, *names: str) -> str:
        """The first of these fields that is an address; one that is relative is read against the source's own."""
        base = self._reading.source.base
        for name in names:
            value = self._left.get(name)
            found = url_of(value)
            if not found and base and isinstance(value, str) and value.strip().startswith(("/", "./", "?")):
                found = joined(base, value)
            if found:
                del self._left[name]
                return found
        return ""

    def date(self, name: str, basis: Basis = "date on the page") -> PartialDate | None:
        """The date in a field; one that cannot be read is kept as written, and noted."""
        value = self._left.pop(name, None)
        written = text_of(value)
        if not written:
            return None
        try:
            return self._reading.source.read_date(written, basis)
        except UnclearDate:
            self._reading.source.notes.take_unread_date(self._path + name, written)
            self._reading.keep(self._path + name, value)
            return None

    def put_back(self, name: str, value: Json) -> None:
        """Leave a field that was taken to those that are kept as they are."""
        self._left[name] = value

    def drop_same(self, *names: str, text: str) -> None:
        """Let go of fields that repeat what was taken already."""
        for name in names:
            if name in self._left and text_of(self._left[name]) == text:
                del self._left[name]

    def close(self, kind: str) -> None:
        """Deal with what nobody took, by the vocabulary of a kind of node.

        What is left out on purpose is counted, what is known is kept, the rest is noted and kept.
        """
        known = vocabulary()[kind]
        for name, value in self._left.items():
            full = self._path + name
            if name in known.ignored:
                self._reading.source.notes.ignored[full] += 1
                continue
            if name not in known.kept:
                self._reading.source.notes.take_unknown(full)
            self._reading.keep(full, value)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The fields of one kind of node that have no slot: those kept as they are, those left out and why."""

    kept: frozenset[str]
    ignored: dict[str, str]


@functools.cache
def vocabulary() -> dict[str, Vocabulary]:
    """The kinds of nodes that an import knows, by name, from vocabulary.toml."""
    text = files("firstseen.gather").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return {
        kind: Vocabulary(frozenset(table["kept"]), table["ignored"])
        for kind, table in tomllib.loads(text).items()
    }
