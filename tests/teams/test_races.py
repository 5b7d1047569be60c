"""The last place goes to exactly one of many who press at once.

The falsifier is the pattern that looks right and is not: count, then insert, in one statement without the counter.
"""

import asyncio

import pytest

from hackday import database
from hackday.days import service as days
from hackday.days import sign_ups
from hackday.errors import Refusal
from hackday.people.schemas import Actor
from hackday.teams import service, store
from hackday.teams.schemas import TeamDraft
from tests.factories import make_challenge, make_day, make_person, make_sign_up, make_team

ROUNDS, JOINERS, PLACES = 40, 50, 5
OVERSELLS = """insert into membership (id, team, day, person)
    select uuidv7(), t.id, t.day, $2 from team t
     where t.id = $1 and (select count(*) from membership where team = t.id and left_at is null) < t.max_size
 returning id"""


@pytest.fixture
async def day(db):
    return await make_day()


async def make_joiners(day, number=JOINERS):
    joiners = []
    for n in range(number):
        person = await make_person(f"Joiner {n}")
        await make_sign_up(day, person)
        joiners.append(Actor(person, f"Joiner {n}", "", "Leeds", "Europe/London", "en", False))
    return joiners


async def start_over(team):
    async with database.reading() as c:
        await c.execute("delete from membership where team = $1", team)
        await c.execute("update team set member_count = 0 where id = $1", team)


async def counts(team):
    """(what the counter says, what is there)"""
    async with database.reading() as c:
        return tuple(
            await c.fetchrow(
                """select member_count, (select count(*) from membership where team = $1 and left_at is null)
                     from team where id = $1""",
                team,
            )
        )


async def attempt(action):
    """What became of it: the code of its refusal, or "in"."""
    try:
        await action
    except Refusal as refusal:
        return refusal.code
    return "in"


async def test_the_last_places_are_never_oversold(day):
    joiners = await make_joiners(day)
    team = await make_team(day, await make_challenge(day), max_size=PLACES)
    for _ in range(ROUNDS):
        await start_over(team)
        answers = await asyncio.gather(*(attempt(service.join_team(actor, "spring", team)) for actor in joiners))
        assert sorted(answers) == ["in"] * PLACES + ["team_is_full"] * (JOINERS - PLACES)
        assert await counts(team) == (PLACES, PLACES)


async def test_without_the_counter_the_team_is_oversold(day):
    joiners = await make_joiners(day)
    team = await make_team(day, await make_challenge(day), max_size=PLACES)

    async def join(person):
        async with database.tx() as c:
            await c.fetchval(OVERSELLS, team, person)

    most = 0
    for _ in range(ROUNDS):
        await start_over(team)
        await asyncio.gather(*(join(actor.id) for actor in joiners))
        most = max(most, (await counts(team))[1])
        if most > PLACES:
            return
    pytest.fail("the race is too tame to prove anything")


async def test_the_last_place_of_a_challenge_goes_to_one_founder(day):
    founders = await make_joiners(day, 20)
    challenge = await make_challenge(day, team_places=1)
    answers = await asyncio.gather(
        *(
            attempt(service.found_team(actor, "spring", TeamDraft("night-shift", f"Team {n}")))
            for n, actor in enumerate(founders)
        )
    )
    assert sorted(answers) == ["challenge_is_full"] * 19 + ["in"]
    async with database.reading() as c:
        assert await c.fetchval("select team_count from challenge where id = $1", challenge) == 1
        assert await c.fetchval("select count(*) from team") == 1


async def test_one_person_who_presses_everywhere_gets_one_team(day):
    (actor,) = await make_joiners(day, 1)
    challenge = await make_challenge(day)
    teams = [await make_team(day, challenge, name=f"Team {n}") for n in range(8)]
    answers = await asyncio.gather(
        *(attempt(service.join_team(actor, "spring", team)) for team in teams),
        *(attempt(service.found_team(actor, "spring", TeamDraft("night-shift", f"Mine {n}"))) for n in range(4)),
    )
    assert sorted(answers) == ["already_in_a_team"] * 11 + ["in"]
    async with database.reading() as c:
        assert await c.fetchval("select sum(member_count) from team") == 1
        assert await c.fetchval("select team_count from challenge") == 8 + await c.fetchval(
            "select count(*) from team where name like 'Mine%'"
        )


async def test_joining_while_the_last_one_leaves_never_revives_a_team(day):
    stays, *joiners = await make_joiners(day, 12)
    challenge = await make_challenge(day)
    for n in range(10):
        team = (await service.found_team(stays, "spring", TeamDraft("night-shift", f"Team {n}"))).id
        await asyncio.gather(
            attempt(service.leave_team(stays, "spring")),
            *(attempt(service.join_team(actor, "spring", team)) for actor in joiners[:3]),
        )
        async with database.reading() as c:
            state, captain, counted = await c.fetchrow(
                "select state, captain, member_count from team where id = $1", team
            )
            assert (state == "disbanded") == (captain is None) == (counted == 0)
            await c.execute("update membership set left_at = now() where left_at is null and person <> $1", stays.id)
    async with database.reading() as c:
        assert await c.fetchval("select team_count from challenge where id = $1", challenge) == await c.fetchval(
            "select count(*) from team where state <> 'disbanded'"
        )


async def joins_while_withdrawing(day):
    """What becomes of a join that comes while the same person's withdrawal is under way."""
    (actor,) = await make_joiners(day, 1)
    team = await make_team(day, await make_challenge(day))
    async with database.DB.pool.acquire() as other:
        async with other.transaction():
            await other.execute("update sign_up set state = 'withdrawn' where person = $1", actor.id)
            joining = asyncio.create_task(attempt(service.join_team(actor, "spring", team)))
            await asyncio.sleep(0.3)
        return await joining


async def test_who_withdraws_at_the_same_moment_is_in_no_team(day):
    assert await joins_while_withdrawing(day) == "sign_up_first"


async def test_without_holding_the_sign_up_they_would_be(day, monkeypatch):
    async def hold_nothing(day_id, person):
        pass

    monkeypatch.setattr(store, "hold_sign_up", hold_nothing)
    assert await joins_while_withdrawing(day) == "in"


async def test_who_is_removed_from_the_team_meanwhile_still_withdraws(day):
    captain, actor = await make_joiners(day, 2)
    team = await make_team(day, await make_challenge(day), (captain.id, actor.id))
    async with database.DB.pool.acquire() as other:
        async with other.transaction():
            await other.execute("update team set member_count = 1 where id = $1", team)
            await other.execute("update membership set left_at = now() where person = $1", actor.id)
            entry = await days.enter(actor, "spring")
            withdrawing = asyncio.create_task(attempt(sign_ups.withdraw(actor, entry)))
            await asyncio.sleep(0.3)
        assert await withdrawing == "in"
    assert await counts(team) == (1, 1)
