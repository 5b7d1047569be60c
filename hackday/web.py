"""What holds for every request: problems on the wire, security headers, origin, and a stated access rule."""

import enum
import http.client
import logging
import re
from collections.abc import Mapping
from typing import Annotated, Any

import asyncpg
import msgspec
from litestar import Litestar, Request, Response, get
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException, ImproperlyConfiguredException, ValidationException
from litestar.handlers import BaseRouteHandler
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Reference, Schema
from litestar.params import QueryParameter
from litestar.types import ASGIApp, ExceptionHandlersMap, Message, Receive, Scope, Send

from hackday.errors import Forbidden, Invalid, Refusal, TooMany

log = logging.getLogger("hackday.web")

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
BODY_TYPES = ("application/json", "text/csv", "text/calendar", "application/octet-stream", "multipart/form-data")
BODY_LIMIT = 10_000_000  # bytes; a rota of 20,000 people for a month is about 8 MB


Limit = Annotated[int, QueryParameter(ge=1, le=200)]
"""Items of one page. A `msgspec.Meta` inside FromQuery[…] is not looked at, so it has to be said like this."""


class Access(enum.StrEnum):
    """Who may call a route at all; what they may do with it is decided by the feature's rules."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    DRAFTS = "drafts"
    """A program with a key of this scope, for the key's owner; no session opens it."""


def access(rule: Access) -> dict[str, Any]:
    """`opt=access(Access.SIGNED_IN)` on every handler; the app does not start with one that lacks it."""
    return {"access": rule}


def check_every_route_states_access(app: Litestar) -> None:
    """Raise at start-up when a route says nothing about who may call it."""
    silent = {
        f"{route.path} ({handler})"
        for route in app.routes
        for handler in getattr(route, "route_handlers", None) or [route.route_handler]  # type: ignore[union-attr]
        if isinstance(handler, BaseRouteHandler)
        and "access" not in handler.opt
        and handler.handler_name != "options_handler"
    }
    if silent:
        raise ImproperlyConfiguredException(f"Routes without an access rule: {', '.join(sorted(silent))}")


class FieldError(msgspec.Struct, frozen=True):
    pointer: str
    """JSON pointer of the field in the body, or "" for the whole."""
    detail: str


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """RFC 9457 problem details. Screens switch on `code`, never on text."""

    title: str
    status: int
    code: str
    type: str = "about:blank"
    detail: str | None = None
    instance: str | None = None
    errors: list[FieldError] | None = None


def _phrase(status: int) -> str:
    return http.client.responses.get(status, "Error")


