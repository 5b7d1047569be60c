"""Removes bytes that no row speaks of: an upload that was cut off, a challenge that was deleted with its files."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from hackday import clock
from hackday.database import reading
from hackday.storage.files import Storage

log = logging.getLogger("hackday.storage")

REST = timedelta(hours=24)
"""Longer than any upload: S3 dates a file by the beginning of its upload."""
PAUSE_S = 3600

Claim = Callable[[list[str]], Awaitable[set[str]]]
"""Which of these keys a row speaks of."""


async def home() -> str:
    """A name for this very database, on whatever server it was made."""
    async with reading() as c:
        named: str = await c.fetchval(
            """select (select system_identifier from pg_control_system()) || '-' || oid
                 from pg_database where datname = current_database()"""
        )
    return named


async def sweep(files: Storage, claims: Sequence[Claim]) -> int:
    """Remove what has lain for REST without a row; how many. Any number of processes may do so at once."""
    before = (clock.now() - REST).timestamp()
    gone = 0
    async for batch in files.listed():
        old = [key for key, written in batch if written < before]
        claimed = {key for claim in claims for key in await claim(old)}
        for key in old:
            if key not in claimed:
                await files.drop(key)
                gone += 1
    return gone + await asyncio.to_thread(_drop_halves, files.folder and files.folder / files.home, before)


def _drop_halves(folder: Path | None, before: float) -> int:
    """What a killed process had begun to write into a folder: `key#number`, which no list shows."""
    halves = [half for half in folder.glob("*#*") if half.stat().st_mtime < before] if folder else []
    for half in halves:
        half.unlink(missing_ok=True)
    return len(halves)


async def _run_for_ever(files: Storage, claims: Sequence[Claim]) -> None:
    while True:
        try:
            await sweep(files, claims)
        except Exception:
            log.exception("sweeping files")
        await asyncio.sleep(PAUSE_S)


@asynccontextmanager
async def swept(files: Storage, claims: Sequence[Claim]) -> AsyncIterator[None]:
    """Sweep now and then while the block runs; its files are those of the open database."""
    files.home = await home()
    task = asyncio.create_task(_run_for_ever(files, claims))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
