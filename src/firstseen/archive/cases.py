"""Cases as rows of records.sqlite: everything about one, written in one transaction with its audit entries."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, or_, select, text, update

from firstseen.archive.base import AuditEntry
from firstseen.archive.caselist import refresh_line
from firstseen.archive.caserows import all_cases, case_of, decision_of, footage_of, result_of
from firstseen.archive.casetexts import CaseTexts, case_texts
from firstseen.archive.flags import flag_case, now, settle_flags
from firstseen.archive.records import append_audit
from firstseen.archive.schema import (
    audit,
    case_claim,
    case_evidence,
    case_footage,
    case_post,
    cases,
    claim,
    decision,
    flag,
    stage_result,
    verdict,
)
from firstseen.archive.values import to_text
from firstseen.errors import NotFound
from firstseen.model.case import (
    STAGES,
    Case,
    CaseFootage,
    Decision,
    Stage,
    StageResult,
)
from firstseen.model.found import Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Row

    from firstseen.model.case import Action
    from firstseen.model.claim import Claim
    from firstseen.model.verdict import Verdict

_NAMED: Final = "case-"
_PAGE: Final = 200
"""Cases whose results are read at once when all are gone through."""


@dataclass(frozen=True, slots=True)
class Revision:
    """How far a case had come at one moment: the numbers of its newest result, decision and verdict; 0 for none."""

    result: int
    decision: int
    verdict: int


class Cases:
    """The cases of an archive: read any time, written in turns."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Connection]],
        writing: Callable[[], AbstractContextManager[Connection]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def __len__(self) -> int:
        with self._reading() as connection:
            return int(connection.execute(text("SELECT count(*) FROM cases")).scalar_one())

    def all(self) -> tuple[Case, ...]:
        """Every case, in the order of opening."""
        with self._reading() as connection:
            return all_cases(connection)

    def case(self, case_id: str) -> Case:
        """The case with this id; NotFound when there is none."""
        with self._reading() as connection:
            return case_of(connection, _row(connection, case_id))

    def has(self, case_id: str) -> bool:
        """Whether there is a case with this id."""
        with self._reading() as connection:
            return connection.execute(_by_id(case_id)).first() is not None

    def alike(self, likeness: str) -> str | None:
        """The id of the case that was opened for the same footage and claim, None when there is none."""
        with self._reading() as connection:
            return _alike(connection, likeness)

    def revision(self, case_id: str) -> Revision:
        """How far a case has come: what is made of it holds while its revision stays. NotFound when there is none."""
        with self._reading() as connection:
            return _revision(connection, _row(connection, case_id).number)

    def last_flag(self) -> int:
        """The number of the newest flag of any case: later ones are about what was not known by now."""
        with self._reading() as connection:
            return int(connection.execute(select(func.max(flag.c.number))).scalar() or 0)

    def with_footage(self, media_id: str) -> tuple[str, ...]:
        """The ids of the cases that footage belongs to, in the order of opening."""
        with self._reading() as connection:
            found = (
                select(cases.c.id)
                .join(case_footage, case_footage.c.case_number == cases.c.number)
                .where(case_footage.c.media_id == media_id)
                .order_by(cases.c.number)
            )
            return tuple(dict.fromkeys(connection.execute(found).scalars()))

    def footage(self, media_id: str) -> tuple[CaseFootage, ...]:
        """This footage as the cases have it that it belongs to, the case opened last first."""
        with self._reading() as connection:
            newest_first = (
                select(case_footage)
                .where(case_footage.c.media_id == media_id)
                .order_by(case_footage.c.case_number.desc())
            )
            return tuple(footage_of(connection, row) for row in connection.execute(newest_first).all())

    def results(self, case_id: str, stage: Stage | None = None) -> tuple[StageResult, ...]:
        """What stages made of a case, oldest first; those of one stage when it is named."""
        with self._reading() as connection:
            query = select(stage_result).where(stage_result.c.case_number == _row(connection, case_id).number)
            if stage is not None:
                query = query.where(stage_result.c.stage == stage)
            rows = connection.execute(query.order_by(stage_result.c.number)).all()
        return tuple(result_of(row) for row in rows)

    def newest(self, case_id: str) -> Mapping[Stage, StageResult]:
        """The newest result of each stage that was run, in the order of the stages."""
        with self._reading() as connection:
            rows = connection.execute(
                text(
                    "SELECT * FROM stage_result WHERE number IN (SELECT max(number) FROM stage_result "
                    "WHERE case_number = :number GROUP BY stage)"
                ),
                {"number": _row(connection, case_id).number},
            ).all()
        found = {row.stage: result_of(row) for row in rows}
        return {stage: found[stage] for stage in STAGES if stage in found}

    def newest_of_all(self, stages: Iterable[Stage]) -> Iterator[tuple[str, Mapping[Stage, StageResult]]]:
        """The id of every case, in the order of opening, with its newest results of these stages."""
        wanted = list(stages)
        last = 0
        while True:
            with self._reading() as connection:
                page = connection.execute(
                    select(cases.c.number, cases.c.id)
                    .where(cases.c.number > last)
                    .order_by(cases.c.number)
                    .limit(_PAGE)
                ).all()
                if not page:
                    return
                found: dict[int, dict[Stage, StageResult]] = {row.number: {} for row in page}
                newest = (
                    select(func.max(stage_result.c.number))
                    .where(stage_result.c.case_number.in_(found), stage_result.c.stage.in_(wanted))
                    .group_by(stage_result.c.case_number, stage_result.c.stage)
                )
                rows = connection.execute(select(stage_result).where(stage_result.c.number.in_(newest))).all()
            for row in rows:
                found[row.case_number][row.stage] = result_of(row)
            yield from ((row.id, found[row.number]) for row in page)
            last = page[-1].number

    def decisions(self, case_id: str) -> tuple[Decision, ...]:
        """Every decision in a case, oldest first."""
        with self._reading() as connection:
            number = _row(connection, case_id).number
            rows = connection.execute(
                select(decision).where(decision.c.case_number == number).order_by(decision.c.number)
            ).all()
        return tuple(decision_of(case_id, row) for row in rows)

    def rejections(self, media_id: str, further: Decision | None = None) -> Mapping[str, Rejection]:
        """The matches of this footage that a person said are none, by the id of the other file.

        Both ways: what is no match of one is none of the other. The newest decision on a pair holds, unless it was
        undone. `further` is one on a match of this footage that is about to be kept.
        """
        with self._reading() as connection:
            rows = connection.execute(_judged(media_id)).all()
        judged = [
            (row.key if row.query == media_id else row.query, row.action, row.by, row.reason, row.id)
            for row in rows
        ]
        if further is not None and further.subject.kind == "match":
            judged.append((further.subject.key, further.action, further.by, further.reason, further.case_id))
        return _rejected(judged)

    def log(self, case_id: str) -> tuple[AuditEntry, ...]:
        """The entries of the audit that are about a case, oldest first."""
        with self._reading() as connection:
            about = (
                select(audit).where(audit.c.subject == _row(connection, case_id).id).order_by(audit.c.number)
            )
            return tuple(AuditEntry(**row) for row in connection.execute(about).mappings())

    def texts(self, case_id: str) -> CaseTexts:
        """Everything kept of a case as the texts that were kept, with the audit. Raises NotFound."""
        return case_texts(self._reading, case_id)

    @contextlib.contextmanager
    def writing(self) -> Iterator[CaseWriter]:
        """A writer inside one transaction: all of what it writes is kept, with its audit entries, or none."""
        with self._writing() as connection:
            writer = CaseWriter(connection)
            yield writer
            for number in writer.changed:
                refresh_line(connection, number)


class CaseWriter:
    """Writes to cases within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.changed: dict[int, None] = {}
        """The numbers of the cases that were written to."""

    def open(self, title: str, by: str, likeness: str) -> str:
        """The id of a new case."""
        row = {"id": f"?{likeness}", "title": title, "created": now(), "opened_by": by, "likeness": likeness}
        number = int(self._connection.execute(insert(cases).values(row)).lastrowid)
        case_id = f"{_NAMED}{number}"
        self.changed[number] = None
        self._connection.execute(update(cases).where(cases.c.number == number).values(id=case_id))
        append_audit(self._connection, "open case", case_id, {"title": title}, by)
        return case_id

    def join(
        self,
        case_id: str,
        *,
        claims: Iterable[Claim] = (),
        footage: Iterable[CaseFootage] = (),
        posts: Iterable[str] = (),
        evidence: Iterable[str] = (),
    ) -> None:
        """Join claims, footage, posts and evidence to a case; what is joined already stays."""
        number = self._touch(case_id)
        for one in claims:
            self._keep(claim, {"id": one.id, "content": to_text(one)})
            self._keep(case_claim, {"case_number": number, "claim_id": one.id})
        for part in footage:
            facts = {"facts": to_text(part.media), "path": to_text(part.path), "deleted": int(part.deleted)}
            row = {"case_number": number, "media_id": part.media.id, "role": part.role}
            self._keep(case_footage, row | facts)
            if part.path:
                moved = update(case_footage).where(*(case_footage.c[name] == row[name] for name in row))
                self._connection.execute(moved.values(path=facts["path"]))
        for post_id in posts:
            self._keep(case_post, {"case_number": number, "post_id": post_id})
        for evidence_id in evidence:
            self._keep(case_evidence, {"case_number": number, "evidence_id": evidence_id})

    def results(self, case_id: str, results: Iterable[StageResult], by: str = "") -> None:
        """Keep what stages made of a case; earlier results stay. The audit has a digest of each."""
        number = self._touch(case_id)
        digests: dict[str, str] = {}
        for result in results:
            value = to_text(result.value)
            row = {
                "case_number": number,
                "stage": result.stage,
                "value": value,
                "made_with": to_text(result.made_with),
                "at": result.at.isoformat(timespec="milliseconds"),
            }
            self._connection.execute(insert(stage_result).values(row))
            digests[result.stage] = hashlib.sha256(value.encode()).hexdigest()
        append_audit(self._connection, "examine", case_id, digests, by)

    def decide(self, made: Decision) -> None:
        """Append a decision."""
        number = self._touch(made.case_id)
        row = {
            "case_number": number,
            "kind": made.subject.kind,
            "key": made.subject.key,
            "action": made.action,
            "value": made.value,
            "reason": made.reason,
            "by": made.by,
            "at": made.at.isoformat(timespec="milliseconds"),
        }
        self._connection.execute(insert(decision).values(row))
        detail = {"subject": str(made.subject), "value": made.value, "reason": made.reason}
        append_audit(self._connection, made.action, made.case_id, detail, made.by)

    def revision(self, case_id: str) -> Revision:
        """How far a case has come as this transaction sees it: nobody else can bring it further before its end."""
        return _revision(self._connection, _row(self._connection, case_id).number)

    def alike(self, likeness: str) -> str | None:
        """The id of the case that was opened for the same footage and claim, None when there is none."""
        return _alike(self._connection, likeness)

    def rate(self, made: Verdict, upto: int | None = None) -> Verdict:
        """Append a verdict, which gets its id here; it answers the open flags, `upto` the one with that number."""
        number = self._touch(made.case_id)
        count = self._connection.execute(
            text("SELECT count(*) FROM verdict WHERE case_number = :number"), {"number": number}
        ).scalar_one()
        kept = replace(made, id=f"{made.case_id}/{count + 1}")
        self._connection.execute(
            insert(verdict).values(id=kept.id, case_number=number, content=to_text(kept))
        )
        detail = {
            "verdict": kept.id,
            "rating": made.rating,
            "category": made.category,
            "reason": made.reason,
            "content": hashlib.sha256(to_text(kept).encode()).hexdigest(),
        }
        append_audit(self._connection, "decide", made.case_id, detail, made.by)
        settle_flags(self._connection, number, f"verdict {kept.id}", upto)
        return kept

    def flag(self, case_id: str, reason: str, subject: str = "") -> None:
        """Note why a case has to be looked at again."""
        flag_case(self._connection, self._touch(case_id), reason, subject)

    def settle(self, case_id: str, by: str, upto: int | None = None) -> None:
        """Note what answered the open flags of a case, `upto` the one with that number."""
        settle_flags(self._connection, self._touch(case_id), by, upto)

    def _touch(self, case_id: str) -> int:
        """The number of a case that is being written to."""
        number = int(_row(self._connection, case_id).number)
        self.changed[number] = None
        return number

    def _keep(self, table: Any, row: dict[str, Any]) -> None:  # noqa: ANN401 - a table of the schema
        self._connection.execute(insert(table).prefix_with("OR IGNORE").values(row))


def _rejected(judged: Iterable[tuple[str, Action, str, str, str]]) -> dict[str, Rejection]:
    """What is rejected after these decisions on pairs (other file, action, by, reason, case), oldest first."""
    standing: dict[str, list[tuple[Action, Rejection]]] = {}
    for other, action, by, reason, case_id in judged:
        said = standing.setdefault(other, [])
        if action != "undo":
            said.append((action, Rejection(other, by, reason, case_id)))
            continue
        # Only a decision of the same case is undone in it.
        undone = next((one for one in reversed(said) if one[1].case_id == case_id), None)
        if undone is not None:
            said.remove(undone)
    return {other: said[-1][1] for other, said in standing.items() if said and said[-1][0] == "reject"}


def _judged(media_id: str) -> Any:  # noqa: ANN401 - a query
    """Decisions on matches that footage is one side of, oldest first, with the footage that was checked."""
    query = case_footage.c.media_id.label("query")
    return (
        select(decision.c.key, decision.c.action, decision.c.by, decision.c.reason, cases.c.id, query)
        .join(cases, cases.c.number == decision.c.case_number)
        .join(case_footage, case_footage.c.case_number == decision.c.case_number)
        .where(
            decision.c.kind == "match",
            case_footage.c.role == "query",
            or_(case_footage.c.media_id == media_id, decision.c.key == media_id),
        )
        .order_by(decision.c.number)
    )


def _by_id(case_id: str) -> Any:  # noqa: ANN401
    # What a person types need not be text; no id looks like that, and SQLite takes none.
    wanted = case_id.encode("utf-8", "replace").decode()
    return select(cases).where(cases.c.id == wanted.strip().lower())


def _row(connection: Connection, case_id: str) -> Row[Any]:
    row = connection.execute(_by_id(case_id)).first()
    if row is None:
        raise NotFound("case", case_id)
    return row


def _alike(connection: Connection, likeness: str) -> str | None:
    found = select(cases.c.id).where(cases.c.likeness == likeness).order_by(cases.c.number)
    return connection.execute(found).scalar()


def _revision(connection: Connection, number: int) -> Revision:
    newest = (
        select(func.max(table.c.number)).where(table.c.case_number == number)
        for table in (stage_result, decision, verdict)
    )
    return Revision(*(int(connection.execute(one).scalar() or 0) for one in newest))


def likeness(media_id: str, claim_id: str) -> str:
    """A digest of the footage and the claim of a case: equal for a repeated check."""
    return hashlib.sha256(json.dumps([media_id, claim_id]).encode()).hexdigest()
