"""Queries about one's own release, a manager's people, decisions, pins and offers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from hackday.database import reading
from hackday.days.schemas import Day
from hackday.release import rules
from hackday.release.acting import Principals
from hackday.release.answers.schemas import Standin
from hackday.release.plans import store as plan_store
from hackday.release.schemas import Pin
from hackday.release.wire import Answer, DrawPlace, MyRelease, RosteredShift, Shortage, Verdict, Why


class Wish(Struct, frozen=True):
    """One of a manager's people who signed up, with all that is known about their release but cover."""

    person: UUID
    name: str
    site: str
    state: str
    team_id: UUID | None
    team: str | None
    challenge: str | None
    manager_id: UUID | None
    manager: str | None
    is_escalated: bool
    pin: Pin | None
    goes: bool | None
    why: Why | None
    draw: DrawPlace | None
    seed: int | None
    answer: Answer | None
    override: list[Shortage]


_ANSWER = """case when d.id is not null and s.state in ('released', 'refused') then jsonb_build_object(
  'verdict', d.verdict, 'reason', d.reason, 'decided_by', coalesce(b.name, ''), 'decided_at', d.decided_at,
  'acting_for', f.name) end"""
_ABOUT = """
  left join sign_up s on s.person = p.id and s.day = $1
  left join plan l on l.day = $1 and l.state = 'published'
  left join plan_entry e on e.plan = l.id and e.person = p.id
  left join decision d on d.day = $1 and d.person = p.id
  left join person b on b.id = d.decided_by left join person f on f.id = d.acting_for"""


async def wishes(day_id: UUID, principals: Principals, people: Sequence[UUID] | None = None) -> list[Wish]:
    """Who signed up, did not withdraw and is one's own to answer; or those of `people` who are.

    Never oneself. What was escalated stays in sight of who answered it, so that it can be taken back.
    """
    async with reading() as c:
        rows = await c.fetch(
            f"""select p.id as person, p.name, p.site, s.state, t.id as team_id, t.name as team,
                       h.title as challenge, p.manager as manager_id,
                       case when p.manager <> $2 then g.name end as manager,
                       coalesce(p.manager = any($4), false) as is_escalated,
                       n.kind as pin, e.goes, e.why, e.draw, case when e.draw is not null then l.seed end as seed,
                       {_ANSWER} as answer,
                       coalesce(case when s.state = 'released' then d.override end, '[]') as override
                  from person p {_ABOUT} left join person g on g.id = p.manager
                  left join pin n on n.day = $1 and n.person = p.id
                  left join membership m on m.day = $1 and m.person = p.id and m.left_at is null
                  left join team t on t.id = m.team left join challenge h on h.id = t.challenge
                 where (p.manager = any($3) or ($5 and p.manager is null)
                        or (p.manager = any($4) and (s.state = 'wanted' or d.decided_by = $2)))
                   and p.id <> $2 and p.is_active and s.id is not null
                   and (s.state <> 'withdrawn' or $6::uuid[] is not null) and ($6::uuid[] is null or p.id = any($6))
                 order by s.state <> 'wanted', p.name, p.id""",
            day_id, principals.actor, list(principals.managers), list(principals.escalated), principals.unmanaged,
            None if people is None else list(people),
        )  # fmt: skip
    return [msgspec.convert(dict(row), Wish) for row in rows]


async def own_names(principals: Principals, people: Collection[UUID]) -> dict[UUID, str]:
    """Names of those of these people who report to one, or to whom one stands in for."""
    async with reading() as c:
        rows = await c.fetch(
            "select id, name from person where id = any($1) and manager = any($2)",
            list(people), list(principals.managers),
        )  # fmt: skip
    return {row["id"]: row["name"] for row in rows}


async def going_members(day_id: UUID, teams: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Members of each team who are released, or planned to go and not answered yet."""
    found: dict[UUID, set[UUID]] = {team: set() for team in teams}
    async with reading() as c:
        rows = await c.fetch(
            """select m.team, m.person from membership m join sign_up s on s.day = m.day and s.person = m.person
                 left join plan l on l.day = m.day and l.state = 'published'
                 left join plan_entry e on e.plan = l.id and e.person = m.person
                where m.day = $1 and m.team = any($2) and m.left_at is null
                  and (s.state = 'released' or (s.state = 'wanted' and e.goes))""",
            day_id, list(teams),
        )  # fmt: skip
    for row in rows:
        found[row["team"]].add(row["person"])
    return found


async def standins(day_id: UUID, people: Collection[UUID]) -> dict[UUID, list[Standin]]:
    """Who takes over from each of these, or is asked to, by time."""
    found: dict[UUID, list[Standin]] = {person: [] for person in people}
    async with reading() as c:
        rows = await c.fetch(
            """select o.giver, w.id, w.name, o.state, o.site, z.time_zone, o.role, o.starts_at, o.ends_at
                 from open_shift o join site z on z.name = o.site
                 left join person w on w.id = coalesce(o.taker, o.asked)
                where o.day = $1 and o.giver = any($2) and o.state <> 'withdrawn' order by o.starts_at, o.id""",
            day_id, list(people),
        )  # fmt: skip
    for giver, person, name, state, *shift in rows:
        found[giver].append(Standin(person, name, state, RosteredShift(*shift)))
    return found


async def is_manager(person: UUID) -> bool:
    async with reading() as c:
        return bool(await c.fetchval("select exists (select from person where manager = $1 and is_active)", person))


async def is_report(principals: Principals, person: UUID) -> bool:
    """Whether somebody else reports to one, or to whom one stands in for."""
    async with reading() as c:
        found = await c.fetchval(
            "select true from person where id = $1 and id <> $2 and manager = any($3)",
            person, principals.actor, list(principals.managers),
        )  # fmt: skip
    return bool(found)


async def decide(
    day_id: UUID,
    people: Sequence[UUID],
    verdict: Verdict,
    reason: str,
    *,
    by: UUID,
    now: datetime,
    acting_for: Mapping[UUID, UUID | None] | None = None,
    overrides: Mapping[UUID, list[Shortage]] | None = None,
) -> None:
    """Write the answers, and the state of the sign-ups that follows from them.

    `acting_for` is in whose place, `overrides` what falls short, each by the person whom it concerns.
    """
    acting_for, overrides = acting_for or {}, overrides or {}
    short = [msgspec.json.encode(overrides[p]).decode() if p in overrides else None for p in people]
    state = "released" if verdict is Verdict.APPROVED else "refused"
    async with reading() as c:
        await c.execute(
            """insert into decision (id, day, person, verdict, reason, decided_by, decided_at, acting_for, override)
               select uuidv7(), $1, r.person, $3, $4, $5, $6, r.acting_for, r.override::jsonb
                 from unnest($2::uuid[], $7::uuid[], $8::text[]) as r (person, acting_for, override)
               on conflict (day, person) do update set verdict = excluded.verdict, reason = excluded.reason,
                  decided_by = excluded.decided_by, decided_at = excluded.decided_at,
                  acting_for = excluded.acting_for, override = excluded.override""",
            day_id, list(people), verdict, reason, by, now, [acting_for.get(p) for p in people], short,
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
