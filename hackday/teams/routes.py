"""HTTP to teams and back."""

from typing import Annotated
from uuid import UUID

from litestar import Router, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from hackday.days import service as days
from hackday.people.schemas import Actor
from hackday.teams import listing, rules, service, store
from hackday.teams.schemas import (
    PAGE_MOST,
    Handover,
    JoinAsk,
    Left,
    MyTeam,
    Removal,
    TeamChange,
    TeamDraft,
    TeamList,
    TeamPage,
)
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_ALL = "/days/{day:str}/teams"
_ONE = "/days/{day:str}/teams/{team:uuid}"
_MINE = "/days/{day:str}/team"


@get(_ALL, operation_id="teams_list_teams", opt=_SIGNED_IN)
async def list_teams(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    q: FromQuery[str] = "",
    challenge: FromQuery[str | None] = None,
    site: FromQuery[str | None] = None,
    with_places: FromQuery[bool] = False,
    for_me: FromQuery[bool] = False,
    after: FromQuery[UUID | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=PAGE_MOST)] = 50,
) -> TeamList:
    """Teams by name; `challenge` is a slug, `with_places` leaves out locked and full ones.

    `for_me` leaves those that have a free place and look for one of my skills.
    """
    entry = await days.enter(actor, day)
    return await listing.page(
        entry.day.id, actor.id, await store.standing(entry.day.id, actor.id),
        text=q[:200], challenge=challenge, site=site, with_places=with_places,
        for_me=for_me, is_forming=entry.day.phase in rules.FORMING, after=after, limit=limit,
    )  # fmt: skip


@post(_ALL, operation_id="teams_found_team", opt=_SIGNED_IN)
async def found_team(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[TeamDraft]) -> TeamPage:
    """Found a team on a challenge and become its captain."""
    return await service.found_team(actor, day, data)


@get(_ONE, operation_id="teams_get_team", opt=_SIGNED_IN)
async def get_team(actor: NamedDependency[Actor], day: FromPath[str], team: FromPath[UUID]) -> TeamPage:
    """One team with its members."""
    return await service.read_team(actor, day, team)


@patch(_ONE, operation_id="teams_change_team", opt=_SIGNED_IN)
async def change_team(
    actor: NamedDependency[Actor], day: FromPath[str], team: FromPath[UUID], data: JSONBody[TeamChange]
) -> TeamPage:
    """Captain: rename, pitch, open or lock, whom the team looks for, its chat and repository."""
    return await service.change_team(actor, day, team, data)


@post(f"{_ONE}/members", operation_id="teams_join_team", opt=_SIGNED_IN)
async def join_team(actor: NamedDependency[Actor], day: FromPath[str], team: FromPath[UUID]) -> TeamPage:
    """Join an open team."""
    return await service.join_team(actor, day, team)


@post(f"{_ONE}/removals", operation_id="teams_remove_member", opt=_SIGNED_IN)
async def remove_member(
    actor: NamedDependency[Actor], day: FromPath[str], team: FromPath[UUID], data: JSONBody[Removal]
) -> TeamPage:
    """Captain: remove a member, with a reason."""
    return await service.remove_member(actor, day, team, data)


@put(f"{_ONE}/captain", operation_id="teams_hand_over", opt=_SIGNED_IN)
async def hand_over(
    actor: NamedDependency[Actor], day: FromPath[str], team: FromPath[UUID], data: JSONBody[Handover]
) -> TeamPage:
    """Captain: make another member the captain."""
    return await service.hand_over(actor, day, team, data.person)


@post(f"{_ONE}/join-code", operation_id="teams_renew_join_code", opt=_SIGNED_IN)
async def renew_join_code(actor: NamedDependency[Actor], day: FromPath[str], team: FromPath[UUID]) -> TeamPage:
    """Captain: a new join code; the old one ends."""
    return await service.renew_join_code(actor, day, team)


@get(_MINE, operation_id="teams_get_my_team", opt=_SIGNED_IN)
async def get_my_team(actor: NamedDependency[Actor], day: FromPath[str]) -> MyTeam:
    """My team on this day, if I have one."""
    return await service.my_team(actor, day)


@post(_MINE, operation_id="teams_join_by_code", opt=_SIGNED_IN)
async def join_by_code(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[JoinAsk]) -> TeamPage:
    """Join the team that has this code."""
    return await service.join_by_code(actor, day, data.join_code)


@delete(_MINE, operation_id="teams_leave_team", opt=_SIGNED_IN, status_code=200)
async def leave_team(actor: NamedDependency[Actor], day: FromPath[str]) -> Left:
    """Leave my team."""
    return await service.leave_team(actor, day)


router = Router(
    "/",
    route_handlers=[
        list_teams,
        found_team,
        get_team,
        change_team,
        join_team,
        remove_member,
        hand_over,
        renew_join_code,
        get_my_team,
        join_by_code,
        leave_team,
    ],
    tags=["teams"],
)
