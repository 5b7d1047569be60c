"""HTTP to editions and back."""

from litestar import Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from hackday.challenges.editions import service
from hackday.challenges.editions.schemas import Edition, EditionPage
from hackday.people.schemas import Actor
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_ALL = "/days/{day:str}/challenges/{slug:str}/editions"


@get(_ALL, operation_id="editions_list_editions", opt=_SIGNED_IN)
async def list_editions(actor: NamedDependency[Actor], day: FromPath[str], slug: FromPath[str]) -> list[Edition]:
    """What readers saw of a challenge that changed after it was published, the newest first."""
    return await service.listed(actor, day, slug)


@get(f"{_ALL}/{{version:int}}", operation_id="editions_get_edition", opt=_SIGNED_IN)
async def get_edition(
    actor: NamedDependency[Actor], day: FromPath[str], slug: FromPath[str], version: FromPath[int]
) -> EditionPage:
    """What this edition changed, by words."""
    return await service.read(actor, day, slug, version)


router = Router("/", route_handlers=[list_editions, get_edition], tags=["challenges"])
