"""Live boards of one process: told that a board changed, it reads it once and writes one frame to every socket.

NOTIFY carries a topic, never data, so every process reads for itself and all may come and go. What a board
costs depends on its watchers and on time, never on the number of scores. The hub knows no SQL: `load` gives
the public view of a topic, `connect` a connection to listen on.
"""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Protocol

import asyncpg

from hackday import clock
from hackday.scoreboard.schemas import View
from hackday.scoreboard.stream import Prepared, Stream

log = logging.getLogger("hackday.scoreboard")

PACE = 0.25
"""Seconds between two updates of a board: bursts become at most four a second."""
BEAT = 10.0
"""Seconds between two beats, whatever happens."""
SLICE = 100
"""Sockets written to before other work gets a turn: a judge's save waits for one slice, not for all."""
PATIENCE = 10.0
"""Seconds that a socket may stay full before it is sent away."""
LOAD_LIMIT = 10.0
"""Seconds in which a newcomer gets a board or is asked to come back."""
RETRY = 1.0
"""Seconds until a board that could not be read is tried again."""
IDLE_TOPICS = 64
"""Boards kept in memory while nobody watches, so that a lone watcher may resume."""
CHECK = 15.0
"""Seconds between two looks at the listening connection: a half-open one tells nothing by itself."""
RESTART, COME_BACK = 1012, 1013
"""Close codes: the server goes down; too slow or not ready, try again."""


class Line(Protocol):
    """A watcher's connection. It calls `watcher.stalled()` when it is full and `watcher.drained()` when no longer."""

    watcher: "Watcher | None"

    @property
    def wire(self) -> Callable[[bytes], None] | None:
        """Takes websocket frames as they are; None when only `write` does."""
        ...

    def write(self, frame: Prepared) -> None: ...
    def close(self, code: int, reason: str) -> None: ...


class Topic:
    """One board here: its stream, once loaded, and those who watch it."""

    def __init__(self) -> None:
        self.stream: Stream | None = None
        self.watchers: set[Watcher] = set()
        self.news, self.read = 0, -1  # signals so far, and how many of them the stream knows of
        self.waiting = 0  # newcomers without a board
        self.loaded = asyncio.Event()  # set once, by the next read
        self.writing = asyncio.Lock()  # frames reach every socket in the order of their sequence
        self.reader: asyncio.Task[None] | None = None


