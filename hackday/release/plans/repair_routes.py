"""HTTP to releases that do not hold, people off work and repairs, and back."""

from uuid import UUID

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from hackday.days import service as days
from hackday.people.schemas import Actor
from hackday.release.plans import off_work, repairing
from hackday.release.plans.breaks import broken_releases
from hackday.release.plans.schemas import (
    BrokenRelease,
    OffWork,
    OffWorkDraft,
    RepairApply,
    RepairDraft,
    RepairProposal,
    StaffName,
)
from hackday.release.plans.settings import planned_sites
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)


@get("/broken", operation_id="release_list_broken", opt=_SIGNED_IN)
async def list_broken(actor: NamedDependency[Actor], day: FromPath[str]) -> list[BrokenRelease]:
    """Releases that do not hold any more at the sites that I plan. Planners and organisers."""
    entry = await days.enter(actor, day)
    return await broken_releases(entry.day, await planned_sites(actor, entry))


@post("/repairs", operation_id="release_propose_repair", opt=_SIGNED_IN, status_code=200)
async def propose_repair(
    actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[RepairDraft]
) -> RepairProposal:
    """What the repair with the least change would change in the published plan; nothing is written. Planners."""
    return await repairing.propose(actor, day, data)


@post("/repairs/apply", operation_id="release_apply_repair", opt=_SIGNED_IN, status_code=200)
async def apply_repair(
    actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[RepairApply]
) -> RepairProposal:
    """Publish the repair that was shown, and tell those whom it changes; refused if it would differ now. Planners."""
    return await repairing.apply(actor, day, data)


@get("/unavailable", operation_id="release_list_unavailable", opt=_SIGNED_IN)
async def list_unavailable(actor: NamedDependency[Actor], day: FromPath[str]) -> list[OffWork]:
    """Who is off work during the day at the sites that I plan. Planners and organisers."""
    return await off_work.listed(actor, day)


@get("/colleagues", operation_id="release_find_colleagues", opt=_SIGNED_IN)
async def search_colleagues(
    actor: NamedDependency[Actor], day: FromPath[str], q: FromQuery[str] = ""
) -> list[StaffName]:
    """Colleagues at the sites that I plan, by a part of their name. Planners and organisers."""
    return await off_work.search(actor, day, q[:200])


@post("/unavailable", operation_id="release_note_unavailable", opt=_SIGNED_IN)
async def note_unavailable(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[OffWorkDraft]) -> OffWork:
    """Take somebody off the rota for a while; never why. Their manager, planners of their site, organisers."""
    return await off_work.note(actor, day, data)


@delete("/unavailable/{note:uuid}", operation_id="release_undo_unavailable", opt=_SIGNED_IN)
async def undo_unavailable(actor: NamedDependency[Actor], day: FromPath[str], note: FromPath[UUID]) -> None:
    """They are at work after all. The same people."""
    await off_work.undo(actor, day, note)


HANDLERS = [
    list_broken,
    propose_repair,
    apply_repair,
    list_unavailable,
    search_colleagues,
    note_unavailable,
    undo_unavailable,
]
