"""Queries about one's own release, a manager's people, decisions, pins and offers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from hackday.database import reading
from hackday.days.schemas import Day
from hackday.release import rules
from hackday.release.plans import store as plan_store
from hackday.release.schemas import Pin
from hackday.release.wire import Answer, MyRelease, RosteredShift, Verdict, Why


class Wish(Struct, frozen=True):
    """One of a manager's people who signed up, with all that is known about their release but cover."""

    person: UUID
    name: str
    site: str
    state: str
    team: str | None
    challenge: str | None
    pin: Pin | None
    goes: bool | None
    why: Why | None
    answer: Answer | None


_ANSWER = """case when d.id is not null and s.state in ('released', 'refused') then jsonb_build_object(
  'verdict', d.verdict, 'reason', d.reason, 'decided_by', coalesce(b.name, ''), 'decided_at', d.decided_at) end"""
_ABOUT = """
  left join sign_up s on s.person = p.id and s.day = $1
  left join plan l on l.day = $1 and l.state = 'published'
  left join plan_entry e on e.plan = l.id and e.person = p.id
  left join decision d on d.day = $1 and d.person = p.id
  left join person b on b.id = d.decided_by"""


async def wishes(
    day_id: UUID, manager: UUID, people: Sequence[UUID] | None = None, *, unmanaged: bool = False
) -> list[Wish]:
    """Direct reports of this manager who signed up and did not withdraw; or those of `people` who are reports.

    With `unmanaged` also those who have no manager, save oneself.
    """
    async with reading() as c:
        rows = await c.fetch(
            f"""select p.id as person, p.name, p.site, s.state, t.name as team, h.title as challenge, n.kind as pin,
                       e.goes, e.why, {_ANSWER} as answer
                  from person p {_ABOUT}
                  left join pin n on n.day = $1 and n.person = p.id
                  left join membership m on m.day = $1 and m.person = p.id and m.left_at is null
                  left join team t on t.id = m.team left join challenge h on h.id = t.challenge
                 where (p.manager = $2 or ($4 and p.manager is null and p.id <> $2))
                   and p.is_active and s.id is not null
                   and (s.state <> 'withdrawn' or $3::uuid[] is not null) and ($3::uuid[] is null or p.id = any($3))
                 order by s.state <> 'wanted', p.name, p.id""",
            day_id, manager, None if people is None else list(people), unmanaged,
        )  # fmt: skip
    return [msgspec.convert(dict(row), Wish) for row in rows]


async def is_manager(person: UUID) -> bool:
    async with reading() as c:
        return bool(await c.fetchval("select exists (select from person where manager = $1 and is_active)", person))


async def is_report(manager: UUID, person: UUID) -> bool:
    async with reading() as c:
        return bool(
            await c.fetchval("select exists (select from person where id = $1 and manager = $2)", person, manager)
        )


async def decide(
    day_id: UUID, people: Sequence[UUID], verdict: Verdict, reason: str, *, by: UUID, now: datetime
) -> None:
    """Write the answers, and the state of the sign-ups that follows from them."""
    state = "released" if verdict is Verdict.APPROVED else "refused"
    async with reading() as c:
        await c.execute(
            """insert into decision (id, day, person, verdict, reason, decided_by, decided_at)
               select uuidv7(), $1, r, $3, $4, $5, $6 from unnest($2::uuid[]) r
               on conflict (day, person) do update set verdict = excluded.verdict, reason = excluded.reason,
                  decided_by = excluded.decided_by, decided_at = excluded.decided_at""",
            day_id, list(people), verdict, reason, by, now,
        )  # fmt: skip
        await c.execute(
            "update sign_up set state = $3, changed_at = $4 where day = $1 and person = any($2)",
            day_id, list(people), state, now,
        )  # fmt: skip


async def set_pin(day_id: UUID, person: UUID, kind: Pin | None, *, by: UUID, now: datetime) -> None:
    async with reading() as c:
        if kind is None:
            await c.execute("delete from pin where day = $1 and person = $2", day_id, person)
            return
        await c.execute(
            """insert into pin (id, day, person, kind, set_by, set_at) values (uuidv7(), $1, $2, $3, $4, $5)
               on conflict (day, person) do update
                  set kind = excluded.kind, set_by = excluded.set_by, set_at = excluded.set_at""",
            day_id, person, kind, by, now,
        )  # fmt: skip


async def set_offer(day_id: UUID, person: UUID, extra_shifts: int) -> None:
    async with reading() as c:
        if not extra_shifts:
            await c.execute("delete from cover_offer where day = $1 and person = $2", day_id, person)
            return
        await c.execute(
            """insert into cover_offer (id, day, person, extra_shifts) values (uuidv7(), $1, $2, $3)
               on conflict (day, person) do update set extra_shifts = excluded.extra_shifts""",
            day_id, person, extra_shifts,
        )  # fmt: skip


async def mine(day: Day, person: UUID) -> MyRelease:
    """My own release, shifts within the day and what is asked of me."""
    plan = await plan_store.published(day.id)
    async with reading() as c:
        row = await c.fetchrow(
            f"""select s.state, b2.name as manager, e.goes, e.why, e.draw, l.seed, {_ANSWER} as answer,
                       coalesce(o.extra_shifts, 0) as extra_shifts
                  from person p {_ABOUT} left join person b2 on b2.id = p.manager
                  left join cover_offer o on o.day = $1 and o.person = p.id where p.id = $2""",
            day.id, person,
        )  # fmt: skip
        shifts = await c.fetch(
            """select x.site, z.time_zone, x.role, x.starts_at, x.ends_at
                 from shift x join site z on z.name = x.site where x.person = $1 order by x.starts_at""",
            person,
        )
    rostered = [RosteredShift(*shift) for shift in shifts]
    return msgspec.convert(
        dict(row)
        | {
            "shifts": [s for s in rostered if _touches(day, s)],
            "moves": await plan_store.moves(plan, person=person) if plan else [],
        },
        MyRelease,
    )


def _touches(day: Day, shift: RosteredShift) -> bool:
    window = rules.window(day, shift.site, shift.time_zone)
    return shift.starts_at < window.ends_at and shift.ends_at > window.starts_at
