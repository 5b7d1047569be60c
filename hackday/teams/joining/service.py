"""Use cases around requests to join: day, then sign-up, then team, as everywhere in teams."""

from uuid import UUID

import asyncpg

from hackday.days import service as days
from hackday.days.schemas import Entry
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.teams import rules as team_rules
from hackday.teams import service as teams
from hackday.teams import store as team_store
from hackday.teams.joining import rules, store
from hackday.teams.joining.schemas import Decision, JoinRequest, RequestDraft, RequestState


async def ask(actor: Actor, day: str, team_id: UUID, draft: RequestDraft) -> JoinRequest:
    """Ask a team's captain for a place; several teams may be asked at once."""
    async with teams.forming(actor, day) as entry:
        await store.hold_asker(entry.day.id, actor.id)
        team_rules.check_may_join(await team_store.standing(entry.day.id, actor.id))
        team = await teams.hold(entry, team_id)
        if team.member_count >= team.max_size:
            raise team_rules.TeamIsFull(team)
        request_id = await store.add(entry.day.id, team_id, actor.id, draft.message.strip())
        if request_id is None:
            raise rules.RequestIsWaiting
        if team.captain:
            title = f"{actor.name} asks to join “{team.name}”"
            await notices.send([team.captain], title, draft.message.strip(), f"/days/{day}/teams/{team_id}")
        await teams.tell("ask_to_join", team_id, actor, entry, after={"request": request_id})
        return _there(await store.find(entry.day.id, request_id))


async def decide(actor: Actor, day: str, request_id: UUID, decision: Decision) -> JoinRequest:
    """Captain: accept, which takes the place at once, or decline."""
    async with teams.forming(actor, day) as entry:
        request = _there(await store.find(entry.day.id, request_id))
        await team_store.hold_sign_up(entry.day.id, request.person)
        team = await teams.hold(entry, request.team)
        team_rules.check_leads(team, actor, entry)
        if _there(await store.find(entry.day.id, request_id)).state is not RequestState.WAITING:
            raise rules.RequestIsDecided
        # The place comes first: of two captains who accept one person, the second waits here and is refused.
        if decision.accepts:
            await _let_in(entry, request)
        state = RequestState.ACCEPTED if decision.accepts else RequestState.DECLINED
        if not await store.decide(request_id, state, actor.id, decision.word.strip()):
            raise rules.RequestIsDecided
        if decision.accepts:
            await store.withdraw_waiting(entry.day.id, request.person)
        title = f"“{team.name}” {state.value} your request"
        await notices.send([request.person], title, decision.word.strip(), f"/days/{day}/teams/{team.id}")
        after = {"request": request_id, "state": state.value}
        await teams.tell("decide_request", team.id, actor, entry, reason=decision.word.strip(), after=after)
        return _there(await store.find(entry.day.id, request_id))


async def _let_in(entry: Entry, request: JoinRequest) -> None:
    try:
        await teams.let_in(entry, request.team, request.person)
    except asyncpg.UniqueViolationError as error:  # else the captain would read “you are in a team”
        if error.constraint_name != "membership_one_team":
            raise
        raise team_rules.PersonHasATeam(request.name) from None


async def withdraw(actor: Actor, day: str, request_id: UUID) -> JoinRequest:
    """The asker takes the request back."""
    async with teams.forming(actor, day) as entry:
        request = await store.find(entry.day.id, request_id)
        if request is None or request.person != actor.id:
            raise rules.NoSuchRequest
        if not await store.decide(request_id, RequestState.WITHDRAWN, actor.id):
            raise rules.RequestIsDecided
        await teams.tell("withdraw_request", request.team, actor, entry, after={"request": request_id})
        return _there(await store.find(entry.day.id, request_id))


async def waiting(actor: Actor, day: str, team_id: UUID) -> list[JoinRequest]:
    entry = await days.enter(actor, day)
    team = await team_store.find(entry.day.id, team_id)
    if team is None:
        raise team_rules.NoSuchTeam
    team_rules.check_leads(team, actor, entry)
    return await store.waiting_for(team_id)


async def mine(actor: Actor, day: str) -> list[JoinRequest]:
    entry = await days.enter(actor, day)
    return await store.of_person(entry.day.id, actor.id)


def _there(request: JoinRequest | None) -> JoinRequest:
    if request is None:
        raise rules.NoSuchRequest
    return request
