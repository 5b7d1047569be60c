"""Late is flagged and taken; one team's extension counts, and its judges read why."""

import asyncio
from datetime import datetime, timedelta

import pytest

from hackday import clock, database
from hackday.days import moving
from hackday.days.schemas import MoveDraft, Phase
from hackday.days.service import enter_by_command
from hackday.judging import service as judging
from hackday.judging.rubrics import store as rubrics
from hackday.judging.rubrics.schemas import CriterionDraft, RubricDraft
from tests.factories import grant, make_challenge, make_day, make_person, make_team
from tests.projects.test_routes import DRAFT

DAY = "/api/days/spring"
MINE = f"{DAY}/my-project"


class House:
    day: object
    team: object


@pytest.fixture
async def house(browser_of):
    """A hacking day: a team of Ada, another of Bo, judges Jo and Kim, organiser Olu."""
    house = House()
    house.day = await make_day(phase="hacking")
    names = ("Ada Park", "Bo Chen", "Jo Reed", "Kim Sato", "Olu Okoro")
    ada, bo, jo, kim, olu = people = [await make_person(name) for name in names]
    challenge = await make_challenge(house.day)
    house.team = await make_team(house.day, challenge, (ada,))
    await make_team(house.day, challenge, (bo,), name="Night Owls")
    for person, role in ((jo, "judge"), (kim, "judge"), (ada, "judge"), (olu, "organiser")):
        await grant(house.day, person, role)
    rubric = RubricDraft(criteria=(CriterionDraft(key="use", label="Use"),))
    await rubrics.put(house.day, rubric, version=1, by=None)
    house.ada, house.bo, house.jo, house.kim, house.olu = [await browser_of(person) for person in people]
    return house


async def move(phase):
    entry = await enter_by_command("spring")
    await moving.move(None, entry, MoveDraft(from_phase=entry.day.phase, to_phase=Phase(phase), reason="Time."))


async def hand_in(browser):
    assert (await browser.put(MINE, json=DRAFT)).status_code == 200
    answer = await browser.post(f"{MINE}/hand-in")
    assert answer.status_code == 200, answer.text
    return answer.json()["project"]


def extend(house, *, hours=1.0, reason="The network of their site was down."):
    until = (clock.now() + timedelta(hours=hours)).isoformat()
    return house.olu.put(f"{DAY}/teams/{house.team}/extension", json={"until": until, "reason": reason})


async def told(browser):
    return [notice["title"] for notice in (await browser.get("/api/notices")).json()["notices"]]


@pytest.mark.parametrize(("seconds", "is_late"), [(-1, False), (0, False), (1, True)])
async def test_the_servers_clock_decides_to_the_second(house, seconds, is_late):
    due = clock.now() + timedelta(hours=2)
    async with database.reading() as c:
        await c.execute(
            "insert into phase_time (id, day, phase, starts_at) values (uuidv7(), $1, 'judging', $2)", house.day, due
        )
    assert datetime.fromisoformat((await house.ada.get(MINE)).json()["deadline"]) == due
    with clock.use(lambda: due + timedelta(seconds=seconds)):
        assert ((await hand_in(house.ada))["late_by"] is not None) is is_late


async def test_late_is_taken_flagged_judged_and_told(house):
    await hand_in(house.bo)
    assert (await house.olu.post(f"{DAY}/judging/assignments", json={"per_project": 2})).status_code == 201
    await move("judging")
    later = clock.now() + timedelta(minutes=5)
    with clock.use(lambda: later):
        project = await hand_in(house.ada)
    assert 295 <= project["late_by"] <= 300
    shown = {p["team"]: p["late_by"] for p in (await house.bo.get(f"{DAY}/projects")).json()}
    assert list(shown.values()).count(None) == 1
    async with database.reading() as c:
        lists = await c.fetch("select judge from assignment where project = $1::uuid", project["id"])
    assert len(lists) == 2  # as many as the other has, and not Ada, who is a judge too
    (page,) = [p for p in (await house.jo.get(f"{DAY}/judging/mine")).json()["pages"] if p["late_by"]]
    assert (page["project_id"], page["extension_reason"]) == (project["id"], "")
    assert "Copper Falcons handed in after judging began" in await told(house.olu)
    assert "Copper Falcons handed in after judging began" in await told(house.kim)


