"""A judged day: teams with projects, judges with assignments, an organiser, and a visitor who only watches."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx

from hackday import database
from tests.deciding import decide
from tests.factories import grant, make_challenge, make_day, make_person, make_team

RUBRIC = {"criteria": [{"key": "impact", "label": "Business impact", "weight": 3}, {"key": "pitch", "label": "Pitch"}]}
BOARD = "/api/days/spring/boards/overall"


class Judged:
    """Points run from 1 to 10; with `impact` and `pitch` the same, p points are a score of (p - 1) / 9."""

    async def open(self, browser_of: Any, *, teams: int = 4, judges: int = 2) -> "Judged":
        self.app = browser_of.app
        self.day = await make_day(phase="judging")
        organiser = await make_person("Olga Reed")
        await grant(self.day, organiser, "organiser")
        challenge = await make_challenge(self.day)
        self.desk: httpx.AsyncClient = await browser_of(organiser)
        self.visitor: httpx.AsyncClient = await browser_of()
        self.rubric = (await self.desk.put("/api/days/spring/judging/rubric", json=RUBRIC)).json()["id"]
        self.projects: list[UUID] = []
        for n in range(teams):
            team = await make_team(self.day, challenge, (await make_person(),), name=f"Team {n:02}")
            async with database.reading() as c:
                self.projects.append(
                    await c.fetchval(
                        """insert into project (id, day, team, title, summary, state, handed_in_at)
                           values ($3, $1, $2, 'Title', 'What it does.', 'handed_in', now()) returning id""",
                        self.day, team, UUID(int=n + 1),
                    )
                )  # fmt: skip
        self.judges: list[httpx.AsyncClient] = []
        for n in range(judges):
            person = await make_person(f"Judge {n}")
            await grant(self.day, person, "judge")
            self.judges.append(await browser_of(person))
        answer = await self.desk.post("/api/days/spring/judging/assignments", json={"per_project": judges})
        assert answer.status_code == 201, answer.text
        return self

    async def heard(self) -> None:
        """Until this process has heard all news so far: news comes in order, so a last piece of our own tells."""
        hub, marker = self.app.state.hub, f"marker:{uuid4()}"
        topic = hub._topic(marker)
        await database.notify(marker)
        async with asyncio.timeout(10):
            while not topic.news and hub.listening.is_set():
                await asyncio.sleep(0.002)

    async def score(self, team: int, points: int, *, judge: int = 0, base: int = 0) -> httpx.Response:
        answer = await self.judges[judge].post(
            f"/api/days/spring/judging/sheets/{self.projects[team]}",
            json={
                "rubric_id": self.rubric,
                "base_version": base,
                "points": {"impact": points, "pitch": points},
            },
            headers={"idempotency-key": str(uuid4())},
        )
        await self.heard()
        return answer

    async def version(self, team: int, judge: int) -> int:
        """Of the judge's newest sheet."""
        async with database.reading() as c:
            newest: int = await c.fetchval(
                """select coalesce(max(s.version), 0) from score s join person p on p.id = s.judge
                    where s.project = $1 and p.name = $2""",
                self.projects[team], f"Judge {judge}",
            )  # fmt: skip
        return newest

    async def move(self, from_phase: str, to_phase: str) -> None:
        answer = await self.desk.post(
            "/api/days/spring/phase-moves",
            json={"from_phase": from_phase, "to_phase": to_phase, "reason": "Now"},
        )
        assert answer.status_code == 201, answer.text
        if to_phase == "revealed":
            await decide(self.desk, self.judges[0])
        await self.heard()

    async def shown(self) -> dict[str, Any]:
        """What the public sees."""
        answer = await self.visitor.get(BOARD)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def scores(self) -> dict[str, int | None]:
        return {row["name"]: row["score"] for row in (await self.shown())["board"]["rows"]}

    async def reveal(self, from_step: int, to_step: int) -> httpx.Response:
        answer = await self.desk.post(f"{BOARD}/reveal", json={"from_step": from_step, "to_step": to_step})
        await self.heard()
        return answer
