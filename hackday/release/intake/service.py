"""Use cases of planners around imports: look at a file, take it in, keep how it is written."""

import asyncio
from typing import Any
from uuid import UUID

from hackday import audit, clock
from hackday.database import tx
from hackday.days import service as days
from hackday.people.schemas import Actor
from hackday.release.intake import cover_rule_store, mapping_store, rules, store
from hackday.release.intake.breaking import By
from hackday.release.intake.guess import guess_csv, guess_ics
from hackday.release.intake.ics_file import places
from hackday.release.intake.imports import How, import_cover, import_rota, take_cover, take_shifts
from hackday.release.intake.previews import cover_preview, rota_preview
from hackday.release.intake.rota_file import cover_lines, shift_lines
from hackday.release.intake.schemas import (
    CoverPage,
    CoverPreview,
    CoversDraft,
    FileFormat,
    FileMapping,
    Guess,
    MappingDraft,
    PastImport,
    RotaPreview,
    SavedMapping,
    ShiftsDraft,
)
from hackday.release.plans.settings import check_plans_everywhere, planned_sites
from hackday.release.rules import NotYourSite
from hackday.table_files import FileRefused, RowProblem

KEPT_IN_SIGHT = 20
"""Imports of the record that are shown."""


async def upload_rota(
    actor: Actor, day: str, data: bytes, *, kind: FileFormat, mapping: FileMapping | None, **options: Any
) -> RotaPreview:
    """Take a rota's file, or say what it would do. Without dry run a refused row refuses the file."""
    by = await _by(actor, day)
    taken, problems = await import_rota(data, kind=kind, mapping=mapping, by=by, **options)
    _check(problems, dry_run=options["dry_run"])
    return await rota_preview(taken, replace=options["replace"])


async def send_shifts(actor: Actor, day: str, draft: ShiftsDraft) -> RotaPreview:
    """The same for shifts that a machine sends."""
    by = await _by(actor, day)
    rows, unreadable = await asyncio.to_thread(shift_lines, draft.shifts, await store.zones())
    taken = await take_shifts(rows, unreadable, How("API", draft.replace, draft.dry_run, draft.accept_broken, by))
    _check(taken.problems, dry_run=draft.dry_run)
    return await rota_preview(taken, replace=draft.replace)


async def upload_cover(
    actor: Actor, day: str, data: bytes, *, kind: FileFormat, mapping: FileMapping | None, **options: Any
) -> CoverPreview:
    if kind is not FileFormat.CSV:
        raise rules.FormatUnknown
    by = await _by(actor, day)
    taken, problems = await import_cover(data, mapping=mapping, by=by, **options)
    _check(problems, dry_run=options["dry_run"])
    return await cover_preview(taken, replace=options["replace"])


async def send_cover(actor: Actor, day: str, draft: CoversDraft) -> CoverPreview:
    by = await _by(actor, day)
    rows, unreadable = await asyncio.to_thread(cover_lines, draft.cover, await store.zones())
    taken = await take_cover(rows, unreadable, How("API", draft.replace, draft.dry_run, draft.accept_broken, by))
    _check(taken.problems, dry_run=draft.dry_run)
    return await cover_preview(taken, replace=draft.replace)


async def guess(
    actor: Actor, day: str, data: bytes, *, kind: FileFormat, is_cover: bool, chosen: FileMapping | None
) -> Guess:
    """How the file seems to be written, given the delimiter and the encoding that were `chosen`."""
    await _by(actor, day)
    sites, roles = list(await store.zones()), await store.roles()
    if kind is FileFormat.ICS:
        pairs, people = await asyncio.to_thread(places, data)
        return guess_ics(pairs, sites=sites, roles=roles, people=people)
    columns = ("site", "role", "minimum") if is_cover else ("employee_no", "site", "role")
    chosen = chosen or FileMapping()
    return await asyncio.to_thread(
        guess_csv, data, sites=sites, roles=roles, columns=columns, delimiter=chosen.delimiter, encoding=chosen.encoding
    )


async def mapping_named(name: str) -> FileMapping:
    """A saved mapping. Raises NoSuchMapping."""
    found = await mapping_store.find_mapping(name)
    if found is None:
        raise rules.NoSuchMapping
    return found.mapping


async def list_mappings(actor: Actor, day: str) -> list[SavedMapping]:
    by = await _by(actor, day)
    return await mapping_store.mappings(may_change=by.sites is None)


async def save_mapping(actor: Actor, day: str, mapping_id: UUID | None, draft: MappingDraft) -> SavedMapping:
    """Add a mapping, or rename and replace one. Planners of every site."""
    entry = await days.enter(actor, day)
    await check_plans_everywhere(actor, entry)
    rules.check_mapping(draft.mapping)
    async with tx():
        if mapping_id and await mapping_store.mapping_name(mapping_id) is None:
            raise rules.NoSuchMapping
        if await mapping_store.put_mapping(mapping_id, draft, by=actor.id) is None:
            raise rules.MappingNameIsTaken(draft.name)
        await audit.record("release.save_mapping", draft.name, actor=actor.id, day=entry.day.id, after=draft.mapping)
        saved = await mapping_store.find_mapping(draft.name.strip())
    assert saved
    return saved


async def remove_mapping(actor: Actor, day: str, mapping_id: UUID) -> None:
    """Planners of every site; files that were read with it stay as they are."""
    entry = await days.enter(actor, day)
    await check_plans_everywhere(actor, entry)
    async with tx():
        name = await mapping_store.mapping_name(mapping_id)
        if name is None:
            raise rules.NoSuchMapping
        await mapping_store.remove_mapping(mapping_id)
        await audit.record("release.remove_mapping", name, actor=actor.id, day=entry.day.id)


async def past_imports(actor: Actor, day: str) -> list[PastImport]:
    """Planners of some sites see their own: a file's name and counts would tell of other sites."""
    by = await _by(actor, day)
    return await mapping_store.past_imports(KEPT_IN_SIGHT, by=None if by.sites is None else by.actor)


async def cover_page(actor: Actor, day: str, *, site: str | None, after: UUID | None, limit: int) -> CoverPage:
    """Minimums from now on, each with what it follows from."""
    by = await _by(actor, day)
    if site is not None and by.sites is not None and site not in by.sites:
        raise NotYourSite(site)
    found = await cover_rule_store.stretches(by.sites, site=site, since=clock.now(), after=after, limit=limit + 1)
    return CoverPage(found[:limit], found[limit - 1].id if len(found) > limit else None)


async def _by(actor: Actor, day: str) -> By:
    entry = await days.enter(actor, day)
    return By(actor.id, entry.day.id, await planned_sites(actor, entry))


def _check(problems: list[RowProblem], *, dry_run: bool) -> None:
    if problems and not dry_run:
        raise FileRefused(problems)
