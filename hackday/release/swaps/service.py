"""What other parts do with shifts, inside their own transactions: ask for cover, and put a willing colleague in."""

from datetime import datetime
from uuid import UUID

from hackday import audit, clock
from hackday.database import notify
from hackday.days.schemas import Day
from hackday.errors import NotFound
from hackday.release import following
from hackday.release.swaps import checking, refusals, staff, store, telling
from hackday.release.swaps.schemas import Opening, ShiftState
from hackday.release.wire import RosteredShift


async def ask(
    day: Day,
    *,
    giver: UUID | None,
    asked: UUID | None,
    site: str,
    role: str,
    starts_at: datetime,
    ends_at: datetime,
    by: UUID,
    return_shift: UUID | None = None,
) -> UUID:
    """Look for somebody for a shift of the giver, or a stretch of it: one colleague, or all who could.

    Without a giver for a place that is nobody's. Inside a transaction that holds the site. Raises NoSuchShift,
    AlreadyOpen, ReturnNotTheirs, ReturnIsPromised, and for who is asked what `rules.check_take` raises.
    """
    shift = await _shift(site, role, starts_at, ends_at)
    now = clock.now()
    await staff.hold_people([p for p in (giver, asked) if p])
    if giver:
        await checking.check_gives(day, giver, shift)
        if live := await store.of_giver(day.id, giver, starts_at, ends_at):
            raise refusals.AlreadyOpen(live.shift)
    else:
        await checking.check_is_asked_for(day, shift)
    in_return = await checking.find_return(day, return_shift, asked, now) if return_shift else None
    if asked:
        await checking.check_taker(day, asked, shift, giver=giver, in_return=in_return)
    made = await store.add(
        day.id, shift, giver=giver, asked=asked, return_shift=return_shift, by=by, now=now
    )  # fmt: skip
    await audit.record("release.open_shift", made, actor=by, day=day.id, after=shift)
    await telling.asked_for(day, await found(day, made))
    await notify(f"release:{day.id}")
    return made


async def place(
    day: Day,
    *,
    giver: UUID | None,
    taker: UUID,
    site: str,
    role: str,
    starts_at: datetime,
    ends_at: datetime,
    by: UUID,
    now: datetime,
) -> UUID:
    """Put a colleague in who offered to step in; it is confirmed at once and uses up one of the shifts offered.

    Inside a transaction that holds the site. Raises NoOfferLeft, NoSuchShift, AlreadyTaken where somebody else is in,
    and what `rules.check_take` raises. What was open for this place is filled by it.
    """
    shift = await _shift(site, role, starts_at, ends_at)
    await staff.hold_people([p for p in (giver, taker) if p])
    if giver:
        await checking.check_gives(day, giver, shift)
        if live := await store.of_giver(day.id, giver, starts_at, ends_at):
            if live.state is not ShiftState.OPEN:
                raise refusals.AlreadyTaken(live.taker_name)
            await store.withdraw(live.id)
    else:
        await checking.check_is_asked_for(day, shift)
    await checking.check_taker(day, taker, shift, giver=giver)
    offered, used = await staff.offer(day.id, taker)
    if used >= offered:
        raise refusals.NoOfferLeft((await staff.people([taker]))[taker].name, offered=offered)
    made = await store.add(day.id, shift, giver=giver, asked=taker, return_shift=None, by=by, now=now)
    await store.take(made, taker, now=now)
    await store.confirm(made, taker, by=by, now=now)
    await audit.record(
        "release.place_cover", made, actor=by, day=day.id, after={"taker": taker, "giver": giver, "shift": shift}
    )
    await telling.placed(day, shift, taker=taker, giver=giver, by=by)
    await changed(day, taker, giver)
    return made


async def found(day: Day, opening: UUID) -> Opening:
    """Raises NotFound."""
    known = await store.find(day.id, opening)
    if known is None:
        raise NotFound("open shift")
    return known


async def changed(day: Day, *people: UUID | None) -> None:
    """Tell that these people work another way now."""
    await following.rota_changed(day.id, [p for p in people if p])
    await notify(f"release:{day.id}")


async def _shift(site: str, role: str, starts_at: datetime, ends_at: datetime) -> RosteredShift:
    zone = await store.zone_of(site)
    if zone is None or ends_at <= starts_at:
        raise NotFound("site" if zone is None else "shift")
    return RosteredShift(site, zone, role, starts_at, ends_at)
