"""Judging over HTTP."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from hackday.days.rules import check_role
from hackday.days.schemas import Role
from hackday.days.service import enter
from hackday.judging import service, sheets
from hackday.judging.schemas import (
    JudgeDay,
    PastSheet,
    Progress,
    Receipt,
    SheetDraft,
    SheetPage,
)
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN = access(Access.SIGNED_IN)


@get("/progress", operation_id="judging_get_progress", opt=SIGNED_IN)
async def get_progress(day: FromPath[str], actor: NamedDependency[Actor]) -> Progress:
    """Who has scored how many; for organisers."""
    return await service.progress(await enter(actor, day))


@get("/mine", operation_id="judging_get_mine", opt=SIGNED_IN)
async def get_mine(day: FromPath[str], actor: NamedDependency[Actor]) -> JudgeDay:
    """My list and all its sheets, to keep on the phone."""
    return await service.judge_day(actor, await enter(actor, day))


@get("/sheets/{project_id:uuid}", operation_id="judging_get_sheet", opt=SIGNED_IN)
async def get_sheet(day: FromPath[str], project_id: FromPath[UUID], actor: NamedDependency[Actor]) -> SheetPage:
    """One sheet of mine."""
    return await service.sheet_page(actor, await enter(actor, day), project_id)


@get("/sheets/{project_id:uuid}/history", operation_id="judging_get_history", opt=SIGNED_IN)
async def get_history(day: FromPath[str], project_id: FromPath[UUID], actor: NamedDependency[Actor]) -> list[PastSheet]:
    """Every version that I sent, the newest first."""
    check_role(await enter(actor, day), Role.JUDGE)
    return await sheets.history(actor.id, project_id)


@post("/sheets/{project_id:uuid}", operation_id="judging_send_sheet", opt=SIGNED_IN)
async def send_sheet(
    day: FromPath[str],
    project_id: FromPath[UUID],
    data: JSONBody[SheetDraft],
    idempotency_key: Annotated[UUID, HeaderParameter(name="Idempotency-Key")],
    actor: NamedDependency[Actor],
) -> Receipt:
    """Send a score; safe to repeat with the same Idempotency-Key."""
    return await service.send_sheet(actor, await enter(actor, day), project_id, idempotency_key, data)


router = Router(
    "/days/{day:str}/judging",
    route_handlers=[
        get_progress, get_mine, get_sheet, get_history, send_sheet,
    ],
    tags=["judging"],
)  # fmt: skip
