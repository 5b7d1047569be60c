"""Invitations: signed, ending, taken back; each refusal by its own name, and one place for one link."""

import asyncio
import hashlib
from datetime import timedelta

import pytest

from hackday import clock, database
from hackday.days import phase_store
from hackday.days.schemas import Phase, PhaseTime
from hackday.teams import service as teams
from hackday.teams.inviting import service, store
from hackday.teams.inviting.schemas import InvitationDraft
from tests.factories import make_challenge, make_day, make_person, make_team
from tests.teams.test_races import attempt, counts, make_joiners

OPEN = InvitationDraft(message="Come along")


@pytest.fixture
async def day(db):
    return await make_day()


async def make_world(day, number=4, **sizes):
    captain, *others = await make_joiners(day, number)
    team = await make_team(day, await make_challenge(day), (captain.id,), **sizes)
    return captain, team, others


async def invite(captain, team, draft=OPEN):
    made = await service.invite(captain, "spring", team, draft)
    return made.invitation, made.token


async def follow(actor, token, accepts=True):
    return await attempt(service.answer_link(actor, "spring", token, accepts=accepts))


async def test_an_open_link_takes_the_first_who_uses_it_even_into_a_locked_team(day):
    captain, team, (bea, cai, _) = await make_world(day)
    _, token = await invite(captain, team)
    await teams.change_team(captain, "spring", team, teams.TeamChange(state="locked"))
    offer = await service.look(bea, "spring", token)
    assert (offer.invitation.message, offer.team.name, len(offer.team.members), offer.team.join_code) == (
        "Come along", "Copper Falcons", 1, None,
    )  # fmt: skip
    assert await follow(bea, token, accepts=False) == "invitation_is_for_anybody"
    assert (await service.answer_link(bea, "spring", token, accepts=True)).used_by == bea.name
    assert await follow(cai, token) == "invitation_is_used"
    assert await attempt(service.look(cai, "spring", token)) == "invitation_is_used"
    assert await follow(cai, "x" * 43) == "no_such_invitation"
    assert await counts(team) == (2, 2)


async def test_only_the_hash_of_a_token_is_kept(day):
    captain, team, _ = await make_world(day)
    _, token = await invite(captain, team)
    async with database.reading() as c:
        assert await c.fetchval("select token_hash from invitation") == hashlib.sha256(token.encode()).digest()
        kept = await c.fetchval(
            "select string_agg(a::text, '') || (select i::text from invitation i) from audit_entry a"
        )
    assert token not in kept
    assert len(token) == 43


async def test_a_named_one_is_for_that_person_who_is_told(day):
    captain, team, (bea, cai, dee) = await make_world(day)
    invitation, token = await invite(captain, team, InvitationDraft(person=bea.id, message="We need you"))
    async with database.reading() as c:
        told = await c.fetchrow("select title, body, link from notice where person = $1", bea.id)
    assert tuple(told) == ("Joiner 0 invites you into “Copper Falcons”", "We need you", "/days/spring/team")
    assert await follow(cai, token) == "invitation_is_for_another"
    assert await attempt(service.look(cai, "spring", token)) == "invitation_is_for_another"
    assert await attempt(service.answer(cai, "spring", invitation.id, accepts=True)) == "no_such_invitation"
    assert await attempt(service.invite(captain, "spring", team, InvitationDraft(person=bea.id))) == "already_invited"
    assert [i.id for i in await service.mine(bea, "spring")] == [invitation.id]
    assert (await service.answer(bea, "spring", invitation.id, accepts=False)).state == "declined"
    assert await follow(bea, token) == "invitation_is_declined"
    assert await service.mine(bea, "spring") == []
    again, _ = await invite(captain, team, InvitationDraft(person=bea.id))
    await service.answer(bea, "spring", again.id, accepts=True)
    assert await counts(team) == (2, 2)
    async with database.reading() as c:
        titles = [row[0] for row in await c.fetch("select title from notice where person = $1 order by id", captain.id)]
    assert [title.split()[2] for title in titles] == ["declined", "accepted"]
    assert await attempt(service.invite(captain, "spring", team, InvitationDraft(person=bea.id))) == "person_has_a_team"
    assert await attempt(service.invite(bea, "spring", team, OPEN)) == "not_the_captain"
    assert await attempt(service.list_of_team(dee, "spring", team)) == "not_the_captain"


