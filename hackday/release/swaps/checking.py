"""Gathers what the rules ask about one shift and who would work it, and lets them decide. Writes nothing."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hackday.database import reading
from hackday.days.schemas import Day
from hackday.errors import Conflict, NotFound
from hackday.release.plans.settings import settings_of
from hackday.release.rules import window
from hackday.release.swaps import refusals, rules, staff, store
from hackday.release.swaps.schemas import Hindrance, Off, Opening, Worker
from hackday.release.wire import RosteredShift, Settings


async def check_taker(
    day: Day,
    taker: UUID,
    shift: RosteredShift,
    *,
    giver: UUID | None,
    in_return: RosteredShift | None = None,
    besides: UUID | None = None,
) -> None:
    """Raise the first rule that this take would break, on either side of a swap. `besides` is the take in question."""
    settings = await settings_of(day)
    people = [taker] if giver is None else [taker, giver]
    since, until = _near([shift, in_return] if in_return else [shift])
    known = await staff.workers(day.id, people)
    if taker not in known:
        raise NotFound("colleague")
    work = await staff.work(people, since, until, besides=besides)
    off = await staff.off(people, since, until)
    left = rules.without(work[taker], in_return) if in_return else work[taker]
    rules.check_take(known[taker], left, shift, settings, giver=giver, off=off[taker])
    if in_return and giver:
        windows = [window(day, in_return.site, in_return.time_zone)]
        rules.check_return(known[giver], work[giver], shift, in_return, settings, windows, off=off[giver])


async def hindrances(day: Day, worker: Worker, openings: Sequence[Opening]) -> dict[UUID, Hindrance | None]:
    """Why this person could not take each of these, by its id; None where nothing stands against it."""
    if not openings:
        return {}
    settings = await settings_of(day)
    since, until = _near([opening.shift for opening in openings])
    work = (await staff.work([worker.id], since, until))[worker.id]
    off = (await staff.off([worker.id], since, until))[worker.id]
    found = {}
    for o in openings:
        left = rules.without(work, o.in_return) if o.in_return else work
        found[o.id] = _refused(worker, left, o.shift, settings, giver=o.giver, off=off)
    return found


async def able(day: Day, shift: RosteredShift, giver: UUID | None) -> list[Worker]:
    """All who could take this shift; who offered to step in comes first."""
    settings = await settings_of(day)
    known = await staff.qualified(day.id, shift.site, shift.role)
    people = [worker.id for worker in known]
    work = await staff.work(people, *_near([shift]))
    off = await staff.off(people, shift.starts_at, shift.ends_at)
    return [w for w in known if not _refused(w, work[w.id], shift, settings, giver=giver, off=off[w.id])]


async def check_gives(day: Day, giver: UUID, shift: RosteredShift) -> None:
    """Raise NoSuchShift unless it is a shift of theirs during the day, or a stretch of one where cover is asked for."""
    here = window(day, shift.site, shift.time_zone)
    async with reading() as c:
        found = await c.fetchval(
            """select true from working_shift w
                where w.person = $1 and w.site = $2 and w.starts_at <= $4 and w.ends_at >= $5
                  and w.starts_at < $7 and w.ends_at > $6
                  and ((w.role = $3 and w.starts_at = $4 and w.ends_at = $5) or exists (
                    select from cover v where v.site = $2 and v.role = $3 and v.starts_at >= $4 and v.ends_at <= $5))
                limit 1""",
            giver, shift.site, shift.role, shift.starts_at, shift.ends_at, here.starts_at, here.ends_at,
        )  # fmt: skip
    if not found:
        known = await staff.people([giver])
        if giver not in known:
            raise NotFound("colleague")
        raise refusals.NoSuchShift(known[giver].name)


async def check_is_asked_for(day: Day, shift: RosteredShift) -> None:
    """Raise NoSuchShift unless the site asks for cover of this role in this very stretch of the day."""
    here = window(day, shift.site, shift.time_zone)
    async with reading() as c:
        found = await c.fetchval(
            """select true from cover where site = $1 and role = $2 and starts_at = $3 and ends_at = $4
                  and starts_at < $6 and ends_at > $5""",
            shift.site, shift.role, shift.starts_at, shift.ends_at, here.starts_at, here.ends_at,
        )  # fmt: skip
    if not found:
        raise refusals.NoSuchShift(shift.site)


async def find_return(day: Day, return_shift: UUID, asked: UUID | None, now: datetime) -> RosteredShift:
    """The shift that would be worked in return. Raises ReturnNotTheirs or ReturnIsPromised."""
    if asked is None:
        raise refusals.ReturnNotTheirs
    found = await store.shift_of(return_shift, asked, after=now, until=rules.return_horizon(day.ends_on))
    if found is None:
        raise refusals.ReturnNotTheirs
    if await store.is_promised(return_shift):
        raise refusals.ReturnIsPromised(found)
    return found


def _refused(
    worker: Worker,
    work: Sequence[RosteredShift],
    shift: RosteredShift,
    settings: Settings,
    *,
    giver: UUID | None,
    off: Sequence[Off],
) -> Hindrance | None:
    try:
        rules.check_take(worker, work, shift, settings, giver=giver, off=off)
    except Conflict as refusal:
        return rules.hindrance(refusal)
    return None


async def why_not(day: Day, opening: Opening) -> Hindrance | None:
    """What stands against confirming who has taken this."""
    assert opening.taker
    try:
        await check_taker(
            day, opening.taker, opening.shift, giver=opening.giver, in_return=opening.in_return, besides=opening.id
        )
    except Conflict as refusal:
        return rules.hindrance(refusal)
    return None


def _near(shifts: Sequence[RosteredShift]) -> tuple[datetime, datetime]:
    return min(s.starts_at for s in shifts) - rules.AROUND, max(s.ends_at for s in shifts) + rules.AROUND
