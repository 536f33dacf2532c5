"""Every threshold as one frozen value, read from defaults.toml, a desk's firstseen.toml and the environment.

`defaults.toml` is the only place where a default stands; the classes below give each key its type. What overrides
what, weakest first: defaults.toml, the desk's `firstseen.toml`, `FIRSTSEEN_<SECTION>_<KEY>`.
"""

from __future__ import annotations

import difflib
import functools
import os
import tomllib
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import TYPE_CHECKING, Final, get_type_hints

from firstseen.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Value = bool | int | float | str
"""What one setting can hold."""

SETTINGS_FILE: Final = "firstseen.toml"
"""The name of a desk's own settings file."""

DESK_TABLE: Final = "desk"
"""The table of firstseen.toml that says what the desk is made with; it holds facts, not settings."""

_PREFIX: Final = "FIRSTSEEN_"
_NOT_SETTINGS: Final = frozenset({"FIRSTSEEN_DESK"})


@dataclass(frozen=True, slots=True)
class Describe:
    """How a file becomes descriptors."""

    model: str
    weights: str
    archive_interval_s: float
    query_interval_s: float
    long_query_s: float
    keyframes_only: bool
    picture_px: int
    still_px: int
    query_still_px: int
    still_quality: int
    miniatures_per_s: float
    longest_s: float
    largest_picture_mp: float


@dataclass(frozen=True, slots=True)
class Archive:
    """How the archive stores and searches; nothing here changes what is stored."""

    index_from_rows: int
    partition_rows: int
    probes: int
    tail_rows: int
    small_fragments: int
    sound_tail: int
    sound_common: int
    index_cache_mb: int
    lock_wait_s: float


@dataclass(frozen=True, slots=True)
class Trace:
    """How descriptors become segments."""

    neighbours: int
    candidates: int
    lowest_cosine: float


@dataclass(frozen=True, slots=True)
class Workers:
    """How many processes look at files, and what one file may cost."""

    processes: int
    memory_mb: int
    stall_s: float
    file_s: float
    output_mb: int


@dataclass(frozen=True, slots=True)
class Report:
    """What the report page shows."""

    moments: int
    picture_px: int
    strip_frames: int
    references: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a found date must lie before the claimed one, and what makes a proposal strong."""

    exact_tolerance_days: float
    now_tolerance_days: float
    undated_tolerance_days: float
    far_gap_days: float
    strong_score: float
    medium_score: float


@dataclass(frozen=True, slots=True)
class Check:
    """How a claim is examined."""

    picture_frames: int
    speech_s: float
    speech_model: str


@dataclass(frozen=True, slots=True)
class Web:
    """How the desk is served to browsers and programs."""

    host: str
    port: int
    public_url: str
    session_hours: float
    upload_mb: int
    requests_per_minute: int
    sign_ins_per_minute: int
    jobs_at_once: int


@dataclass(frozen=True, slots=True)
class Publish:
    """Who publishes, where, and what has to be true before anything is."""

    name: str
    name_ar: str
    url: str
    contact: str
    about: str
    about_ar: str
    topics: str
    two_persons: bool
    timestamp_url: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, by section."""

    describe: Describe
    archive: Archive
    trace: Trace
    workers: Workers
    report: Report
    verdict: Verdict
    check: Check
    web: Web
    publish: Publish


@dataclass(frozen=True, slots=True)
class Key:
    """One setting as defaults.toml states it; `low`, `high` and `choices` say what it may hold."""

    section: str
    name: str
    value: Value
    type: type
    unit: str
    meaning: str
    source: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def dotted(self) -> str:
        """Its full name, `section.key`."""
        return f"{self.section}.{self.name}"

    @property
    def variable(self) -> str:
        """The environment variable that overrides it."""
        return f"{_PREFIX}{self.section}_{self.name}".upper()

    @property
    def allowed(self) -> str:
        """What it may hold, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        kind = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}[self.type]
        low = "" if self.low is None else f" from {self.low:g}"
        high = "" if self.high is None else f" to {self.high:g}"
        return f"{kind}{low}{high}{' ' + self.unit if self.unit else ''}"

    def checked(self, value: object) -> Value:
        """`value` as this setting's type; raises SettingsError when it is of another type or out of range."""
        fits = isinstance(value, (int, float) if self.type is float else self.type)
        if not fits or (isinstance(value, bool) and self.type is not bool):
            raise SettingsError(self.dotted, value, f"give {self.allowed}")
        converted: Value = self.type(value)
        too_low = self.low is not None and not float(converted) >= self.low
        too_high = self.high is not None and not float(converted) <= self.high
        if too_low or too_high or (self.choices and converted not in self.choices):
            raise SettingsError(self.dotted, value, f"give {self.allowed}")
        return converted

    def read(self, text: str) -> Value:
        """The text of an environment variable as this setting's value."""
        words: dict[str, object] = {
            "true": True,
            "1": True,
            "yes": True,
            "false": False,
            "0": False,
            "no": False,
        }
        if self.type is bool:
            return self.checked(words.get(text.strip().lower(), text))
        if self.type is str:
            return self.checked(text)
        try:
            return self.checked(self.type(text))
        except ValueError:
            raise SettingsError(self.variable, text, f"give {self.allowed}") from None


