"""All judges score the example before the first project."""

import asyncio

import pytest

from tests.factories import make_person
from tests.judging.hall import POINTS, Hall

URL = "/api/days/spring/judging/example"
EXAMPLE = {"title": "A parking app", "summary": "It shows free places.", "points": {"impact": 4, "pitch": 7},
           "reason": "Nice, but there is one already."}  # fmt: skip


@pytest.fixture
async def hall(browser_of):
    hall = await Hall().open(browser_of)
    await hall.assign()
    assert (await hall.desk.put(URL, json=EXAMPLE)).status_code == 200
    return hall


async def answer(judge, **points):
    return await judge.post(f"{URL}/sheet", json={"points": POINTS | points})


async def test_no_project_before_the_example(hall):
    early = await hall.send()
    assert (early.status_code, early.json()["code"]) == (409, "example_first")
    shown = (await hall.judge.get("/api/days/spring/judging/mine")).json()["example"]
    assert (shown["mine"], shown["reason"], shown["spread"]) == (None, None, None)  # it sways nobody
    told = (await answer(hall.judge)).json()
    assert (told["mine"], told["reason"]) == (POINTS, EXAMPLE["reason"])
    assert told["spread"][0] == {"key": "impact", "expected": 4, "given": [8]}
    assert (await hall.send()).status_code == 201


async def test_it_is_scored_once_also_when_pressed_many_times(hall):
    answers = await asyncio.gather(*(answer(hall.judge, impact=n % 2 + 1) for n in range(8)))
    codes = sorted(one.status_code for one in answers)
    assert codes == [201] * 4 + [409] * 4  # the same points again are the same answer
    assert (await hall.desk.get(URL)).json()["scored"] == 1


async def test_it_stands_once_it_is_scored(hall):
    await answer(hall.judge)
    refused = await hall.desk.put(URL, json=EXAMPLE)
    assert (refused.status_code, refused.json()["code"]) == (409, "example_is_scored")
    assert (await hall.desk.delete(URL)).status_code == 204
    assert (await hall.desk.delete(URL)).json()["code"] == "no_example"
    assert (await hall.send()).status_code == 201  # without an example nobody owes one


async def test_bad_points_name_the_criterion(hall):
    for bad, pointer in (({"impact": 99}, "/points/impact"), ({"charm": 1}, "/points/charm")):
        refused = await answer(hall.judge, **bad)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_who_may_not(hall, browser_of):
    stranger = await browser_of(await make_person())
    for refused in (await stranger.get(URL), await answer(stranger), await hall.judge.put(URL, json=EXAMPLE),
                    await hall.judge.delete(URL), await answer(hall.desk)):  # fmt: skip
        assert refused.json()["code"] == "role_needed"
