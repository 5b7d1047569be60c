"""Where a free judge is sent: the least visited, then contenders, by short ways; and what organisers see of it."""

import asyncio
from uuid import UUID

import numpy as np
import pytest

from hackday import database
from hackday.judging.dispatch.rules import CAP, CONTENDERS, Candidate, Here, choose, contenders, way
from tests.judging.events import simulated
from tests.judging.hall import Hall
from tests.judging.roving import share_found

URL = "/api/days/spring/judging"
HERE = Here("Leeds", "table A-5")


def candidate(n, visits, *, busy=False, site="Leeds", place=""):
    return Candidate(UUID(int=n), visits, busy, site, place)


def test_the_least_visited_comes_first_and_short_ways_decide():
    near, far = candidate(2, 1, place="table A-7"), candidate(1, 1, place="table A-19")
    assert choose([candidate(3, 2), far, near], HERE, []) == near.project
    hall = candidate(4, 1, place="table B-5")
    assert choose([hall, far], HERE, []) == far.project
    away = candidate(5, 1, site="Dublin", place="table A-5")
    assert choose([away, hall], HERE, []) == hall.project
    assert choose([candidate(6, 0, site="Dublin"), near], HERE, []) == UUID(int=6)


def test_after_the_minimum_visits_go_to_contenders_up_to_the_cap():
    seen = [candidate(1, 2), candidate(2, 5), candidate(3, 4)]
    assert choose(seen, HERE, {UUID(int=2), UUID(int=3)}) == UUID(int=3)
    full = [candidate(1, 3), candidate(2, CAP)]
    assert choose(full, HERE, {UUID(int=2)}) == UUID(int=1)
    assert choose([candidate(2, CAP)], HERE, {UUID(int=2)}) is None
    assert choose([], HERE, []) is None


def test_a_table_where_a_judge_stands_is_passed_while_others_wait():
    assert choose([candidate(1, 0, busy=True), candidate(2, 1)], HERE, []) == UUID(int=2)
    assert choose([candidate(1, 0, busy=True)], HERE, []) == UUID(int=1)


def test_the_walk_is_the_distance_of_numbers_within_a_hall():
    assert way(HERE, candidate(1, 0, place="Table a-9")) == (False, 4)
    assert way(HERE, candidate(1, 0, place="near the door"))[1] > 1_000


def test_contenders_are_mostly_the_good_ones_and_the_draw_is_repeatable():
    event = simulated(4, projects=60, judges=15)
    drawn = [contenders(event.marks, seed=seed) for seed in range(20)]
    assert drawn[3] == contenders(event.marks, seed=3)
    assert len({tuple(one) for one in drawn}) > 10
    assert {len(one) for one in drawn} == {CONTENDERS}
    merit = dict(zip(event.marks.projects, event.merit, strict=True))
    assert np.mean([merit[project] for one in drawn for project in one]) > 0.8


def test_minimum_then_contenders_finds_the_top_more_often_than_spreading_evenly():
    """The notes' finding in small: as many visits, more of the true top three found."""

    spread, sent = share_found(range(12), evenly=True), share_found(range(12), evenly=False)
    assert sent > spread


@pytest.fixture
async def hall(browser_of):
    return await Hall().open(browser_of)


async def test_a_free_judge_gets_one_more_and_the_same_one_until_it_is_scored(hall):
    first = (await hall.judge.post(f"{URL}/next")).json()
    assert first["is_new"] is True
    again = (await hall.judge.post(f"{URL}/next")).json()
    assert again == first | {"is_new": False}
    assert (await hall.send(first["project_id"])).status_code == 201
    second = (await hall.judge.post(f"{URL}/next")).json()
    assert second["project_id"] != first["project_id"]
    await hall.send(second["project_id"])
    left = await hall.judge.post(f"{URL}/next")
    assert (left.status_code, left.json()["code"]) == (409, "nothing_left")


async def test_two_judges_at_the_same_moment_are_sent_apart(hall, browser_of):
    kit = await browser_of(hall.kit)
    answers = await asyncio.gather(hall.judge.post(f"{URL}/next"), kit.post(f"{URL}/next"))
    assert len({answer.json()["project_id"] for answer in answers}) == 2


async def test_nobody_is_sent_into_a_conflict(hall):
    for project in hall.projects:
        await hall.desk.post(f"{URL}/conflicts", json={"judge": str(hall.jo), "project": str(project)})
    assert (await hall.judge.post(f"{URL}/next")).json()["code"] == "nothing_left"


async def test_organisers_see_who_is_where(hall):
    await hall.assign()
    assert (await hall.judge.post(f"{URL}/sheets/{hall.projects[1]}/opened")).status_code == 204
    jo = next(one for one in (await hall.desk.get(f"{URL}/progress")).json()["judges"] if one["name"] == "Jo Vale")
    assert (jo["now_with"], jo["last_sent_at"], jo["overdue"]) == ("Neon Otters", None, 0)
    await hall.send(hall.projects[1])
    async with database.reading() as c:
        await c.execute("update assignment set starts_at = now() - interval '1 hour'")
    jo = next(one for one in (await hall.desk.get(f"{URL}/progress")).json()["judges"] if one["name"] == "Jo Vale")
    assert (jo["now_with"], jo["last_sent_at"] is None, jo["overdue"]) == (None, False, 1)


async def test_who_may_not(hall):
    assert (await hall.desk.post(f"{URL}/next")).json()["code"] == "role_needed"
    assert (await hall.desk.post(f"{URL}/sheets/{hall.projects[0]}/opened")).json()["code"] == "role_needed"
    async with database.reading() as c:
        await c.execute("update day set phase = 'hacking'")
    assert (await hall.judge.post(f"{URL}/next")).json()["code"] == "wrong_phase"
