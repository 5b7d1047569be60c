"""Nobody at the table: the visit waits, and with the third judge the organisers are asked."""

import pytest

from hackday import database
from tests.factories import grant, make_person
from tests.judging.hall import Hall


@pytest.fixture
async def hall(browser_of):
    hall = await Hall().open(browser_of)
    hall.more = []
    for name in ("Ann", "Ben"):
        person = await make_person(name)
        await grant(hall.day, person, "judge")
        hall.more.append(await browser_of(person))
    await hall.assign(4)
    return hall


def url(hall, project=0):
    return f"/api/days/spring/judging/sheets/{hall.projects[project]}/absence"


async def asked(hall):
    async with database.reading() as c:
        return await c.fetch(
            "select title from notice where person = $1 and title like 'Judges cannot%'", hall.organiser
        )


async def test_the_visit_goes_to_the_end_of_the_list(hall):
    first = (await hall.judge.get("/api/days/spring/judging/mine")).json()["visits"][0]["project_id"]
    answer = await hall.judge.post(f"/api/days/spring/judging/sheets/{first}/absence")
    assert answer.json() == {"project_id": first, "flags": 1}
    visits = (await hall.judge.get("/api/days/spring/judging/mine")).json()["visits"]
    assert visits[-1]["project_id"] == first


async def test_the_third_judge_asks_the_organisers_once(hall, browser_of):
    kit = await browser_of(hall.kit)
    for judge in (hall.judge, hall.judge, kit):
        await judge.post(url(hall))
    assert await asked(hall) == []
    for judge in hall.more:
        await judge.post(url(hall))
    assert [row["title"] for row in await asked(hall)] == ["Judges cannot find Copper Falcons"]
    assert (await hall.desk.delete(f"/api/days/spring/judging/absences/{hall.projects[0]}")).status_code == 204
    assert (await hall.judge.post(url(hall))).json()["flags"] == 1


async def test_a_judge_who_found_them_flags_no_more(hall):
    await hall.judge.post(url(hall))
    await hall.send()
    assert (await hall.more[0].post(url(hall))).json()["flags"] == 1
    await hall.more[0].delete(url(hall))
    assert (await hall.more[1].post(url(hall))).json()["flags"] == 1


async def test_who_may_not(hall, browser_of):
    stranger = await make_person("Nia")
    await grant(hall.day, stranger, "judge")
    client = await browser_of(stranger)
    assert (await client.post(url(hall))).json()["code"] == "not_your_visit"
    assert (await hall.desk.post(url(hall))).json()["code"] == "role_needed"
    assert (await hall.judge.delete(f"/api/days/spring/judging/absences/{hall.projects[0]}")).json()[
        "code"
    ] == "role_needed"
