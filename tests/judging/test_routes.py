"""Scores through HTTP: once, whole, never overwritten, and only by those who may."""

import asyncio
from uuid import uuid4

import pytest

from hackday import database
from tests.factories import grant, make_day, make_person
from tests.judging.hall import POINTS, RUBRIC, Hall


@pytest.fixture
async def hall(browser_of):
    return await Hall().open(browser_of)


async def test_a_judge_scores_and_corrects(hall):
    assert (await hall.assign()).json()["visits"] == 4
    day = (await hall.judge.get("/api/days/spring/judging/mine")).json()
    assert len(day["visits"]) == len(day["pages"]) == 2
    first = await hall.send(comment="Well told.")
    assert (first.status_code, first.json()["version"]) == (201, 1)
    assert (await hall.send(base=1, points={"impact": 9, "pitch": 6})).json()["version"] == 2
    assert [row["points"]["impact"] for row in await hall.rows()] == [8, 9]
    page = (await hall.judge.get(f"/api/days/spring/judging/sheets/{hall.projects[0]}")).json()
    assert (page["sheet"]["version"], page["sheet"]["points"]["impact"]) == (2, 9)
    history = (await hall.judge.get(f"/api/days/spring/judging/sheets/{hall.projects[0]}/history")).json()
    assert [sheet["version"] for sheet in history] == [2, 1]


async def test_the_same_key_counts_once_also_when_pressed_many_times_at_once(hall):
    await hall.assign()
    key = uuid4()
    answers = await asyncio.gather(*(hall.send(key=key) for _ in range(12)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(await hall.rows()) == 1


async def test_without_the_key_a_retry_would_count_twice(hall):
    """The falsifier of the test above: other keys make other versions or a refusal, never silence."""
    await hall.assign()
    answers = await asyncio.gather(*(hall.send() for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_a_key_with_another_sheet_is_refused(hall):
    await hall.assign()
    key = uuid4()
    await hall.send(key=key)
    answer = await hall.send(key=key, points={"impact": 1, "pitch": 1})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_was_used")


async def test_a_second_device_is_told_and_overwrites_nothing(hall):
    await hall.assign()
    await hall.send()
    answer = await hall.send(points={"impact": 1, "pitch": 1})
    assert (answer.status_code, answer.json()["code"]) == (409, "newer_sheet")
    assert len(await hall.rows()) == 1


async def test_a_retry_is_answered_even_after_the_day_has_closed(hall):
    await hall.assign()
    key = uuid4()
    sent = await hall.send(key=key)
    async with database.reading() as c:
        await c.execute("update day set phase = 'closed'")
    assert (await hall.send(key=key)).json() == sent.json()
    late = await hall.send(base=1)
    assert (late.status_code, late.json()["code"]) == (409, "wrong_phase")


async def test_judges_go_on_while_the_board_is_frozen(hall):
    await hall.assign()
    async with database.reading() as c:
        await c.execute("update day set phase = 'frozen'")
    assert (await hall.send()).status_code == 201


async def test_who_may_not_score(hall, browser_of):
    stranger = await browser_of(await make_person())
    unassigned = await hall.send()
    assert (unassigned.status_code, unassigned.json()["code"]) == (404, "not_your_visit")
    await hall.assign()
    assert (await hall.send(judge=stranger)).json()["code"] == "not_your_visit"
    assert (await stranger.get("/api/days/spring/judging/mine")).json()["code"] == "role_needed"
    assert (await hall.send(judge=await browser_of())).json()["code"] == "sign_in_needed"


async def test_who_is_no_judge_any_more_scores_nothing(hall):
    await hall.assign()
    await hall.desk.delete(f"/api/days/spring/roles/{hall.jo}/judge")
    answer = await hall.send()
    assert (answer.status_code, answer.json()["code"]) == (403, "role_needed")
    assert await hall.rows() == []


async def test_a_project_cannot_be_scored_by_way_of_another_day(hall):
    """Not even by somebody who judges on both, once judging has ended here and goes on there."""
    await hall.assign()
    autumn = await make_day("autumn", phase="judging")
    for person, role in ((hall.organiser, "organiser"), (hall.jo, "judge")):
        await grant(autumn, person, role)
    rubric = (await hall.desk.put("/api/days/autumn/judging/rubric", json=RUBRIC)).json()
    answer = await hall.judge.post(
        f"/api/days/autumn/judging/sheets/{hall.projects[0]}",
        json={"rubric_id": rubric["id"], "base_version": 0, "points": POINTS},
        headers={"idempotency-key": str(uuid4())},
    )
    assert (answer.status_code, answer.json()["code"]) == (404, "not_your_visit")
    assert await hall.rows() == []


async def test_nobody_judges_their_own_team(hall):
    async with database.reading() as c:
        await c.execute(
            """insert into membership (id, team, day, person)
               select uuidv7(), team, day, $1 from project where id = $2""",
            hall.jo, hall.projects[0],
        )  # fmt: skip
    answer = (await hall.assign()).json()
    assert [short["team"] for short in answer["shortages"]] == ["Copper Falcons"]
    assert (await hall.send()).json()["code"] == "not_your_visit"
    async with database.reading() as c:  # even if somebody wrote the assignment by hand
        await c.execute(
            "insert into assignment (id, day, judge, project) values (uuidv7(), $1, $2, $3)",
            hall.day, hall.jo, hall.projects[0],
        )  # fmt: skip
    assert (await hall.send()).json()["code"] == "own_team"


async def test_assigning_again_keeps_what_was_scored(hall):
    await hall.assign(1)
    mine = (await hall.judge.get("/api/days/spring/judging/mine")).json()["visits"]
    await hall.send(mine[0]["project_id"])
    await hall.assign(1)
    again = (await hall.judge.get("/api/days/spring/judging/mine")).json()["visits"]
    assert [(v["project_id"], v["version"], v["total"]) for v in again] == [(mine[0]["project_id"], 1, "7.5")]


async def test_the_organiser_sees_who_has_scored(hall):
    await hall.assign()
    await hall.send()
    progress = (await hall.desk.get("/api/days/spring/judging/progress")).json()
    assert {(j["name"], j["assigned"], j["scored"]) for j in progress["judges"]} == {
        ("Jo Vale", 2, 1),
        ("Kit Wren", 2, 0),
    }
    assert [p["scored"] for p in progress["projects"]] == [1, 0]
    assert (await hall.judge.get("/api/days/spring/judging/progress")).json()["code"] == "role_needed"


async def test_bad_sheets_name_the_place(hall):
    await hall.assign()
    for points, pointer in (({"impact": 8}, "/points/pitch"), ({"impact": 99, "pitch": 1}, "/points/impact")):
        answer = await hall.send(points=points)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    answer = await hall.judge.post(f"/api/days/spring/judging/sheets/{hall.projects[0]}", json={"points": {}})
    assert answer.status_code == 400
    assert await hall.rows() == []
