"""A desk that must not be left, its people and their managers, and what they do."""

from datetime import UTC, datetime

from hackday.database import reading
from tests.factories import grant, make_day, make_person, make_sign_up

PAGE = "/api/days/spring/release"
EARLY = (datetime(2027, 3, 10, 6, tzinfo=UTC), datetime(2027, 3, 10, 14, tzinfo=UTC))


async def make_shift(person, times=EARLY, *, site="Leeds", role="desk"):
    async with reading() as c:
        await c.execute(
            "insert into shift (id, person, site, role, starts_at, ends_at) values (uuidv7(), $1, $2, $3, $4, $5)",
            person, site, role, *times,
        )  # fmt: skip


async def make_cover(minimum, times=EARLY, *, site="Leeds", role="desk"):
    async with reading() as c:
        await c.execute(
            "insert into cover (id, site, role, starts_at, ends_at, minimum) values (uuidv7(), $1, $2, $3, $4, $5)",
            site, role, *times, minimum,
        )  # fmt: skip


class Desk:
    """A desk of three with minimum two; two of them want to go and have different managers."""

    async def make(self):
        self.day = await make_day("spring")
        self.mia, self.tom = await make_person("Mia Manager"), await make_person("Tom Manager")
        self.ada = await make_person("Ada Park", manager=self.mia, roles=("desk",))
        self.bo = await make_person("Bo Chen", manager=self.tom, roles=("desk",))
        self.cy = await make_person("Cy Diaz", manager=self.tom, roles=("desk",))
        self.pat = await make_person("Pat Planner")
        await grant(self.day, self.pat, "planner")
        for person in (self.ada, self.bo, self.cy):
            await make_shift(person)
        for person in (self.ada, self.bo):
            await make_sign_up(self.day, person)
        await make_cover(2)
        return self


async def decide(browser, *people, verdict="approved", reason=""):
    return await browser.post(
        f"{PAGE}/decisions", json={"people": [str(p) for p in people], "verdict": verdict, "reason": reason}
    )


async def state_of(person):
    async with reading() as c:
        return await c.fetchval("select state from sign_up where person = $1", person)


async def planned(app, browser):
    answer = await browser.post(f"{PAGE}/plans", json={"seconds": 5, "seed": 1})
    assert answer.status_code == 202, answer.text
    await app.state.runs.finished()
    return (await browser.get(f"{PAGE}/plans/{answer.json()['id']}")).json()["plan"]
