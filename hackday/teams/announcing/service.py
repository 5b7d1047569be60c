"""Use cases around announcements."""

from uuid import UUID

from hackday import audit, clock
from hackday.challenges import service as challenges
from hackday.challenges import store as challenge_store
from hackday.database import notify, tx
from hackday.days import phase_store
from hackday.days import service as days
from hackday.days.schemas import Entry, Role
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.teams.announcing import rules, store
from hackday.teams.announcing.schemas import (
    Announcement,
    AnnouncementChange,
    AnnouncementDraft,
    AnnouncementList,
    Audience,
)


async def overview(actor: Actor, day: str) -> AnnouncementList:
    entry = await days.enter(actor, day)
    found = await store.listed(entry.day.id, _eyes(actor, entry))
    return AnnouncementList(found, sum(one.is_unread for one in found), await _audiences(actor, entry))


async def _audiences(actor: Actor, entry: Entry) -> list[Audience]:
    if entry.roles.isdisjoint({Role.ORGANISER, Role.SPONSOR}):
        return []
    teams = await store.audiences(entry.day.id, _eyes(actor, entry))
    if Role.ORGANISER not in entry.roles:
        return teams
    return [Audience(None, "", len(await phase_store.people_concerned(entry.day.id))), *teams]


async def write(actor: Actor, day: str, draft: AnnouncementDraft) -> Announcement:
    """Tell all of the day, or the teams of a challenge; each of them gets a notice. The writer has seen it."""
    async with tx():
        entry = await days.enter(actor, day)
        challenge = (await challenges.read(actor, day, draft.challenge)).challenge if draft.challenge else None
        rules.check_may_write(actor, entry, challenge)
        made = await store.add(
            entry.day.id, challenge.id if challenge else None, draft.title.strip(), draft.body,
            made_by=actor.id, now=clock.now(),
        )  # fmt: skip
        await store.mark_seen(actor.id, [made])
        written = await _found(actor, entry, made)
        await _tell(actor, entry, written, written.title)
        await _record("write", actor, entry, written)
        return written


async def change(actor: Actor, day: str, announcement_id: UUID, change: AnnouncementChange) -> Announcement:
    """Say it better; it is unread again for all but the writer, who are told. Raises AnnouncementChanged."""
    async with tx():
        entry = await days.enter(actor, day)
        rules.check_may_change(await _found(actor, entry, announcement_id))
        if not await store.change(
            announcement_id, change.title.strip(), change.body, version=change.version, now=clock.now()
        ):
            raise rules.AnnouncementChanged
        await store.mark_seen(actor.id, [announcement_id])
        changed = await _found(actor, entry, announcement_id)
        if changed.withdrawn_at is None:
            await _tell(actor, entry, changed, f"Changed: {changed.title}")
        await _record("change", actor, entry, changed)
        return changed


async def set_withdrawn(actor: Actor, day: str, announcement_id: UUID, *, withdrawn: bool) -> Announcement:
    """Take it back, or undo that; twice is once."""
    async with tx():
        entry = await days.enter(actor, day)
        rules.check_may_change(await _found(actor, entry, announcement_id))
        done = await store.set_withdrawn(announcement_id, clock.now() if withdrawn else None)
        after = await _found(actor, entry, announcement_id)
        if done:
            await _record("withdraw" if withdrawn else "restore", actor, entry, after)
        return after


async def mark_seen(actor: Actor, day: str, announcement_ids: list[UUID]) -> AnnouncementList:
    """What the actor may not see is passed over."""
    async with tx():
        entry = await days.enter(actor, day)
        visible = {announcement.id for announcement in await store.listed(entry.day.id, _eyes(actor, entry))}
        await store.mark_seen(actor.id, sorted(visible.intersection(announcement_ids)))
        return await overview(actor, day)


def _eyes(actor: Actor, entry: Entry) -> store.Eyes:
    return actor.id, Role.ORGANISER in entry.roles, actor.email


async def _found(actor: Actor, entry: Entry, announcement_id: UUID) -> Announcement:
    found = await store.find(entry.day.id, _eyes(actor, entry), announcement_id)
    if found is None:
        raise rules.NoSuchAnnouncement
    return found


async def _tell(actor: Actor, entry: Entry, announcement: Announcement, title: str) -> None:
    challenge = await challenge_store.find(entry.day.id, announcement.challenge) if announcement.challenge else None
    told = await (store.members(challenge.id) if challenge else phase_store.people_concerned(entry.day.id))
    others = [person for person in told if person != actor.id]
    await notices.send(others, title, announcement.body, f"/days/{entry.day.slug}")


async def _record(act: str, actor: Actor, entry: Entry, after: Announcement) -> None:
    await audit.record(
        f"announcements.{act}_announcement", after.id, actor=actor.id, day=entry.day.id,
        after={"title": after.title, "body": after.body, "challenge": after.challenge, "version": after.version},
    )  # fmt: skip
    await notify(f"day:{entry.day.id}")
