"""Files beside some challenges: data to work with, and a picture of what is there today."""

from collections.abc import Sequence
from random import Random

from hackday.challenges.attachments import service as attachments
from hackday.challenges.brief import Brief
from hackday.demo import drawing, staff
from hackday.demo.stage import SLUG, Stage, sent
from hackday.storage.files import Storage

WITH_FILES = 3
"""Challenges that come with files."""


async def attach(stage: Stage, briefs: Sequence[Brief], storage: Storage) -> str:
    organiser = stage.actors[staff.ORGANISER.email]
    added = 0
    for brief in briefs[:WITH_FILES]:
        for name, content in _files(brief).items():
            await attachments.add(organiser, SLUG, brief.slug, name, sent(content), len(content), storage)
            added += 1
    return f"{added} files beside {WITH_FILES} challenges"


def _files(brief: Brief) -> dict[str, bytes]:
    chance = Random(brief.slug)  # noqa: S311
    hours = [(hour, chance.randint(2, 60), chance.randint(1, 25)) for hour in range(24)]
    table = "hour,cases,minutes\n" + "".join(f"{hour:02}:00,{cases},{minutes}\n" for hour, cases, minutes in hours)
    notes = f"{brief.title}\n\nInvented figures of one day, by the hour. No names in it: use it as you like.\n"
    return {
        "a-day-by-the-hour.csv": table.encode(),
        "read-me-first.txt": notes.encode(),
        "today.png": drawing.screen(brief.slug),
    }
