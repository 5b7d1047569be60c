"""The people's choice over HTTP. A kiosk is signed in as nobody: its token stands in the body, never in an address."""

from uuid import UUID

from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.days.service import enter
from hackday.judging.choice import kiosks, service
from hackday.judging.choice.schemas import (
    BallotDraft,
    Category,
    CategoryDraft,
    Choice,
    ChoiceDesk,
    CodeAsk,
    CodesDraft,
    Kiosk,
    KioskAsk,
    KioskBallot,
    KioskCast,
    KioskDraft,
    KioskPage,
    NewCode,
    NewKiosk,
    PrintedCode,
    Result,
)
from hackday.people.schemas import Actor
from hackday.web import Access, access

SIGNED_IN, PUBLIC = access(Access.SIGNED_IN), access(Access.PUBLIC)


@get("/", operation_id="choice_get_choice", opt=SIGNED_IN)
async def get_choice(day: FromPath[str], actor: NamedDependency[Actor]) -> Choice:
    """What may be chosen, and what I chose."""
    return await service.choice(actor, await enter(actor, day))


@put("/categories/{category_id:uuid}/ballot", operation_id="choice_cast_ballot", opt=SIGNED_IN)
async def cast_ballot(
    day: FromPath[str], category_id: FromPath[UUID], data: JSONBody[BallotDraft], actor: NamedDependency[Actor]
) -> Choice:
    """Choose a project, or another one than before; safe to repeat."""
    return await service.cast(actor, await enter(actor, day), category_id, data.project)


@delete("/categories/{category_id:uuid}/ballot", operation_id="choice_withdraw_ballot", opt=SIGNED_IN, status_code=200)
async def withdraw_ballot(day: FromPath[str], category_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Choice:
    """Take my ballot back; safe to repeat."""
    return await service.cast(actor, await enter(actor, day), category_id, None)


@get("/results", operation_id="choice_list_results", opt=SIGNED_IN)
async def list_results(day: FromPath[str], actor: NamedDependency[Actor]) -> list[Result]:
    """What people chose, once the day is revealed."""
    return await service.results(await enter(actor, day))


@get("/desk", operation_id="choice_get_desk", opt=SIGNED_IN)
async def get_desk(day: FromPath[str], actor: NamedDependency[Actor]) -> ChoiceDesk:
    """Categories, turnout and kiosks; for organisers."""
    return await service.desk(await enter(actor, day))


@post("/categories", operation_id="choice_add_category", opt=SIGNED_IN)
async def add_category(day: FromPath[str], data: JSONBody[CategoryDraft], actor: NamedDependency[Actor]) -> Category:
    """Add a category; for organisers."""
    return await service.add_category(actor, await enter(actor, day), data)


@put("/categories/{category_id:uuid}", operation_id="choice_change_category", opt=SIGNED_IN)
async def change_category(
    day: FromPath[str], category_id: FromPath[UUID], data: JSONBody[CategoryDraft], actor: NamedDependency[Actor]
) -> Category:
    """Change a category before its first ballot; for organisers."""
    return await service.change_category(actor, await enter(actor, day), category_id, data)


@delete("/categories/{category_id:uuid}", operation_id="choice_remove_category", opt=SIGNED_IN, status_code=200)
async def remove_category(day: FromPath[str], category_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Category:
    """Remove a category before its first ballot; for organisers."""
    return await service.remove_category(actor, await enter(actor, day), category_id)


@post("/kiosks", operation_id="choice_make_kiosk", opt=SIGNED_IN)
async def make_kiosk(day: FromPath[str], data: JSONBody[KioskDraft], actor: NamedDependency[Actor]) -> NewKiosk:
    """A link for a device on which people vote with their code; for organisers."""
    return await kiosks.make_kiosk(actor, await enter(actor, day), data)


@delete("/kiosks/{kiosk_id:uuid}", operation_id="choice_revoke_kiosk", opt=SIGNED_IN, status_code=200)
async def revoke_kiosk(day: FromPath[str], kiosk_id: FromPath[UUID], actor: NamedDependency[Actor]) -> Kiosk:
    """Take a kiosk's link back at once; for organisers."""
    return await kiosks.revoke_kiosk(actor, await enter(actor, day), kiosk_id)


@post("/code", operation_id="choice_make_code", opt=SIGNED_IN)
async def make_code(day: FromPath[str], actor: NamedDependency[Actor]) -> NewCode:
    """A new code of mine for kiosks; earlier ones die."""
    return await kiosks.make_code(actor, await enter(actor, day))


@post("/codes", operation_id="choice_print_codes", opt=SIGNED_IN)
async def print_codes(
    day: FromPath[str], data: JSONBody[CodesDraft], actor: NamedDependency[Actor]
) -> list[PrintedCode]:
    """New codes to print for people without a device; for organisers."""
    return await kiosks.print_codes(actor, await enter(actor, day), data)


@post("/kiosk", operation_id="choice_open_kiosk", opt=PUBLIC, status_code=200)
async def open_kiosk(day: FromPath[str], data: JSONBody[KioskAsk]) -> KioskPage:
    """The start screen of a kiosk."""
    return await kiosks.open_kiosk(await enter(None, day), data.token)


@post("/kiosk/ballot", operation_id="choice_read_code", opt=PUBLIC, status_code=200)
async def read_code(day: FromPath[str], data: JSONBody[CodeAsk]) -> KioskBallot:
    """The ballot of whoever holds the code."""
    return await kiosks.ballot(await enter(None, day), data)


@post("/kiosk/cast", operation_id="choice_cast_at_kiosk", opt=PUBLIC, status_code=200)
async def cast_at_kiosk(day: FromPath[str], data: JSONBody[KioskCast]) -> KioskBallot:
    """Vote at a kiosk; safe to repeat."""
    return await kiosks.cast(await enter(None, day), data)


router = Router(
    "/days/{day:str}/choice",
    route_handlers=[
        get_choice, cast_ballot, withdraw_ballot, list_results, get_desk, add_category, change_category,
        remove_category, make_kiosk, revoke_kiosk, make_code, print_codes, open_kiosk, read_code, cast_at_kiosk,
    ],
    tags=["people's choice"],
)  # fmt: skip
