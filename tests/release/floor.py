"""A working floor on which all sorts of things happen by chance, and what the workforce tool must change for it."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hackday.database import reading, tx
from hackday.release import following
from tests.factories import make_day, make_person, make_sign_up, make_site
from tests.release.desk import EARLY, make_shift

ZONES = {"Leeds": "Europe/London", "Kyoto": "Asia/Tokyo"}
HOUR = timedelta(hours=1)


class Floor:
    """Six people at two sites, with shifts before, across and after the day, who do all sorts of things."""

    async def make(self, seed):
        self.chance = random.Random(seed)
        self.day = await make_day("spring")
        for name, zone in ZONES.items():
            await make_site(name, zone)
        self.people = [await make_person(f"P{i}", site=list(ZONES)[i % 2], roles=("desk",)) for i in range(6)]
        for i, person in enumerate(self.people):
            for start in range(-30, 60, 15):
                times = (EARLY[0] + start * HOUR, EARLY[0] + (start + 8) * HOUR)
                await make_shift(person, times, site=list(ZONES)[i % 2])
            await make_sign_up(self.day, person)
        return self

    def some(self):
        return self.chance.choice(self.people)

    def stretch(self):
        start = EARLY[0] + self.chance.randrange(-20, 40) * HOUR
        return self.chance.choice(list(ZONES)), "desk", start, start + 8 * HOUR

    async def state(self, c):
        person, state = self.some(), self.chance.choice(["wanted", "released", "released", "refused", "withdrawn"])
        await c.execute("update sign_up set state = $2 where person = $1", person, state)
        return [person]

    async def plan(self, c):
        await c.execute("update plan set state = 'superseded' where state = 'published'")
        plan = await c.fetchval(
            "insert into plan (id, day, state) values (uuidv7(), $1, 'published') returning id", self.day
        )
        for person in self.chance.sample(self.people, 3):
            await c.execute(
                """insert into cover_move (id, plan, person, site, role, starts_at, ends_at)
                   values (uuidv7(), $1, $2, $3, $4, $5, $6)""",
                plan, person, *self.stretch(),
            )  # fmt: skip
        return None

    async def take(self, c):
        taker, giver = self.chance.sample(self.people, 2)
        back = await c.fetchval(
            """select id from shift s where person = $1 and $2 and not exists (
                 select from open_shift o where o.return_shift = s.id and o.state = 'confirmed')
                order by random() limit 1""",
            taker, self.chance.random() < 0.5,
        )  # fmt: skip
        await c.execute(
            """insert into open_shift (id, day, site, role, starts_at, ends_at, state, taker, giver, return_shift)
               values (uuidv7(), $1, $2, $3, $4, $5, 'confirmed', $6, $7, $8) on conflict do nothing""",
            self.day, *self.stretch(), taker, giver, back,
        )  # fmt: skip
        return [taker, giver]

    async def step_back(self, c):
        row = await c.fetchrow(
            "select id, taker, giver from open_shift where state = 'confirmed' order by random() limit 1"
        )
        if row is None:
            return []
        await c.execute("update open_shift set state = 'open', taker = null where id = $1", row["id"])
        return [row["taker"], row["giver"]]

    async def fall_ill(self, c):
        person = self.some()
        if self.chance.random() < 0.5:
            await c.execute("delete from unavailable where person = $1", person)
        else:
            await c.execute(
                "insert into unavailable (id, person, starts_at, ends_at) values (uuidv7(), $1, $2, $3)",
                person, EARLY[0], EARLY[0] + 20 * HOUR,
            )  # fmt: skip
        return [person]

    async def step(self):
        act = self.chance.choice(
            [self.state, self.state, self.plan, self.take, self.take, self.step_back, self.fall_ill]
        )
        async with tx() as c:
            people = await act(c)
            await following.rota_changed(self.day, people)

    async def due(self):
        """What must be different now, by plain reading of the tables."""
        async with reading() as c:
            released = {r["person"] for r in await c.fetch("select person from sign_up where state = 'released'")}
            shifts = await c.fetch("select id, person, site, role, starts_at, ends_at from shift")
            taken = await c.fetch("select * from open_shift where state = 'confirmed'")
            moves = await c.fetch(
                "select m.* from cover_move m join plan l on l.id = m.plan where l.state = 'published'"
            )
            ill = await c.fetch("select person, starts_at, ends_at from unavailable")
        by_id = {shift["id"]: shift for shift in shifts}

        def within(row):
            zone = ZoneInfo(ZONES[row["site"]])
            return row["starts_at"] < datetime(2027, 3, 12, tzinfo=zone) and row["ends_at"] > datetime(
                2027, 3, 10, tzinfo=zone
            )

        def entry(kind, person, row):
            return (kind, str(person), row["site"], row["role"], row["starts_at"], row["ends_at"])

        off = {entry("off", s["person"], s) for s in shifts if s["person"] in released and within(s)}
        on = [(m["person"], m) for m in moves] + [(o["taker"], o) for o in taken]
        for o in taken:
            if o["return_shift"]:
                back = by_id[o["return_shift"]]
                off.add(entry("off", back["person"], back))
                on.append((o["giver"], back))
        return off | {
            entry("on", person, row)
            for person, row in on
            if not (person in released and within(row))
            and not any(
                i["person"] == person and i["starts_at"] < row["ends_at"] and i["ends_at"] > row["starts_at"]
                for i in ill
            )
        }

    async def replayed(self, *, skip=()):
        """The log read from number 1, one step after the other; each must fit what stands."""
        async with reading() as c:
            rows = await c.fetch("select * from rota_change order by number")
        assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
        stands = set()
        for row in rows:
            if row["number"] in skip:
                continue
            kind, _, undo = row["kind"].partition("_")
            entry = (kind, str(row["person"]), row["site"], row["role"], row["starts_at"], row["ends_at"])
            assert (entry in stands) is bool(undo) or skip, row
            (stands.discard if undo else stands.add)(entry)
        return stands, len(rows)
