"""A crowd on two replicas that presses at the same moment, round after round: what came of it, and what is there."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter
from uuid import UUID

import httpx

from hackday.database import reading
from tests import factories
from tests.promises.test_release_races import browser, replicas

JOINERS, PLACES = 10, 3
ALL = "/api/days/spring/teams"
CHECK_THEN_WRITE = """
import asyncio
from hackday.database import reading
from hackday.teams import store
async def join(team_id, person, **_):
    async with reading() as c:
        if not await c.fetchval("select member_count < max_size from team where id = $1", team_id):
            return False
        await asyncio.sleep(0.05)
        await c.execute("update team set member_count = member_count + 1 where id = $1", team_id)
        await c.execute("insert into membership (id, team, day, person) select uuidv7(), id, day, $2 from team"
                        " where id = $1", team_id, person)
    return True
store.join = join
"""

Round = tuple[int, set[str]]
"""How many came in, as counted in the database, and the names of the refusals."""


@asynccontextmanager
async def unguarded() -> AsyncIterator[None]:
    """A database that does not mind how many are in a team."""
    async with reading() as c:
        await c.execute("alter table team drop constraint team_size")
    try:
        yield
    finally:
        async with reading() as c:
            await c.execute("delete from membership")
            await c.execute("update team set member_count = 0")
            await c.execute(
                """alter table team add constraint team_size
                     check (member_count between 0 and max_size and min_size between 1 and max_size)"""
            )


@dataclass
class Hall:
    """A day, a challenge, an empty team of `places`, and people who are signed up, half of them on each replica."""

    day: UUID
    challenge: UUID
    team: UUID
    captain: httpx.AsyncClient
    joiners: list[httpx.AsyncClient]
    places: int = PLACES
    seconds: list[float] = field(default_factory=list)
    """How long each answer took."""

    @classmethod
    @asynccontextmanager
    async def open(cls, dsn: str, change: str = "") -> AsyncIterator["Hall"]:
        """`change` is run in each replica before it serves."""
        day = await factories.make_day()
        challenge = await factories.make_challenge(day)
        people = [await factories.make_person(f"Joiner {n}") for n in range(JOINERS)]
        for person in people:
            await factories.make_sign_up(day, person)
        captain = await factories.make_person("Cap")
        team = await factories.make_team(day, challenge, min_size=1, max_size=PLACES)
        async with reading() as c:
            await c.execute("update team set captain = $2 where id = $1", team, captain)
        async with replicas(dsn, change) as addresses, AsyncExitStack() as stack:
            clients = [
                await stack.enter_async_context(await browser(addresses[n % 2], person))
                for n, person in enumerate([captain, *people])
            ]
            yield cls(day, challenge, team, clients[0], clients[1:])

    async def rounds(self, play: Callable[[], Awaitable[Round]], number: int) -> list[Round]:
        played = []
        for _ in range(number):
            async with reading() as c:
                await c.execute("delete from membership")
                await c.execute("update team set member_count = 0 where id = $1", self.team)
                await c.execute("delete from team where id <> $1", self.team)
                await c.execute("update challenge set team_count = 0")
            played.append(await play())
        return played

    async def join_team(self) -> Round:
        """All press “join”."""
        return await self._all_post(lambda _: (f"{ALL}/{self.team}/members", None))

    async def use_invitation(self) -> Round:
        """All open one link that is for the first who uses it."""
        async with reading() as c:
            await c.execute("delete from invitation")
        made = await self.captain.post(f"{ALL}/{self.team}/invitations", json={})
        assert made.status_code == 201, made.text
        body = {"token": made.json()["token"], "accepts": True}
        return await self._all_post(lambda _: ("/api/days/spring/invitations/answer", body))

    async def found_teams(self) -> Round:
        """All found a team for a challenge that takes one."""
        async with reading() as c:
            await c.execute("update challenge set team_places = 1")
        return await self._all_post(lambda n: (ALL, {"challenge": "night-shift", "name": f"Team {n}"}))

    async def _all_post(self, asked: Callable[[int], tuple[str, object]]) -> Round:
        async def post(n: int, client: httpx.AsyncClient) -> httpx.Response:
            url, body = asked(n)
            began = perf_counter()
            answer = await client.post(url, json=body)
            self.seconds.append(perf_counter() - began)
            return answer

        answers = await asyncio.gather(*(post(n, client) for n, client in enumerate(self.joiners)))
        async with reading() as c:
            inside = await c.fetchval("select count(*) from membership where left_at is null")
        assert inside == sum(answer.is_success for answer in answers)
        return inside, {answer.json()["code"] for answer in answers if not answer.is_success}
