"""The clock that moves days on: a task of every serving process, safe beside any number of others."""

import asyncio
import logging

from hackday.days import moving

log = logging.getLogger("hackday.days")

PAUSE = 1.0  # seconds; so late a phase may begin


async def run_for_ever() -> None:
    """Make the moves that are due, look again, and never give up."""
    while True:
        try:
            while await moving.move_next_due():
                pass
        except Exception:
            log.exception("moving a day by the clock")
        await asyncio.sleep(PAUSE)
