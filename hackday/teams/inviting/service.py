"""Use cases around invitations.

Whoever answers holds the day, then the sign-up, then the invitation, then the team, so that nobody waits in a ring.
"""

import secrets
from datetime import datetime
from uuid import UUID

from hackday import clock
from hackday.days import phase_store
from hackday.days import service as days
from hackday.days.schemas import Entry, Phase
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.people.service import digest
from hackday.teams import rules as team_rules
from hackday.teams import service as teams
from hackday.teams import store as team_store
from hackday.teams.inviting import rules, store
from hackday.teams.inviting.schemas import Invitation, InvitationDraft, NewInvitation, Offer
from hackday.teams.joining import store as joining_store


async def invite(actor: Actor, day: str, team_id: UUID, draft: InvitationDraft) -> NewInvitation:
    """Captain: a link into the team; whom it is for is told, and needs no link."""
    async with teams.leading(actor, day, team_id) as (entry, team):
        if team.member_count >= team.max_size:
            raise team_rules.TeamIsFull(team)
        now, token = clock.now(), secrets.token_urlsafe(32)
        person = await _invited(entry, team_id, draft)
        invitation_id = await store.add(
            entry.day.id, team_id, digest(token), person=person, message=draft.message.strip(), by=actor.id, now=now,
            expires_at=rules.expiry(now, draft.hours, await _teams_stand_still(entry)),
        )  # fmt: skip
        if person:
            title = f"{actor.name} invites you into “{team.name}”"
            await notices.send([person], title, draft.message.strip(), f"/days/{day}/team", by_mail=True)
        await teams.tell("invite", team_id, actor, entry, after={"invitation": invitation_id, "person": person})
        return NewInvitation(_there(await store.find(entry.day.id, invitation_id, now=now)), token)


async def _invited(entry: Entry, team_id: UUID, draft: InvitationDraft) -> UUID | None:
    """Whom the draft names. The team must be held."""
    waiting = await store.waiting_in(team_id, now=clock.now())
    if len(waiting) >= rules.WAITING_MOST:
        raise rules.TooManyInvitations
    if draft.person is None and draft.email is None:
        return None
    found = await store.colleague(person=draft.person, email=draft.email)
    if found is None:
        raise rules.NobodyThere("/email" if draft.person is None else "/person")
    person, name = found
    if person in waiting:
        raise rules.AlreadyInvited(name)
    if (await team_store.standing(entry.day.id, person)).team is not None:
        raise team_rules.PersonHasATeam(name)
    return person


async def _teams_stand_still(entry: Entry) -> datetime | None:
    """When judging begins and teams may not change any more."""
    times = await phase_store.phase_times(entry.day.id)
    return next((time.starts_at for time in times if time.phase is Phase.JUDGING and not time.is_done), None)


async def list_of_team(actor: Actor, day: str, team_id: UUID) -> list[Invitation]:
    """Captain: every invitation of the team, the newest first."""
    entry = await days.enter(actor, day)
    await _check_leads(actor, entry, team_id)
    return await store.of_team(team_id, now=clock.now())


async def revoke(actor: Actor, day: str, invitation_id: UUID) -> Invitation:
    """Captain: the link opens nothing any more."""
    async with teams.forming(actor, day) as entry:
        now = clock.now()
        invitation = _there(await store.find(entry.day.id, invitation_id, now=now))
        await _check_leads(actor, entry, invitation.team)
        if not await store.revoke(invitation_id, now=now):
            raise _why_closed(await store.find(entry.day.id, invitation_id, now=now))
        await teams.tell("revoke_invitation", invitation.team, actor, entry, after={"invitation": invitation_id})
        return _there(await store.find(entry.day.id, invitation_id, now=now))


async def mine(actor: Actor, day: str) -> list[Invitation]:
    """Those for me that wait."""
    entry = await days.enter(actor, day)
    return await store.waiting_of(entry.day.id, actor.id, now=clock.now())


async def look(actor: Actor, day: str, token: str) -> Offer:
    """What a link offers to whoever holds it."""
    entry = await days.enter(actor, day)
    found = await store.find_by_token(entry.day.id, digest(token), now=clock.now())
    invitation = rules.check_open(found, actor.id)
    standing = await team_store.standing(entry.day.id, actor.id)
    return Offer(
        invitation=invitation,
        team=await teams.page(actor, entry, invitation.team),
        is_signed_up=standing.is_signed_up,
        has_team=standing.team is not None,
    )


async def answer_link(actor: Actor, day: str, token: str, *, accepts: bool) -> Invitation:
    async with teams.forming(actor, day) as entry:
        found = await store.find_by_token(entry.day.id, digest(token), now=clock.now())
        return await _answer(actor, entry, rules.check_open(found, actor.id), accepts)


async def answer(actor: Actor, day: str, invitation_id: UUID, *, accepts: bool) -> Invitation:
    """As by the link, for whom it is: an open link is answered by its token alone."""
    async with teams.forming(actor, day) as entry:
        found = await store.find(entry.day.id, invitation_id, now=clock.now())
        if found is None or found.person != actor.id:
            raise rules.NoSuchInvitation
        return await _answer(actor, entry, rules.check_open(found, actor.id), accepts)


async def _answer(actor: Actor, entry: Entry, invitation: Invitation, accepts: bool) -> Invitation:
    now = clock.now()
    if accepts:
        await team_store.hold_sign_up(entry.day.id, actor.id)
        team_rules.check_may_join(await team_store.standing(entry.day.id, actor.id))
    elif invitation.person is None:
        raise rules.InvitationIsForAnybody
    if not await (store.use(invitation.id, actor.id, now=now) if accepts else store.decline(invitation.id, now=now)):
        raise _why_closed(await store.find(entry.day.id, invitation.id, now=now))
    if accepts:
        await teams.let_in(entry, invitation.team, actor.id)
        await joining_store.withdraw_waiting(entry.day.id, actor.id)
    await _tell_captain(actor, entry, invitation, accepts)
    return _there(await store.find(entry.day.id, invitation.id, now=now))


async def _tell_captain(actor: Actor, entry: Entry, invitation: Invitation, accepts: bool) -> None:
    did = "accepted" if accepts else "declined"
    team = await team_store.find(entry.day.id, invitation.team)
    if team and team.captain:
        title = f"{actor.name} {did} your invitation into “{team.name}”"
        await notices.send([team.captain], title, link=f"/days/{entry.day.slug}/teams/{team.id}")
    await teams.tell(f"invitation_{did}", invitation.team, actor, entry, after={"invitation": invitation.id})


async def _check_leads(actor: Actor, entry: Entry, team_id: UUID) -> None:
    team = await team_store.find(entry.day.id, team_id)
    if team is None:
        raise team_rules.NoSuchTeam
    team_rules.check_leads(team, actor, entry)


def _why_closed(invitation: Invitation | None) -> Exception:
    if invitation is None:
        return rules.NoSuchInvitation()
    return rules.CLOSED.get(invitation.state, rules.InvitationIsUsed)()


def _there(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise rules.NoSuchInvitation
    return invitation
