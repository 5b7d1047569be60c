"""Use cases around teams.

Each one holds the day's phase, then the sign-up, then the team, then the challenge: always in this order.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID

import asyncpg

from hackday import audit
from hackday.challenges import store as challenge_store
from hackday.database import notify, tx
from hackday.days import rules as day_rules
from hackday.days import service as days
from hackday.days import store as day_store
from hackday.days.schemas import Entry, Role
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.teams import limits, listing, rules, store
from hackday.teams.joining import store as joining_store
from hackday.teams.schemas import (
    Left,
    MyTeam,
    Removal,
    Team,
    TeamChange,
    TeamDraft,
    TeamPage,
    TeamState,
)

_NETS = {"membership_one_team": rules.AlreadyInATeam, "team_name_once": rules.NameIsTaken}


@asynccontextmanager
async def forming(actor: Actor, day: str) -> AsyncIterator[Entry]:
    """One transaction in which teams may change; what the database refuses gets its name."""
    try:
        async with tx():
            entry = await days.enter(actor, day)
            held = await day_store.hold_day(entry.day.id)
            day_rules.check_phase(held, *rules.FORMING)
            yield Entry(held, entry.roles)
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name not in _NETS:
            raise
        raise _NETS[error.constraint_name] from None
    except asyncpg.CheckViolationError as error:
        if (refusal := limits.refusal(error)) is None:
            raise
        raise refusal from None


async def tell(action: str, team_id: UUID, actor: Actor, entry: Entry, *, reason: str = "", after: object) -> None:
    await audit.record(f"teams.{action}", team_id, actor=actor.id, day=entry.day.id, reason=reason, after=after)
    await notify(f"board:{entry.day.id}")


async def found_team(actor: Actor, day: str, draft: TeamDraft) -> TeamPage:
    """A new team with the actor as its captain."""
    async with forming(actor, day) as entry:
        await _check_may_join(actor, entry)
        challenge = await challenge_store.find(entry.day.id, draft.challenge)
        if challenge is None:
            raise rules.NoChallenge
        team_id = await store.found(
            entry.day.id, challenge.id, actor.id, name=draft.name.strip(), pitch=draft.pitch.strip(),
            join_code=fresh_join_code(),
        )  # fmt: skip
        if team_id is None:
            raise rules.why_not_founded(await challenge_store.find(entry.day.id, draft.challenge))
        await joining_store.withdraw_waiting(entry.day.id, actor.id)
        await tell("found_team", team_id, actor, entry, after=draft)
        return await page(actor, entry, team_id)


async def join_team(actor: Actor, day: str, team_id: UUID) -> TeamPage:
    """Take a place in an open team."""
    async with forming(actor, day) as entry:
        return await _join(actor, entry, team_id, None)


async def join_by_code(actor: Actor, day: str, text: str) -> TeamPage:
    """Take a place in the team that has this code, locked or not."""
    async with forming(actor, day) as entry:
        join_code = rules.normal_join_code(text)
        team = await store.find_by_code(entry.day.id, join_code)
        if team is None:
            raise rules.NoSuchJoinCode
        return await _join(actor, entry, team.id, join_code)


async def _join(actor: Actor, entry: Entry, team_id: UUID, join_code: str | None) -> TeamPage:
    await _check_may_join(actor, entry)
    team = await store.find(entry.day.id, team_id)
    if team is None or not await store.join(team.id, actor.id, join_code=join_code):
        raise rules.why_not_joined(await store.find(entry.day.id, team_id), join_code=join_code)
    await joining_store.withdraw_waiting(entry.day.id, actor.id)
    await tell("join_team", team_id, actor, entry, after=None)
    return await page(actor, entry, team_id)


async def _check_may_join(actor: Actor, entry: Entry) -> None:
    await store.hold_sign_up(entry.day.id, actor.id)
    rules.check_may_join(await store.standing(entry.day.id, actor.id))


async def let_in(entry: Entry, team_id: UUID, person: UUID) -> None:
    """A place for somebody whom the captain chose, locked or not; raises why there is none."""
    if not await store.join(team_id, person, join_code=None, is_accepted=True):
        raise rules.why_not_let_in(await store.find(entry.day.id, team_id))


async def leave_team(actor: Actor, day: str) -> Left:
    """Leave; a captain hands over to the longest member, and the last one out disbands the team."""
    async with forming(actor, day) as entry:
        team_id = (await store.standing(entry.day.id, actor.id)).team
        if team_id is None:
            raise rules.NotInATeam
        return await _leave(actor, entry, team_id)


async def follow_withdrawal(actor: Actor, entry: Entry) -> None:
    """Who does not go gives the place in the team back, in the transaction of the withdrawal."""
    await joining_store.withdraw_waiting(entry.day.id, actor.id)
    team_id = (await store.standing(entry.day.id, actor.id)).team
    if team_id is not None:
        with suppress(rules.NotInATeam, rules.NoSuchTeam):  # removed meanwhile: nothing to give back
            await _leave(actor, entry, team_id)


async def _leave(actor: Actor, entry: Entry, team_id: UUID) -> Left:
    team = await hold(entry, team_id)
    members = await store.members(team.id)
    if not await store.leave(team.id, actor.id):
        raise rules.NotInATeam
    heir = rules.successor(members, actor.id)
    if heir is None:
        await store.disband(team.id, team.challenge)
    elif team.captain == actor.id:
        await store.change(team.id, {"captain": heir})
    await tell("leave_team", team.id, actor, entry, after={"captain": heir})
    return Left(team.id, disbanded=heir is None)


async def change_team(actor: Actor, day: str, team_id: UUID, change: TeamChange) -> TeamPage:
    """Rename, pitch, open or lock, say who is wanted, where the team works together, how large and mixed it is."""
    async with leading(actor, day, team_id) as (entry, team):
        details = await listing.details(team.id, actor.id)
        columns = rules.columns_of(change) | limits.columns_of(
            change, team, details, await store.members(team.id), is_free=Role.ORGANISER in entry.roles
        )
        if columns:
            await store.change(team.id, columns)
            await tell("change_team", team.id, actor, entry, after=columns)
        return await page(actor, entry, team_id)


async def remove_member(actor: Actor, day: str, team_id: UUID, removal: Removal) -> TeamPage:
    """Take somebody out of the team; the reason is kept and told to them."""
    async with leading(actor, day, team_id) as (entry, team):
        rules.check_removable(team, removal.person)
        if not await store.leave(team.id, removal.person):
            raise rules.NotAMember
        await notices.send([removal.person], f"You are no longer in “{team.name}”", removal.reason, f"/days/{day}/team")
        await tell("remove_member", team.id, actor, entry, reason=removal.reason, after={"person": removal.person})
        return await page(actor, entry, team_id)


async def hand_over(actor: Actor, day: str, team_id: UUID, person: UUID) -> TeamPage:
    """Make another member the captain."""
    async with leading(actor, day, team_id) as (entry, team):
        if person not in {member.id for member in await store.members(team.id)}:
            raise rules.NotAMember
        await store.change(team.id, {"captain": person})
        await tell("hand_over", team.id, actor, entry, after={"captain": person})
        return await page(actor, entry, team_id)


async def renew_join_code(actor: Actor, day: str, team_id: UUID) -> TeamPage:
    """A new code; the old one opens nothing any more."""
    async with leading(actor, day, team_id) as (entry, team):
        await store.change(team.id, {"join_code": fresh_join_code()})
        await tell("renew_join_code", team.id, actor, entry, after=None)
        return await page(actor, entry, team_id)


async def read_team(actor: Actor, day: str, team_id: UUID) -> TeamPage:
    return await page(actor, await days.enter(actor, day), team_id)


async def my_team(actor: Actor, day: str) -> MyTeam:
    entry = await days.enter(actor, day)
    standing = await store.standing(entry.day.id, actor.id)
    return MyTeam(
        team=await page(actor, entry, standing.team) if standing.team else None,
        is_signed_up=standing.is_signed_up,
        may_change=entry.day.phase in rules.FORMING,
    )


@asynccontextmanager
async def leading(actor: Actor, day: str, team_id: UUID) -> AsyncIterator[tuple[Entry, Team]]:
    async with forming(actor, day) as entry:
        team = await hold(entry, team_id)
        rules.check_leads(team, actor, entry)
        yield entry, team


async def hold(entry: Entry, team_id: UUID) -> Team:
    return _alive(await store.hold(entry.day.id, team_id))


def _alive(team: Team | None) -> Team:
    if team is None or team.state is TeamState.DISBANDED:
        raise rules.NoSuchTeam
    return team


async def page(actor: Actor, entry: Entry, team_id: UUID) -> TeamPage:
    team = _alive(await store.find(entry.day.id, team_id))
    return rules.page_of(
        team,
        await store.members(team.id),
        await store.challenge_link(team.challenge),
        await store.standing(entry.day.id, actor.id),
        actor,
        entry,
        details=await listing.details(team.id, actor.id),
        my_request=await joining_store.waiting_request(team.id, actor.id),
    )


def fresh_join_code() -> str:
    return "".join(secrets.choice(rules.JOIN_CODE_ALPHABET) for _ in range(rules.JOIN_CODE_LENGTH))
