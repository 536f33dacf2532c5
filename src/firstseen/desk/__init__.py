"""A desk: a folder of known footage, fact-checks and cases, and one method for each thing a person does with it."""

from __future__ import annotations

from firstseen.desk.bundling import BundleVerbs
from firstseen.desk.casefile import CaseFile
from firstseen.desk.footage import Shown, compare
from firstseen.desk.listing import ListVerbs
from firstseen.desk.people import PeopleVerbs
from firstseen.desk.viewing import ViewVerbs

__all__ = ["CaseFile", "Desk", "Shown", "compare"]


class Desk(ListVerbs, BundleVerbs, PeopleVerbs, ViewVerbs):
    """A desk in a folder, opened to add to it, to search it, to settle claims and to publish, by its people.

    A context manager.

    A folder that does not exist or is empty becomes a new desk. Raises InputError for a folder that holds other
    things, SettingsError for a setting that cannot be used, ArchiveMismatch for a desk of a newer version.
    """
