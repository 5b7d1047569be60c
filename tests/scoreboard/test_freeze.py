"""A freeze is a line in time, and a reveal takes the hidden results out one rank at a time."""

import asyncio
from contextvars import Context
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hackday import database
from hackday.days import moving
from hackday.days import store as days
from hackday.days.schemas import Day, Phase
from hackday.judging import service as judging
from hackday.judging import sheets
from hackday.judging.marks import Mark
from hackday.scoreboard import rules, service
from hackday.scoreboard.board import ordered
from tests.scoreboard.judged import BOARD, Judged
from tests.scoreboard.test_board import row


@pytest.fixture
async def judged(browser_of):
    return await Judged().open(browser_of)


async def test_scores_after_the_freeze_do_not_show_until_they_are_revealed(judged):
    await judged.score(0, 10)
    await judged.move("judging", "frozen")
    before = (await judged.visitor.get(BOARD)).content
    assert (await judged.score(1, 7)).status_code == 201
    assert (await judged.score(0, 4, base=1)).status_code == 201
    assert (await judged.visitor.get(BOARD)).content == before
    stage = (await judged.desk.get(f"{BOARD}/final")).json()
    assert [row["score"] for row in stage["final"]["rows"]] == [6_667, 3_333, None, None]

    await judged.move("frozen", "revealed")
    assert (await judged.scores())["Team 01"] is None
    assert (await judged.reveal(0, 1)).status_code == 200
    told = await judged.shown()
    assert told["state"] | {"ends_at": None} == {
        "phase": "revealed", "frozen": True, "reveal_step": 1, "announcement": "", "ends_at": None,
        "lit": [str(judged.projects[0])],
    }  # fmt: skip
    assert (await judged.scores())["Team 00"] == 3_333
    assert (await judged.reveal(1, 2)).status_code == 200
    told = await judged.shown()
    assert (told["state"]["frozen"], told["board"]) == (False, stage["final"])


async def test_the_clock_freezes_as_an_organiser_does(judged):
    await judged.score(0, 10)
    async with database.reading() as c:
        await c.execute(
            """insert into phase_time (id, day, phase, starts_at)
               values (uuidv7(), $1, 'frozen', now() - interval '1 s')""",
            judged.day,
        )
    await moving.move_next_due()  # or the app's own clock was first
    await judged.score(1, 10)
    told = await judged.shown()
    assert (told["state"]["phase"], told["state"]["frozen"]) == ("frozen", True)
    assert (await judged.scores()) == {"Team 00": 10_000, "Team 01": None, "Team 02": None, "Team 03": None}


