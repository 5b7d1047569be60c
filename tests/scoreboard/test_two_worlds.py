"""Two worlds that differ in hidden scores alone look the same to the public, to the byte."""

import asyncio
import re
from contextlib import suppress
from typing import Any

import pytest
from httpx_ws import AsyncWebSocketSession, aconnect_ws

from hackday import database
from hackday.scoreboard import service, store
from hackday.scoreboard.store import Public
from tests.scoreboard.judged import BOARD, Judged

ONE = {2: (10, 0), 5: (9, 0)}
OTHER = {4: (10, 1), 3: (8, 0), 5: (7, 1), 2: (6, 0)}
"""By team: points of a hidden sheet, and of how many before it. Teams 0 and 1 stay last in both worlds."""
RUN = re.compile(r"""(?<="epoch":")[0-9a-f]{12}|(?<='etag', '")[0-9a-f]{12}""")
ROOM = ("decision", "decision/awards", "decision/export", "judging/fairness", "judging/progress", "judging/conflicts")
SETTLED = 0.35
"""Seconds; longer than the pace of updates."""


class Watched:
    """All that the public can get hold of, in order. The name of a stream's run is random and left out."""

    def __init__(self, judged: Judged, socket: AsyncWebSocketSession) -> None:
        self.judged, self.socket = judged, socket
        self.seen: list[Any] = []

    async def look(self) -> None:
        with suppress(TimeoutError):
            while True:
                self._note(await self.socket.receive_text(timeout=SETTLED))
        answer = await self.judged.visitor.get(BOARD)
        self._note(answer.text, answer.status_code, *sorted(answer.headers.items()))
        again = await self.judged.visitor.get(BOARD, headers={"if-none-match": answer.headers["etag"]})
        self._note(again.text, again.status_code, *sorted(again.headers.items()))
        for path in (f"{BOARD}/final", "/api/days/spring/boards/", *(f"/api/days/spring/{path}" for path in ROOM)):
            hidden = await self.judged.visitor.get(path)
            self._note(hidden.text, hidden.status_code, *sorted(hidden.headers.items()))

    def _note(self, *parts: object) -> None:
        if '"type":"beat"' not in str(parts[0]):  # beats come by the clock of the wall
            self.seen.append(RUN.sub("run", repr(parts)))


async def public_of(
    browser_of: Any, hidden: dict[int, tuple[int, int]], *, steps: int, calibrated: bool = False
) -> list[Any]:
    judged = await Judged().open(browser_of, teams=6, judges=3 if calibrated else 2)
    if calibrated:
        async with database.reading() as c:
            await c.execute("insert into counting_rule (day, rule) values ($1, 'calibrated')", judged.day)
    for team in (0, 1, 3, 4):
        assert (await judged.score(team, team + 1)).status_code == 201
    if calibrated:  # marks enough before the freeze, so that what is shown is calibrated
        for team in (0, 1, 3, 4):
            for judge in (1, 2):
                assert (await judged.score(team, team + 1 + judge, judge=judge)).status_code == 201
    async with aconnect_ws(f"http://test{BOARD}/live", judged.visitor) as socket:
        watched = Watched(judged, socket)
        await watched.look()
        await judged.move("judging", "frozen")
        await watched.look()
        for team, (points, judge) in hidden.items():
            base = await judged.version(team, judge)
            assert (await judged.score(team, points, judge=judge, base=base)).status_code == 201
            await asyncio.sleep(0.01)
        await watched.look()
        await judged.move("frozen", "revealed")
        await watched.look()
        for step in range(steps):
            assert (await judged.reveal(step, step + 1)).status_code == 200
            await watched.look()
    return watched.seen


@pytest.fixture
async def emptied(db):
    """`await emptied()` between two worlds."""

    async def empty() -> None:
        async with database.tx() as c:
            await c.execute("set local session_replication_role = replica")
            for table in (
                "board_freeze",
                "score",
                "day",
                "team",
                "project",
                "person",
                "challenge",
                "assignment",
                "rubric",
                "counting_rule",
                "scoring_close",
            ):
                await c.execute(f'delete from "{table}"')

    return empty


async def worlds(browser_of: Any, emptied: Any, *, steps: int) -> tuple[list[Any], list[Any]]:
    one = await public_of(browser_of, ONE, steps=steps)
    await emptied()
    return one, await public_of(browser_of, OTHER, steps=steps)


async def test_two_worlds_look_the_same_until_what_differs_is_revealed(browser_of, emptied):
    one, other = await worlds(browser_of, emptied, steps=3)
    third = next(n for n, part in enumerate(one) if '"reveal_step":3' in part)
    assert one[:third] == other[:third]
    assert one[third:] != other[third:]  # the same eyes see the difference once it is public


async def test_calibrated_figures_do_not_move_with_hidden_scores(browser_of, emptied):
    """Every new sheet moves every calibrated figure; behind the freeze none of them shows."""
    for steps in (0, 1):  # the first uncovered figure shows the difference to the same eyes
        one = await public_of(browser_of, ONE, steps=steps, calibrated=True)
        await emptied()
        other = await public_of(browser_of, OTHER, steps=steps, calibrated=True)
        await emptied()
        assert (one == other) == (steps == 0)


async def test_a_board_that_read_live_scores_while_frozen_would_give_it_away(browser_of, emptied, monkeypatch):
    """The falsifier of the test above."""

    async def live(day_id: Any) -> Public:
        return Public(await service._counted(day_id, await store.teams(day_id)), (), 0, False)

    monkeypatch.setattr(store, "public", live)
    one, other = await worlds(browser_of, emptied, steps=0)
    assert one != other
