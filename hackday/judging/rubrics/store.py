"""Queries about rubrics. `h` is a challenge wherever a fragment asks for the rubric of its projects."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.judging.rubrics.schemas import CriterionDraft, Rubric, RubricDraft

RUBRIC_OF = """(select r.id from rubric r
    where r.day = h.day and (r.challenge = h.id or r.challenge is null and r.track in ('', h.track))
    order by r.challenge is null, r.track = '', r.version desc limit 1)"""
"""The id of the rubric that asks about projects of the challenge `h`: its own, else its track's, else the day's."""

_CRITERIA = """(select json_agg(json_build_object('key', key, 'label', label, 'question', question, 'weight', weight,
        'low', low, 'high', high, 'levels', levels, 'guidance', guidance) order by position)
    from criterion where rubric = r.id)"""
_IN_USE = "exists (select from score where day = r.day and rubric = r.id)"

RUBRIC_JSON = f"""(select json_build_object('id', r.id, 'track', r.track, 'challenge_id', r.challenge,
        'version', r.version, 'scale_min', r.scale_min, 'scale_max', r.scale_max, 'criteria', {_CRITERIA},
        'is_in_use', {_IN_USE})
    from rubric r where r.id = {RUBRIC_OF})"""
"""The rubric that asks about projects of the challenge `h`, as one JSON value; null while there is none."""


async def rubrics(day_id: UUID) -> dict[UUID, Rubric]:
    """Every version of every rubric of the day by id; of one scope, the newest comes first."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select r.id, r.track, r.challenge as challenge_id, r.version, r.scale_min, r.scale_max,
                       {_CRITERIA} as criteria, {_IN_USE} as is_in_use
                  from rubric r where r.day = $1
                 order by r.challenge is not null, r.track, r.challenge, r.version desc""",
            day_id,
        )
    return {row["id"]: msgspec.convert(dict(row), Rubric) for row in rows}


async def newest(day_id: UUID) -> tuple[Rubric, ...]:
    """The newest version of each scope: the day's first, then tracks, then challenges."""
    found: dict[tuple[str, UUID | None], Rubric] = {}
    for rubric in (await rubrics(day_id)).values():
        found.setdefault((rubric.track, rubric.challenge_id), rubric)
    return tuple(found.values())


async def rubric(day_id: UUID, track: str = "", challenge_id: UUID | None = None) -> Rubric | None:
    """The newest version of this very scope; without track and challenge, of the whole day."""
    return next((r for r in await newest(day_id) if (r.track, r.challenge_id) == (track, challenge_id)), None)


async def is_scope(day_id: UUID, track: str, challenge_id: UUID | None) -> bool:
    """Whether the day has a challenge of this track, or this challenge."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                """select exists (select from challenge
                                   where day = $1 and (id = $2 or $2 is null and $3 in ('', track)))""",
                day_id, challenge_id, track,
            )
        )  # fmt: skip


async def given(day_id: UUID, track: str, challenge_id: UUID | None) -> list[tuple[Mapping[str, int], Rubric]]:
    """The newest sheets of the projects that a rubric of this scope asks about, each with its own rubric."""
    known = await rubrics(day_id)
    async with reading() as c:
        rows = await c.fetch(
            """select distinct on (s.project, s.judge) s.points, s.rubric
                 from score s join project p on p.id = s.project join team t on t.id = p.team
                 join challenge h on h.id = t.challenge
                where s.day = $1 and case
                      when $2::uuid is not null then h.id = $2
                      when exists (select from rubric where challenge = h.id) then false
                      when $3 <> '' then h.track = $3
                      else not exists (select from rubric where day = $1 and track = h.track) end
                order by s.project, s.judge, s.version desc""",
            day_id, challenge_id, track,
        )  # fmt: skip
    return [(row["points"], known[row["rubric"]]) for row in rows]


async def put(
    day_id: UUID,
    draft: RubricDraft,
    *,
    version: int,
    track: str = "",
    challenge_id: UUID | None = None,
    by: UUID | None,
) -> None:
    """Keep a version, in the place of the one of this number that no score was given by."""
    async with reading() as c:
        await c.execute(
            """delete from rubric
                where day = $1 and track = $2 and challenge is not distinct from $3 and version = $4""",
            day_id, track, challenge_id, version,
        )  # fmt: skip
        rubric_id = await c.fetchval(
            """insert into rubric (id, day, track, challenge, version, scale_min, scale_max, created_by)
               values (uuidv7(), $1, $2, $3, $4, $5, $6, $7) returning id""",
            day_id, track, challenge_id, version, draft.scale_min, draft.scale_max, by,
        )  # fmt: skip
        await c.executemany(
            """insert into criterion (id, rubric, key, label, question, weight, low, high, levels, guidance, position)
               values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
            [(rubric_id, *_columns(criterion), place) for place, criterion in enumerate(draft.criteria)],
        )


def _columns(criterion: CriterionDraft) -> tuple[Any, ...]:
    return (
        criterion.key, criterion.label, criterion.question, criterion.weight, criterion.low, criterion.high,
        criterion.levels, criterion.guidance,
    )  # fmt: skip


async def remove(rubric_id: UUID) -> None:
    async with reading() as c:
        await c.execute("delete from rubric where id = $1", rubric_id)