@functools.cache
def keys() -> tuple[Key, ...]:
    """Every setting there is, in the order of defaults.toml."""
    tables = tomllib.loads(files("firstseen").joinpath("defaults.toml").read_text(encoding="utf-8"))
    sections = get_type_hints(Settings)
    return tuple(
        _key(section, name, table, get_type_hints(sections[section])[name])
        for section, names in tables.items()
        for name, table in names.items()
    )


def _key(section: str, name: str, table: dict[str, object], type_: type) -> Key:
    low, high, choices = table.get("min"), table.get("max"), table.get("choices", ())
    assert low is None or isinstance(low, int | float)  # noqa: S101 - our own file, pinned by a test
    assert high is None or isinstance(high, int | float)  # noqa: S101
    assert isinstance(choices, list | tuple)  # noqa: S101
    key = Key(
        section=section,
        name=name,
        value="",
        type=type_,
        unit=str(table.get("unit", "")),
        meaning=str(table["meaning"]),
        source=str(table["source"]),
        low=low,
        high=high,
        choices=tuple(str(choice) for choice in choices),
    )
    # Checked like anybody's value: a default out of its own range is an error too.
    stated = {f.name: getattr(key, f.name) for f in fields(key)} | {"value": key.checked(table["value"])}
    return Key(**stated)


@functools.cache
def default_settings() -> Settings:
    """The settings that defaults.toml states, overridden by nothing."""
    return _settings({key.dotted: key.value for key in keys()})


def changed_settings(settings: Settings) -> tuple[str, ...]:
    """The settings that differ from their defaults, each as "section.key = value"."""
    return tuple(
        f"{key.dotted} = {value}"
        for key in keys()
        if (value := getattr(getattr(settings, key.section), key.name)) != key.value
    )


def load_settings(desk: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings that hold for a desk: defaults, then `desk/firstseen.toml`, then the environment.

    Raises SettingsError for a key that does not exist (naming the nearest one that does), for a value of the wrong
    type or out of range, and for a file that is not TOML.
    """
    values = {key.dotted: key.value for key in keys()}
    if desk is not None:
        values |= _from_file(desk / SETTINGS_FILE)
    values |= _from_environment(os.environ if environ is None else environ)
    return _settings(values)


def read_desk_file(path: Path) -> dict[str, object]:
    """The tables of a firstseen.toml; empty when there is no such file; SettingsError when it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(path.name, str(path), f"it cannot be read as TOML: {error}") from error


def _from_file(path: Path) -> dict[str, Value]:
    by_name = {key.dotted: key for key in keys()}
    found: dict[str, Value] = {}
    for section, table in read_desk_file(path).items():
        if section == DESK_TABLE:
            continue
        if not isinstance(table, dict):
            raise SettingsError(section, table, _suggest(section, _names()))
        for name, value in table.items():
            dotted = f"{section}.{name}"
            if dotted not in by_name:
                raise SettingsError(dotted, value, _suggest(dotted, _names()))
            found[dotted] = by_name[dotted].checked(value)
    return found


def _from_environment(environ: Mapping[str, str]) -> dict[str, Value]:
    by_variable = {key.variable: key for key in keys()}
    found: dict[str, Value] = {}
    for variable, text in environ.items():
        if not variable.startswith(_PREFIX) or variable in _NOT_SETTINGS:
            continue
        if variable not in by_variable:
            raise SettingsError(variable, text, _suggest(variable, [*by_variable, *_NOT_SETTINGS]))
        key = by_variable[variable]
        found[key.dotted] = key.read(text)
    return found


def _names() -> list[str]:
    return [key.dotted for key in keys()]


def _suggest(name: str, known: list[str]) -> str:
    """A sentence that names the known setting closest to `name`."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"there is no such setting{hint}"


def _settings(values: Mapping[str, Value]) -> Settings:
    by_section: dict[str, dict[str, Value]] = {}
    for dotted, value in values.items():
        section, _, name = dotted.partition(".")
        by_section.setdefault(section, {})[name] = value
    return Settings(**{name: kind(**by_section[name]) for name, kind in get_type_hints(Settings).items()})
