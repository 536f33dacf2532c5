"""Values of the model as JSON text, and back: how stages' results are kept."""

from __future__ import annotations

import functools
import importlib
import json
import pkgutil
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, Final

from firstseen import model
from firstseen.errors import ArchiveMismatch

_TYPE: Final = "@type"
_AT: Final = "@at"


def to_text(value: object) -> str:
    """The value as JSON text: each of the model's values under its name, instants as ISO 8601.

    ASCII only, so that text which is no UTF-8 (a file's name may be) comes back as it was.
    """
    return json.dumps(_plain(value), separators=(",", ":"), sort_keys=True, allow_nan=False)


def from_text(text: str) -> Any:  # noqa: ANN401 - whatever was kept
    """The value that `to_text` wrote. A field that was added since has its default.

    Raises ArchiveMismatch for a value this installation does not know.
    """
    return _value(json.loads(text))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {_TYPE: type(value).__name__} | {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, datetime):
        return {_AT: value.isoformat()}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        # A float of numpy is a float too, and json would write it by its own name.
        return float(value) if isinstance(value, float) else value
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"no text for a {type(value).__name__}")


def _value(plain: Any) -> Any:  # noqa: ANN401
    if isinstance(plain, list):
        return tuple(_value(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    if _AT in plain:
        return datetime.fromisoformat(plain[_AT])
    kind = _kinds().get(plain[_TYPE])
    if kind is None:
        raise ArchiveMismatch("no such value", f"values of the kind {plain[_TYPE]}")
    names = {f.name for f in fields(kind)}
    return kind(**{name: _value(one) for name, one in plain.items() if name in names})


@functools.cache
def _kinds() -> dict[str, type[Any]]:
    """The model's values by name."""
    found: dict[str, type[Any]] = {}
    for module in pkgutil.iter_modules(model.__path__):
        loaded = importlib.import_module(f"{model.__name__}.{module.name}")
        found |= {
            name: kind
            for name, kind in vars(loaded).items()
            if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == loaded.__name__
        }
    return found
