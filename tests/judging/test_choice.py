"""The people's choice: one ballot each, never for the own team, until the line, and counted after the reveal."""

import asyncio

import asyncpg
import pytest

from hackday import database
from hackday.judging.choice import rules
from tests.factories import make_day, make_person, make_revealed
from tests.judging.voting import CHOICE, Fair, refused


@pytest.fixture
async def fair(browser_of):
    return await Fair().open(browser_of)


async def test_a_ballot_is_cast_changed_and_withdrawn(fair):
    assert await fair.mine() == [None, None]
    answer = await fair.cast(0)
    assert answer.status_code == 200
    assert answer.json()["categories"][0]["chosen"] == str(fair.projects[0])
    await fair.cast(1, category=1)
    assert await fair.mine() == [0, 1]
    await fair.cast(2)
    assert await fair.mine() == [2, 1]
    assert (await fair.withdraw()).status_code == 200
    assert (await fair.withdraw()).status_code == 200  # twice changes nothing
    assert await fair.mine() == [None, 1]


async def test_many_casts_at_once_leave_one_ballot(fair):
    answers = await asyncio.gather(*(fair.cast(n % 3) for n in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(await fair.rows()) == 1


async def test_nobody_chooses_their_own_team_also_not_one_that_they_left(fair):
    captain = await fair.browser_of(fair.captains[0])
    assert refused(await fair.cast(0, by=captain)) == (403, "own_team")
    async with database.reading() as c:
        await c.execute("update membership set left_at = now() where person = $1", fair.captains[0])
    assert refused(await fair.cast(0, by=captain)) == (403, "own_team")
    page = (await captain.get(CHOICE)).json()
    assert [candidate["is_own"] for candidate in page["candidates"]] == [True, False, False]
    assert (await fair.cast(1, by=captain)).status_code == 200
    assert refused(await fair.cast(0, by=captain)) == (403, "own_team")  # a change is a vote too
    assert await fair.mine(captain) == [1, None]


@pytest.mark.parametrize(
    "statement",
    [
        "insert into ballot (id, category, voter, project) values (gen_random_uuid(), $1, $2, $3)",
        """insert into ballot (id, category, voter, project) values (gen_random_uuid(), $1, $2, $4)
           on conflict (category, voter) do update set project = $3""",
        "update ballot set project = $3 where voter = $2 and category = $1 and project = $4",
        "update ballot set voter = $2 where category = $1 and voter <> $2 and project = $3 and $4::uuid is not null",
    ],
)
async def test_the_database_bars_the_own_team_whoever_writes(fair, statement):
    captain, (own, other) = fair.captains[0], fair.projects[:2]
    await fair.cast(0)
    await fair.cast(1, by=await fair.browser_of(captain))
    if "$4::uuid is not null" in statement:  # somebody else's ballot is put in the captain's name
        async with database.reading() as c:
            await c.execute("delete from ballot where voter = $1", captain)
    values = (fair.categories[0], captain, own, other)[: 4 if "$4" in statement else 3]
    with pytest.raises(asyncpg.CheckViolationError) as caught:
        async with database.reading() as c:
            await c.execute(statement, *values)
    assert caught.value.constraint_name == "ballot_own_team"


async def test_who_joins_a_team_later_loses_the_ballot_for_it(fair):
    await fair.cast(0)
    await fair.cast(1, category=1)
    async with database.reading() as c:
        await c.execute(
            "insert into membership (id, team, day, person) values (uuidv7(), $1, $2, $3)",
            fair.teams[0], fair.day, fair.ada,
        )  # fmt: skip
    assert await fair.mine() == [None, 1]


async def test_a_join_and_a_vote_at_the_same_moment_leave_no_ballot_for_the_own_team(fair):
    async def join(person):
        async with database.tx() as c:
            await c.execute(
                "insert into membership (id, team, day, person) values (uuidv7(), $1, $2, $3)",
                fair.teams[0], fair.day, person,
            )  # fmt: skip
            await asyncio.sleep(0.01)

    people = [await make_person(f"Joiner {n}") for n in range(8)]
    browsers = [await fair.browser_of(person) for person in people]
    acts = [act for person, b in zip(people, browsers, strict=True) for act in (join(person), fair.cast(0, by=b))]
    await asyncio.gather(*acts)
    assert await fair.rows() == []


async def test_only_what_was_handed_in_on_this_day_can_be_chosen(fair):
    async with database.reading() as c:
        await c.execute("update project set state = 'draft' where id = $1", fair.projects[1])
    assert refused(await fair.cast(1)) == (409, "not_a_candidate")
    async with database.reading() as c:
        await c.execute("update team set state = 'disbanded' where id = $1", fair.teams[2])
    assert refused(await fair.cast(2)) == (409, "not_a_candidate")
    assert [candidate["title"] for candidate in (await fair.me.get(CHOICE)).json()["candidates"]] == ["Project 1"]
    await make_day("autumn", phase="judging")
    answer = await fair.me.put(
        f"/api/days/autumn/choice/categories/{fair.categories[0]}/ballot", json={"project": str(fair.projects[0])}
    )
    assert refused(answer) == (404, "no_such_category")
    with pytest.raises(asyncpg.CheckViolationError, match="of the day"):
        async with database.reading() as c:
            await c.execute(
                """with k as (insert into choice_category (id, day, name)
                                select uuidv7(), id, 'Best' from day where slug = 'autumn' returning id)
                   select 1 from k"""
            )
            await c.execute(
                """insert into ballot (id, category, voter, project)
                   select gen_random_uuid(), c.id, $1, $2 from choice_category c where c.name = 'Best'""",
                fair.ada, fair.projects[0],
            )  # fmt: skip


async def test_what_is_taken_back_does_not_count(fair):
    await fair.cast(1)
    async with database.reading() as c:
        await c.execute("update project set state = 'draft' where id = $1", fair.projects[1])
    assert await fair.mine() == [None, None]
    await make_revealed(fair.day)
    assert (await fair.me.get(f"{CHOICE}/results")).json()[0]["tallies"] == []


@pytest.mark.parametrize("phase", ["hacking", "revealed", "closed"])
async def test_outside_its_phases_nothing_is_cast_or_withdrawn(fair, phase):
    await fair.cast(0)
    await fair.to(phase)
    assert refused(await fair.cast(1)) == (409, "wrong_phase")
    assert refused(await fair.withdraw()) == (409, "wrong_phase")
    assert await fair.mine() == [0, None]


async def test_the_close_is_a_line(fair):
    """What was accepted stands before the line, what was refused left nothing."""
    people = [await make_person(f"Voter {n}") for n in range(12)]
    browsers = [await fair.browser_of(person) for person in people]
    await fair.to("frozen")
    move = fair.desk.post(
        "/api/days/spring/phase-moves", json={"from_phase": "frozen", "to_phase": "revealed", "reason": "Now"}
    )
    casts = [fair.cast(n % 3, by=browser) for n, browser in enumerate(browsers)]
    answers = await asyncio.gather(*casts[:6], move, *casts[6:])
    moved = answers.pop(6)
    assert moved.status_code == 201
    accepted = [person for person, answer in zip(people, answers, strict=True) if answer.status_code == 200]
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert sorted(voter for voter, _ in await fair.rows()) == sorted(accepted)
    counted = (await fair.me.get(f"{CHOICE}/results")).json()[0]["ballots"]
    assert counted == len(accepted)


async def test_a_vote_that_began_before_the_line_is_waited_for(fair):
    """The move waits for it, and nobody comes in behind the move."""
    await fair.to("frozen")
    late = await fair.browser_of(await make_person("Late Lee"))
    blocker = await database.connect()
    try:
        async with blocker.transaction():  # the vote stops in its trigger, with the day held
            await blocker.execute("select from team where id = $1 for no key update", fair.teams[0])
            vote = asyncio.create_task(fair.cast(0))
            await asyncio.sleep(0.2)
            move = asyncio.create_task(
                fair.desk.post(
                    "/api/days/spring/phase-moves",
                    json={"from_phase": "frozen", "to_phase": "revealed", "reason": "Now"},
                )
            )
            await asyncio.sleep(0.2)
            behind = asyncio.create_task(fair.cast(1, by=late))
            await asyncio.sleep(0.2)
            assert [task.done() for task in (vote, move, behind)] == [False, False, False]
    finally:
        await blocker.close()
    assert ((await vote).status_code, (await move).status_code) == (200, 201)
    assert refused(await behind) == (409, "wrong_phase")
    assert [voter for voter, _ in await fair.rows()] == [fair.ada]


async def test_counts_are_public_after_the_reveal_and_ties_share_a_rank(fair):
    for n, project in enumerate((0, 0, 1, 1, 2)):
        await fair.cast(project, by=await fair.browser_of(await make_person(f"Voter {n}")))
    for browser in (fair.me, fair.desk):
        assert refused(await browser.get(f"{CHOICE}/results")) == (409, "wrong_phase")
    await make_revealed(fair.day)
    first, second = (await fair.me.get(f"{CHOICE}/results")).json()
    assert (first["category"]["name"], first["ballots"]) == ("People's choice", 5)
    assert [(t["rank"], t["team"], t["votes"]) for t in first["tallies"]] == [
        (1, "Copper Falcons", 2), (1, "Neon Otters", 2), (3, "Quiet Owls", 1),
    ]  # fmt: skip
    assert (second["ballots"], second["tallies"]) == (0, [])
    assert refused(await fair.visitor.get(f"{CHOICE}/results")) == (401, "sign_in_needed")
    await fair.to("frozen")  # back again: hidden again
    assert refused(await fair.me.get(f"{CHOICE}/results")) == (409, "wrong_phase")


async def test_organisers_see_the_turnout_alone(fair):
    await fair.cast(0)
    await fair.cast(1, category=1)
    desk = (await fair.desk.get(f"{CHOICE}/desk")).json()
    assert desk["voters"] == 1
    assert not any(str(project) in str(desk) for project in fair.projects)
    assert refused(await fair.me.get(f"{CHOICE}/desk")) == (403, "role_needed")


async def test_a_category_stands_once_somebody_voted_in_it(fair):
    path = f"{CHOICE}/categories/{fair.categories[0]}"
    assert (await fair.desk.put(path, json={"name": " Loudest "})).json()["name"] == "Loudest"
    assert refused(await fair.desk.put(path, json={"name": "Best prototype"})) == (409, "category_exists")
    assert refused(await fair.desk.post(f"{CHOICE}/categories", json={"name": "Loudest"})) == (409, "category_exists")
    await fair.cast(0)
    assert refused(await fair.desk.put(path, json={"name": "Other"})) == (409, "category_has_ballots")
    assert refused(await fair.desk.delete(path)) == (409, "category_has_ballots")
    await fair.withdraw()
    assert (await fair.desk.delete(path)).status_code == 200
    assert refused(await fair.desk.delete(path)) == (404, "no_such_category")
    assert refused(await fair.cast(0)) == (404, "no_such_category")


async def test_who_may_not_prepare(fair):
    for method, path in (("POST", "/categories"), ("POST", "/kiosks"), ("POST", "/codes")):
        body = {"site": "Leeds"} if path == "/codes" else {"name": "Mine"}
        assert refused(await fair.me.request(method, CHOICE + path, json=body)) == (403, "role_needed")
    await make_revealed(fair.day)
    assert refused(await fair.desk.post(f"{CHOICE}/categories", json={"name": "Late"})) == (409, "wrong_phase")


async def test_there_are_so_many_categories_at_most(fair):
    for n in range(rules.CATEGORIES_MOST - 2):
        assert (await fair.desk.post(f"{CHOICE}/categories", json={"name": f"Number {n}"})).status_code == 201
    answer = await fair.desk.post(f"{CHOICE}/categories", json={"name": "One more"})
    assert refused(answer) == (409, "too_many_categories")


async def test_the_record_says_who_voted_but_not_for_whom(fair):
    await fair.cast(0)
    async with database.reading() as c:
        row = await c.fetchrow("select * from audit_entry where action = 'choice.cast'")
    assert row["actor"] == fair.ada
    assert str(fair.projects[0]) not in str(dict(row))


async def test_the_page_says_when_voting_ends(fair):
    assert (await fair.me.get(CHOICE)).json()["closes_at"] is None
    async with database.reading() as c:
        await c.execute(
            """insert into phase_time (id, day, phase, starts_at)
               values (uuidv7(), $1, 'revealed', '2027-03-11 16:00Z'), (uuidv7(), $1, 'frozen', '2027-03-11 15:00Z')""",
            fair.day,
        )
    page = (await fair.me.get(CHOICE)).json()
    assert (page["closes_at"], page["is_open"]) == ("2027-03-11T16:00:00Z", True)


def test_ranks_leave_a_gap_after_a_tie():
    assert rules.ranks([]) == []
    assert rules.ranks([5, 3, 3, 1]) == [1, 2, 2, 4]
