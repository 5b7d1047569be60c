"""Queries about boards: the teams, and the one row that is served while a board is frozen."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.days.schemas import Phase
from hackday.scoreboard.schemas import Board, Row


class Public(msgspec.Struct, frozen=True):
    """The columns of a freeze that everybody may see."""

    public_board: Board
    lit: tuple[str, ...]
    step: int
    is_open: bool


class Hidden(msgspec.Struct, frozen=True):
    """The other columns; for organisers and for the step of a reveal."""

    frozen_board: Board
    final_board: Board | None
    step: int


async def phase_and_next(day_id: UUID, *, now: datetime) -> tuple[Phase, datetime | None] | None:
    """The day's phase, and when the next one begins by itself."""
    async with reading() as c:
        row = await c.fetchrow(
            """select phase, (select min(starts_at) from phase_time where day = $1 and done_at is null
                                 and starts_at > $2)
                 from day where id = $1""",
            day_id, now,
        )  # fmt: skip
    return (Phase(row[0]), row[1]) if row else None


async def teams(day_id: UUID) -> list[Row]:
    """A row without score for every team that has handed in; `team` is the project's id."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.id::text, t.name, h.title, h.track, coalesce(k.site, ''), null
                 from project p join team t on t.id = p.team join challenge h on h.id = t.challenge
                 left join person k on k.id = t.captain
                where p.day = $1 and p.state = 'handed_in' and t.state <> 'disbanded'""",
            day_id,
        )
    return [Row(*row) for row in rows]


async def public(day_id: UUID) -> Public | None:
    async with reading() as c:
        row = await c.fetchrow("select public_board, lit, step, is_open from board_freeze where day = $1", day_id)
    return msgspec.convert(dict(row), Public) if row else None


async def hidden(day_id: UUID) -> Hidden | None:
    async with reading() as c:
        row = await c.fetchrow("select frozen_board, final_board, step from board_freeze where day = $1", day_id)
    return msgspec.convert(dict(row), Hidden) if row else None


async def put_freeze(
    day_id: UUID, *, frozen: Board, final: Board | None, shown: Board, lit: Sequence[str], step: int, is_open: bool
) -> None:
    """Write the day's freeze, over the one that there may be."""
    async with reading() as c:
        await c.execute(
            """insert into board_freeze (id, day, frozen_board, final_board, public_board, lit, step, is_open)
               values (uuidv7(), $1, $2, $3, $4, $5, $6, $7)
               on conflict (day) do update set frozen_board = excluded.frozen_board,
                   final_board = excluded.final_board, public_board = excluded.public_board, lit = excluded.lit,
                   step = excluded.step, is_open = excluded.is_open""",
            day_id, frozen, final, shown, lit, step, is_open,
        )  # fmt: skip


async def drop_freeze(day_id: UUID) -> None:
    async with reading() as c:
        await c.execute("delete from board_freeze where day = $1", day_id)
