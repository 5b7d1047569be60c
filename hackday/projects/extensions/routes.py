"""HTTP to extensions and back; for organisers."""

from uuid import UUID

from litestar import Router, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.days.service import enter
from hackday.people.schemas import Actor
from hackday.projects.extensions import service
from hackday.projects.extensions.schemas import Extension, ExtensionDraft
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_ONE = "/teams/{team_id:uuid}/extension"


@get("/extensions", operation_id="extensions_list_extensions", opt=_SIGNED_IN)
async def list_extensions(day: FromPath[str], actor: NamedDependency[Actor]) -> list[Extension]:
    """Which teams have more time."""
    return await service.listed(await enter(actor, day))


@put(_ONE, operation_id="extensions_grant", opt=_SIGNED_IN)
async def grant(
    day: FromPath[str], team_id: FromPath[UUID], data: JSONBody[ExtensionDraft], actor: NamedDependency[Actor]
) -> list[Extension]:
    """Give a team more time, with a reason that its judges read."""
    return await service.grant(actor, await enter(actor, day), team_id, data)


@delete(_ONE, operation_id="extensions_withdraw", opt=_SIGNED_IN, status_code=200)
async def withdraw(day: FromPath[str], team_id: FromPath[UUID], actor: NamedDependency[Actor]) -> list[Extension]:
    """Take a team's extra time back."""
    return await service.withdraw(actor, await enter(actor, day), team_id)


router = Router("/days/{day:str}", route_handlers=[list_extensions, grant, withdraw], tags=["extensions"])
