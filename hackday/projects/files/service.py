"""Use cases around files of projects. Who sees the project sees its files; its team changes them while it may write."""

from collections.abc import AsyncIterator
from functools import partial
from typing import TypeVar
from uuid import UUID

import msgspec

from hackday import audit, clock
from hackday.database import on_commit, tx
from hackday.days.schemas import Entry, Role
from hackday.people.schemas import Actor
from hackday.projects import service as projects
from hackday.projects import store as project_store
from hackday.projects.files import rules, store
from hackday.projects.files.schemas import COUNTS, FileChange, ProjectFile
from hackday.projects.schemas import Project
from hackday.storage import kinds
from hackday.storage.files import NoSuchFile, Storage
from hackday.storage.serving import Served

_T = TypeVar("_T")


async def find(actor: Actor, entry: Entry, project_id: UUID, file_id: UUID) -> Served:
    project = await projects.see(actor, entry, project_id)
    return _there(await store.served(project.id, file_id))


async def add(
    actor: Actor,
    entry: Entry,
    project_id: UUID,
    name: str,
    chunks: AsyncIterator[bytes],
    announced: int | None,
    files: Storage,
) -> list[ProjectFile]:
    """The row is written when the bytes are there; where it is refused then, the bytes go again."""
    async with tx():  # asked before the bytes are taken, and again when they are there
        await _held(actor, entry, project_id)
    async with files.kept(chunks, families=COUNTS, announced=announced) as stored, tx():
        project = await _held(actor, entry, project_id)
        family = stored.kind.family
        kinds.check_count(family, sum(file.kind is family for file in project.files), COUNTS)
        shown = kinds.shown_name(name, stored.kind)
        await store.add(project.id, shown, stored, actor.id, now=clock.now())
        after = {"name": shown, "size": stored.size}
        await audit.record("projects.add_file", project.id, actor=actor.id, day=entry.day.id, after=after)
        return await store.files(project.id)


async def change(actor: Actor, entry: Entry, project_id: UUID, file_id: UUID, change: FileChange) -> list[ProjectFile]:
    """Describe a picture, or let it stand for the project."""
    async with tx():
        project = await _held(actor, entry, project_id)
        file = _there(next((file for file in project.files if file.id == file_id), None))
        if change.is_cover is not msgspec.UNSET and file.kind is not kinds.Family.PICTURE:
            raise rules.NotAPicture
        await store.change(project.id, file_id, change)
        return await store.files(project.id)


async def remove(actor: Actor, entry: Entry, project_id: UUID, file_id: UUID, files: Storage) -> list[ProjectFile]:
    """By its team while it may write; by an organiser at any time, since what offends must not wait."""
    async with tx():
        if Role.ORGANISER in entry.roles:
            project = await projects.see(actor, entry, project_id)
            await project_store.hold_project(project.team_id)
        else:
            project = await _held(actor, entry, project_id)
        found = _there(await store.served(project.id, file_id))
        await store.remove(file_id)
        on_commit(partial(files.drop, found.key))
        before = {"name": found.name}
        await audit.record("projects.remove_file", project.id, actor=actor.id, day=entry.day.id, before=before)
        return await store.files(project.id)


def _there(found: _T | None) -> _T:
    if found is None:
        raise NoSuchFile
    return found


async def _held(actor: Actor, entry: Entry, project_id: UUID) -> Project:
    """The project, if it is the actor's own and may be written; nobody else changes it until the transaction ends."""
    seen = await projects.see(actor, entry, project_id)
    _, _, mine = await projects.hold_mine(actor, entry)
    if mine is None or mine.id != seen.id:
        raise rules.NotYourProject
    return mine
