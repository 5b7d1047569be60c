"""Conflicts of interest over HTTP."""

from uuid import UUID

from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.days.service import enter
from hackday.judging.conflicts import service
from hackday.judging.conflicts.schemas import ConflictDraft, Conflicts, Declaration, Requeued, RuleDraft
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@get("/conflicts", operation_id="judging_list_conflicts", opt=SIGNED_IN)
async def list_conflicts(day: FromPath[str], actor: NamedDependency[Actor]) -> Conflicts:
    """Who must not judge whom, and why; for organisers."""
    return await service.look(await enter(actor, day))


@post("/conflicts", operation_id="judging_set_conflict", opt=SIGNED_IN)
async def set_conflict(day: FromPath[str], data: JSONBody[ConflictDraft], actor: NamedDependency[Actor]) -> Requeued:
    """Keep a judge from a project; for organisers."""
    return await service.set_conflict(actor, await enter(actor, day), data)


@delete("/conflicts/{conflict_id:uuid}", operation_id="judging_lift_conflict", opt=SIGNED_IN)
async def lift_conflict(day: FromPath[str], conflict_id: FromPath[UUID], actor: NamedDependency[Actor]) -> None:
    """Lift one that was declared or set; for organisers."""
    await service.lift(actor, await enter(actor, day), conflict_id)


@put("/conflict-rule", operation_id="judging_set_conflict_rule", opt=SIGNED_IN)
async def set_conflict_rule(day: FromPath[str], data: JSONBody[RuleDraft], actor: NamedDependency[Actor]) -> Requeued:
    """Whether people of one department judge one another; for organisers."""
    return await service.set_rule(actor, await enter(actor, day), data)


@post("/conflicts/requeue", operation_id="judging_requeue_conflicts", opt=SIGNED_IN, status_code=200)
async def requeue_conflicts(day: FromPath[str], actor: NamedDependency[Actor]) -> Requeued:
    """Give visits that a conflict forbids to other judges; for organisers."""
    return await service.requeue(actor, await enter(actor, day))


@post("/sheets/{project_id:uuid}/conflict", operation_id="judging_declare_conflict", opt=SIGNED_IN, status_code=204)
async def declare_conflict(
    day: FromPath[str], project_id: FromPath[UUID], data: JSONBody[Declaration], actor: NamedDependency[Actor]
) -> None:
    """I have a conflict of interest; safe to repeat."""
    await service.declare(actor, await enter(actor, day), project_id, data)


router = Router(
    "/days/{day:str}/judging",
    route_handlers=[
        list_conflicts, set_conflict, lift_conflict, set_conflict_rule, requeue_conflicts, declare_conflict,
    ],
    tags=["judging"],
)  # fmt: skip
