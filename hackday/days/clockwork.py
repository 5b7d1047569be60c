"""The clock that moves days on: a task of every serving process, safe beside any number of others."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from hackday.days import moving

log = logging.getLogger("hackday.days")

PAUSE = 1.0  # seconds; so late a phase may begin


steps: list[Callable[[], Awaitable[bool]]] = [moving.move_next_due]
"""Each does one thing that is due and says whether there was one; `app.py` names those of later features."""


async def run_for_ever() -> None:
    """Do what is due, look again, and never give up; what fails in one step does not hold up the others."""
    while True:
        for step in steps:
            try:
                while await step():
                    pass
            except Exception:
                log.exception("%s by the clock", step.__qualname__)
        await asyncio.sleep(PAUSE)
