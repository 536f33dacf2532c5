"""The methodology page: made from the settings that hold, a version for each change of them."""

from __future__ import annotations

import functools
import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from firstseen.errors import InputError
from firstseen.model.review import Category
from firstseen.model.time import BASES
from firstseen.publish.site.words import day_words, phrase, said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from firstseen.model.article import EditionLanguage
    from firstseen.publish.site.facts import Site
    from firstseen.settings import Settings

VERSIONS: Final = "data/methodology.json"
_SHOWN: Final = 12
"""Digits of a digest that stand in an address."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the methodology: its number from 1, the SHA-256 of what it says, and since when it holds."""

    number: int
    digest: str
    since: str

    @property
    def path(self) -> str:
        """Its address below the methodology page."""
        return f"methodology/{self.digest[:_SHOWN]}/"


@dataclass(frozen=True, slots=True)
class Method:
    """What a desk works by: thresholds of its rules, the model it recognises footage with."""

    thresholds: Mapping[str, float]
    model: str

    def digest(self, site: Site) -> str:
        """The SHA-256 of everything that the methodology page says, in both languages."""
        says = {
            "texts": _texts(),
            "thresholds": dict(self.thresholds),
            "model": self.model,
            "bases": BASES,
            "two_persons": site.two_persons,
            "ratings": {
                key: [one.label.en, one.label.ar, one.means.en, one.means.ar]
                for key, one in site.ratings.items()
            },
        }
        return hashlib.sha256(json.dumps(says, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def method_of(settings: Settings) -> Method:
    """The method that a desk's settings are."""
    return Method(asdict(settings.verdict), settings.describe.model)


def read_versions(root: Path) -> tuple[Version, ...]:
    """The versions that a site has had, oldest first. Raises InputError when their list is broken."""
    path = root / VERSIONS
    try:
        return tuple(
            Version(int(one["number"]), str(one["digest"]), str(one["since"]))
            for one in json.loads(path.read_text(encoding="utf-8"))["versions"]
        )
    except FileNotFoundError:
        return ()
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: is not the list of versions that a site has; restore it from a backup"
        ) from error


def with_version(known: tuple[Version, ...], digest: str, at: datetime) -> tuple[Version, ...]:
    """The versions with the one that holds now last; what is said again after a change is a version of its own."""
    if known and known[-1].digest == digest:
        return known
    return (*known, Version(len(known) + 1, digest, at.date().isoformat()))


def versions_json(versions: tuple[Version, ...]) -> bytes:
    """The list of versions as the site publishes it."""
    return json.dumps({"versions": [asdict(one) for one in versions]}, indent=1).encode()


def method_values(method: Method, site: Site, language: EditionLanguage) -> dict[str, Any]:
    """What the page says in one language, as the template places it."""
    texts = _texts()
    filled = {**method.thresholds, "model": method.model}

    def text(key: str) -> str:
        return cast("str", texts[key][language]).format(**filled)

    return {
        "texts": {
            key: text(key) for key in ("intro", "steps", "strength", "recognition", "gate", "corrections")
        },
        "persons": text("two_persons" if site.two_persons else "one_person"),
        "titles": {key: title[language] for key, title in texts["title"].items()},
        "rules": [(rule["name"], rule[language].format(**filled)) for rule in texts["rule"]],
        "bases": [phrase("basis_" + basis.replace(" ", "_"), language) for basis in BASES],
        "ratings": [
            (key, said(one.label, language), one.label, said(one.means, language))
            for key, one in site.ratings.items()
        ],
        "categories": [(name, texts["category"][name][language]) for name in get_args(Category)],
    }


def version_line(one: Version, language: EditionLanguage) -> str:
    """A version in words, before its digest."""
    since = day_words(datetime.fromisoformat(one.since), language)
    return cast("str", _texts()["title"]["version"][language]).format(number=one.number, since=since)


@functools.cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("method.toml").read_text(encoding="utf-8"))
