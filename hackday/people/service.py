"""Sign in by one-time link, and sign out."""

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from hackday import audit, clock, mail
from hackday.database import tx
from hackday.errors import NotFound
from hackday.people import rules, store
from hackday.people.schemas import Actor


def digest(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


async def make_link(person_id: UUID, *, lasts: timedelta = rules.LINK_LASTS) -> str:
    """A fresh one-time token for this person."""
    token, now = secrets.token_urlsafe(32), clock.now()
    async with tx():
        await store.add_link(person_id, digest(token), now=now, expires_at=now + lasts)
    return token


async def ask_link(email: str, *, origin: str) -> None:
    """Send a sign-in link if the address is known; tells the caller nothing either way."""
    async with tx():
        person = await store.actor_by_email(email)
        if person is None:
            return
        await store.hold_person(person.id)  # many who ask at once are counted one after the other
        if await store.count_links(person.id, since=clock.now() - rules.LINK_LASTS) >= rules.LINKS_PER_PERSON:
            return
        token = await make_link(person.id)
        await mail.post(
            person.email,
            "Your sign-in link for Hackday",
            f"Open this link to sign in; it works once, for 20 minutes:\n\n{link(origin, token)}\n\n"
            "If you did not ask for it, do nothing.\n",
        )


def link(origin: str, token: str) -> str:
    """The page that spends the token. Behind `#`, so that no log of any proxy holds it."""
    return f"{origin}/sign-in#{token}"


async def sign_in(token: str, *, user_agent: str) -> tuple[str, UUID]:
    """Spend a link; gives the new session's token and the person. Raises LinkIsSpent."""
    now, session = clock.now(), secrets.token_urlsafe(32)
    async with tx():
        person = await store.spend_link(digest(token), now=now)
        if person is None:
            raise rules.LinkIsSpent
        await store.add_session(
            person, digest(session), user_agent=user_agent, now=now, expires_at=now + rules.SESSION_LASTS
        )
        await audit.record("people.sign_in", person, actor=person)
    return session, person


async def sign_out(actor: Actor) -> None:
    async with tx():
        await store.revoke_session(actor.session, now=clock.now())
        await audit.record("people.sign_out", actor.id, actor=actor.id)


async def set_admin(email: str, *, is_admin: bool) -> None:
    """For the command line: who may create days. Raises NotFound."""
    async with tx():
        person = await store.actor_by_email(email)
        if person is None:
            raise NotFound("person with this address")
        await store.set_admin(person.id, is_admin=is_admin)
        await audit.record("people.set_admin", person.id, actor=None, before=person.is_admin, after=is_admin)
