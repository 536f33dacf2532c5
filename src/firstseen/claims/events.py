"""What kind of event a text says, and which known, dated event it refers to: the door to `kinds` and `dated`."""

from __future__ import annotations

from firstseen.claims.occasions.dated import DatedEvent, find_dated_events
from firstseen.claims.occasions.kinds import (
    EventKind,
    KindsRelation,
    event_kinds,
    find_kinds,
    is_unreal,
    kinds_relation,
)

__all__ = [
    "DatedEvent",
    "EventKind",
    "KindsRelation",
    "event_kinds",
    "find_dated_events",
    "find_kinds",
    "is_unreal",
    "kinds_relation",
]
