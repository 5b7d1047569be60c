"""HTTP to keys and back. A key makes no keys: all this needs a session."""

from uuid import UUID

from litestar import Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from hackday.people.keys import service
from hackday.people.keys.schemas import Key, KeyDraft, NewKey
from hackday.people.schemas import Actor
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)


@get("/keys", operation_id="keys_list_mine", opt=_SIGNED_IN)
async def list_mine(actor: NamedDependency[Actor]) -> list[Key]:
    """My live keys, the newest first."""
    return await service.mine(actor)


@post("/keys", operation_id="keys_make", opt=_SIGNED_IN)
async def make(actor: NamedDependency[Actor], data: JSONBody[KeyDraft]) -> NewKey:
    """Let a program hand in drafts of challenges for me."""
    return await service.make(actor, data)


@delete("/keys/{key_id:uuid}", operation_id="keys_revoke", opt=_SIGNED_IN, status_code=200)
async def revoke(actor: NamedDependency[Actor], key_id: FromPath[UUID]) -> Key:
    """Take a key back at once."""
    return await service.revoke(actor, key_id)


router = Router("/", route_handlers=[list_mine, make, revoke], tags=["keys"])
