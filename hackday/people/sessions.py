"""From a request to the person who sends it: the cookie, the guard and the `actor` that routes ask for."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.handlers import BaseRouteHandler

from hackday import clock
from hackday.errors import Unauthenticated
from hackday.people import rules, store
from hackday.people.keys import store as keys
from hackday.people.keys.rules import KeyOpensNothing
from hackday.people.schemas import Actor
from hackday.people.service import digest
from hackday.settings import Settings
from hackday.web import Access

Connection = ASGIConnection[Any, Any, Any, Any]


def cookie_name(settings: Settings) -> str:
    return "__Host-hackday" if settings.is_secure else "hackday"


def cookie(settings: Settings, token: str | None) -> Cookie:
    """The session cookie, or with None the one that removes it."""
    return Cookie(
        key=cookie_name(settings),
        value=token or "",
        max_age=int(rules.SESSION_LASTS.total_seconds()) if token else 0,
        httponly=True,
        secure=settings.is_secure,
        samesite="lax",
        path="/",
    )


async def find_actor(connection: Connection) -> Actor | None:
    """Who is signed in on this connection, looked up once a request."""
    state = connection.scope.setdefault("state", {})
    if "actor" not in state:
        token = connection.cookies.get(cookie_name(connection.app.state.settings))
        state["actor"] = token and await store.actor_by_session(
            digest(token), now=clock.now(), idle=rules.SESSION_IDLES
        )
    return state["actor"] or None


async def guard(connection: Connection, handler: BaseRouteHandler) -> None:
    """App-wide guard: a route that is not public needs a live session, or a key of the scope it names."""
    rule = handler.opt.get("access")
    if rule is Access.DRAFTS:
        await _find_key_owner(connection, rule)
    elif rule is not Access.PUBLIC and await find_actor(connection) is None:
        raise Unauthenticated


async def _find_key_owner(connection: Connection, scope: str) -> None:
    """The owner of the key in `Authorization: Bearer …` is the `actor`, whoever has a session here."""
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    owner = await keys.owner(digest(token), scope, now=clock.now()) if kind.lower() == "bearer" else None
    if owner is None:
        raise KeyOpensNothing
    connection.scope.setdefault("state", {})["actor"] = owner


async def provide_actor(request: Connection) -> Actor:
    """Dependency `actor`: the signed-in person."""
    actor = await find_actor(request)
    if actor is None:
        raise Unauthenticated
    return actor


async def provide_visitor(request: Connection) -> Actor | None:
    """Dependency `visitor`: the signed-in person, or None on a public route."""
    return await find_actor(request)
