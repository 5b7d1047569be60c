"""Use cases around keys."""

import secrets
from datetime import timedelta
from uuid import UUID

from hackday import audit, clock
from hackday.database import tx
from hackday.people import store as people
from hackday.people.keys import rules, store
from hackday.people.keys.schemas import Key, KeyDraft, NewKey, Scope
from hackday.people.schemas import Actor
from hackday.people.service import digest


async def mine(actor: Actor) -> list[Key]:
    return await store.of_person(actor.id, now=clock.now())


async def make(actor: Actor, draft: KeyDraft) -> NewKey:
    """A new key for drafts. Raises TooManyKeys."""
    now, token = clock.now(), rules.PREFIX + secrets.token_urlsafe(32)
    async with tx():
        await people.hold_person(actor.id)  # many made at once are counted one after the other
        if len(await store.of_person(actor.id, now=now)) >= rules.KEYS_MOST:
            raise rules.TooManyKeys
        key = await store.add(
            actor.id, draft.name.strip(), Scope.DRAFTS, digest(token),
            now=now, expires_at=now + timedelta(days=draft.days),
        )  # fmt: skip
        await audit.record("people.make_key", key.id, actor=actor.id, day=None, after=key)
    return NewKey(key, token)


async def revoke(actor: Actor, key_id: UUID) -> Key:
    """The key opens nothing from now on. Raises NoSuchKey."""
    async with tx():
        key = await store.revoke(key_id, actor.id, now=clock.now())
        if key is None:
            raise rules.NoSuchKey
        await audit.record("people.revoke_key", key.id, actor=actor.id, day=None, before=key)
    return key
