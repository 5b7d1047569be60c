"""Queries about score sheets: what a judge sees, and the one statement that keeps a score."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from uuid import UUID

import asyncpg
import msgspec

from hackday.database import reading
from hackday.judging.conflicts.store import NAMED, PAIRS
from hackday.judging.marks import Mark, is_whole, mark
from hackday.judging.rubrics.schemas import Rubric
from hackday.judging.rubrics.store import RUBRIC_JSON, RUBRIC_OF, rubrics
from hackday.judging.schemas import PastSheet, Receipt, SheetDraft, SheetPage
from hackday.projects.store import LATE_BY

HANDED_IN = "p.state = 'handed_in' and t.state <> 'disbanded'"
"""Of project `p` and team `t`: what was taken back is nobody's to read or to score."""

_PAGE = f"""select p.id as project_id, p.title, p.summary, p.links, t.name as team, h.title as challenge,
         coalesce(k.site, '') as site, p.place, {LATE_BY},
         x.until as extended_until, coalesce(x.reason, '') as extension_reason, {RUBRIC_OF} as rubric_id, a.starts_at,
         exists (select from absence where project = p.id and judge = a.judge) as is_absent,
         (select json_build_object('rubric', s.rubric, 'version', s.version, 'points', s.points,
                                   'comment', s.comment, 'note', s.note, 'accepted_at', s.accepted_at)
            from score s where s.project = p.id and s.judge = a.judge order by s.version desc limit 1) as sheet
    from assignment a join project p on p.id = a.project join team t on t.id = p.team
    join challenge h on h.id = t.challenge left join person k on k.id = t.captain
    left join extension x on x.team = t.id
   where a.day = $1 and a.judge = $2 and {HANDED_IN}"""


async def pages(day_id: UUID, judge: UUID) -> tuple[SheetPage, ...]:
    """Every sheet on the judge's list that a rubric asks about, in the order of the list."""
    known = await rubrics(day_id)
    async with reading() as c:
        rows = await c.fetch(f"{_PAGE} order by a.position, p.id", day_id, judge)
    return tuple(_page(row, known) for row in rows if row["rubric_id"])


async def page(day_id: UUID, judge: UUID, project_id: UUID) -> SheetPage | None:
    known = await rubrics(day_id)
    async with reading() as c:
        row = await c.fetchrow(f"{_PAGE} and p.id = $3", day_id, judge, project_id)
    return _page(row, known) if row and row["rubric_id"] else None


def _page(row: asyncpg.Record, known: Mapping[UUID, Rubric]) -> SheetPage:
    values, rubric = dict(row), known[row["rubric_id"]]
    if sheet := values["sheet"]:
        sheet["is_whole"] = is_whole(sheet["points"], known[UUID(sheet["rubric"])], rubric)
    return msgspec.convert({**values, "rubric": rubric}, SheetPage)


_CURRENT = f"""select distinct on (s.project, s.judge) s.project::text, s.judge::text, s.points, s.rubric,
         {RUBRIC_OF} as newest
    from score s join project p on p.id = s.project join team t on t.id = p.team
    join challenge h on h.id = t.challenge
   where s.day = $1 and not {NAMED} order by s.project, s.judge, s.version desc"""


async def current(day_id: UUID) -> list[Mark]:
    """What every judge's newest sheet is worth, but where a conflict was declared or set."""
    known = await rubrics(day_id)
    async with reading() as c:
        rows = await c.fetch(_CURRENT, day_id)
    return [
        Mark(project, judge, mark(points, known[own], known[newest or own]))
        for project, judge, points, own, newest in rows
    ]


async def heaviest(day_id: UUID) -> dict[str, Fraction]:
    """By project, the mean of what judges' newest sheets give for the heaviest criterion of its rubric, 0 to 1."""
    known = await rubrics(day_id)
    async with reading() as c:
        rows = await c.fetch(_CURRENT, day_id)
    values: dict[str, list[Fraction]] = {}
    for project, _, points, own, newest in rows:
        asked = known[newest or own]
        rubric = asked if is_whole(points, known[own], asked) else known[own]
        key = max(rubric.criteria, key=lambda criterion: criterion.weight).key  # of equals the first
        if key in points:
            width = rubric.scale_max - rubric.scale_min
            values.setdefault(project, []).append(Fraction(points[key] - rubric.scale_min, width))
    return {project: sum(given, Fraction()) / len(given) for project, given in values.items()}