async def test_a_press_counts_once(judged):
    await judged.score(0, 10)
    await judged.score(1, 4)
    await judged.move("judging", "frozen")
    await judged.move("frozen", "revealed")
    answers = await asyncio.gather(*(judged.reveal(0, 1) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    late = await judged.reveal(0, 2)
    assert (late.status_code, late.json()["code"]) == (409, "step_has_moved")
    beyond = await judged.reveal(1, 3)
    assert (beyond.status_code, beyond.json()["code"]) == (422, "no_such_step")
    assert (await judged.reveal(1, 0)).json()["reveal_step"] == 0
    assert (await judged.shown())["state"]["lit"] == []


async def test_going_back_hides_again_and_thawing_forgets(judged):
    await judged.move("judging", "frozen")
    await judged.score(0, 10)
    await judged.move("frozen", "revealed")
    await judged.reveal(0, 1)
    assert (await judged.scores())["Team 00"] == 10_000
    await judged.move("revealed", "frozen")
    assert (await judged.scores())["Team 00"] is None
    await judged.score(0, 1, base=1)
    await judged.move("frozen", "revealed")
    await judged.reveal(0, 1)
    assert (await judged.scores())["Team 00"] == 0
    await judged.move("revealed", "judging")
    await judged.score(0, 4, base=2)
    assert (await judged.scores())["Team 00"] == 3_333


@pytest.mark.parametrize("way", [("closed",), ("frozen", "closed"), ("revealed", "closed"), ("frozen", "revealed")])
async def test_a_day_that_ends_shows_all_unless_it_is_to_be_revealed(judged, way):
    await judged.score(0, 10)
    phase = "judging"
    for following in way:
        await judged.move(phase, following)
        phase = following
        if phase == "frozen":
            await judged.score(1, 4)
    told = await judged.shown()
    hidden = way == ("frozen", "revealed")
    assert told["state"]["frozen"] is hidden
    assert (await judged.scores())["Team 01"] == (None if hidden or "frozen" not in way else 3_333)


async def race(judged: Judged, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], set[str]]:
    """Judges send while the day freezes: the teams scored before the line, and those on the frozen board.

    Here judging ends with the freeze, so that the answer to a judge tells on which side of the line a score is.
    """
    keep, begun, frozen = sheets.add, asyncio.Event(), asyncio.Event()

    async def keep_slowly(*args: Any, **named: Any) -> Any:
        begun.set()
        await asyncio.sleep(0.03)
        return await keep(*args, **named)

    monkeypatch.setattr(sheets, "add", keep_slowly)
    monkeypatch.setattr(judging, "SCORING", (Phase.JUDGING,))

    async def score(team: int) -> int:
        await asyncio.sleep(team * 0.002)
        if team % 4 == 3:
            await frozen.wait()
        return (await judged.score(team, 10)).status_code

    async def freeze() -> None:
        await begun.wait()
        await judged.move("judging", "frozen")
        frozen.set()

    *answers, _ = await asyncio.gather(*(score(team) for team in range(len(judged.projects))), freeze())
    assert set(answers) == {201, 409}  # the line went through the middle
    accepted = {f"Team {team:02}" for team, status in enumerate(answers) if status == 201}
    return accepted, {name for name, score in (await judged.scores()).items() if score is not None}


async def test_the_frozen_board_holds_exactly_what_was_accepted_before_the_line(browser_of, monkeypatch):
    accepted, shown = await race(await Judged().open(browser_of, teams=20, judges=1), monkeypatch)
    assert shown == accepted


async def test_without_the_lock_on_the_day_a_score_would_be_accepted_and_missing(browser_of, monkeypatch):
    """The falsifier of the test above."""

    async def look(day_id: UUID) -> Day:
        day = await days.find_day("spring")
        assert day is not None
        return day

    monkeypatch.setattr(days, "hold_day", look)
    accepted, shown = await race(await Judged().open(browser_of, teams=20, judges=1), monkeypatch)
    assert shown < accepted


async def load_while_the_day_freezes(judged: Judged, monkeypatch: pytest.MonkeyPatch) -> int | None:
    """Freeze and score between two queries of a load; what it shows of the hidden score."""
    read = sheets.current

    async def freeze_and_score() -> None:
        await judged.move("judging", "frozen")
        assert (await judged.score(0, 10)).status_code == 201

    async def read_late(day_id: UUID) -> list[Mark]:
        monkeypatch.setattr(sheets, "current", read)
        await asyncio.create_task(freeze_and_score(), context=Context())
        return await read(day_id)

    monkeypatch.setattr(sheets, "current", read_late)
    view = await service.load(service.topic(judged.day))
    assert view.state.phase == "judging"
    return {row.name: row.score for row in view.board.rows}["Team 00"]


async def test_a_board_read_across_the_freeze_shows_nothing_from_behind_it(judged, monkeypatch):
    assert await load_while_the_day_freezes(judged, monkeypatch) is None


async def test_without_one_snapshot_it_would(judged, monkeypatch):
    """The falsifier of the test above."""
    monkeypatch.setattr(service, "tx", lambda isolation=None: database.tx())
    assert await load_while_the_day_freezes(judged, monkeypatch) == 10_000


scores = st.lists(st.none() | st.integers(0, 5), min_size=1, max_size=6)


@given(scores, st.data())
def test_a_step_tells_nothing_of_the_ranks_above_it(before: list[int | None], data: st.DataObject):
    frozen = ordered(row(f"t{n}", score) for n, score in enumerate(before))
    final = ordered(replace(r, score=data.draw(st.integers(0, 9))) for r in frozen.rows)
    groups = rules.steps(final)
    step = data.draw(st.integers(0, len(groups) - 1))
    known = {team for group in groups[:step] for team in group}
    top = max((r.score or 0 for r in final.rows if r.team in known), default=-1)
    other = ordered(
        r if r.team in known else replace(r, score=data.draw(st.integers(top + 1, top + 9))) for r in final.rows
    )
    assert rules.uncovered(frozen, final, step) == rules.uncovered(frozen, other, step)
    assert rules.uncovered(frozen, final, len(groups))[0] == final


def test_those_who_share_a_rank_are_uncovered_together():
    final = ordered([row("a", 9), row("b", 7), row("c", 7), row("d", 2), row("e")])
    assert rules.steps(final) == (("d",), ("b", "c"), ("a",))
