"""Cases are told when what they rest on changes: a flag with the reason, in the transaction of the change itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from firstseen.archive.caselist import refresh_line
from firstseen.archive.schema import case_evidence, case_footage, cases, flag

if TYPE_CHECKING:
    from sqlalchemy import Connection


def now() -> str:
    """This instant as it is kept: ISO 8601 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def flag_case(connection: Connection, number: int, reason: str, subject: str) -> None:
    """Note why the case has to be looked at again; the same reason that is still open is not noted twice."""
    known = select(flag.c.number).where(
        flag.c.case_number == number,
        flag.c.reason == reason,
        flag.c.subject == subject,
        flag.c.settled == "",
    )
    if connection.execute(known).first() is None:
        row = {"case_number": number, "reason": reason, "subject": subject, "at": now(), "settled": ""}
        connection.execute(insert(flag).values(row))


def flag_footage(connection: Connection, media_id: str, reason: str, subject: str) -> None:
    """Flag every case in which footage was matched."""
    for number in _cases_with(connection, media_id):
        flag_case(connection, number, reason, subject)
        refresh_line(connection, number)


def flag_evidence(connection: Connection, evidence_id: str, reason: str) -> None:
    """Flag every case that rests on a sighting or review."""
    numbers = connection.execute(
        select(case_evidence.c.case_number).where(case_evidence.c.evidence_id == evidence_id)
    ).scalars()
    for number in numbers.all():
        flag_case(connection, int(number), reason, evidence_id)
        refresh_line(connection, int(number))


def footage_deleted(connection: Connection, media_id: str) -> None:
    """Keep the rows of cases that used footage which is being deleted, mark it there, and flag them."""
    flag_footage(connection, media_id, "footage it rests on was deleted from the desk", media_id)
    connection.execute(update(case_footage).where(case_footage.c.media_id == media_id).values(deleted=1))


def settle_flags(connection: Connection, number: int, by: str, upto: int | None = None) -> None:
    """Note what answered the open flags of a case; `upto` is the last that whoever answered can have known."""
    open_flags = update(flag).where(flag.c.case_number == number, flag.c.settled == "")
    if upto is not None:
        open_flags = open_flags.where(flag.c.number <= upto)
    connection.execute(open_flags.values(settled=by))


def _cases_with(connection: Connection, media_id: str) -> list[int]:
    found = connection.execute(
        select(cases.c.number)
        .join(case_footage, case_footage.c.case_number == cases.c.number)
        .where(case_footage.c.media_id == media_id)
        .distinct()
    ).scalars()
    return [int(number) for number in found]
