"""Days, their phases and their roles."""

from typing import Annotated
from uuid import UUID

from litestar import Router, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from hackday.days import moving, phase_store, rules, service, sign_up_store, sign_ups, store
from hackday.days.schemas import (
    DayCard,
    DayChange,
    DayDraft,
    DayPage,
    DayRole,
    MoveDraft,
    PersonCard,
    PhaseMove,
    PhaseTimesDraft,
    Role,
    RoleDraft,
    SignUp,
    SignUpDraft,
    SignUpPage,
    SignUpState,
)
from hackday.people.schemas import Actor
from hackday.web import Access, Limit, access

SIGNED_IN = access(Access.SIGNED_IN)


@get("/", operation_id="days_list_days", opt=SIGNED_IN)
async def list_days(actor: NamedDependency[Actor]) -> list[DayCard]:
    """The days that I can see, the latest first."""
    return await store.visible_days(actor.id, is_admin=actor.is_admin)


@post("/", operation_id="days_create_day", opt=SIGNED_IN)
async def create_day(actor: NamedDependency[Actor], data: JSONBody[DayDraft]) -> DayPage:
    """Create a day, as a draft; administrators only. I become its organiser."""
    day = await service.create_day(actor, data)
    return await service.get_day(actor, await service.enter(actor, day.slug))


@get("/{day:str}", operation_id="days_get_day", opt=SIGNED_IN)
async def get_day(actor: NamedDependency[Actor], day: FromPath[str]) -> DayPage:
    """A day as I see it: its phase and times, my roles and my sign-up."""
    return await service.get_day(actor, await service.enter(actor, day))


@patch("/{day:str}", operation_id="days_change_day", opt=SIGNED_IN)
async def change_day(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[DayChange]) -> DayPage:
    """Change a day's name, dates, zone, sites or text; organisers only."""
    await service.change_day(actor, await service.enter(actor, day), data)
    return await service.get_day(actor, await service.enter(actor, day))


@put("/{day:str}/phase-times", operation_id="days_set_times", opt=SIGNED_IN)
async def set_times(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[PhaseTimesDraft]) -> DayPage:
    """Say when phases begin by themselves; organisers only."""
    entry = await service.enter(actor, day)
    await moving.set_times(actor, entry, data)
    return await service.get_day(actor, entry)


@post("/{day:str}/phase-moves", operation_id="days_move_phase", opt=SIGNED_IN)
async def move_phase(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[MoveDraft]) -> DayPage:
    """Move a day to another phase by hand; organisers only."""
    await moving.move(actor, await service.enter(actor, day), data)
    return await service.get_day(actor, await service.enter(actor, day))


@get("/{day:str}/phase-moves", operation_id="days_list_moves", opt=SIGNED_IN)
async def list_moves(actor: NamedDependency[Actor], day: FromPath[str]) -> list[PhaseMove]:
    """How the day came to its phase, the latest move first; organisers only."""
    entry = await service.enter(actor, day)
    rules.check_role(entry, Role.ORGANISER)
    return await phase_store.moves(entry.day.id)


@get("/{day:str}/roles", operation_id="days_list_roles", opt=SIGNED_IN)
async def list_roles(actor: NamedDependency[Actor], day: FromPath[str]) -> list[DayRole]:
    """Who has which role; organisers only."""
    entry = await service.enter(actor, day)
    rules.check_role(entry, Role.ORGANISER)
    return await store.granted_roles(entry.day.id)


@post("/{day:str}/roles", operation_id="days_grant_role", opt=SIGNED_IN)
async def grant_role(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[RoleDraft]) -> list[DayRole]:
    """Give somebody a role; organisers only."""
    entry = await service.enter(actor, day)
    await service.grant_role(actor, entry, data.person, data.role)
    return await store.granted_roles(entry.day.id)


@delete("/{day:str}/roles/{person:uuid}/{role:str}", operation_id="days_revoke_role", opt=SIGNED_IN, status_code=200)
async def revoke_role(
    actor: NamedDependency[Actor], day: FromPath[str], person: FromPath[UUID], role: FromPath[Role]
) -> list[DayRole]:
    """Take a role away; organisers only. The last organiser stays."""
    entry = await service.enter(actor, day)
    await service.revoke_role(actor, entry, person, role)
    return await store.granted_roles(entry.day.id)


@get("/{day:str}/people", operation_id="days_search_people", opt=SIGNED_IN)
async def search_people(
    actor: NamedDependency[Actor], day: FromPath[str], search: FromQuery[str], limit: Limit = 20
) -> list[PersonCard]:
    """Find somebody of the company by name, address or number; organisers only."""
    entry = await service.enter(actor, day)
    rules.check_role(entry, Role.ORGANISER)
    return await store.search_people(search, limit=limit)


@put("/{day:str}/sign-up", operation_id="days_sign_up", opt=SIGNED_IN)
async def sign_up(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[SignUpDraft]) -> SignUp:
    """Sign up, or change what I said when I did."""
    return await sign_ups.sign_up(actor, await service.enter(actor, day), data)


@delete("/{day:str}/sign-up", operation_id="days_withdraw", opt=SIGNED_IN, status_code=204)
async def withdraw(actor: NamedDependency[Actor], day: FromPath[str]) -> None:
    """Take my sign-up back."""
    await sign_ups.withdraw(actor, await service.enter(actor, day))


@get("/{day:str}/sign-ups", operation_id="days_list_sign_ups", opt=SIGNED_IN)
async def list_sign_ups(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    search: FromQuery[str] = "",
    in_state: Annotated[SignUpState | None, QueryParameter(name="state")] = None,
    site: FromQuery[str] = "",
    after: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> SignUpPage:
    """Who signed up; organisers and rota planners only."""
    entry = await service.enter(actor, day)
    rules.check_role(entry, Role.ORGANISER, Role.PLANNER)
    return await sign_up_store.page(entry.day.id, search=search, state=in_state, site=site, after=after, limit=limit)


router = Router(
    "/days",
    route_handlers=[
        list_days, create_day, get_day, change_day, set_times, move_phase, list_moves, list_roles, grant_role,
        revoke_role, search_people, sign_up, withdraw, list_sign_ups,
    ],
    tags=["days"],
)  # fmt: skip
