"""Checks JSON-LD against the schema.org vocabulary: what is wrong with a document, node by node, in words."""

from __future__ import annotations

import functools
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

_REFERENCE: Final = {"@id"}
_DATE: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_MINUTES: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")


def faults(document: Any) -> list[str]:
    """Everything in a document that the vocabulary does not allow; empty for a valid one."""
    if not isinstance(document, dict) or document.get("@context") != "https://schema.org":
        return ["the document has no @context of https://schema.org"]
    return _node({name: value for name, value in document.items() if name != "@context"}, "")


@functools.cache
def vocabulary() -> dict[str, Any]:
    """The facts of the vocabulary: types, properties, ranges, members of enumerations."""
    facts = json.loads(Path(__file__).with_name("schemaorg.json").read_text(encoding="utf-8"))
    assert {"of", "source", "licence", "types", "members"} <= set(facts)
    return facts


def _node(node: dict[str, Any], path: str) -> list[str]:
    if set(node) == _REFERENCE:
        return _url(node["@id"], f"{path}.@id")
    kind = node.get("@type")
    if not isinstance(kind, str) or kind not in vocabulary()["types"]:
        return [f"{path}: {kind!r} is no type"]
    known = _properties(kind)
    found = []
    for name, value in node.items():
        where = f"{path}/{kind}.{name}"
        if name == "@id":
            found += _url(value, where)
        elif name != "@type" and name not in known:
            found.append(f"{where}: {kind} has no such property")
        elif name != "@type":
            for one in value if isinstance(value, list) else [value]:
                found += _value(one, known[name], where)
            if value in ("", [], {}, None):
                found.append(f"{where}: says nothing")
    return found


def _value(value: Any, ranges: list[str], where: str) -> list[str]:
    if isinstance(value, dict):
        kinds = _supertypes(value.get("@type", "")) if set(value) != _REFERENCE else {"Thing"}
        fits = bool(kinds & set(ranges)) or set(value) == _REFERENCE
        return ([] if fits else [f"{where}: {value.get('@type')} is none of {ranges}"]) + _node(value, where)
    if not isinstance(value, str):
        return [f"{where}: {value!r} is no text"]
    tried = [_members(value, one, where) for one in ranges if one in vocabulary()["members"]]
    tried += [_date(value, where)] if {"Date", "DateTime"} & set(ranges) else []
    tried += [[]] if "Text" in ranges else []
    tried += [_url(value, where)] if "URL" in ranges else []
    if not tried:
        return [f"{where}: a text is none of {ranges}"]
    return min(tried, key=len)


def _members(value: str, of: str, where: str) -> list[str]:
    return [] if value in vocabulary()["members"][of] else [f"{where}: {value!r} is no member of {of}"]


def _date(value: str, where: str) -> list[str]:
    """A date or an instant in ISO 8601, of reduced precision too: a year or a month is a date."""
    try:
        if _DATE.fullmatch(value):
            date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
            return []
        if _MINUTES.fullmatch(value):
            datetime.fromisoformat(value)
            return []
    except ValueError:
        pass
    return [f"{where}: {value!r} is no date"]


def _url(value: Any, where: str) -> list[str]:
    parts = urlsplit(value) if isinstance(value, str) else None
    good = parts and parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", value)
    return [] if good else [f"{where}: {value!r} is no address"]


@functools.cache
def _supertypes(kind: str) -> frozenset[str]:
    above = vocabulary()["types"].get(kind, {"is": []})["is"]
    return frozenset({kind}.union(*(_supertypes(one) for one in above)))


@functools.cache
def _properties(kind: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in _supertypes(kind):
        for name, ranges in vocabulary()["types"][one]["has"].items():
            found[name] = sorted({*found.get(name, []), *ranges.split()})
    return found
