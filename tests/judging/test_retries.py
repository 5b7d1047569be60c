"""Phones as a state machine: drops, resends, other bodies, other judges, the close. A model says each answer."""

from random import Random
from uuid import UUID, uuid4

import pytest

from hackday import database
from tests.judging.hall import POINTS, Hall

STEPS = 40


class Model:
    """What the server should hold: sheets in order by (judge, project), keys with what they were sent for."""

    def __init__(self) -> None:
        self.sheets: dict[tuple[int, int], list[int]] = {}
        self.keys: dict[tuple[int, UUID], tuple[int, int, int]] = {}
        """(judge, key) -> (project, points, version)"""
        self.is_closed = False

    def send(self, judge: int, project: int, key: UUID, base: int, points: int) -> tuple[int, str | int]:
        """Status, and the code or the version that the answer carries."""
        if (known := self.keys.get((judge, key))) is not None:
            return (201, known[2]) if known[:2] == (project, points) else (422, "idempotency_key_was_used")
        if self.is_closed:
            return 409, "scoring_is_closed"
        given = self.sheets.setdefault((judge, project), [])
        if base != len(given):
            return 409, "newer_sheet"
        given.append(points)
        self.keys[judge, key] = (project, points, len(given))
        return 201, len(given)


@pytest.mark.parametrize("seed", range(8))
async def test_any_order_of_sends_retries_and_closes_is_answered_as_the_model_says(browser_of, seed):
    hall = await Hall().open(browser_of)
    judges = [hall.judge, await browser_of(hall.kit)]
    await hall.assign()
    async with database.reading() as c:
        await c.execute("update day set phase = 'frozen'")
    chance, model = Random(seed), Model()
    sent: list[tuple[int, int, UUID, int, int]] = []
    for _ in range(STEPS):
        if chance.random() < 0.1:
            model.is_closed = not model.is_closed
            close = "/api/days/spring/judging/close"
            assert (await (hall.desk.put(close) if model.is_closed else hall.desk.delete(close))).is_success
            continue
        judge, project, key, base, points = (
            chance.randrange(2), chance.randrange(2), uuid4(), chance.randrange(4), chance.randint(1, 10)
        )  # fmt: skip
        if chance.random() < 0.5:  # what the phone thinks is mostly right
            base = len(model.sheets.get((judge, project), []))
        if sent and chance.random() < 0.5:  # again: the same, with another body, or as another judge
            judge, project, key, base, points = chance.choice(sent)
            kind = chance.randrange(4)
            points = points % 10 + 1 if kind == 1 else points
            judge = 1 - judge if kind == 2 else judge
            project = 1 - project if kind == 3 else project
        sent.append((judge, project, key, base, points))
        answer = await hall.send(
            hall.projects[project], judge=judges[judge], key=key, base=base, points=POINTS | {"impact": points}
        )
        told = answer.json()
        assert (answer.status_code, told.get("version", told.get("code"))) == model.send(
            judge, project, key, base, points
        )
    async with database.reading() as c:
        rows = await c.fetch("select judge, project, points from score order by version")
    held: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        place = ([hall.jo, hall.kit].index(row["judge"]), hall.projects.index(row["project"]))
        held.setdefault(place, []).append(row["points"]["impact"])
    assert held == {place: given for place, given in model.sheets.items() if given}
    assert len(rows) == len(model.keys)  # each acknowledged key is one row, and no row is without one
