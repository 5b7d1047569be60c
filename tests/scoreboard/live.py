"""A board to watch, a server to watch it on, and those who watch."""

import asyncio
import socket as sockets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar, WebSocket, websocket
from litestar.params import FromPath, FromQuery
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from hackday.scoreboard.board import apply, ranked
from hackday.scoreboard.frames import SERVER, FrameProtocol, serve_board
from hackday.scoreboard.hub import Hub, Watcher
from hackday.scoreboard.schemas import Board, BoardState, Delta, Message, Snapshot, State, View
from hackday.scoreboard.stream import Prepared
from tests.scoreboard.test_board import row

TOPIC = "board:day"


class World:
    """What the loader reads: scores that change, and a freeze."""

    def __init__(self, teams: int = 3) -> None:
        self.scores = {f"t{n}": 5_000 - n for n in range(teams)}
        self.name = ""
        self.frozen: View | None = None
        self.reads = 0

    def view(self) -> View:
        rows = [row(team, score, self.name) for team, score in self.scores.items()]
        rows.sort(key=lambda r: (-(r.score or 0), r.team))
        return View(board=ranked(rows), state=BoardState(phase="frozen" if self.frozen else "judging"))

    async def load(self, topic: str) -> View:
        self.reads += 1
        return self.frozen or self.view()


@asynccontextmanager
async def serving(hub: Hub, protocol: type = FrameProtocol) -> AsyncIterator[str]:
    """A real server in this loop; gives the stream's address."""

    @websocket("/live/{topic:str}")
    async def live(socket: WebSocket[Any, Any, Any], topic: FromPath[str], after: FromQuery[str | None] = None) -> None:
        await serve_board(socket, hub, topic, after)

    app = Litestar([live], openapi_config=None, lifespan=[lambda _: hub.run()])
    config = uvicorn.Config(app, port=0, ws=protocol, log_level="warning", timeout_graceful_shutdown=5, **SERVER)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    try:
        yield f"ws://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/live/{TOPIC}"
    finally:
        server.should_exit = True
        await running


def watching(url: str, after: str | None = None) -> connect:
    return connect(url + (f"?after={after}" if after else ""), compression=None)


async def hear(socket: ClientConnection, client: "Client") -> Message:
    async with asyncio.timeout(5):
        text = await socket.recv()
    message = msgspec.json.decode(text, type=Message)
    assert not client.fold(message)
    return message


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


async def end_of(socket: ClientConnection) -> int:
    with suppress(ConnectionClosed):
        async with asyncio.timeout(5):
            while True:
                await socket.recv()
    assert socket.close_code is not None
    return socket.close_code


class Recorder:
    """A line that keeps what is written."""

    def __init__(self) -> None:
        self.watcher: Watcher | None = None
        self.wire: Callable[[bytes], None] | None = None
        self.texts: list[bytes] = []
        self.closed: int | None = None

    def write(self, frame: Prepared) -> None:
        self.texts += frame.texts

    def close(self, code: int, reason: str) -> None:
        self.closed = code

    def count(self, part: bytes) -> int:
        return sum(part in text for text in self.texts)


class Client:
    """The rules of `board.ts`, once more in Python."""

    def __init__(self) -> None:
        self.epoch, self.seq = "", -1
        self.board, self.state = Board(), BoardState(phase="")
        self.beats = 0

    @property
    def token(self) -> str:
        return f"{self.epoch}.{self.seq}"

    def fold(self, message: Message) -> bool:
        """True: a gap, and nothing is changed."""
        if isinstance(message, Snapshot):
            self.epoch, self.seq = message.epoch, message.seq
            self.board, self.state = message.board, message.state
            return False
        if message.epoch != self.epoch:
            return True
        if isinstance(message, Delta | State):
            if self.seq > message.seq:
                return False
            if self.seq < message.since:
                return True
            if isinstance(message, Delta):
                self.board = apply(self.board, message.change)
            else:
                self.state = message.state
            self.seq = message.seq
            return False
        self.beats += 1
        return message.seq > self.seq

    def fold_all(self, texts: tuple[bytes, ...]) -> bool:
        gaps = [self.fold(msgspec.json.decode(text, type=Message)) for text in texts]
        return any(gaps)


async def stalled_socket(url: str) -> sockets.socket:
    """A client that shakes hands and reads nothing more."""
    host, port = url.removeprefix("ws://").split("/")[0].split(":")
    raw = sockets.socket()
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    raw.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(raw, (host, int(port)))
    request = (
        f"GET /live/{TOPIC} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    await loop.sock_sendall(raw, request.encode())
    return raw


async def fill(hub: Hub, world: World, rounds: int) -> None:
    """Publish big changes, more than the system's buffers hold."""
    for n in range(rounds):
        world.name = f"{n:06}" + "x" * 900
        hub.signal(TOPIC)
        await asyncio.sleep(0.004)