class Watcher:
    """One socket on one board. A full one is skipped, and gets the newest snapshot when it has drained."""

    # What a broadcast touches stands here together: following line and transport for each of thousands of sockets
    # costs more than the call itself (2 of 12 µs a message).
    __slots__ = ("_timer", "behind", "full", "line", "topic", "wire")

    def __init__(self, topic: Topic, line: Line) -> None:
        self.topic, self.line, self.wire = topic, line, line.wire
        self.full = self.behind = False
        self._timer: asyncio.TimerHandle | None = None
        line.watcher = self

    def stalled(self) -> None:
        self.full = True
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PATIENCE, self._give_up)

    def drained(self) -> None:
        if self.line.watcher is not self:  # left in the meantime
            return
        self._stop_waiting()
        self.full = False
        if self.behind and self.topic.stream is not None:
            self.behind = False
            self.line.write(self.topic.stream.snapshot())

    def leave(self) -> None:
        """At once, also in the middle of a broadcast."""
        self.full = True
        self.topic.watchers.discard(self)
        self.line.watcher = None
        self._stop_waiting()

    def _give_up(self) -> None:
        self.leave()
        self.line.close(COME_BACK, "too slow, please come back")

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class Hub:
    """`connect` None: nothing is listened to, and whoever changes a board calls `signal` in this process."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[asyncpg.Connection]] | None,
        load: Callable[[str], Awaitable[View]],
        *,
        channel: str = "hackday",
        pace: float = PACE,
        beat: float = BEAT,
    ) -> None:
        self._connect, self._load = connect, load
        self._channel, self._pace, self._beat = channel, pace, beat
        self._topics: dict[str, Topic] = {}
        self._closing = False
        self.listening = asyncio.Event()
        """Set while news arrives; a process is not ready without it."""

    @asynccontextmanager
    async def run(self) -> AsyncIterator["Hub"]:
        tasks = [asyncio.create_task(self._keep_beating())]
        if self._connect is None:
            self.listening.set()
        else:
            tasks.append(asyncio.create_task(self._keep_listening(self._connect)))
        try:
            yield self
        finally:
            self._closing = True
            tasks += [topic.reader for topic in self._topics.values() if topic.reader is not None]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for topic in self._topics.values():
                for watcher in tuple(topic.watchers):
                    watcher.line.close(RESTART, "the server restarts, please come back")

    async def join(self, name: str, line: Line, after: str | None) -> Watcher:
        """Let `line` watch a board, from its token on. The caller has checked that it may. TimeoutError: not now."""
        topic = self._topic(name)
        stream = await self._loaded(name, topic)
        watcher = Watcher(topic, line)
        # No await from here on: the next frame written to all follows exactly upon these.
        line.write(stream.catch_up(after, clock.now()))
        topic.watchers.add(watcher)
        return watcher

    async def snapshot(self, name: str) -> tuple[str, bytes]:
        """The token ("epoch.seq", fit for an ETag) and the snapshot message as JSON."""
        stream = await self._loaded(name, self._topic(name))
        return f"{stream.epoch}.{stream.seq}", stream.snapshot().texts[0]

    def watching(self, name: str) -> int:
        topic = self._topics.get(name)
        return len(topic.watchers) if topic else 0

    def signal(self, name: str) -> None:
        """`name` may have changed. A board that nobody here watches is read when somebody asks."""
        topic = self._topics.get(name)
        if topic is not None:
            topic.news += 1
            if topic.watchers:
                self._read_soon(name, topic)

    def _topic(self, name: str) -> Topic:
        if name not in self._topics:
            idle = [n for n, t in self._topics.items() if not t.watchers and (not t.reader or t.reader.done())]
            for old in idle[: max(0, len(idle) - IDLE_TOPICS + 1)]:
                del self._topics[old]
            self._topics[name] = Topic()
        return self._topics[name]

    async def _loaded(self, name: str, topic: Topic) -> Stream:
        """The stream, no older than the last signal; on a watched board what is still to come will follow."""
        if not self.listening.is_set() and (topic.reader is None or topic.reader.done()):
            topic.news += 1
        wanted = topic.news
        topic.waiting += 1
        try:
            async with asyncio.timeout(0 if self._closing else LOAD_LIMIT):
                while topic.stream is None or not (topic.watchers or topic.read >= wanted):
                    self._read_soon(name, topic)
                    await topic.loaded.wait()
        finally:
            topic.waiting -= 1
        return topic.stream

    def _read_soon(self, name: str, topic: Topic) -> None:
        if (topic.reader is None or topic.reader.done()) and not self._closing:
            topic.reader = asyncio.create_task(self._keep_reading(name, topic))

    async def _keep_reading(self, name: str, topic: Topic) -> None:
        """Read and publish while there is news for somebody; the only task that does so for this topic."""
        loop = asyncio.get_running_loop()
        while topic.read < topic.news and (topic.watchers or topic.waiting):
            news = topic.news
            began = loop.time()
            try:
                view = await self._load(name)
            except Exception:
                log.exception("cannot read %s", name)
                await asyncio.sleep(RETRY)
            else:
                await self._publish(topic, view)
                topic.read = news
                topic.loaded.set()
                topic.loaded = asyncio.Event()
            await asyncio.sleep(began + self._pace - loop.time())

    async def _publish(self, topic: Topic, view: View) -> None:
        async with topic.writing:
            if topic.stream is None:
                topic.stream = Stream(view)
            elif (frame := topic.stream.publish(view)) is not None:
                await self._write(topic, frame)

    async def _write(self, topic: Topic, frame: Prepared) -> None:
        for n, watcher in enumerate(tuple(topic.watchers), start=1):
            if watcher.full:
                watcher.behind = True
            elif watcher.wire is not None:
                watcher.wire(frame.wire)
            else:
                watcher.line.write(frame)
            if n % SLICE == 0:
                await asyncio.sleep(0)

    async def _keep_beating(self) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due += self._beat
            await asyncio.sleep(due - loop.time())
            for topic in tuple(self._topics.values()):
                async with topic.writing:
                    if topic.stream is not None:
                        await self._write(topic, topic.stream.beat(clock.now()))

    async def _keep_listening(self, connect: Callable[[], Awaitable[asyncpg.Connection]]) -> None:
        attempt = 0
        while True:
            connection: asyncpg.Connection | None = None
            try:
                connection = await connect()
                lost = asyncio.Event()
                connection.add_termination_listener(lambda *_, lost=lost: lost.set())
                await connection.add_listener(self._channel, lambda _c, _pid, _channel, topic: self.signal(topic))
                attempt = 0
                self.listening.set()
                for name in tuple(self._topics):  # anything may have been missed
                    self.signal(name)
                while not lost.is_set():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(lost.wait(), CHECK)
                    await connection.execute("select 1", timeout=5)
            except Exception as problem:
                log.warning("not listening: %r", problem)
            finally:
                self.listening.clear()
                if connection is not None:
                    with suppress(Exception):
                        await connection.close(timeout=2)
            # Full jitter: the replicas of a restarted database come back spread over time.
            attempt += 1
            await asyncio.sleep(random.uniform(0, min(5.0, 0.2 * 2**attempt)))  # noqa: S311