async def test_by_address_and_nobody_there(day):
    captain, team, _ = await make_world(day)
    person = await make_person("Zoe", email="zoe@corp.example")
    made, _ = await invite(captain, team, InvitationDraft(email="Zoe@Corp.example"))
    assert (made.person, made.name) == (person, "Zoe")
    draft = InvitationDraft(email="nobody@corp.example")
    assert await attempt(service.invite(captain, "spring", team, draft)) == "nobody_there"


async def test_it_ends_by_the_clock_and_never_after_teams_stand_still(day):
    captain, team, (bea, *_) = await make_world(day)
    now = clock.now()
    invitation, token = await invite(captain, team, InvitationDraft(hours=1))
    assert timedelta(minutes=59) < invitation.expires_at - now < timedelta(minutes=61)
    judging = now + timedelta(hours=30)
    await phase_store.set_phase_times(day, [PhaseTime(Phase.JUDGING, judging, False)], now=now)
    assert (await invite(captain, team, InvitationDraft(hours=168)))[0].expires_at == judging
    with clock.use(lambda: now + timedelta(hours=2)):
        assert await follow(bea, token) == "invitation_has_expired"
        assert {i.state for i in await service.list_of_team(captain, "spring", team)} == {"waiting", "expired"}


async def test_revoked_full_and_already_in_a_team(day):
    captain, team, (bea, cai, dee) = await make_world(day, min_size=1, max_size=2)
    invitation, token = await invite(captain, team)
    _, other = await invite(captain, team)
    assert await attempt(service.revoke(bea, "spring", invitation.id)) == "not_the_captain"
    await service.revoke(captain, "spring", invitation.id)
    assert await attempt(service.revoke(captain, "spring", invitation.id)) == "invitation_is_revoked"
    assert await follow(bea, token) == "invitation_is_revoked"
    _, third = await invite(captain, team)
    await teams.join_team(bea, "spring", team)
    assert await follow(bea, third) == "already_in_a_team"
    assert await follow(cai, third) == "team_is_full"
    assert await attempt(service.invite(captain, "spring", team, OPEN)) == "team_is_full"
    await teams.leave_team(bea, "spring")
    assert await follow(cai, third) == "in", "a refusal spends nothing"
    await teams.leave_team(cai, "spring")
    await teams.leave_team(captain, "spring")
    assert await follow(dee, other) == "no_such_team"


@pytest.mark.parametrize("phase", ["published", "judging"])
async def test_not_while_teams_stand_still(day, phase):
    captain, team, (bea, *_) = await make_world(day)
    _, token = await invite(captain, team)
    async with database.reading() as c:
        await c.execute("update day set phase = $1", phase)
    assert await follow(bea, token) == "wrong_phase"
    assert await attempt(service.invite(captain, "spring", team, OPEN)) == "wrong_phase"


async def race(day, rounds=5):
    """The most who got in by one link."""
    captain, team, others = await make_world(day, 12, max_size=12)
    most = 0
    for _ in range(rounds):
        _, token = await invite(captain, team)
        answers = await asyncio.gather(*(follow(actor, token) for actor in others))
        most = max(most, answers.count("in"))
        async with database.reading() as c:
            await c.execute("delete from membership where person <> $1", captain.id)
            await c.execute("update team set member_count = 1")
    return most


async def test_of_many_with_one_link_exactly_one_gets_in(day):
    assert await race(day) == 1


async def test_without_the_condition_in_the_statement_more_get_in(day, monkeypatch):
    async def use(invitation_id, person, *, now):
        found = await store.find(day, invitation_id, now=now)
        async with database.reading() as c:
            await c.execute(
                "update invitation set used_at = $2, used_by = $3 where id = $1", invitation_id, now, person
            )
        return found.state == "waiting"

    monkeypatch.setattr(store, "use", use)
    assert await race(day) > 1


async def test_through_http(day, browser_of):
    captain, team, (bea, *_) = await make_world(day)
    lead, guest = await browser_of(captain.id), await browser_of(bea.id)
    url = f"/api/days/spring/teams/{team}/invitations"
    made = (await lead.post(url, json={"hours": 4, "message": "Hi"})).json()
    assert (await lead.post(url, json={"hours": 5})).status_code == 400
    assert "token" not in (await lead.get(url)).text
    body = {"token": made["token"]}
    assert (await guest.post("/api/days/spring/invitations/look", json=body)).json()["team"]["is_mine"] is False
    assert (await guest.post("/api/days/spring/invitations/answer", json=body | {"accepts": True})).status_code == 201
    assert (await guest.get("/api/days/spring/invitations")).json() == []
    assert (await guest.post("/api/days/spring/invitations/look", json=body)).json()["code"] == "invitation_is_used"
