"""HTTP to the directory of those who look for a team and back."""

from uuid import UUID

from litestar import Router, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from hackday.days import service as days
from hackday.people.schemas import Actor
from hackday.teams.seeking import service, store
from hackday.teams.seeking.schemas import SeekerList, Seeking, SeekingDraft
from hackday.web import Access, Limit, access

_SIGNED_IN = access(Access.SIGNED_IN)
_MINE = "/days/{day:str}/seeking"


@get("/days/{day:str}/seekers", operation_id="seeking_list_seekers", opt=_SIGNED_IN)
async def list_seekers(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    skill: FromQuery[str | None] = None,
    site: FromQuery[str | None] = None,
    language: FromQuery[str | None] = None,
    time_zone: FromQuery[str | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> SeekerList:
    """People who look for a team, with what they chose to show; a filter finds only what is shown."""
    entry = await days.enter(actor, day)
    return await store.page(
        entry.day.id, skill=skill, site=site, language=language, time_zone=time_zone, after=after, limit=limit
    )


@get(_MINE, operation_id="seeking_get_mine", opt=_SIGNED_IN)
async def get_mine(actor: NamedDependency[Actor], day: FromPath[str]) -> Seeking:
    """Whether I am listed, and what is shown of me."""
    return await service.mine(actor, day)


@put(_MINE, operation_id="seeking_show", opt=_SIGNED_IN)
async def show(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[SeekingDraft]) -> Seeking:
    """List me, or change what is shown of me."""
    return await service.show(actor, day, data)


@delete(_MINE, operation_id="seeking_hide", opt=_SIGNED_IN, status_code=200)
async def hide(actor: NamedDependency[Actor], day: FromPath[str]) -> Seeking:
    """List me no more."""
    return await service.hide(actor, day)


router = Router("/", route_handlers=[list_seekers, get_mine, show, hide], tags=["seeking"])
