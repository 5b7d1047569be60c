"""HTTP to working hours and back."""

from uuid import UUID

from litestar import Router, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.people.schemas import Actor
from hackday.teams.hours import service
from hackday.teams.hours.schemas import TeamHours, WorkingHours, WorkingHoursDraft
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_MINE = "/days/{day:str}/working-hours"


@get("/days/{day:str}/teams/{team:uuid}/hours", operation_id="hours_get_of_team", opt=_SIGNED_IN)
async def get_of_team(actor: NamedDependency[Actor], day: FromPath[str], team: FromPath[UUID]) -> TeamHours:
    """When each member works on the day's first date, on the reader's clocks, and when all do."""
    return await service.of_team(actor, day, team)


@get(_MINE, operation_id="hours_get_mine", opt=_SIGNED_IN)
async def get_mine(actor: NamedDependency[Actor], day: FromPath[str]) -> WorkingHours:
    """When I said that I work."""
    return await service.mine(actor, day)


@put(_MINE, operation_id="hours_say", opt=_SIGNED_IN)
async def say(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[WorkingHoursDraft]) -> WorkingHours:
    """Say when I usually work, on the clocks of my site."""
    return await service.say(actor, day, data)


router = Router("/", route_handlers=[get_of_team, get_mine, say], tags=["hours"])
