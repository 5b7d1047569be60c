"""The page of open shifts, as one person sees it. A read; decides nothing but what the rules say."""

from collections.abc import Sequence

from hackday import clock
from hackday.days import service as days
from hackday.people.schemas import Actor
from hackday.release.plans import store as plan_store
from hackday.release.plans.settings import settings_of
from hackday.release.swaps import access, checking, staff, store
from hackday.release.swaps.schemas import Hindrance, Opening, OpenShift, OpenShifts, ShiftState


async def open_shifts(actor: Actor, slug: str) -> OpenShifts:
    """All of a day that concern me: what I could take, was asked, took, gave, and what waits for my yes."""
    entry = await days.enter(actor, slug)
    day, now = entry.day, clock.now()
    settings = await settings_of(day)
    powers = await access.powers(actor, entry)
    openings = await store.concerning(
        day.id, actor.id, site=actor.site, managers=powers.managers, sites=powers.sites,
        unmanaged=powers.acting.unmanaged,
    )  # fmt: skip
    me = (await staff.workers(day.id, [actor.id]))[actor.id]
    coming = [o for o in openings if o.state is ShiftState.OPEN and o.ends_at > now and o.giver != actor.id]
    asked = [o for o in coming if o.asked == actor.id]
    anybody = [o for o in coming if o.asked is None and o.site == me.site and o.role in me.roles]
    against = await checking.hindrances(day, me, [*asked, *anybody])
    plan = await plan_store.published(day.id)
    offered, used = await staff.offer(day.id, actor.id)
    mine = [o for o in openings if o.state is ShiftState.TAKEN and await access.may_confirm(powers, o)]
    return OpenShifts(
        step_back_until=settings.step_back_until,
        may_step_back=now < settings.step_back_until,
        extra_shifts=offered,
        used=used,
        could_take=[_shown(o) for o in anybody if against[o.id] is None],
        could_not=[_shown(o, against[o.id]) for o in anybody if against[o.id]],
        asked=[_shown(o, against[o.id]) for o in asked],
        moves=await plan_store.moves(plan, person=actor.id) if plan else [],
        taken=[_shown(o) for o in openings if o.taker == actor.id],
        given=[_shown(o) for o in _latest([o for o in openings if actor.id in (o.giver, o.opened_by)])],
        to_confirm=[_shown(o, await checking.why_not(day, o)) for o in mine],
    )


def _latest(openings: Sequence[Opening]) -> list[Opening]:
    """What was taken back shows until it is opened anew."""
    live = {(o.giver, o.starts_at) for o in openings if o.state is not ShiftState.WITHDRAWN}
    last = {(o.giver, o.starts_at): o.id for o in sorted(openings, key=lambda o: o.id)}
    return [
        o
        for o in openings
        if o.state is not ShiftState.WITHDRAWN
        or ((o.giver, o.starts_at) not in live and last[o.giver, o.starts_at] == o.id)
    ]


def _shown(o: Opening, hindrance: Hindrance | None = None) -> OpenShift:
    names = [name for name in OpenShift.__struct_fields__ if name != "hindrance"]
    return OpenShift(**{name: getattr(o, name) for name in names}, hindrance=hindrance)
