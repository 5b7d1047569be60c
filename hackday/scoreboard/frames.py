"""The send path: a prepared frame goes to a connection's transport with one call.

On uvicorn with `FrameProtocol` no queue, task or ASGI message is made for a frame, and the same bytes go to
all. Any other server gets the texts through ASGI's `send`: right, and slower. Needs uvicorn 0.54 (its
`WebSocketsSansIOProtocol`); `tests/scoreboard/test_hub.py` runs over both.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any

from litestar import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from hackday.scoreboard.hub import COME_BACK, Hub, Line, Watcher
from hackday.scoreboard.stream import Prepared

EXTENSION = "hackday.frames"
MAX_MESSAGE = 4096
"""Bytes that a client may send at once; more is answered with close code 1009."""
GRACE = 5.0
"""Seconds that a closing client has to read what is left and to answer."""
TAKES_NONE = 1008
"""Close code: the public stream takes no messages."""
SERVER = {"ws_max_size": MAX_MESSAGE, "ws_per_message_deflate": False}
"""Further settings for uvicorn beside `ws=FrameProtocol`; compression per socket would cost more than all else."""
BACKLOG = 8
"""Texts waiting for a slow client on a server without our protocol."""


class FrameProtocol(WebSocketsSansIOProtocol):
    """Offers itself to the app as the scope extension `hackday.frames`: a `Line` of the hub."""

    watcher: Watcher | None = None
    wire: Callable[[bytes], None] | None = None

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[EXTENSION] = self
            self.wire = self.transport.write

    def connection_lost(self, exc: Exception | None) -> None:
        if self.watcher is not None:  # now, not when the app hears of it: a lost transport refuses to be written to
            self.watcher.leave()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        if self.watcher is not None:
            self.watcher.stalled()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.watcher is not None:
            self.loop.call_soon(self.watcher.drained)

    def write(self, frame: Prepared) -> None:
        self.transport.write(frame.wire)  # a closing transport drops it

    def close(self, code: int, reason: str) -> None:
        """Send a close frame without waiting, and drop the connection when the client does not follow."""
        if self.close_sent or self.transport.is_closing():
            return
        self.stop_keepalive()
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        if self.read_paused:  # the client's answer stands behind the message that was one too many
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(GRACE, self.transport.abort)

    def shutdown(self) -> None:
        super().shutdown()
        if not self.writable.is_set():  # it may never read the rest, and the server must not wait for it
            self.loop.call_later(GRACE, self.transport.abort)


class SendLine:
    """The same over ASGI's `send`, with a short queue and a task for each socket."""

    wire = None

    def __init__(self, socket: WebSocket[Any, Any, Any]) -> None:
        self.watcher: Watcher | None = None
        self._socket = socket
        self._texts: deque[bytes] = deque()
        self._wake = asyncio.Event()
        self._end: tuple[int, str] | None = None
        self.pump = asyncio.create_task(self._keep_sending())

    @property
    def full(self) -> bool:
        return len(self._texts) >= BACKLOG

    def write(self, frame: Prepared) -> None:
        self._texts.extend(frame.texts)
        self._wake.set()
        if self.full and self.watcher is not None:
            self.watcher.stalled()

    def close(self, code: int, reason: str) -> None:
        if self.full:  # a close frame would wait behind the rest for ever: the server drops an app that ends
            self.pump.cancel()
        self._end = self._end or (code, reason)
        self._wake.set()

    async def _keep_sending(self) -> None:
        while self._texts or self._end is None:
            self._wake.clear()
            while self._texts:
                await self._socket.send_text(self._texts[0])
                was_full = self.full
                self._texts.popleft()
                if was_full and self.watcher is not None:
                    self.watcher.drained()
            if self._end is None:
                await self._wake.wait()
        await self._socket.close(*self._end)


async def serve_board(socket: WebSocket[Any, Any, Any], hub: Hub, topic: str, after: str | None) -> None:
    """Accept, and stream the board until one of the two goes. `after`: the client's last "epoch.seq", if it has one.

    What the caller may see is checked before. Any message from the client closes the connection.
    """
    await socket.accept()
    extensions: dict[str, Any] = socket.scope.get("extensions") or {}
    offered: Line | None = extensions.get(EXTENSION)
    if offered is not None:
        await _watch(socket, hub, topic, after, offered)
        return
    line = SendLine(socket)
    watch = asyncio.create_task(_watch(socket, hub, topic, after, line))
    try:
        await asyncio.wait({watch, line.pump}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({line.pump}, timeout=1)  # a close frame may be on its way
    finally:
        watch.cancel()
        line.pump.cancel()
        await asyncio.gather(watch, line.pump, return_exceptions=True)


async def _watch(socket: WebSocket[Any, Any, Any], hub: Hub, topic: str, after: str | None, line: Line) -> None:
    try:
        watcher = await hub.join(topic, line, after)
    except TimeoutError:
        line.close(COME_BACK, "no board yet, please come back")
        return
    try:
        event = await socket.receive()
    finally:
        watcher.leave()
    if event["type"] == "websocket.receive":
        line.close(TAKES_NONE, "this stream takes no messages")
