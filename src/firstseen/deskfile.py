"""A desk's own file, firstseen.toml: what the desk was made with, and its settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from firstseen.errors import ArchiveMismatch, InputError
from firstseen.settings import DESK_TABLE, SETTINGS_FILE, default_settings, load_settings, read_desk_file

if TYPE_CHECKING:
    from pathlib import Path

    from firstseen.settings import Settings

FORMAT: Final = 1
"""Version of a desk's folder. A desk of a newer one is refused."""

_TEXT: Final = """\
# A desk of firstseen. What it was made with stays as it is; settings of its own go below, for example:
#
#   [workers]
#   processes = 4

[{table}]
format = {format}
model = "{model}"
"""


def is_desk(folder: Path) -> bool:
    """Whether `folder` holds a desk."""
    return (folder / SETTINGS_FILE).is_file()


def make_desk(folder: Path, *, anywhere: bool = False) -> bool:
    """Make a desk in a folder that does not exist or is empty; True when it was made, False when it is one already.

    `anywhere` allows a folder that holds other things. Raises InputError for a folder that is no place for a desk.
    """
    if is_desk(folder):
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not anywhere and any(folder.iterdir()):
            raise InputError(
                f"{folder}: is no desk, and holds other things; make one with `firstseen init {folder}`"
            )
        model = load_settings(None).describe.model
        part = folder / f"{SETTINGS_FILE}.part"
        part.write_text(_TEXT.format(table=DESK_TABLE, format=FORMAT, model=model), encoding="utf-8")
        part.replace(folder / SETTINGS_FILE)
    except OSError as error:
        raise InputError(f"{folder}: no desk can be made there: {error.strerror}") from error
    return True


def open_desk_settings(folder: Path, given: Settings | None = None) -> Settings:
    """The settings that hold in a desk, with the model it was made with; `given` ones stand instead of the file's.

    Raises ArchiveMismatch when the desk is of a newer format, or another model than its own is asked for.
    """
    settings = given or load_settings(folder)
    facts = read_desk_file(folder / SETTINGS_FILE).get(DESK_TABLE)
    made_with = facts if isinstance(facts, dict) else {}
    version = made_with.get("format", FORMAT)
    if not isinstance(version, int) or version > FORMAT:
        raise ArchiveMismatch(f"desk format {FORMAT}", f"desk format {version}")
    own = str(made_with.get("model", settings.describe.model))
    asked = settings.describe.model
    if asked not in {own, default_settings().describe.model}:
        raise ArchiveMismatch(f"describe.model = {asked}", f"describe.model = {own}")
    return replace(settings, describe=replace(settings.describe, model=own))
