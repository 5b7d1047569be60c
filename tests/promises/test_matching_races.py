"""Two organisers on two replicas commit one matching while everybody presses “join”: it counts once, and all fits."""

import asyncio
from contextlib import AsyncExitStack

from hackday.database import reading
from tests.factories import grant, make_challenge, make_day, make_person, make_sign_up, make_team
from tests.promises.launcher import promise
from tests.promises.test_release_races import browser, replicas

pytestmark = promise
PEOPLE, ROUNDS = 8, 6
ALL = "/api/days/spring/teams"
READS_WITHOUT_HOLDING = """
import asyncio
from hackday.teams.matching import store
async def hold(day_id, matching_id):
    run = await store.last(day_id)
    await asyncio.sleep(0.3)
    return run
store.hold = hold
"""


async def rounds(dsn: str, number: int, change: str = "") -> list[list[int]]:
    """What the two commits of each round were answered, in order; all else is looked at here."""
    day = await make_day()
    night = await make_challenge(day, "night-shift", team_places=3)
    organisers = [await make_person(f"Organiser {n}") for n in range(2)]
    people = [await make_person(f"Person {n}", department=f"D{n}") for n in range(PEOPLE)]
    for person in organisers:
        await grant(day, person, "organiser")
    for person in people:
        await make_sign_up(day, person)
    answered = []
    async with replicas(dsn, change) as addresses, AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(await browser(addresses[n % 2], person))
            for n, person in enumerate([*organisers, *people])
        ]
        for _ in range(number):
            team = await make_team(day, night, (), name="Owls", min_size=1, max_size=3)
            made = await clients[0].post("/api/days/spring/matching", json={"seed": 1})
            assert made.status_code == 201, made.text
            commit = f"/api/days/spring/matching/{made.json()['matching']['id']}/commit"
            first, second, *_ = await asyncio.gather(
                *(client.post(commit) for client in clients[:2]),
                *(client.post(f"{ALL}/{team}/members") for client in clients[2:]),
            )
            answered.append(sorted((first.status_code, second.status_code)))
            async with reading() as c:
                sizes = await c.fetch(
                    """select member_count, max_size, (select count(*) from membership
                                                        where team = t.id and left_at is null) as inside from team t"""
                )
                assert all(row["inside"] == row["member_count"] <= row["max_size"] for row in sizes)
                inside = await c.fetchval("select count(*) from membership where left_at is null")
                assert inside == await c.fetchval("select count(distinct person) from membership where left_at is null")
                assert await c.fetchval("select team_count from challenge") <= 3
                await c.execute("delete from membership")
                await c.execute("delete from team")
                await c.execute("update challenge set team_count = 0")
    return answered


async def test_a_matching_is_committed_once_on_two_replicas_while_people_join(db, dsn):
    assert await rounds(dsn, ROUNDS) == [[200, 409]] * ROUNDS


async def test_a_commit_that_does_not_hold_the_matching_counts_twice(db, dsn):
    """The falsifier."""
    assert [200, 200] in await rounds(dsn, 3, READS_WITHOUT_HOLDING)
