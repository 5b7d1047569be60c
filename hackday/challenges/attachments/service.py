"""Use cases around attachments. Who sees the challenge sees its files; who may change it may change them."""

from collections.abc import AsyncIterator
from functools import partial
from uuid import UUID

from hackday import audit, clock
from hackday.challenges import rules as challenge_rules
from hackday.challenges import service as challenges
from hackday.challenges import store as challenge_store
from hackday.challenges.attachments import store
from hackday.challenges.attachments.schemas import COUNTS, Attachment, AttachmentList
from hackday.challenges.schemas import Challenge
from hackday.database import on_commit, tx
from hackday.days import rules as day_rules
from hackday.days import service as days
from hackday.days import store as day_store
from hackday.days.schemas import Entry, Role
from hackday.people.schemas import Actor
from hackday.storage import kinds
from hackday.storage.files import NoSuchFile, Storage
from hackday.storage.serving import Served


async def overview(actor: Actor, day: str, slug: str) -> AttachmentList:
    page = await challenges.read(actor, day, slug)
    return AttachmentList(await store.attachments(page.challenge.id), page.may_change, kinds.limits(COUNTS))


async def find(actor: Actor, day: str, slug: str, attachment_id: UUID) -> Served:
    page = await challenges.read(actor, day, slug)
    return _there(await store.served(page.challenge.id, attachment_id))


async def add(
    actor: Actor, day: str, slug: str, name: str, chunks: AsyncIterator[bytes], announced: int | None, files: Storage
) -> Attachment:
    """The row is written when the bytes are there; where it is refused then, the bytes go again."""
    async with tx():  # asked before the bytes are taken, and again when they are there
        await _held(actor, day, slug)
    async with files.kept(chunks, families=COUNTS, announced=announced) as stored, tx():
        entry, challenge = await _held(actor, day, slug)
        standing = [a for a in await store.attachments(challenge.id) if _family(a) is stored.kind.family]
        kinds.check_count(stored.kind.family, len(standing), COUNTS)
        shown = kinds.shown_name(name, stored.kind)
        made = await store.add(challenge.id, shown, stored, actor.id, now=clock.now())
        await audit.record("attachments.add", challenge.id, actor=actor.id, day=entry.day.id, after=made)
        return made


async def remove(actor: Actor, day: str, slug: str, attachment_id: UUID, files: Storage) -> AttachmentList:
    async with tx():
        entry, challenge = await _held(actor, day, slug)
        found = _there(await store.served(challenge.id, attachment_id))
        await store.remove(attachment_id)
        on_commit(partial(files.drop, found.key))
        await audit.record(
            "attachments.remove", challenge.id, actor=actor.id, day=entry.day.id, before={"name": found.name}
        )
        return await overview(actor, day, slug)


def _family(attachment: Attachment) -> kinds.Family:
    return kinds.Family.PICTURE if attachment.content_type.startswith("image/") else kinds.Family.FILE


def _there(found: Served | None) -> Served:
    if found is None:
        raise NoSuchFile
    return found


async def _held(actor: Actor, day: str, slug: str) -> tuple[Entry, Challenge]:
    """The challenge, if the actor may change it; nobody else does until the transaction ends."""
    entry = await days.enter(actor, day)
    day_rules.check_phase(await day_store.hold_day(entry.day.id), *challenge_rules.WRITING)
    await challenge_store.hold(entry.day.id, slug)
    page = await challenges.read(actor, day, slug)
    if not page.may_change:
        raise day_rules.RoleNeeded((Role.ORGANISER,))
    return entry, page.challenge
