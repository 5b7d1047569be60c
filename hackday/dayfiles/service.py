"""Use cases: a day's files as they are, and a day brought to its files."""

import contextlib
from collections.abc import Mapping
from datetime import datetime

import asyncpg
import msgspec

from hackday import audit, clock
from hackday.challenges import rules as challenge_rules
from hackday.challenges import service as challenges
from hackday.challenges import store as challenge_store
from hackday.challenges.schemas import Challenge, ChallengeState
from hackday.database import notify, tx
from hackday.dayfiles import rules, store
from hackday.dayfiles.reading import BadFiles, read
from hackday.dayfiles.schemas import ChallengeFiles, DayFiles, Differences
from hackday.dayfiles.writing import write
from hackday.days import moving, phase_store
from hackday.days import rules as day_rules
from hackday.days import service as days
from hackday.days import store as day_store
from hackday.days.schemas import Day, DayChange, Entry, PhaseTime, PhaseTimeDraft, PhaseTimesDraft, Role
from hackday.judging.rubrics import rules as rubric_rules
from hackday.judging.rubrics import store as rubrics
from hackday.people import staff_store
from hackday.people.schemas import Site


class _OnlyTried(Exception):
    """Takes a dry run back."""


async def files_of(slug: str) -> dict[str, bytes]:
    """The day's files, read back once, so that they are what an import of them gives. Raises BadFiles."""
    async with tx("repeatable_read"):
        day = await store.files_of((await days.enter_by_command(slug)).day)
    return write(read(write(day)))


async def bring(files: Mapping[str, bytes], *, dry_run: bool) -> Differences:
    """Bring a day to its files, or make it; all or nothing. A dry run does the same and takes it back."""
    wanted = read(files)
    try:
        async with tx():
            made = await _bring(wanted)
            if dry_run:
                raise _OnlyTried
    except _OnlyTried:
        pass
    return made


async def _bring(wanted: DayFiles) -> Differences:
    found = await day_store.find_day(wanted.slug)
    is_new = found is None
    day = await day_store.lock_day(found.id) if found else await _add(wanted)
    before = await store.files_of(day)
    with contextlib.suppress(BadFiles):  # something may stand that no file could say; the import puts it right
        before = read(write(before))
    made = rules.differences({} if is_new else write(before), write(wanted))
    if not made:
        return made
    entry, now = Entry(day, frozenset({Role.ORGANISER})), clock.now()
    await _bring_head(entry, before, wanted)
    if before.phases != wanted.phases:
        await _bring_phases(entry, wanted, is_new=is_new, now=now)
    if before.rubric != wanted.rubric:
        await _bring_rubric(day, wanted)
    await _bring_challenges(day, before, wanted, now=now)
    await audit.record("dayfiles.import_day", day.slug, actor=None, day=day.id, after=made)
    await notify(f"day:{day.id}")
    await notify(f"board:{day.id}")
    return made


async def _add(wanted: DayFiles) -> Day:
    day_id = await day_store.add_day(
        {name: getattr(wanted, name) for name in ("slug", "name", "starts_on", "ends_on", "time_zone")}
        | msgspec.structs.asdict(wanted.limits)
    )
    if day_id is None:
        raise day_rules.SlugIsTaken(wanted.slug)
    return await day_store.lock_day(day_id)


async def _bring_head(entry: Entry, before: DayFiles, wanted: DayFiles) -> None:
    if before.limits != wanted.limits:
        await day_store.change_day(entry.day.id, msgspec.structs.asdict(wanted.limits))
    names = ("name", "starts_on", "ends_on", "time_zone", "about")
    values = {name: getattr(wanted, name) for name in names if getattr(wanted, name) != getattr(before, name)}
    if before.sites != wanted.sites:
        await _add_sites(wanted.sites)
        values["sites"] = [site.name for site in wanted.sites]
    if values:
        await days.change_day(None, entry, DayChange(**values))


async def _add_sites(sites: tuple[Site, ...]) -> None:
    zones = await staff_store.zones()
    for site in sites:
        if zones.get(site.name, site.time_zone) != site.time_zone:
            raise rules.SiteInAnotherZone(site.name, zones[site.name], site.time_zone)
    await staff_store.put_sites({site.name: site.time_zone for site in sites if site.name not in zones})


async def _bring_phases(entry: Entry, wanted: DayFiles, *, is_new: bool, now: datetime) -> None:
    if is_new:  # of a past day, as a pattern for the next: the clock does not run through what is over
        times = [PhaseTime(phase, at, at <= now) for phase, at in wanted.phases]
        await phase_store.set_phase_times(entry.day.id, times, now=now)
    else:
        told = [PhaseTimeDraft(phase, at.isoformat()) for phase, at in wanted.phases]
        await moving.set_times(None, entry, PhaseTimesDraft(told))


async def _bring_rubric(day: Day, wanted: DayFiles) -> None:
    day_rules.check_phase(day, *challenge_rules.WRITING)
    standing = await rubrics.rubric(day.id)
    if standing is not None and standing.is_in_use:
        raise rubric_rules.RubricMustStay
    if wanted.rubric is None:
        await store.remove_rubric(day.id)
    else:
        await rubrics.put(day.id, wanted.rubric, version=standing.version if standing else 1, by=None)


async def _bring_challenges(day: Day, before: DayFiles, wanted: DayFiles, *, now: datetime) -> None:
    old = {challenge.brief.slug: challenge for challenge in before.challenges}
    new = {challenge.brief.slug: challenge for challenge in wanted.challenges}
    if old == new:
        return
    day_rules.check_phase(day, *challenge_rules.WRITING)
    standing = {challenge.slug: challenge for challenge in await challenge_store.hold_all(day.id)}
    for slug in sorted(old.keys() - new.keys()):
        await _remove(standing[slug])
    for slug, files in new.items():
        if slug not in old:
            made = await challenge_store.add(day.id, files.brief, state=ChallengeState.DRAFT, source="file", now=now)
            if made is None:
                raise challenge_rules.SlugIsTaken(slug)
            await store.set_terms(made, files.terms, now=now)
        elif files != old[slug]:
            await _change(day, standing[slug], old[slug], files, now=now)


async def _remove(challenge: Challenge) -> None:
    try:
        async with tx():
            await challenge_store.delete(challenge.id)
    except asyncpg.IntegrityConstraintViolationError:  # its class differs between releases of PostgreSQL
        raise challenge_rules.ChallengeHasTeams(challenge) from None


async def _change(day: Day, challenge: Challenge, old: ChallengeFiles, new: ChallengeFiles, *, now: datetime) -> None:
    challenge_rules.check_places(challenge, new.brief.team_places)
    if new.terms.state is not old.terms.state:
        challenge_rules.check_state(challenge, new.terms.state)
    if new.brief != old.brief:
        await challenge_store.rewrite(challenge.id, new.brief, source="file", now=now)
        await challenges.keep_edition(day, challenge, new.brief, note="", written_by=None)
    if new.terms != old.terms:
        await store.set_terms(challenge.id, new.terms, now=now)