class Sent(msgspec.Struct, frozen=True):
    """A sheet that was kept before under the same Idempotency-Key."""

    receipt: Receipt
    points: dict[str, int]
    comment: str
    note: str

    def holds(self, draft: SheetDraft) -> bool:
        return (self.points, self.comment, self.note) == (draft.points, draft.comment, draft.note)


class VisitNow(msgspec.Struct, frozen=True):
    """All that decides whether a sheet may be kept, read in one statement."""

    sent: Sent | None
    is_assigned: bool
    is_judge: bool
    """Now, behind the lock on the day."""
    conflicts: list[str]
    """Why this judge must not score it."""
    rubric: Rubric | None
    is_closed: bool
    owes_example: bool
    """All judges score the day's example first, and this one has not."""


async def visit(day_id: UUID, judge: UUID, project_id: UUID, key: UUID) -> VisitNow:
    async with reading() as c:
        row = await c.fetchrow(
            f"""select exists (select from assignment a join project p on p.id = a.project
                                 join team t on t.id = p.team
                                where a.day = $1 and a.judge = $2 and a.project = $3 and {HANDED_IN}),
                       exists (select from day_role where day = $1 and person = $2 and role = 'judge'),
                       array(select source from {PAIRS} i where judge = $2),
                       (select {RUBRIC_JSON} from project p join team t on t.id = p.team
                          join challenge h on h.id = t.challenge where p.id = $3),
                       exists (select from rubric_example e where e.day = $1 and not exists (
                           select from rubric_example_sheet where example = e.id and judge = $2)
                         and exists (select from rubric where day = $1 and track = '' and challenge is null)),
                       exists (select from scoring_close where day = $1),
                       s.project, s.version, s.accepted_at, s.points, s.comment, s.note
                  from (select) one left join score s on s.judge = $2 and s.idempotency_key = $4""",
            day_id, judge, project_id, key,
        )  # fmt: skip
    return VisitNow(_sent(row), row[0], row[1], row[2], msgspec.convert(row[3], Rubric | None), row[5], row[4])


async def by_key(judge: UUID, key: UUID) -> Sent | None:
    """What this judge sent with this Idempotency-Key before."""
    async with reading() as c:
        row = await c.fetchrow(
            """select project, version, accepted_at, points, comment, note from score
                where judge = $1 and idempotency_key = $2""",
            judge, key,
        )  # fmt: skip
    return _sent(row) if row else None


def _sent(row: asyncpg.Record) -> Sent | None:
    if row["project"] is None:
        return None
    return Sent(Receipt(row["project"], row["version"], row["accepted_at"]), row["points"], row["comment"], row["note"])


async def newest_version(judge: UUID, project_id: UUID) -> int:
    async with reading() as c:
        return int(
            await c.fetchval(
                "select coalesce(max(version), 0) from score where judge = $1 and project = $2", judge, project_id
            )
        )


async def add(
    day_id: UUID, judge: UUID, project_id: UUID, key: UUID, draft: SheetDraft, *, now: datetime
) -> Receipt | None:
    """Keep the version after `base_version`; None when that is not the newest, or this key is there already."""
    async with reading() as c:
        row = await c.fetchrow(
            """insert into score (id, day, project, judge, rubric, version, points, comment, note,
                                  idempotency_key, written_at, accepted_at)
               select gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
                where $5 = 1 + (select coalesce(max(version), 0) from score where project = $2 and judge = $3)
               on conflict do nothing returning project, version, accepted_at""",
            day_id, project_id, judge, draft.rubric_id, draft.base_version + 1, draft.points, draft.comment,
            draft.note, key, draft.written_at, now,
        )  # fmt: skip
    return Receipt(*row) if row else None


async def history(judge: UUID, project_id: UUID) -> list[PastSheet]:
    """Every version, the newest first."""
    async with reading() as c:
        rows = await c.fetch(
            """select version, points, comment, note, accepted_at from score
                where judge = $1 and project = $2 order by version desc""",
            judge, project_id,
        )  # fmt: skip
    return [PastSheet(*row) for row in rows]
