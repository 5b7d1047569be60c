"""Judges who go on scoring beside the running site, as a process of its own: `python -m hackday.demo.live`."""

import asyncio
import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from random import Random
from threading import Thread

from hackday import clock, database
from hackday.days import store as days
from hackday.demo import building, staff
from hackday.demo.stage import SEED, SLUG, Stage
from hackday.errors import Refusal
from hackday.judging.schemas import SheetPage
from hackday.judging.service import SCORING
from hackday.people.schemas import Actor
from hackday.settings import Settings

PAUSE = (1.0, 2.0)
"""Seconds between two sheets, at least and at most."""
SECOND_LOOKS = 20
"""Sheets that are scored again, once all were, before the lists are read anew."""


@contextlib.contextmanager
def judges(settings: Settings) -> Iterator[None]:
    """Let them score until the block is left, or this process is gone."""
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,  # its end tells the child that we are gone
        env=os.environ | {"DATABASE_URL": settings.database_url or ""},
        start_new_session=True,  # Ctrl-C is for us
    )
    try:
        yield
    finally:
        assert child.stdin
        child.stdin.close()
        child.wait()


async def keep_scoring(*, seed: int = SEED, pause: tuple[float, float] = PAUSE) -> int:
    """Send sheets until the day is no longer judged; how many it were. The named judge's are left to people."""
    stage = Stage(clock.now(), lambda text, seconds: None, Random())  # noqa: S311
    await stage.meet_everybody()
    sent = 0
    while todo := await _next_sheets(stage):
        for judge, page in todo:
            await asyncio.sleep(stage.chance.uniform(*pause))
            day = await days.find_day(SLUG)
            if day is None or day.phase not in SCORING:
                return sent
            # A refusal: somebody signed in as this judge and was faster.
            with contextlib.suppress(Refusal):
                await building.send(stage, judge, page, seed, version=page.sheet.version if page.sheet else 0)
                sent += 1
    return sent


async def _next_sheets(stage: Stage) -> list[tuple[Actor, SheetPage]]:
    """What nobody has scored yet; if there is nothing, some that get a second look."""
    lists = await building.visits(stage)
    sheets = [(judge, page) for judge, pages in lists if judge.email != staff.JUDGE.email for page in pages]
    stage.chance.shuffle(sheets)
    return [(judge, page) for judge, page in sheets if page.sheet is None] or sheets[:SECOND_LOOKS]


def _leave_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


async def _score() -> None:
    async with database.opened(Settings.read().database_url or "", max_size=2):
        await keep_scoring()


if __name__ == "__main__":
    Thread(target=_leave_with_parent, daemon=True).start()
    asyncio.run(_score())
