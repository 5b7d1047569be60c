"""HTTP to one's own release, the inbox and decisions, and back."""

from hashlib import blake2b
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from hackday.people.schemas import Actor
from hackday.release.answers import covering, deputies, inbox, overrides, service
from hackday.release.answers.schemas import (
    Answering,
    AskDraft,
    Candidates,
    Deputy,
    DeputyDraft,
    Inbox,
    Nominee,
    Override,
)
from hackday.release.wire import Decided, DecisionDraft, MyRelease, OfferChange, PinChange
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_REQUEST = "/inbox/{person:uuid}"


@get("/mine", operation_id="release_get_mine", opt=_SIGNED_IN)
async def get_mine(
    actor: NamedDependency[Actor], day: FromPath[str], request: Request[Any, Any, Any]
) -> Response[MyRelease]:
    """My own release: shifts, what the plan says and why, who decides, and what is asked of me.

    A page asks every other second while an answer is awaited, with If-None-Match: what has not changed is not sent.
    """
    body = msgspec.json.encode(await service.my_release(actor, day))
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)  # type: ignore[arg-type]
    return Response(body, media_type="application/json", headers=headers)  # type: ignore[arg-type]


@put("/offer", operation_id="release_set_offer", opt=_SIGNED_IN)
async def set_offer(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[OfferChange]) -> MyRelease:
    """Say how many of others' shifts I would take over."""
    return await service.set_offer(actor, day, data.extra_shifts)


@get("/inbox", operation_id="release_get_inbox", opt=_SIGNED_IN)
async def get_inbox(actor: NamedDependency[Actor], day: FromPath[str]) -> Inbox:
    """Who wants to go and is mine to answer, with the cover of each of their shifts; empty for who has nobody."""
    return await inbox.inbox(actor, day)


@post("/decisions", operation_id="release_decide", opt=_SIGNED_IN)
async def decide(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[DecisionDraft]) -> Decided:
    """Approve or decline people who are mine to answer: all of them, or none and the reason."""
    return await service.decide(actor, day, data)


@put("/pins/{person:uuid}", operation_id="release_set_pin", opt=_SIGNED_IN, status_code=204)
async def set_pin(
    actor: NamedDependency[Actor], day: FromPath[str], person: FromPath[UUID], data: JSONBody[PinChange]
) -> None:
    """Say that one of my direct reports must go or must stay; null takes it back."""
    await service.set_pin(actor, day, person, data.kind)


@get("/acting", operation_id="release_get_answering", opt=_SIGNED_IN)
async def get_answering(actor: NamedDependency[Actor], day: FromPath[str]) -> Answering:
    """Whether I have people to answer for now: my own, or in somebody's place."""
    return await inbox.answering(actor, day)


@get(f"{_REQUEST}/covers", operation_id="release_list_covers", opt=_SIGNED_IN)
async def list_covers(actor: NamedDependency[Actor], day: FromPath[str], person: FromPath[UUID]) -> Candidates:
    """Who could take over from one of my people: who offered, and of the others my own people, to be asked."""
    return await covering.candidates(actor, day, person)


@post(f"{_REQUEST}/asks", operation_id="release_ask_cover", opt=_SIGNED_IN)
async def ask_cover(
    actor: NamedDependency[Actor], day: FromPath[str], person: FromPath[UUID], data: JSONBody[AskDraft]
) -> Candidates:
    """Ask a colleague to take over from one of my people."""
    return await covering.ask(actor, day, person, data.colleague)


@get("/overrides", operation_id="release_list_overrides", opt=_SIGNED_IN)
async def list_overrides(actor: NamedDependency[Actor], day: FromPath[str]) -> list[Override]:
    """Who was released below the minimum, by whom and why. Planners of the site and organisers."""
    return await overrides.overrides(actor, day)


@get("/deputies", operation_id="release_list_deputies", opt=_SIGNED_IN)
async def list_deputies(actor: NamedDependency[Actor], day: FromPath[str]) -> list[Deputy]:
    """Who acts for me, and for whom I act, now and to come; organisers see all."""
    return await deputies.deputies(actor, day)


@get("/deputies/colleagues", operation_id="release_search_nominees", opt=_SIGNED_IN)
async def search_colleagues(actor: NamedDependency[Actor], day: FromPath[str], search: FromQuery[str]) -> list[Nominee]:
    """Find somebody to name as a deputy, or a manager who needs one. Managers and organisers."""
    return await deputies.colleagues(actor, day, search[:200])


@post("/deputies", operation_id="release_name_deputy", opt=_SIGNED_IN)
async def name_deputy(actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[DeputyDraft]) -> list[Deputy]:
    """Let somebody answer in my place for some days; organisers also in another manager's."""
    return await deputies.name_deputy(actor, day, data)


@delete("/deputies/{deputy:uuid}", operation_id="release_end_deputyship", opt=_SIGNED_IN, status_code=200)
async def end_deputyship(actor: NamedDependency[Actor], day: FromPath[str], deputy: FromPath[UUID]) -> list[Deputy]:
    """End it at once. The manager, the deputy and organisers."""
    return await deputies.end_deputyship(actor, day, deputy)


HANDLERS = [
    get_mine, set_offer, get_inbox, decide, set_pin, get_answering, list_covers, ask_cover, list_overrides,
    list_deputies, search_colleagues, name_deputy, end_deputyship,
]  # fmt: skip
