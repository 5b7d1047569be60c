"""HTTP to one's own release, the inbox and decisions, and back."""

from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.people.schemas import Actor
from hackday.release.answers import service
from hackday.release.wire import Decided, DecisionDraft, Inbox, MyRelease, OfferChange, PinChange
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)


@get("/mine", operation_id="release_get_mine", opt=_SIGNED_IN)
async def get_mine(actor: NamedDependency[Actor], day: FromPath[str]) -> MyRelease:
    """My own release: shifts, what the plan says and why, who decides, and what is asked of me."""
    return await service.my_release(actor, day)


@put("/offer", operation_id="release_set_offer", opt=_SIGNED_IN)
async def set_offer(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[OfferChange]) -> MyRelease:
    """Say how many of others' shifts I would take over."""
    return await service.set_offer(actor, day, data.extra_shifts)


@get("/inbox", operation_id="release_get_inbox", opt=_SIGNED_IN)
async def get_inbox(actor: NamedDependency[Actor], day: FromPath[str]) -> Inbox:
    """My direct reports who want to go, with the cover of each of their shifts; empty for who has none."""
    return await service.inbox(actor, day)


@post("/decisions", operation_id="release_decide", opt=_SIGNED_IN)
async def decide(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[DecisionDraft]) -> Decided:
    """Approve or decline some of my direct reports: all of them, or none and the reason."""
    return await service.decide(actor, day, data)


@put("/pins/{person:uuid}", operation_id="release_set_pin", opt=_SIGNED_IN, status_code=204)
async def set_pin(
    actor: NamedDependency[Actor], day: FromPath[str], person: FromPath[UUID], data: JSONBody[PinChange]
) -> None:
    """Say that one of my direct reports must go or must stay; null takes it back."""
    await service.set_pin(actor, day, person, data.kind)


HANDLERS = [get_mine, set_offer, get_inbox, decide, set_pin]
