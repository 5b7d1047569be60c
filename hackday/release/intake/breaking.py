"""Changes of rota and cover after people were released: whose release they break, and who is told."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from uuid import UUID

from msgspec import Struct

from hackday import audit
from hackday.database import notify, reading
from hackday.days import store as days_store
from hackday.days.schemas import Day
from hackday.notices import service as notices
from hackday.release import following, store
from hackday.release.intake.rules import ImportBreaksReleases, sentence
from hackday.release.plans.breaks import broken_everywhere
from hackday.release.plans.schemas import BrokenRelease
from hackday.release.rules import PHASES


class By(Struct, frozen=True):
    """Who changes the rota, from which day's pages, and at which sites they may; None for the command line and all."""

    actor: UUID | None = None
    day: UUID | None = None
    sites: frozenset[str] | None = None


class DryRun(Exception):
    """Takes back what was written only to be counted."""


class Broken(Struct, frozen=True):
    """Releases that held before a change and do not hold after it."""

    day: Day
    releases: list[BrokenRelease]


async def broken_by(write: Callable[[], Awaitable[None]]) -> list[Broken]:
    """Do `write` in the caller's transaction while no release is decided, and tell what it breaks, day by day."""
    days = await _held_days()
    before = {day: {_key(one) for one in releases} for day, releases in (await broken_everywhere()).items()}
    await write()
    fresh = {
        day: [one for one in releases if _key(one) not in before.get(day, set())]
        for day, releases in (await broken_everywhere()).items()
    }
    return [Broken(day, fresh[day.id]) for day in days if fresh.get(day.id)]


async def settle(
    broken: Collection[Broken], *, what: str, by: By, accept: bool, people: Collection[UUID] | None
) -> None:
    """Refuse a change that breaks releases unless that is accepted; then tell everybody whom it concerns.

    `people` are those whose shifts it changes, None for anybody's. Raises ImportBreaksReleases.
    """
    if broken and not accept:
        raise ImportBreaksReleases({one.day.name: one.releases for one in broken})
    for one in broken:
        await _tell(one, what)
        await audit.record(
            "release.break_releases", what, actor=by.actor, day=one.day.id,
            after={"people": [str(release.person) for release in one.releases]},
        )  # fmt: skip
    for day_id in await _open_days():
        await following.rota_changed(day_id, people)
        await notify(f"release:{day_id}")


async def _tell(broken: Broken, what: str) -> None:
    day, page = broken.day, f"/days/{broken.day.slug}/release"
    for release in broken.releases:
        to = [release.person, *await store.managers_of([release.person])]
        await notices.send(to, f"{day.name}: {release.name}'s release is in question", sentence(release), page)
    async with reading() as c:
        rows = await c.fetch(
            "select distinct person from day_role where day = $1 and role in ('planner', 'organiser')", day.id
        )
    told = "\n".join(sentence(release) for release in broken.releases[:10])
    await notices.send(
        [row["person"] for row in rows],
        f"{day.name}: {len(broken.releases)} releases do not hold any more",
        f"{what} was taken in all the same.\n{told}",
        f"{page}/plan",
    )


async def _held_days() -> list[Day]:
    """Days on which people can be released, with all decisions about them held until the transaction ends."""
    sites = await store.all_sites()
    held = []
    for day_id in await _open_days():
        held.append(await days_store.hold_day(day_id))
        await store.hold_sites(day_id, sites)
    return held


async def _open_days() -> list[UUID]:
    async with reading() as c:
        rows = await c.fetch("select id from day where phase = any($1) order by id", list(PHASES))
    return [row["id"] for row in rows]


def _key(broken: BrokenRelease) -> tuple[object, ...]:
    short = broken.shortage
    return broken.person, short.site, short.starts_at, tuple(short.roles)


def counted(broken: Collection[Broken]) -> Mapping[str, int]:
    """For the record: how many releases of each day."""
    return {one.day.slug: len(one.releases) for one in broken}
