"""Sign in, sign out, and who I am."""

from typing import Any

from litestar import Request, Response, Router, delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from hackday.people import service, store
from hackday.people.schemas import Accepted, Actor, LinkUse, Me, SignInAsk, Site
from hackday.people.sessions import cookie
from hackday.web import Access, access


@post("/sign-in", operation_id="people_ask_link", status_code=202, opt=access(Access.PUBLIC))
async def ask_link(data: JSONBody[SignInAsk], request: Request[Any, Any, Any]) -> Accepted:
    """Ask for a sign-in link by mail."""
    await service.ask_link(data.email, origin=request.app.state.settings.origin)
    return Accepted("If we know this address, a link is on its way.")


@post("/session", operation_id="people_sign_in", opt=access(Access.PUBLIC))
async def sign_in(data: JSONBody[LinkUse], request: Request[Any, Any, Any]) -> Response[Me]:
    """Spend a one-time link; sets the session cookie."""
    token, person = await service.sign_in(data.token, user_agent=request.headers.get("user-agent", ""))
    return Response(await store.me(person), cookies=[cookie(request.app.state.settings, token)])


@delete("/session", operation_id="people_sign_out", opt=access(Access.SIGNED_IN), status_code=200)
async def sign_out(actor: NamedDependency[Actor], request: Request[Any, Any, Any]) -> Response[Accepted]:
    """End this session, here and on the server."""
    await service.sign_out(actor)
    return Response(Accepted("Signed out."), cookies=[cookie(request.app.state.settings, None)])


@get("/me", operation_id="people_get_me", opt=access(Access.SIGNED_IN))
async def get_me(actor: NamedDependency[Actor]) -> Me:
    """The signed-in person."""
    return await store.me(actor.id)


@get("/sites", operation_id="people_list_sites", opt=access(Access.SIGNED_IN))
async def list_sites() -> list[Site]:
    """Every site of the company."""
    return await store.sites()


router = Router("/", route_handlers=[ask_link, sign_in, sign_out, get_me, list_sites], tags=["people"])
