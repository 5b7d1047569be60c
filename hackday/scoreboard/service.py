"""Load the public board, freeze it with the phase of its day, and reveal it step by step."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as day_rules
from hackday.days import service as days
from hackday.days import store as day_store
from hackday.days.schemas import Day, Entry, Phase, Role
from hackday.judging import sheets
from hackday.judging.calibration.report import scores
from hackday.judging.counting import store as counting
from hackday.judging.counting.schemas import Rule
from hackday.people.schemas import Actor
from hackday.scoreboard import rules, store
from hackday.scoreboard.board import ordered, standing
from hackday.scoreboard.schemas import Board, BoardState, DayBoards, RevealDraft, Row, Stage, View

OPEN = (Phase.REVEALED, Phase.CLOSED)
open_followers: list[Callable[[UUID], Awaitable[None]]] = []
"""What others do in the transaction that uncovers the last rank; after a step back it may come again."""


reveal_checks: list[Callable[[Day, Board], Awaitable[None]]] = []
"""What has to stand before the next rank is uncovered; each raises its refusal. `app.py` names them."""


def topic(day_id: UUID) -> str:
    """Of the stream and of NOTIFY."""
    return f"board:{day_id}"


async def load(name: str) -> View:
    """The public view of a topic, for the hub.

    One snapshot of the database: a phase read before a freeze and scores read after it would show hidden ones.
    """
    day_id = UUID(name.removeprefix("board:"))
    async with tx("repeatable_read"):
        found = await store.phase_and_next(day_id, now=clock.now())
        if found is None or found[0] is Phase.DRAFT:
            return View(Board(), BoardState(Phase.DRAFT))
        phase, ends_at = found
        if phase.place < Phase.JUDGING.place:
            return View(ordered(await store.teams(day_id)), BoardState(phase, ends_at=ends_at))
        if phase is Phase.JUDGING:
            return View(await _counted(day_id, await store.teams(day_id)), BoardState(phase, ends_at=ends_at))
        frozen = await store.public(day_id)
    if frozen is None:
        return View(Board(), BoardState(phase, frozen=True, ends_at=ends_at))
    state = BoardState(phase, not frozen.is_open, frozen.step, frozen.lit, ends_at=ends_at)
    return View(frozen.public_board, state)


async def _counted(day_id: UUID, teams: list[Row]) -> Board:
    shown = {row.team for row in teams}
    marks = [mark for mark in await sheets.current(day_id) if mark.project in shown]
    rule = await counting.rule(day_id)
    official = await asyncio.to_thread(scores, marks) if rule.rule is Rule.CALIBRATED else None
    return standing(teams, marks, official)


async def follow_phase(day_id: UUID, phase: Phase) -> None:
    """Freeze, count or thaw the board in the transaction that moves the day, after the scores before the line.

    Back to frozen hides again what was revealed, for judges may go on; back to judging or before drops the freeze.
    """
    if phase.place < Phase.FROZEN.place:
        await store.drop_freeze(day_id)
        return
    before = await store.hidden(day_id)
    if before is None:
        now = await _counted(day_id, await store.teams(day_id))
        if phase is Phase.FROZEN:
            await _put(day_id, frozen=now, final=None, step=0)
        else:  # never frozen: everybody knows it all
            await _put(day_id, frozen=now, final=now, step=len(rules.steps(now)))
    elif phase is Phase.FROZEN:
        await _put(day_id, frozen=before.frozen_board, final=None, step=0)
    else:
        final = before.final_board or await _counted(day_id, list(before.frozen_board.rows))
        step = len(rules.steps(final)) if phase is Phase.CLOSED else before.step
        await _put(day_id, frozen=before.frozen_board, final=final, step=step)


async def _put(day_id: UUID, *, frozen: Board, final: Board | None, step: int) -> None:
    shown, lit = rules.uncovered(frozen, final, step) if final else (frozen, ())
    is_open = final is not None and step == len(rules.steps(final))
    await store.put_freeze(day_id, frozen=frozen, final=final, shown=shown, lit=lit, step=step, is_open=is_open)
    if is_open:
        for follow in open_followers:
            await follow(day_id)


async def public_day(day: str, board: str) -> Day:
    """The day of a board that everybody may see. Raises NoSuchDay, also for drafts, and NoSuchBoard."""
    entry = await days.enter(None, day)
    rules.check_board(board)
    return entry.day


async def day_boards(day: str) -> DayBoards:
    """Raises NoSuchDay, also for drafts."""
    entry = await days.enter(None, day)
    return DayBoards(entry.day.name, entry.day.time_zone, rules.BOARDS)


async def final(day_id: UUID) -> Board:
    """The result as it was counted for the reveal, else as it would be now."""
    frozen = await store.hidden(day_id)
    if frozen and frozen.final_board:
        return frozen.final_board
    return await _counted(day_id, list(frozen.frozen_board.rows) if frozen else await store.teams(day_id))


async def is_open(day_id: UUID) -> bool:
    """Whether nothing of the result is hidden any more."""
    shown = await store.public(day_id)
    return shown is not None and shown.is_open


async def stage(entry: Entry) -> Stage:
    """The result with all that is hidden; for organisers."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx("repeatable_read"):
        board, frozen = await final(entry.day.id), await store.hidden(entry.day.id)
        day = await day_store.find_day(entry.day.slug)
    assert day is not None
    return Stage(day.phase, frozen.step if frozen else 0, rules.steps(board), board)


async def reveal(actor: Actor, entry: Entry, draft: RevealDraft) -> Stage:
    """Go to a step of the reveal; asking for the present one changes nothing. Raises StepHasMoved, NoSuchStep."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day = await day_store.lock_day(entry.day.id)  # two presenters: one after the other
        day_rules.check_phase(day, Phase.REVEALED)
        frozen = await store.hidden(day.id)
        if frozen is None or frozen.final_board is None:
            raise rules.NoBoardYet
        groups = rules.steps(frozen.final_board)
        if draft.to_step != frozen.step:
            rules.check_step(at=frozen.step, from_step=draft.from_step, to_step=draft.to_step, last=len(groups))
            if draft.to_step > frozen.step:
                for check in reveal_checks:
                    await check(day, frozen.final_board)
            await _put(day.id, frozen=frozen.frozen_board, final=frozen.final_board, step=draft.to_step)
            await audit.record(
                "scoreboard.reveal", day.slug, actor=actor.id, day=day.id,
                before={"step": frozen.step}, after={"step": draft.to_step},
            )  # fmt: skip
            await notify(topic(day.id))
    return Stage(day.phase, draft.to_step, groups, frozen.final_board)
