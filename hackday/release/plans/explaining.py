"""Why somebody stays, asked by themselves in plain words or by those who answer for them with numbers."""

import asyncio
from collections.abc import Callable, Collection
from uuid import UUID

from msgspec import Struct

from hackday.database import reading, tx
from hackday.days import service as days
from hackday.days.schemas import Day, Entry, Role
from hackday.errors import NotFound
from hackday.people.schemas import Actor
from hackday.release import store
from hackday.release.acting import principals
from hackday.release.engine.unblock import unblocked
from hackday.release.engine.ways import Kind, Step, Unblocking, Way
from hackday.release.plans import store as plan_store
from hackday.release.plans.explain_schemas import Because, CoverNeed, Explanation, Missing, WayOut
from hackday.release.plans.gathering import gather_sites, zones
from hackday.release.plans.settings import planned_sites
from hackday.release.schemas import Planning

Names = Callable[[Collection[str], Collection[str]], list[str]]
"""From people, and those of them who offered to cover, to the names that the reader may know."""


class _Wish(Struct, frozen=True):
    site: str
    state: str | None
    reason: str
    pin: str | None
    goes: bool
    took_shift: bool


async def my_explanation(actor: Actor, slug: str) -> Explanation:
    """Why I stay, without names. Raises NotFound for who goes or did not sign up."""
    entry = await days.enter(actor, slug)
    async with tx("repeatable_read"):
        return await _explained(entry.day, actor.id, await _wish(entry.day, actor.id), None)


async def explanation(actor: Actor, slug: str, person: UUID) -> Explanation:
    """Why one of my people stays, or somebody of a site that I plan; nobody else: NotFound.

    Managers read the names of those who offered to cover and of their own reporting line; planners of some sites those
    of the people there, and planners of every site all.
    """
    entry = await days.enter(actor, slug)
    async with tx("repeatable_read"):
        wish = await _wish(entry.day, person)
        plans = {Role.PLANNER, Role.ORGANISER} & entry.roles
        sites = await planned_sites(actor, entry) if plans else frozenset()
        if sites is None:
            return await _explained(entry.day, person, wish, None, named=True)
        known = await _line(actor, entry) | await _staff_at(sites)
        if str(person) not in known:
            raise NotFound("refusal to explain")
        return await _explained(entry.day, person, wish, known, named=True)


async def _staff_at(sites: Collection[str]) -> set[str]:
    async with reading() as c:
        rows = await c.fetch("select id::text from person where site = any($1)", list(sites))
    return {row["id"] for row in rows}


async def _line(actor: Actor, entry: Entry) -> set[str]:
    """Everybody below me, and below those in whose place I answer now; never myself."""
    acting = await principals(actor, entry)
    async with reading() as c:
        rows = await c.fetch(
            """with recursive line as (
                 select id from person where manager = any($1)
                 union select p.id from person p join line on p.manager = line.id)
               select id::text from line where id <> $2""",
            [*acting.managers, *acting.escalated], actor.id,
        )  # fmt: skip
    return {row["id"] for row in rows}


async def _wish(day: Day, person: UUID) -> _Wish:
    async with reading() as c:
        row = await c.fetchrow(
            """select p.site, s.state, coalesce(d.reason, '') as reason, n.kind as pin,
                      coalesce(s.state = 'released' or (s.state = 'wanted' and e.goes), false) as goes,
                      exists (select from open_shift t
                               where t.taker = p.id and t.day = $1 and t.state = 'confirmed') as took_shift
                 from person p left join sign_up s on s.person = p.id and s.day = $1
                 left join plan l on l.day = $1 and l.state = 'published'
                 left join plan_entry e on e.plan = l.id and e.person = p.id
                 left join decision d on d.day = $1 and d.person = p.id
                 left join pin n on n.day = $1 and n.person = p.id
                where p.id = $2 and p.is_active""",
            day.id, person,
        )  # fmt: skip
    wish = _Wish(**dict(row)) if row else None
    if wish is None or wish.goes or wish.state not in ("wanted", "refused"):
        raise NotFound("refusal to explain")
    return wish


async def _explained(day: Day, person: UUID, wish: _Wish, line: set[str] | None, *, named: bool = False) -> Explanation:
    """`line` is whose names the reader may know beside those who offered; None for everybody's."""
    word = Because.DECLINED if wish.state == "refused" else Because.PIN if wish.pin == "must_stay" else None
    word = Because.TOOK_SHIFT if word is None and wish.took_shift else word
    if word is not None:
        reason = wish.reason if word is Because.DECLINED else ""
        return Explanation(word, reason, None, 0, [], 0, [], [], 1, False)
    planning, goes = await _standing(day, person)
    found = await asyncio.to_thread(unblocked, planning, goes, str(person))
    everybody = {h.person for way in found.ways for h in way.helpers} | set(found.companions)
    known = await _names(everybody) if named else {}

    def names(people: Collection[str], offered: Collection[str]) -> list[str]:
        return sorted(known[p] for p in people if p in known and (line is None or p in line or p in offered))

    return _told(found, names, await zones(), await plan_store.team_names(day.id))


async def _standing(day: Day, person: UUID) -> tuple[Planning, set[str]]:
    """The sites where this person works, those of the team where it is too small without them, and who goes now."""
    sites = await store.sites_of(day.id, [person])
    planning = await gather_sites(day, sites)
    goes = await store.leaving(day.id, [UUID(p.id) for p in planning.people])
    mates = {
        member
        for team in planning.teams
        if str(person) in team.members and len(goes & set(team.members)) + 1 < team.smallest
        for member in team.members
    }
    if elsewhere := {p.site for p in planning.people if p.id in mates} - sites:
        planning = await gather_sites(day, sites | elsewhere)
        goes = await store.leaving(day.id, [UUID(p.id) for p in planning.people])
    return planning, goes


async def _names(people: Collection[str]) -> dict[str, str]:
    async with reading() as c:
        rows = await c.fetch("select id::text, name from person where id = any($1)", [UUID(p) for p in people])
    return {row["id"]: row["name"] for row in rows}


def _told(found: Unblocking, names: Names, zone: dict[str, str], teams: dict[str, str]) -> Explanation:
    because = Because.COVER if found.blocks else Because.ROOM
    if found.companions or found.members_missing:
        because = Because.TEAM

    def stretch(step: Step) -> CoverNeed:
        return CoverNeed(step.site, zone[step.site], step.starts_at, step.ends_at, list(step.roles), step.colleagues)

    def way(one: Way) -> WayOut:
        minutes = [helper.minutes for helper in one.helpers]
        least = {Kind.REST: max, Kind.HOURS: min}.get(one.kind)
        offered = {helper.person for helper in one.helpers if helper.offered}
        people = [helper.person for helper in one.helpers]
        hours = round(least(minutes) / 60, 2) if least and minutes else None
        return WayOut(one.kind, [stretch(s) for s in one.steps], len(people), hours, names(people, offered))

    return Explanation(
        because, "", teams.get(found.team) if found.team else None, len(found.companions),
        names(found.companions, ()), found.members_missing,
        [
            Missing(b.site, zone[b.site], b.starts_at, b.ends_at, list(b.roles), b.minimum, b.staying)
            for b in found.blocks
        ],
        [way(one) for one in found.ways], found.cover_tried, found.at_least,
    )  # fmt: skip