def problem(
    request: Request[Any, Any, Any],
    status: int,
    code: str,
    detail: str | None = None,
    errors: list[FieldError] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response[Problem]:
    """The answer for anything that went wrong."""
    phrase = _phrase(status)
    body = Problem(title=phrase, status=status, code=code, detail=detail, instance=request.url.path, errors=errors)
    return Response(body, status_code=status, media_type="application/problem+json", headers=headers)


def _on_refusal(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Problem]:
    errors = [FieldError(*field) for field in refusal.fields] or None
    if isinstance(refusal, Invalid):
        errors = [FieldError(refusal.pointer or "", str(refusal))]
    headers = {"retry-after": str(refusal.retry_after)} if isinstance(refusal, TooMany) else None
    return problem(request, refusal.status, refusal.code, str(refusal), errors, headers)


def _on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        return problem(request, 400, "malformed", "The request is not valid.", [_field_error(e) for e in error.extra])
    phrase = _phrase(error.status_code)
    detail = error.detail if error.detail and error.detail != phrase else None
    if error.status_code == 400:
        return problem(request, 400, "malformed", f"The request cannot be read. {detail or ''}".strip())
    return problem(request, error.status_code, phrase.lower().replace(" ", "_"), detail, headers=error.headers)


def _field_error(entry: Any) -> FieldError:
    """`items[1].n` becomes `/items/1/n`; `data` stands for the whole body."""
    entry = entry if isinstance(entry, dict) else {"message": str(entry)}
    key = entry.get("key")
    pointer = "" if key in (None, "data", "body") else "/" + re.sub(r"\[(\d+)\]", r"/\1", key).replace(".", "/")
    return FieldError(pointer, str(entry.get("message", "")))


def _on_integrity(
    request: Request[Any, Any, Any], error: asyncpg.IntegrityConstraintViolationError
) -> Response[Problem]:
    # The net below the rules: a service names the refusals that people can meet.
    log.warning("constraint %s on %s %s", error.constraint_name, request.method, request.url.path)
    return problem(request, 409, "conflict", "The change does not fit with what is stored. Reload and try again.")


def _on_data(request: Request[Any, Any, Any], error: asyncpg.DataError) -> Response[Problem]:
    return problem(request, 400, "malformed", "A value cannot be stored.")


def _on_recursion(request: Request[Any, Any, Any], error: RecursionError) -> Response[Problem]:
    # Our own data is flat: only a body is read to a depth that its sender chooses.
    log.warning("nested too deeply: %s %s", request.method, request.url.path)
    return problem(request, 400, "malformed", "The request cannot be read. It is nested too deeply.")


def _on_busy(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    log.warning("busy: %r on %s %s", error, request.method, request.url.path)
    return problem(request, 503, "busy", "The service is busy. Try again in a moment.", headers={"retry-after": "1"})


def _on_any(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    log.error("unhandled on %s %s", request.method, request.url.path, exc_info=error)
    return problem(request, 500, "internal_error", "Something went wrong on our side. It has been written down.")


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    Refusal: _on_refusal,
    HTTPException: _on_http,
    asyncpg.IntegrityConstraintViolationError: _on_integrity,
    asyncpg.DataError: _on_data,
    RecursionError: _on_recursion,
    asyncpg.PostgresConnectionError: _on_busy,
    asyncpg.InterfaceError: _on_busy,
    asyncpg.TooManyConnectionsError: _on_busy,
    asyncpg.QueryCanceledError: _on_busy,
    asyncpg.TransactionRollbackError: _on_busy,  # a deadlock, or two that cannot be put in order
    ConnectionError: _on_busy,
    Exception: _on_any,
}

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)


async def add_security_headers(message: Message, scope: Scope) -> None:
    """Litestar's `before_send`: the only hook that also sees errors, static files and refused hosts."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    headers.setdefault("content-security-policy", CONTENT_POLICY)  # files of people have a stricter one
    headers["x-content-type-options"] = "nosniff"
    headers["referrer-policy"] = "same-origin"
    headers["cross-origin-opener-policy"] = "same-origin"
    headers["permissions-policy"] = "camera=(self), geolocation=(), microphone=(self)"
    if scope["scheme"] in ("https", "wss"):
        headers["strict-transport-security"] = "max-age=31536000"
    if scope["path"].startswith("/api/") and "cache-control" not in headers:
        headers["cache-control"] = "no-store"


class CrossSite(Forbidden):
    code = "cross_site"


class WrongContentType(Refusal):
    status = 415
    code = "wrong_content_type"


def origin_check(origin: str) -> Any:
    """ASGI middleware: an unsafe request must come from our own pages, unless an API key signs it.

    Cookies sign in by themselves, so a foreign page could use them; a missing Origin is refused as well.
    A websocket is checked by its handler, since the public board may be embedded anywhere.
    """

    def check(method: str, headers: Mapping[str, str]) -> None:
        if method in SAFE_METHODS or "authorization" in headers:
            return
        if not is_same_origin(headers, origin):
            raise CrossSite("This request did not come from the site itself.")
        if int(headers.get("content-length") or 0) and not headers.get("content-type", "").startswith(BODY_TYPES):
            raise WrongContentType(f"Send the body as one of: {', '.join(BODY_TYPES)}.")

    def middleware(app: ASGIApp) -> ASGIApp:
        async def checked(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == ScopeType.HTTP:
                request = Request[Any, Any, Any](scope)
                check(request.method, request.headers)
            await app(scope, receive, send)

        return checked

    return middleware


def is_same_origin(headers: Mapping[str, str], origin: str) -> bool:
    """Whether a browser says that the request comes from our own pages.

    Beside the configured origin the very host that was asked counts, so that a site reached
    under a second name works; a foreign page cannot choose the Host of a browser's request.
    """
    said = headers.get("origin")
    if said is None:
        return headers.get("sec-fetch-site") == "same-origin"
    return said == origin or (
        said.partition("://")[2] == headers.get("host")
        and headers.get("sec-fetch-site", "same-origin") == "same-origin"
    )


@get("/openapi.json", include_in_schema=False, opt=access(Access.PUBLIC), sync_to_thread=False)
def get_openapi(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """The OpenAPI 3.1 document; clients and form rules are generated from it."""
    return request.app.openapi_schema.to_schema()


def describe_problems(app: Litestar) -> None:
    """Say in the OpenAPI document what errors really look like; Litestar describes its own form."""
    document = app.openapi_schema
    document.components.schemas["Problem"] = Schema(
        type=OpenAPIType.OBJECT,
        title="Problem",
        required=["title", "status", "code"],
        properties={
            **{name: Schema(type=OpenAPIType.STRING) for name in ("type", "title", "code", "detail", "instance")},
            "status": Schema(type=OpenAPIType.INTEGER),
            "errors": Schema(
                type=OpenAPIType.ARRAY,
                items=Schema(
                    type=OpenAPIType.OBJECT,
                    required=["pointer", "detail"],
                    properties={name: Schema(type=OpenAPIType.STRING) for name in ("pointer", "detail")},
                ),
            ),
        },
    )
    problem_content = {"application/problem+json": OpenAPIMediaType(Reference(ref="#/components/schemas/Problem"))}
    for item in (document.paths or {}).values():
        for method in ("get", "post", "put", "patch", "delete"):
            responses = getattr(getattr(item, method), "responses", None) or {}
            for code, response in responses.items():
                if code[0] in "45" and isinstance(response, OpenAPIResponse):
                    response.content = dict(problem_content)
            if responses:
                responses["default"] = OpenAPIResponse(description="What went wrong", content=dict(problem_content))
