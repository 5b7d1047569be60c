"""Nobody judges where they have an interest, whoever says so and whenever."""

import asyncio
from random import Random
from uuid import UUID

import pytest

from hackday import database
from hackday.judging.conflicts import store
from hackday.scoreboard import service as board_service
from tests.factories import grant, make_challenge, make_day, make_person, make_team
from tests.judging.hall import Hall

URL = "/api/days/spring/judging"


@pytest.fixture
async def hall(browser_of):
    hall = await Hall().open(browser_of)
    hall.ann = await make_person("Ann Lee")
    await grant(hall.day, hall.ann, "judge")
    return hall


async def lists(hall) -> set[tuple[UUID, UUID]]:
    async with database.reading() as c:
        return {tuple(row) for row in await c.fetch("select judge, project from assignment")}


async def declare(hall, project=0, judge=None):
    return await (judge or hall.judge).post(
        f"{URL}/sheets/{hall.projects[project]}/conflict", json={"reason": "Cousin"}
    )


async def on_list(hall) -> int:
    """Makes Jo visit the first project, and returns how many judges it has."""
    async with database.reading() as c:
        await c.execute(
            "insert into assignment (id, day, judge, project) values (uuidv7(), $1, $2, $3) on conflict do nothing",
            hall.day, hall.jo, hall.projects[0],
        )  # fmt: skip
    return sum(project == hall.projects[0] for _, project in await lists(hall))


async def test_a_declared_conflict_frees_the_visit_for_another_judge(hall):
    await hall.assign(1)
    judges = await on_list(hall)
    assert (await declare(hall)).status_code == 204
    now = await lists(hall)
    assert (hall.jo, hall.projects[0]) not in now
    assert sum(project == hall.projects[0] for _, project in now) == judges
    assert (await hall.send()).json()["code"] == "not_your_visit"
    assert (await declare(hall)).status_code == 204  # again: nothing new
    assert await lists(hall) == now
    async with database.reading() as c:
        told = await c.fetch("select person from notice where title = 'One more project on your list'")
        assert len(told) == 1
        # even if somebody wrote the visit by hand
        await c.execute(
            "insert into assignment (id, day, judge, project) values (uuidv7(), $1, $2, $3)",
            hall.day, hall.jo, hall.projects[0],
        )  # fmt: skip
    refused = await hall.send()
    assert (refused.status_code, refused.json()["code"]) == (403, "conflict_of_interest")
    assert await hall.rows() == []


async def test_what_was_scored_before_does_not_count_until_the_conflict_is_lifted(hall):
    await hall.assign(3)
    await hall.send()
    board = "/api/days/spring/boards/overall"
    shown = (await hall.desk.get(board)).json()["board"]["rows"]
    assert [row["score"] for row in shown] == [7222, None]
    await declare(hall)
    listed = (await hall.desk.get(f"{URL}/conflicts")).json()
    (mine,) = (one for one in listed["standing"] if one["source"] == "declared")
    assert (mine["judge"], mine["team"], mine["reason"]) == ("Jo Vale", "Copper Falcons", "Cousin")
    assert (mine["is_assigned"], mine["is_scored"]) == (False, True)
    assert [short["team"] for short in listed["short"]] == ["Copper Falcons"]  # all three had it
    assert {row["score"] for row in (await fresh(hall))} == {None}
    assert (await hall.desk.delete(f"{URL}/conflicts/{mine['id']}")).status_code == 204
    assert {row["score"] for row in (await fresh(hall))} == {7222, None}
    assert (await hall.desk.delete(f"{URL}/conflicts/{mine['id']}")).json()["code"] == "no_such_conflict"


async def fresh(hall):
    """Past the pace of the stream."""
    return [{"score": row.score} for row in (await board_service.load(board_service.topic(hall.day))).board.rows]


async def test_an_organiser_sets_one_and_is_told_when_nobody_is_left(hall):
    await hall.assign(3)
    answer = await hall.desk.post(
        f"{URL}/conflicts", json={"judge": str(hall.jo), "project": str(hall.projects[0]), "reason": "Bets"}
    )
    assert answer.json() == {"freed": 1, "taken_over": 0}
    async with database.reading() as c:
        told = await c.fetch("select title from notice where person = $1", hall.organiser)
    assert "A project needs a judge" in {row["title"] for row in told}
    stranger = {"judge": str(hall.organiser), "project": str(hall.projects[0])}
    assert (await hall.desk.post(f"{URL}/conflicts", json=stranger)).json()["code"] == "no_such_visit"


async def test_one_department_is_a_conflict_where_the_day_says_so(hall):
    await hall.assign(1)
    before = await lists(hall)
    done = (await hall.desk.put(f"{URL}/conflict-rule", json={"same_department": True})).json()
    assert done["taken_over"] == 0  # everybody here is of one department
    assert len(await lists(hall)) == len(before) - done["freed"]
    refused = (await hall.assign(1)).json()
    assert len(refused["shortages"]) == 2
    await hall.desk.put(f"{URL}/conflict-rule", json={"same_department": False})
    assert (await hall.assign(1)).json()["shortages"] == []


