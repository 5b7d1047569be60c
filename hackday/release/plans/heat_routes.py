"""HTTP to the heat map and back."""

from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from hackday.days import service as days
from hackday.people.schemas import Actor
from hackday.release import rules
from hackday.release.plans import heat_store as store
from hackday.release.plans import store as plan_store
from hackday.release.plans.gathering import zones
from hackday.release.plans.heat import CellPeople, CoverMap, cover_map
from hackday.release.plans.rules import check_stretch
from hackday.release.plans.settings import planned_sites
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)


@get("/cover", operation_id="release_get_cover_map", opt=_SIGNED_IN)
async def get_cover_map(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    site: Annotated[list[str] | None, QueryParameter(max_items=200)] = None,
) -> CoverMap:
    """How every site stands, the worst first, with the shifts of the sites named, else of the worst ones.

    Planners and organisers, for the sites that they plan.
    """
    entry = await days.enter(actor, day)
    planned = await planned_sites(actor, entry)
    cells = await store.cells(entry.day.id, planned)
    has_plan = await plan_store.published(entry.day.id) is not None
    return cover_map(cells, await zones(), site, has_plan=has_plan)


@get("/cover/people", operation_id="release_list_cover_people", opt=_SIGNED_IN)
async def list_cover_people(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    site: FromQuery[str],
    role: FromQuery[str],
    starts_at: FromQuery[datetime],
    ends_at: FromQuery[datetime],
) -> CellPeople:
    """Who is away from one shift, or steps in, and the rule that its minimum follows from."""
    check_stretch(starts_at, ends_at)
    entry = await days.enter(actor, day)
    planned = await planned_sites(actor, entry)
    if planned is not None and site not in planned:
        raise rules.NotYourSite(site)
    return CellPeople(
        await store.people_there(entry.day.id, site, role, starts_at, ends_at),
        await store.winning_rule(site, role, starts_at, ends_at),
    )


HANDLERS = [get_cover_map, list_cover_people]
