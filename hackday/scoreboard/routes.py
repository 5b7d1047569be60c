"""The board over HTTP and as a stream. Nobody signs in to watch, and any site may embed the stream."""

from typing import Any

from litestar import Request, Response, Router, WebSocket, get, post, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from hackday.days.service import enter
from hackday.errors import Refusal
from hackday.people.schemas import Actor
from hackday.scoreboard import rules, service
from hackday.scoreboard.frames import serve_board
from hackday.scoreboard.schemas import DayBoards, RevealDraft, Snapshot, Stage
from hackday.web import Access, access

PUBLIC, SIGNED_IN = access(Access.PUBLIC), access(Access.SIGNED_IN)
NO_SUCH = 4404
"""Close code: there is no such board, and asking again will not help."""


@get("/", operation_id="scoreboard_list_boards", opt=PUBLIC)
async def list_boards(day: FromPath[str]) -> DayBoards:
    """Which boards a day has, for everybody."""
    return await service.day_boards(day)


@get("/{board:str}", operation_id="scoreboard_get_board", opt=PUBLIC)
async def get_board(day: FromPath[str], board: FromPath[str], request: Request[Any, Any, Any]) -> Response[Snapshot]:
    """The board as everybody sees it: what a stream begins with. Ask again with If-None-Match."""
    shown = await service.public_day(day, board)
    try:
        token, body = await request.app.state.hub.snapshot(service.topic(shown.id))
    except TimeoutError:
        raise rules.NoBoardYet from None
    headers = {"etag": f'"{token}"', "cache-control": "no-cache"}
    if f'"{token}"' in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)  # type: ignore[arg-type]
    return Response(body, media_type="application/json", headers=headers)


@websocket("/{board:str}/live", opt=PUBLIC)
async def watch_board(
    socket: WebSocket[Any, Any, Any], day: FromPath[str], board: FromPath[str], after: FromQuery[str | None] = None
) -> None:
    """The board as it changes. `after`: the token of the last message that arrived, "epoch.seq"."""
    try:
        shown = await service.public_day(day, board)
    except Refusal as refusal:
        await socket.accept()
        await socket.close(NO_SUCH, str(refusal))
        return
    await serve_board(socket, socket.app.state.hub, service.topic(shown.id), after)


@get("/{board:str}/final", operation_id="scoreboard_get_stage", opt=SIGNED_IN)
async def get_stage(day: FromPath[str], board: FromPath[str], actor: NamedDependency[Actor]) -> Stage:
    """The result with all that is still hidden; for organisers."""
    rules.check_board(board)
    return await service.stage(await enter(actor, day))


@post("/{board:str}/reveal", operation_id="scoreboard_reveal", opt=SIGNED_IN, status_code=200)
async def reveal(
    day: FromPath[str], board: FromPath[str], data: JSONBody[RevealDraft], actor: NamedDependency[Actor]
) -> Stage:
    """Uncover the next rank, or cover the last again; for organisers."""
    rules.check_board(board)
    return await service.reveal(actor, await enter(actor, day), data)


router = Router(
    "/days/{day:str}/boards",
    route_handlers=[list_boards, get_board, watch_board, get_stage, reveal],
    tags=["scoreboard"],
)
