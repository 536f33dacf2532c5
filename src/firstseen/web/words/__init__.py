"""What the desk's pages say, in English and Arabic."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

InterfaceLanguage = Literal["en", "ar"]


@functools.cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Every phrase in both languages under `file.key`, from the files beside this one.

    A phrase that lacks a language is a mistake in the file: ValueError.
    """
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".toml"):
            continue
        for key, texts in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if set(texts) != {"en", "ar"}:
                msg = f"{file.name}: {key} has to have en and ar, and has {sorted(texts)}"
                raise ValueError(msg)
            found[f"{file.name.removesuffix('.toml')}.{key}"] = texts
    return found


def phrase(key: str, language: InterfaceLanguage, **values: object) -> str:
    """The phrase in one language, `{names}` in it filled in. KeyError for a key that no file has."""
    text = phrases()[key][language]
    return text.format(**values) if values else text
