"""A day in judging, for tests."""

from uuid import uuid4

from hackday import database
from tests.factories import grant, make_challenge, make_day, make_person, make_team

RUBRIC = {"criteria": [{"key": "impact", "label": "Business impact", "weight": 3}, {"key": "pitch", "label": "Pitch"}]}
POINTS = {"impact": 8, "pitch": 6}


class Hall:
    """A day in judging: two teams with projects, two judges, an organiser."""

    async def open(self, browser_of):
        self.day = await make_day(phase="judging")
        self.organiser, self.jo, self.kit = [await make_person(n) for n in ("Olga Reed", "Jo Vale", "Kit Wren")]
        await grant(self.day, self.organiser, "organiser")
        for judge in (self.jo, self.kit):
            await grant(self.day, judge, "judge")
        self.challenge = challenge = await make_challenge(self.day)
        self.projects = []
        for name in ("Copper Falcons", "Neon Otters"):
            team = await make_team(self.day, challenge, (await make_person(),), name=name)
            async with database.reading() as c:
                self.projects.append(
                    await c.fetchval(
                        """insert into project (id, day, team, title, summary, state, handed_in_at)
                           values (uuidv7(), $1, $2, $3, 'What it does.', 'handed_in', now()) returning id""",
                        self.day, team, f"Project of {name}",
                    )
                )  # fmt: skip
        self.desk, self.judge = await browser_of(self.organiser), await browser_of(self.jo)
        self.rubric = (await self.desk.put("/api/days/spring/judging/rubric", json=RUBRIC)).json()
        return self

    async def assign(self, per_project=2):
        return await self.desk.post("/api/days/spring/judging/assignments", json={"per_project": per_project})

    async def send(self, project=None, *, judge=None, key=None, base=0, points=None, **more):
        body = {"rubric_id": self.rubric["id"], "base_version": base, "points": points or POINTS} | more
        return await (judge or self.judge).post(
            f"/api/days/spring/judging/sheets/{project or self.projects[0]}",
            json=body,
            headers={"idempotency-key": str(key or uuid4())},
        )

    async def rows(self):
        async with database.reading() as c:
            return await c.fetch("select version, points, idempotency_key from score order by project, judge, version")
