"""Runs the planner in a process of its own, so that a plan costs the server nothing but two pipes.

The worker reads one Question from stdin and writes Progress frames, then an Outcome, to stdout: msgpack, each frame
after its length in four bytes. A byte on stdin asks it to stop with the best plan so far; the end of stdin means
that its parent is gone, and ends it.
"""

import asyncio
import os
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from io import FileIO
from threading import Event, Thread
from typing import BinaryIO

import msgspec
from msgspec import Struct

from hackday.release.engine.cover import TooManyRoles
from hackday.release.engine.planner import plan
from hackday.release.engine.rota import PlanningInvalid
from hackday.release.engine.solver import SolverFailed
from hackday.release.schemas import Plan, Planning, Progress

LENGTH = struct.Struct(">I")
GRACE = 60.0
"""Seconds on top of the search for reading and explaining (20,000 people: about 6), then the worker is given up."""
NAMED = {error.__name__: error for error in (TooManyRoles, PlanningInvalid, SolverFailed)}


class WorkerFailed(RuntimeError):
    """The planning process ended, or went on far too long, without a plan."""


class Question(Struct, frozen=True):
    planning: Planning
    seconds: float
    seed: int


class Failure(Struct, frozen=True, tag="failure"):
    name: str
    text: str


class Told(Struct, frozen=True, tag="progress"):
    progress: Progress


class Planned(Struct, frozen=True, tag="plan"):
    plan: Plan


_question = msgspec.msgpack.Decoder(Question)
_answer = msgspec.msgpack.Decoder(Told | Planned | Failure)


def _frame(message: Struct) -> bytes:
    body = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(body)) + body


async def solve(
    planning: Planning,
    *,
    seconds: float,
    seed: int,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    stop: asyncio.Event | None = None,
) -> Plan:
    """What `planner.plan` gives, from a worker process; setting `stop` ends the search with the best plan so far.

    Raises what the planner raises, or WorkerFailed. Cancelling kills the worker.
    """
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert worker.stdin
    assert worker.stdout
    stopping = asyncio.create_task(_pass_on(stop, worker.stdin)) if stop else None
    try:
        async with asyncio.timeout(seconds + GRACE):
            worker.stdin.write(_frame(Question(planning, seconds, seed)))
            await worker.stdin.drain()
            return await _outcome(worker.stdout, on_progress)
    except msgspec.DecodeError as error:
        raise WorkerFailed("The planning process answered with something else than a plan") from error
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise WorkerFailed(f"The planning process ended with status {await worker.wait()}") from error
    except TimeoutError as error:
        raise WorkerFailed(f"No plan {GRACE:.0f} s after the search should have ended") from error
    finally:
        if stopping:
            stopping.cancel()
        with suppress(ProcessLookupError):
            worker.kill()
        await asyncio.shield(worker.wait())


async def _pass_on(stop: asyncio.Event, stdin: asyncio.StreamWriter) -> None:
    await stop.wait()
    stdin.write(b"s")


async def _outcome(stdout: asyncio.StreamReader, on_progress: Callable[[Progress], None]) -> Plan:
    while True:
        (length,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
        message = _answer.decode(await stdout.readexactly(length))
        if isinstance(message, Planned):
            return message.plan
        if isinstance(message, Failure):
            raise NAMED.get(message.name, WorkerFailed)(message.text)
        on_progress(message.progress)


def _exactly(stdin: FileIO, size: int) -> bytes:
    """Unbuffered, so that the byte which means stop is still there for the listening thread."""
    read = bytearray()
    while len(read) < size:
        if not (more := stdin.read(size - len(read))):
            raise SystemExit(1)
        read += more
    return bytes(read)


def _serve(stdin: FileIO, stdout: BinaryIO) -> None:
    (length,) = LENGTH.unpack(_exactly(stdin, LENGTH.size))
    question = _question.decode(_exactly(stdin, length))
    stopped = Event()

    def listen() -> None:
        if stdin.read(1):
            stopped.set()
            stdin.read(1)
        os._exit(1)  # nobody is left to read the plan

    Thread(target=listen, daemon=True).start()

    def send(message: Struct) -> None:
        stdout.write(_frame(message))
        stdout.flush()

    try:
        found = plan(
            question.planning,
            seconds=question.seconds,
            seed=question.seed,
            on_progress=lambda progress: send(Told(progress)),
            stop=stopped.is_set,
        )
    except tuple(NAMED.values()) as error:
        send(Failure(type(error).__name__, str(error)))
    else:
        send(Planned(found))


def _main() -> None:
    private = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # HiGHS greets on stdout, where frames go
    _serve(FileIO(0), private)


if __name__ == "__main__":
    _main()
