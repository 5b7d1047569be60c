"""Plans over HTTP: looked at, published as they were seen, kept when a judge leaves."""

from datetime import UTC, datetime

import pytest

from hackday import database
from tests.factories import grant, make_challenge, make_day, make_person, make_team
from tests.judging.hall import RUBRIC

URL = "/api/days/spring/judging"


class Fair:
    """Two tracks of four projects each, six judges, three of them experts of either."""

    async def open(self, browser_of):
        self.day = await make_day(phase="judging")
        organiser = await make_person("Olga Reed")
        await grant(self.day, organiser, "organiser")
        self.desk = await browser_of(organiser)
        await self.desk.put(f"{URL}/rubric", json=RUBRIC)
        self.projects = []
        for track in ("Care", "Ops"):
            challenge = await make_challenge(self.day, slug=track.lower(), track=track)
            for n in range(4):
                team = await make_team(self.day, challenge, (await make_person(),), name=f"{track} {n}")
                async with database.reading() as c:
                    self.projects.append(
                        await c.fetchval(
                            """insert into project (id, day, team, title, summary, state, handed_in_at)
                               values (uuidv7(), $1, $2, 'T', 'S', 'handed_in', now()) returning id""",
                            self.day, team,
                        )
                    )  # fmt: skip
        self.judges = []
        for n in range(6):
            judge = await make_person(f"Judge {n}")
            await grant(self.day, judge, "judge")
            self.judges.append(judge)
            done = await self.desk.put(f"{URL}/judges/{judge}/tracks", json={"tracks": ["Care" if n % 2 else "Ops"]})
            assert done.status_code == 200, done.text
        return self

    async def preview(self, **draft):
        answer = await self.desk.post(f"{URL}/plans", json={"per_project": 3, **draft})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def publish(self, plan):
        return await self.desk.post(f"{URL}/plans/{plan['id']}/publish")

    async def lists(self):
        async with database.reading() as c:
            return {tuple(row) for row in await c.fetch("select judge, project from assignment")}

    async def titles(self):
        async with database.reading() as c:
            return [row["title"] for row in await c.fetch("select title from notice order by id")]


@pytest.fixture
async def fair(browser_of):
    return await Fair().open(browser_of)


async def test_a_plan_is_looked_at_and_then_published_as_it_was_seen(fair):
    plan = await fair.preview()
    assert await fair.lists() == set()
    assert (plan["visits"], plan["added"], plan["removed"], plan["parts"]) == (24, 24, 0, 1)
    assert plan["short"] == plan["without_expert"] == plan["without_outside"] == []
    assert {judge["after"] for judge in plan["judges"]} == {4}
    assert plan["connectivity"] > 0
    assert (await fair.publish(plan)).json() == 24
    lists = await fair.lists()
    added = {judge["name"]: judge["added"] for judge in plan["judges"]}
    assert sorted(map(len, added.values())) == [4] * 6
    assert (await fair.publish(plan)).json()["code"] == "no_such_plan"  # once
    again = await fair.preview()
    assert (again["added"], again["removed"]) == (0, 0)
    assert await fair.lists() == lists
    assert (await fair.desk.get(f"{URL}/planning")).json()["last"]["per_project"] == 3


async def test_the_seed_decides_and_nothing_else(fair):
    one, other = await fair.preview(seed=5), await fair.preview(seed=5)
    assert [judge["added"] for judge in one["judges"]] == [judge["added"] for judge in other["judges"]]
    assert [judge["added"] for judge in one["judges"]] != [
        judge["added"] for judge in (await fair.preview(seed=6))["judges"]
    ]


async def test_a_timetable_gives_every_visit_a_time_and_nobody_two_at_once(fair, browser_of):
    start = datetime(2037, 3, 1, 13, 0, tzinfo=UTC)
    plan = await fair.preview(starts_at=start.isoformat(), minutes=15)
    assert (plan["slots"], plan["ends_at"]) == (4, "2037-03-01T14:00:00Z")
    await fair.publish(plan)
    async with database.reading() as c:
        rows = await c.fetch("select judge, project, starts_at from assignment")
    assert (
        len(rows)
        == len({(r["judge"], r["starts_at"]) for r in rows})
        == len({(r["project"], r["starts_at"]) for r in rows})
    )
    judge = await browser_of(fair.judges[0])
    times = [page["starts_at"] for page in (await judge.get(f"{URL}/mine")).json()["pages"]]
    assert times == sorted(times) == [f"2037-03-01T13:{minute:02}:00Z" for minute in (0, 15, 30, 45)]


async def test_what_changed_since_makes_a_plan_stale(fair):
    plan = await fair.preview()
    judge, project = fair.judges[0], fair.projects[0]
    for project in fair.projects:
        await fair.desk.post(f"{URL}/conflicts", json={"judge": str(judge), "project": str(project)})
    answer = await fair.publish(plan)
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_is_stale")
    fresh = await fair.preview()
    assert next(one for one in fresh["judges"] if one["name"] == "Judge 0")["after"] == 0
    async with database.reading() as c:
        await c.execute("update project set state = 'draft' where id = $1", fair.projects[7])
    assert (await fair.publish(fresh)).json()["code"] == "plan_is_stale"


async def test_a_judge_who_leaves_moves_only_their_visits(fair):
    await fair.publish(await fair.preview())
    before = await fair.lists()
    done = (await fair.desk.post(f"{URL}/judges/{fair.judges[2]}/leave")).json()
    after = await fair.lists()
    mine = {pair for pair in before if pair[0] == fair.judges[2]}
    assert before - after == mine
    assert len(after) == len(before)
    assert (done["added"], done["removed"]) == (4, 4)
    assert "Your list of projects has changed" in await fair.titles()
    assert (await fair.desk.post(f"{URL}/judges/{fair.judges[2]}/leave")).json()["code"] == "no_such_judge"


async def test_what_is_missing_is_told(fair):
    for judge in fair.judges[1::2]:  # the experts of Care
        await fair.desk.put(f"{URL}/judges/{judge}/tracks", json={"tracks": ["Ops"]})
    plan = await fair.preview(per_project=7)
    assert sorted(one["team"] for one in plan["without_expert"]) == [f"Care {n}" for n in range(4)]
    assert sorted(one["team"] for one in plan["without_outside"]) == [f"Ops {n}" for n in range(4)]
    assert [one["judges"] for one in plan["short"]] == [6] * 8


async def test_who_may_not_and_what_is_refused(fair, browser_of):
    judge = await browser_of(fair.judges[0])
    plan = await fair.preview()
    for refused in (
        await judge.post(f"{URL}/plans", json={}),
        await judge.post(f"{URL}/plans/{plan['id']}/publish"),
        await judge.post(f"{URL}/judges/{fair.judges[0]}/leave"),
        await judge.put(f"{URL}/judges/{fair.judges[0]}/tracks", json={"tracks": []}),
        await judge.get(f"{URL}/planning"),
    ):
        assert refused.json()["code"] == "role_needed"
    wrong = await fair.desk.put(f"{URL}/judges/{fair.judges[0]}/tracks", json={"tracks": ["Care", "Nowhere"]})
    assert wrong.json()["errors"][0]["pointer"] == "/tracks/1"
    assert (await fair.desk.put(f"{URL}/judges/{fair.day}/tracks", json={"tracks": []})).json()[
        "code"
    ] == "no_such_judge"
