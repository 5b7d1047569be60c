"""HTTP to open shifts and back. Each step answers with the page as it is after it."""

from datetime import datetime
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from hackday.people.schemas import Actor
from hackday.release.plans.gathering import zones
from hackday.release.plans.rules import check_stretch
from hackday.release.swaps import giving, taking
from hackday.release.swaps.listing import open_shifts
from hackday.release.swaps.schemas import Colleague, MoveShown, MyShift, OpeningDraft, OpenShifts, TakerShown
from hackday.release.wire import RosteredShift
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_SHIFT = "/shifts/{shift:uuid}"


@get("/shifts", operation_id="release_list_shifts", opt=_SIGNED_IN)
async def list_shifts(actor: NamedDependency[Actor], day: FromPath[str]) -> OpenShifts:
    """Open shifts that concern me: those I could take or was asked to, took, gave, and those that wait for my yes."""
    return await open_shifts(actor, day)


@post("/shifts", operation_id="release_open_shift", opt=_SIGNED_IN)
async def open_shift(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[OpeningDraft]) -> OpenShifts:
    """Look for somebody for a shift. The volunteer, their manager, planners of the site."""
    await giving.open_shift(actor, day, data)
    return await open_shifts(actor, day)


@get("/shifts/own", operation_id="release_list_own_shifts", opt=_SIGNED_IN)
async def list_own_shifts(
    actor: NamedDependency[Actor], day: FromPath[str], giver: FromQuery[UUID | None] = None
) -> list[MyShift]:
    """Shifts during the day that I may look for somebody for; with `giver` those of one of my people."""
    return await giving.own_shifts(actor, day, giver)


@get("/shifts/colleagues", operation_id="release_list_colleagues", opt=_SIGNED_IN)
async def list_colleagues(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    site: FromQuery[str],
    role: FromQuery[str],
    starts_at: FromQuery[datetime],
    ends_at: FromQuery[datetime],
    giver: FromQuery[UUID | None] = None,
    q: FromQuery[str] = "",
) -> list[Colleague]:
    """Who could take a shift of mine, or of one of my people, and what could be worked in return."""
    check_stretch(starts_at, ends_at)
    shift = RosteredShift(site, (await zones()).get(site, "UTC"), role, starts_at, ends_at)
    return await giving.colleagues(actor, day, shift, giver, search=q[:200])


@post(f"{_SHIFT}/take", operation_id="release_take_shift", opt=_SIGNED_IN, status_code=200)
async def take(actor: NamedDependency[Actor], day: FromPath[str], shift: FromPath[UUID]) -> OpenShifts:
    """Say that I take it; then a manager confirms."""
    await taking.take(actor, day, shift)
    return await open_shifts(actor, day)


@post(f"{_SHIFT}/confirm", operation_id="release_confirm_shift", opt=_SIGNED_IN, status_code=200)
async def confirm(
    actor: NamedDependency[Actor], day: FromPath[str], shift: FromPath[UUID], data: JSONBody[TakerShown]
) -> OpenShifts:
    """Say yes to who took it. Their manager, who stands in for them, and planners of the site."""
    await taking.confirm(actor, day, shift, data)
    return await open_shifts(actor, day)


@post(f"{_SHIFT}/decline", operation_id="release_decline_shift", opt=_SIGNED_IN, status_code=200)
async def decline(
    actor: NamedDependency[Actor], day: FromPath[str], shift: FromPath[UUID], data: JSONBody[TakerShown]
) -> OpenShifts:
    """Say no to who took it; it is open again. The same people."""
    await taking.decline(actor, day, shift, data)
    return await open_shifts(actor, day)


@post(f"{_SHIFT}/step-back", operation_id="release_step_back", opt=_SIGNED_IN, status_code=200)
async def step_back(actor: NamedDependency[Actor], day: FromPath[str], shift: FromPath[UUID]) -> OpenShifts:
    """Not take it after all, or say no when asked."""
    await taking.step_back(actor, day, shift)
    return await open_shifts(actor, day)


@post(f"{_SHIFT}/withdraw", operation_id="release_withdraw_shift", opt=_SIGNED_IN, status_code=200)
async def withdraw(actor: NamedDependency[Actor], day: FromPath[str], shift: FromPath[UUID]) -> OpenShifts:
    """Look for nobody any more. Who gives it or opened it, their manager, planners of the site."""
    await taking.withdraw(actor, day, shift)
    return await open_shifts(actor, day)


@post("/shifts/leave-move", operation_id="release_leave_move", opt=_SIGNED_IN, status_code=200)
async def leave_move(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[MoveShown]) -> OpenShifts:
    """Not step in where the plan counts on me; somebody else is looked for."""
    await giving.leave_move(actor, day, data.starts_at)
    return await open_shifts(actor, day)


HANDLERS = [
    list_shifts, open_shift, list_own_shifts, list_colleagues, take, confirm, decline, step_back, withdraw, leave_move,
]  # fmt: skip
