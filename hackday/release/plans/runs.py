"""Runs of the planner: work that goes on after its request is answered, for as long as the app runs."""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine, Mapping
from typing import Any
from uuid import UUID

import asyncpg
from msgspec.structs import replace

from hackday import clock
from hackday.database import tx
from hackday.days.schemas import Day
from hackday.release import rules
from hackday.release.engine.checker import check
from hackday.release.engine.cover import TooManyRoles
from hackday.release.engine.rota import PlanningInvalid
from hackday.release.engine.solver import SolverFailed
from hackday.release.engine.worker import WorkerFailed, solve
from hackday.release.plans import store
from hackday.release.plans.gathering import gather, zones
from hackday.release.schemas import Progress, Stay
from hackday.release.wire import PlanSummary, Stretch, Why

log = logging.getLogger("hackday.release")


class Runs:
    """The planning runs of this process. `stop` cancels them and waits until they have tidied up."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, job: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a planning run ended in an error", exc_info=error)

    async def finished(self) -> None:
        """When every run that goes on now has ended."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.finished()


async def run_plan(day: Day, plan: PlanSummary, *, seconds: float) -> None:
    """Plan in the worker process, show progress, and keep the plan if an independent check finds nothing wrong.

    Who asks any replica to stop it gets the best plan so far, checked in the same way.
    """
    told: list[Progress] = []
    stop = asyncio.Event()
    beating = asyncio.create_task(_beat(plan.id, told, stop))
    try:
        async with tx("repeatable_read"):
            planning = replace(await gather(day), site_floor=plan.site_floor)
            names, zone_of = await store.team_names(day.id), await zones()
        found = await solve(planning, seconds=seconds, seed=plan.seed, on_progress=told.append, stop=stop)
        breaches = await asyncio.to_thread(check, planning, found)
        if breaches:
            log.error("the planner made an unsound plan %s: %s", plan.id, breaches[:20])
            await store.fail(plan.id, f"The check of the plan found {len(breaches)} faults.", now=clock.now())
            return
        async with tx():
            if told:
                await store.beat(plan.id, told[-1], now=clock.now())
            whys = {stay.person: why_of(stay, names, zone_of) for stay in found.stays}
            await store.finish(plan.id, found, whys, now=clock.now())
    except (TooManyRoles, PlanningInvalid, SolverFailed, WorkerFailed) as error:
        await store.fail(plan.id, str(error), now=clock.now())
    except BaseException:
        await store.fail(plan.id, "The planning was interrupted.", now=clock.now())
        raise
    finally:
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating


async def _beat(plan_id: UUID, told: list[Progress], stop: asyncio.Event) -> None:
    """Write progress, show that the run lives, and hear whether it shall stop."""
    while True:
        try:
            if await store.beat(plan_id, told[-1] if told else None, now=clock.now()):
                stop.set()
            told.clear()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("the run %s cannot show its progress: %r", plan_id, error)
        await asyncio.sleep(rules.BEAT.total_seconds())


def why_of(stay: Stay, team_names: Mapping[str, str], zone_of: Mapping[str, str]) -> Why:
    """A refusal in the words of the screens. A party that has no team yet has no name to tell."""
    return Why(
        stay.reason,
        team_names.get(stay.team) if stay.team else None,
        [Stretch(b.site, zone_of[b.site], b.starts_at, b.ends_at, list(b.roles)) for b in stay.blocks],
    )
