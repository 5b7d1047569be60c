"""A day on which people choose: three teams with projects, two categories, an organiser, and people without a team."""

from typing import Any
from uuid import UUID

import httpx

from hackday import database
from tests.factories import grant, make_challenge, make_day, make_person, make_team

CHOICE = "/api/days/spring/choice"
TEAMS = ("Copper Falcons", "Neon Otters", "Quiet Owls")


class Fair:
    async def open(self, browser_of: Any, *, phase: str = "judging") -> "Fair":
        self.browser_of = browser_of
        self.day = await make_day(phase=phase)
        self.organiser, self.ada, self.cem = [await make_person(n) for n in ("Olga Reed", "Ada Park", "Cem Kaya")]
        await grant(self.day, self.organiser, "organiser")
        self.challenge = await make_challenge(self.day)
        self.captains = [await make_person(f"Captain {name}") for name in TEAMS]
        self.teams = [
            await make_team(self.day, self.challenge, (captain,), name=name)
            for captain, name in zip(self.captains, TEAMS, strict=True)
        ]
        async with database.reading() as c:
            self.projects = [
                await c.fetchval(
                    """insert into project (id, day, team, title, summary, state, handed_in_at)
                       values ($1, $2, $3, $4, 'What it does.', 'handed_in', now()) returning id""",
                    UUID(int=n), self.day, team, f"Project {n}",
                )
                for n, team in enumerate(self.teams, 1)
            ]  # fmt: skip
        self.desk: httpx.AsyncClient = await browser_of(self.organiser)
        self.me: httpx.AsyncClient = await browser_of(self.ada)
        self.visitor: httpx.AsyncClient = await browser_of()
        self.categories = [
            (await self.desk.post(f"{CHOICE}/categories", json={"name": name})).json()["id"]
            for name in ("People's choice", "Best prototype")
        ]
        return self

    async def cast(self, project: int = 0, *, by: httpx.AsyncClient | None = None, category: int = 0) -> httpx.Response:
        """`project` and `category` count from 0."""
        return await (by or self.me).put(
            f"{CHOICE}/categories/{self.categories[category]}/ballot", json={"project": str(self.projects[project])}
        )

    async def withdraw(self, category: int = 0) -> httpx.Response:
        return await self.me.delete(f"{CHOICE}/categories/{self.categories[category]}/ballot")

    async def mine(self, by: httpx.AsyncClient | None = None) -> list[int | None]:
        """What I chose in each category, as a place from 0."""
        page = (await (by or self.me).get(CHOICE)).json()
        places = {str(project): place for place, project in enumerate(self.projects)}
        return [places.get(category["chosen"]) for category in page["categories"]]

    async def to(self, phase: str) -> None:
        async with database.reading() as c:
            await c.execute("update day set phase = $1", phase)

    async def rows(self) -> list[tuple[UUID, UUID]]:
        async with database.reading() as c:
            return [tuple(row) for row in await c.fetch("select voter, project from ballot order by voter, category")]

    async def kiosk(self) -> str:
        """The token of a new one."""
        token: str = (await self.desk.post(f"{CHOICE}/kiosks", json={"name": "Canteen"})).json()["token"]
        return token

    async def read(self, token: str, code: str) -> httpx.Response:
        return await self.visitor.post(f"{CHOICE}/kiosk/ballot", json={"token": token, "code": code})

    async def cast_at(self, token: str, code: str, project: int | None, category: int = 0) -> httpx.Response:
        chosen = None if project is None else str(self.projects[project])
        return await self.visitor.post(
            f"{CHOICE}/kiosk/cast",
            json={"token": token, "code": code, "ballots": {self.categories[category]: chosen}},
        )


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]
