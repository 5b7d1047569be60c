"""Runs the matching in a process of its own, so that it costs the server nothing but two pipes."""

import asyncio
import os
import sys
from contextlib import suppress

import msgspec
from msgspec import Struct

from hackday.teams.matching.matcher import match
from hackday.teams.matching.program import SolverFailed
from hackday.teams.matching.schemas import Asked, Matched

GRACE = 20.0
"""Seconds on top of the search for starting and dealing out, then the worker is given up."""


class WorkerFailed(RuntimeError):
    """The process ended, or went on far too long, without an answer."""


class Question(Struct, frozen=True):
    asked: Asked
    seed: int
    seconds: float


async def solve(asked: Asked, *, seed: int, seconds: float) -> Matched:
    """What `matcher.match` gives, from a worker process. Raises WorkerFailed. Cancelling kills the worker."""
    pipe = asyncio.subprocess.PIPE
    worker = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, stdin=pipe, stdout=pipe)
    try:
        async with asyncio.timeout(seconds + GRACE):
            told, _ = await worker.communicate(msgspec.msgpack.encode(Question(asked, seed, seconds)))
        return msgspec.msgpack.decode(told, type=Matched)
    except msgspec.DecodeError as error:
        raise WorkerFailed(f"The matching process ended with status {await worker.wait()}") from error
    except TimeoutError as error:
        raise WorkerFailed(f"No matching {GRACE:.0f} s after the search should have ended") from error
    finally:
        with suppress(ProcessLookupError):
            worker.kill()
        await asyncio.shield(worker.wait())


def _main() -> None:
    private = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # HiGHS greets on stdout, where the answer goes
    question = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Question)
    try:
        found = match(question.asked, seed=question.seed, seconds=question.seconds)
    except SolverFailed as error:
        raise SystemExit(str(error)) from error
    private.write(msgspec.msgpack.encode(found))
    private.flush()


if __name__ == "__main__":
    _main()