async def test_what_is_handed_in_stays_while_judges_read_it(house):
    project = await hand_in(house.ada)
    await move("judging")
    mine = (await house.ada.get(MINE)).json()
    assert (mine["may_write"], mine["may_take_back"]) == (False, False)
    better = DRAFT | {"version": project["version"], "title": "Better"}
    answer = await house.ada.put(MINE, json=better)
    assert (answer.status_code, answer.json()["code"]) == (409, "handed_in_stays")
    assert (await extend(house)).status_code == 200
    assert (await house.ada.put(MINE, json=better)).status_code == 200
    late = clock.now() + timedelta(hours=2)
    with clock.use(lambda: late):
        answer = await house.ada.put(MINE, json=better | {"version": project["version"] + 1})
    assert answer.json()["code"] == "handed_in_stays"


@pytest.mark.parametrize(("hours", "late"), [(0.99, None), (1.01, pytest.approx(36, abs=3))])
async def test_an_extension_moves_the_line_for_its_team_alone(house, hours, late):
    await move("judging")
    granted = (await extend(house)).json()
    assert [(x["team"], x["reason"]) for x in granted] == [("Copper Falcons", "The network of their site was down.")]
    assert await told(house.ada) == ["Your team has more time to hand in", *(await told(house.ada))[1:]]
    mine = (await house.ada.get(MINE)).json()
    assert mine["deadline"] == mine["extension"]["until"]
    moment = clock.now() + timedelta(hours=hours)
    with clock.use(lambda: moment):
        assert (await hand_in(house.ada))["late_by"] == late
        assert (await hand_in(house.bo))["late_by"] is not None
    await house.olu.post(f"{DAY}/judging/assignments", json={"per_project": 2})
    pages = (await house.jo.get(f"{DAY}/judging/mine")).json()["pages"]
    (page,) = [page for page in pages if page["team"] == "Copper Falcons"]  # Ada, who is a judge too, cannot have it
    assert (page["extension_reason"], page["late_by"]) == ("The network of their site was down.", late)
    assert "reason" not in str((await house.bo.get(f"{DAY}/projects")).json())


async def test_without_the_extension_it_would_be_late(house):
    await move("judging")
    moment = clock.now() + timedelta(minutes=30)
    with clock.use(lambda: moment):
        assert (await hand_in(house.ada))["late_by"] is not None
    await extend(house)  # granted afterwards it excuses; taken back it does not
    assert (await house.ada.get(MINE)).json()["project"]["late_by"] is None
    assert (await house.olu.delete(f"{DAY}/teams/{house.team}/extension")).json() == []
    assert (await house.ada.get(MINE)).json()["project"]["late_by"] is not None
    again = await house.olu.delete(f"{DAY}/teams/{house.team}/extension")
    assert (again.status_code, again.json()["code"]) == (404, "no_such_extension")


async def test_two_organisers_who_grant_at_once_leave_one_extension(house):
    answers = await asyncio.gather(*(extend(house, hours=hours) for hours in (1, 2, 3)))
    assert [answer.status_code for answer in answers] == [200] * 3
    assert len((await house.olu.get(f"{DAY}/extensions")).json()) == 1


async def test_only_organisers_grant_and_only_what_helps(house):
    for browser in (house.ada, house.jo):
        answer = await browser.put(
            f"{DAY}/teams/{house.team}/extension", json={"until": "2099-01-01T00:00", "reason": "x"}
        )
        assert answer.json()["code"] == "role_needed"
        assert (await browser.get(f"{DAY}/extensions")).json()["code"] == "role_needed"
    refused = await extend(house, hours=-1)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/until")
    assert (await extend(house, reason="  ")).status_code == 400
    house.team = house.day
    assert (await extend(house)).json()["code"] == "no_such_team"


async def test_without_the_follower_nobody_would_judge_the_late_one(house, monkeypatch):
    await hand_in(house.bo)
    await house.olu.post(f"{DAY}/judging/assignments", json={"per_project": 2})
    await move("judging")
    monkeypatch.setattr(judging.conflicts, "add_judge", lambda *_: asyncio.sleep(0, None))
    project = await hand_in(house.ada)
    async with database.reading() as c:
        assert not await c.fetchval("select exists (select from assignment where project = $1::uuid)", project["id"])
