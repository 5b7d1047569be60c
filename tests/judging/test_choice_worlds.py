"""Two worlds with other ballots look the same to everybody, to the byte, until the reveal."""

import re
from typing import Any

import pytest

from hackday import database
from hackday.judging import store as judging
from hackday.judging.choice import rules
from tests.factories import make_person, make_revealed
from tests.judging.voting import CHOICE, Fair

ONE = (0, 0, 0, 1)
OTHER = (2, 1, 2, 2)
"""The projects that four people choose."""


HIDDEN = ("judging", "frozen", "hacking", "revealed")
"""The last: the reveal has begun, and not all of it is uncovered."""


@pytest.fixture
async def emptied(db):
    """`await emptied()` before each world."""

    async def empty() -> None:
        async with database.tx() as c:
            await c.execute("set local session_replication_role = replica")
            rows = await c.fetch("select tablename from pg_tables where schemaname = 'public'")
            for name in {row["tablename"] for row in rows} - {"migration"}:
                await c.execute(f'delete from "{name}"')

    return empty


async def world(browser_of: Any, emptied: Any, chosen: tuple[int, ...]) -> list[tuple[str, list[str]]]:
    """In each phase, all that people who may not know see. Everybody has the same id in both worlds."""
    await emptied()
    fair = await Fair().open(browser_of)
    voters = [await browser_of(await make_person(f"Voter {n}")) for n in range(len(chosen))]
    token = await fair.kiosk()
    code = (await fair.me.post(f"{CHOICE}/code")).json()["code"]
    await fair.cast(1)
    seen = []
    for phase in (*HIDDEN, "uncovered"):
        await (make_revealed(fair.day) if phase == "uncovered" else fair.to(phase))
        if phase == "judging":
            for voter, project in zip(voters, chosen, strict=True):
                assert (await fair.cast(project, by=voter)).status_code == 200
                assert (await fair.cast(project, by=voter, category=1)).status_code == 200
        captain = await browser_of(fair.captains[2])
        seen.append((phase, await _look(fair, [fair.me, fair.desk, captain, fair.visitor], token, code)))
    return seen


async def _look(fair: Fair, viewers: list[Any], token: str, code: str) -> list[str]:
    parts = []
    for viewer in viewers:
        for path in (
            "",
            "/results",
            "/desk",
            "/results?sort=votes",
            f"/categories/{fair.categories[0]}",
        ):
            answers = [await viewer.get(CHOICE + path), await viewer.head(CHOICE + path)]
            answers.append(await viewer.get(CHOICE + path, headers={"if-none-match": "*"}))
            parts += [_bytes(answer) for answer in answers]
        for path in ("projects", "my-project", "judging/mine", "boards/overall/final"):
            parts.append(_bytes(await viewer.get(f"/api/days/spring/{path}")))
    for category in fair.categories:  # what refuses says nothing either
        path = f"{CHOICE}/categories/{category}"
        parts.append(_bytes(await fair.desk.put(path, json={"name": "Other"})))
        parts.append(_bytes(await fair.desk.delete(path)))
    parts.append(_bytes(await fair.visitor.post(f"{CHOICE}/kiosk", json={"token": token})))
    parts.append(_bytes(await fair.read(token, code)))
    return parts


IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-9a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
TIMES = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")


def _bytes(answer: Any) -> str:
    """Whole, with chance ids and times of the two runs left out; the ids of projects are the same in both."""
    text = f"{answer.status_code} {sorted(answer.headers.items())} {answer.text}"
    return TIMES.sub("time", IDS.sub("id", text))


async def test_other_ballots_change_no_byte_before_the_reveal(browser_of, emptied):
    one, other = await world(browser_of, emptied, ONE), await world(browser_of, emptied, OTHER)
    assert [phase for phase, _ in one] == [*HIDDEN, "uncovered"]
    for (phase, seen), (_, other_seen) in zip(one[:-1], other[:-1], strict=True):
        assert seen == other_seen, phase
    assert one[-1] != other[-1]  # the same eyes see the difference once it is public


async def test_results_that_did_not_ask_for_the_phase_would_give_it_away(browser_of, emptied, monkeypatch):
    """The falsifier of the test above."""

    async def always(day_id: Any) -> bool:
        return True

    monkeypatch.setattr(rules, "OPEN", rules.PREPARING)
    monkeypatch.setattr(judging, "is_revealed", always)
    one, other = await world(browser_of, emptied, ONE), await world(browser_of, emptied, OTHER)
    assert one[0] != other[0]
