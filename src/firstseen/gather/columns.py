"""Which column of a table says what, whatever its header calls it."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

from firstseen.model.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence


@functools.cache
def _slots(kind: str) -> dict[str, str]:
    """The slot of each column name that is known, for a kind of table in columns.toml."""
    return {_bare(name): slot for slot, names in _tables()[kind].items() for name in names}


@functools.cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("firstseen.gather").joinpath("columns.toml").read_text(encoding="utf-8"))


@functools.cache
def kept(kind: str) -> frozenset[str]:
    """Names that a kind of table is known to have and that fill no slot: kept without being reported."""
    return frozenset(_tables()["kept"][kind])


def _bare(name: str) -> str:
    return fold(name.replace("_", " ")).replace(" ", "")


def slot_of(kind: str, column: str) -> str:
    """The slot that a column of that name fills in a kind of table; empty for one nobody knows."""
    return _slots(kind).get(_bare(column), "")


def by_slot(
    kind: str, header: Sequence[str], cells: Sequence[str]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """A row's cells by slot, and those without one by their column's name; empty cells left out.

    Of two columns for one slot the first that says something holds; the other is kept under its name.
    """
    slots: dict[str, str] = {}
    others: list[tuple[str, str]] = []
    for column, cell in zip(header, cells, strict=False):
        text = cell.strip()
        slot = slot_of(kind, column)
        if not text:
            continue
        if slot and slots.setdefault(slot, text) == text:
            continue
        others.append((column or "unnamed", text))
    return slots, others
