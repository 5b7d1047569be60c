"""Queries about phases: when they begin, and how the day moved."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hackday.database import reading
from hackday.days.schemas import Phase, PhaseMove, PhaseTime


async def phase_times(day_id: UUID) -> list[PhaseTime]:
    """In the order of the day."""
    async with reading() as c:
        rows = await c.fetch("select phase, starts_at, done_at is not null from phase_time where day = $1", day_id)
    return sorted((PhaseTime(Phase(row[0]), *row[1:]) for row in rows), key=lambda time: time.phase.place)


async def set_phase_times(day_id: UUID, times: Sequence[PhaseTime], *, now: datetime) -> None:
    async with reading() as c:
        await c.execute("delete from phase_time where day = $1", day_id)
        await c.executemany(
            "insert into phase_time (id, day, phase, starts_at, done_at) values (uuidv7(), $1, $2, $3, $4)",
            [(day_id, time.phase, time.starts_at, now if time.is_done else None) for time in times],
        )


async def finish_times(day_id: UUID, phases: Sequence[Phase], *, now: datetime) -> None:
    """The clock will not move the day to these any more."""
    async with reading() as c:
        await c.execute(
            "update phase_time set done_at = $3 where day = $1 and phase = any($2) and done_at is null",
            day_id, list(phases), now,
        )  # fmt: skip


async def next_due(now: datetime, *, day: UUID | None = None) -> tuple[UUID, Phase] | None:
    """The earliest phase that should have begun by now, of this day or of any."""
    async with reading() as c:
        row = await c.fetchrow(
            """select day, phase from phase_time
                where done_at is null and starts_at <= $1 and ($2::uuid is null or day = $2)
                order by starts_at limit 1""",
            now, day,
        )  # fmt: skip
    return (row["day"], Phase(row["phase"])) if row else None


async def set_phase(
    day_id: UUID, *, from_phase: Phase, to_phase: Phase, now: datetime, moved_by: UUID | None, reason: str
) -> None:
    async with reading() as c:
        await c.execute("update day set phase = $2, phase_since = $3 where id = $1", day_id, to_phase, now)
        await c.execute(
            """insert into phase_move (id, day, from_phase, to_phase, at, moved_by, reason)
               values (uuidv7(), $1, $2, $3, $4, $5, $6)""",
            day_id, from_phase, to_phase, now, moved_by, reason,
        )  # fmt: skip


async def moves(day_id: UUID) -> list[PhaseMove]:
    """The latest first."""
    async with reading() as c:
        rows = await c.fetch(
            """select m.from_phase, m.to_phase, m.at, p.name, m.reason
                 from phase_move m left join person p on p.id = m.moved_by where m.day = $1 order by m.id desc""",
            day_id,
        )
    return [PhaseMove(Phase(row[0]), Phase(row[1]), *row[2:]) for row in rows]


async def people_concerned(day_id: UUID) -> list[UUID]:
    """Who signed up or has a role."""
    async with reading() as c:
        rows = await c.fetch(
            """select person from sign_up where day = $1 and state <> 'withdrawn'
               union select person from day_role where day = $1""",
            day_id,
        )
    return [row["person"] for row in rows]
