"""The worker process: the same plan as at home, and no worker left behind however it ends."""

import asyncio
import struct
import sys
import time
from contextlib import suppress

import psutil
import pytest
from msgspec import msgpack
from msgspec.structs import replace

from bench.company import company
from hackday.release.engine.checker import check
from hackday.release.engine.planner import plan
from hackday.release.engine.rota import PlanningInvalid
from hackday.release.engine.worker import Question, WorkerFailed, solve
from hackday.release.schemas import Progress

pytestmark = pytest.mark.anyio
PLANNING = company(200, sites=4)
HARD = company(4000, sites=30)


def workers() -> list[psutil.Process]:
    found = []
    for process in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):  # it has just ended
            if "hackday.release.engine.worker" in " ".join(process.cmdline()):
                found.append(process)
    return found


async def test_a_worker_gives_the_plan_that_the_planner_gives() -> None:
    seen: list[Progress] = []
    found = await solve(PLANNING, seconds=20, seed=4, on_progress=seen.append)
    assert replace(found, seconds=0) == replace(plan(PLANNING, seconds=20, seed=4), seconds=0)
    assert [seen[0].phase, seen[-1].phase] == ["reading", "explained"]
    assert workers() == []


async def test_cancelling_kills_the_worker() -> None:
    started = asyncio.Event()
    solving = asyncio.create_task(solve(HARD, seconds=60, seed=1, on_progress=lambda at: started.set()))
    await started.wait()
    assert len(workers()) == 1
    solving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await solving
    assert workers() == []


async def test_a_worker_that_dies_is_a_named_failure() -> None:
    with pytest.raises(WorkerFailed, match="status -9"):
        await solve(HARD, seconds=60, seed=1, on_progress=lambda at: [w.kill() for w in workers()])


async def test_a_refused_planning_keeps_its_name() -> None:
    with pytest.raises(PlanningInvalid, match="twice"):
        await solve(replace(PLANNING, people=PLANNING.people * 2), seconds=5, seed=1)


async def test_stopping_gives_the_best_plan_so_far() -> None:
    stop = asyncio.Event()
    found = await solve(HARD, seconds=60, seed=1, on_progress=lambda at: stop.set(), stop=stop)
    assert check(HARD, found) == []


async def test_a_worker_whose_parent_is_gone_ends_by_itself() -> None:
    body = msgpack.encode(Question(HARD, 60, 1))
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "hackday.release.engine.worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert worker.stdin
    worker.stdin.write(struct.pack(">I", len(body)) + body)
    await worker.stdin.drain()
    started = time.monotonic()
    worker.stdin.close()
    assert await asyncio.wait_for(worker.wait(), 10) == 1
    assert time.monotonic() - started < 10
