"""Asks the links of projects while teams build and judges look: a task of every serving process.

Two processes may ask the same link: what they write is what they saw, so that neither spoils anything.
"""

import asyncio
import logging
from itertools import groupby

from hackday import clock
from hackday.projects.link_checks import rules, store
from hackday.projects.link_checks.asking import ask
from hackday.projects.schemas import LinkCheck

log = logging.getLogger("hackday.projects")

PAUSE = 5.0  # seconds


async def run_for_ever(*, is_inside: bool) -> None:
    """Ask what is due, look again, and never give up."""
    while True:
        try:
            while await check_due(is_inside=is_inside):
                pass
        except Exception:
            log.exception("checking links")
        await asyncio.sleep(PAUSE)


async def check_due(*, is_inside: bool) -> int:
    """Ask the next links that are due; how many. `is_inside`: also those of the company's own network."""
    due = sorted(await store.due(clock.now()))
    answers = await asyncio.gather(*(ask(url, is_inside=is_inside) for _, url in due))
    checks = [(project, url, _check(status)) for (project, url), status in zip(due, answers, strict=True)]
    for project, group in groupby(checks, key=lambda check: check[0]):
        await store.note(project, {url: check for _, url, check in group})
    return len(due)


def _check(status: int | None) -> LinkCheck | None:
    return None if status is None else LinkCheck(rules.is_there(status), status, clock.now())