async def test_who_becomes_a_members_manager_is_refused_and_requeued(hall):
    await hall.assign(2)
    async with database.reading() as c:
        await c.execute(
            "update person set manager = $1 where id = (select person from membership m join project p "
            "on p.team = m.team where p.id = $2)",
            hall.jo, hall.projects[0],
        )  # fmt: skip
    was_mine = (hall.jo, hall.projects[0]) in await lists(hall)
    if was_mine:
        assert (await hall.send()).json()["code"] == "conflict_of_interest"
    done = (await hall.desk.post(f"{URL}/conflicts/requeue")).json()
    assert done["freed"] == done["taken_over"] == int(was_mine)
    assert (hall.jo, hall.projects[0]) not in await lists(hall)


async def test_a_sheet_and_a_declaration_at_the_same_moment_have_an_order(hall):
    """Either the sheet came before and does not count any more, or it is refused; never a sheet that counts."""
    await hall.assign(3)
    for base in range(6):
        async with database.reading() as c:
            await c.execute("delete from conflict_of_interest")
        await on_list(hall)
        sent, named = await asyncio.gather(hall.send(base=len(await hall.rows())), declare(hall))
        assert named.status_code == 204, base
        assert sent.status_code == 201 or sent.json()["code"] in ("conflict_of_interest", "not_your_visit")
        async with database.reading() as c:
            counting = await c.fetch(f"select from score s where not {store.NAMED}")
        assert counting == []


async def test_who_may_not(hall, browser_of):
    await hall.assign(2)
    body = {"judge": str(hall.jo), "project": str(hall.projects[0])}
    for refused in (
        await hall.judge.get(f"{URL}/conflicts"),
        await hall.judge.post(f"{URL}/conflicts", json=body),
        await hall.judge.put(f"{URL}/conflict-rule", json={"same_department": True}),
        await hall.judge.post(f"{URL}/conflicts/requeue"),
        await hall.judge.delete(f"{URL}/conflicts/{hall.day}"),
        await declare(hall, judge=hall.desk),
    ):
        assert refused.json()["code"] == "role_needed"
    ann = await browser_of(hall.ann)
    mine = {project for judge, project in await lists(hall) if judge == hall.ann}
    foreign = next((n for n, project in enumerate(hall.projects) if project not in mine), None)
    if foreign is not None:
        assert (await declare(hall, foreign, judge=ann)).json()["code"] == "not_your_visit"


@pytest.mark.parametrize("seed", range(6))
async def test_derived_conflicts_are_those_of_an_independent_reading(db, seed):
    """A small company at random, circles of managers included; the oracle walks it person by person."""
    chance = Random(seed)
    day = await make_day(phase="judging")
    departments = ("Ops", "Sales", "Care")
    people = [await make_person(f"P{n}", department=chance.choice(departments)) for n in range(14)]
    leads = {person: chance.choice([*people, None]) for person in people}
    async with database.reading() as c:
        await c.executemany("update person set manager = $2 where id = $1", list(leads.items()))
        facts = {row["id"]: row for row in await c.fetch("select id, email, department from person")}
    judges = chance.sample(people, 4)
    for judge in judges:
        await grant(day, judge, "judge")
    teams, pool = {}, chance.sample(people, 10)
    for n in range(5):
        challenge = await make_challenge(day, slug=f"c-{n}")
        sponsor = chance.choice(people)
        members = (pool[2 * n], pool[2 * n + 1])
        team = await make_team(day, challenge, members, name=f"Team {n}")
        async with database.reading() as c:
            await c.execute("update challenge set sponsor_email = upper($2) where id = $1", challenge,
                            facts[sponsor]["email"])  # fmt: skip
            left = chance.choice(members)
            await c.execute("update membership set left_at = now() where team = $1 and person = $2", team, left)
            project = await c.fetchval(
                """insert into project (id, day, team, title, state, handed_in_at)
                   values (uuidv7(), $1, $2, 'T', 'handed_in', now()) returning id""",
                day, team,
            )  # fmt: skip
        teams[project] = (members, sponsor)
    same = bool(seed % 2)
    await store.set_same_department(day, same)

    def above(person):
        first = leads[person]
        return {first, leads.get(first)} - {None}

    wanted = set()
    for judge in judges:
        for project, (members, sponsor) in teams.items():
            for member in members:
                if (
                    member == judge
                    or judge in above(member)
                    or member in above(judge)
                    or (same and facts[member]["department"] == facts[judge]["department"])
                ):
                    wanted.add((judge, project))
            if sponsor == judge:
                wanted.add((judge, project))
    assert await store.pairs(day) == wanted
    async with database.reading() as c:  # the narrow question has the same answer
        for judge in judges:
            for project in teams:
                found = await c.fetchval(f"select exists (select from {store.PAIRS} i)", day, judge, project)
                assert found == ((judge, project) in wanted)
