"""Requests to join: asked, decided, withdrawn, and never one place too many."""

import asyncio

import pytest

from hackday import database
from hackday.teams import service as teams
from hackday.teams import store as team_store
from hackday.teams.joining import service, store
from hackday.teams.joining.schemas import Decision, RequestDraft
from tests.factories import make_challenge, make_day, make_team
from tests.teams.test_races import attempt, counts, make_joiners

ACCEPT, DECLINE = Decision(True, "Welcome"), Decision(False, "Full of testers")


@pytest.fixture
async def day(db):
    return await make_day()


async def make_two_teams(day, **sizes):
    first, second, asker, *others = await make_joiners(day, 8)
    challenge = await make_challenge(day)
    a = await make_team(day, challenge, (first.id,), name="A", **sizes)
    b = await make_team(day, challenge, (second.id,), name="B", **sizes)
    return first, second, asker, others, a, b


async def states(actor):
    return {request.team_name: request.state.value for request in await service.mine(actor, "spring")}


async def ask_both(asker, a, b):
    return [await service.ask(asker, "spring", team, RequestDraft("I test")) for team in (a, b)]


async def test_accepting_into_a_locked_team_withdraws_the_others(day):
    first, _, asker, _, a, b = await make_two_teams(day)
    request, _ = await ask_both(asker, a, b)
    await team_store.change(a, {"state": "locked"})
    assert await attempt(teams.join_team(asker, "spring", a)) == "team_is_locked"
    assert await attempt(service.ask(asker, "spring", a, RequestDraft())) == "request_is_waiting"
    assert [r.message for r in await service.waiting(first, "spring", a)] == ["I test"]
    await service.decide(first, "spring", request.id, ACCEPT)
    assert await states(asker) == {"A": "accepted", "B": "withdrawn"}
    assert await counts(a) == (2, 2)
    assert await attempt(service.decide(first, "spring", request.id, ACCEPT)) == "request_is_decided"
    assert await attempt(service.ask(asker, "spring", b, RequestDraft())) == "already_in_a_team"


async def test_joining_otherwise_withdraws_them(day, monkeypatch):
    _, _, asker, others, a, b = await make_two_teams(day)
    await ask_both(asker, a, b)
    await teams.join_team(asker, "spring", b)
    assert await states(asker) == {"A": "withdrawn", "B": "withdrawn"}

    async def withdraw_nothing(day_id, person):
        pass

    monkeypatch.setattr(store, "withdraw_waiting", withdraw_nothing)
    await ask_both(others[0], a, b)
    await teams.join_team(others[0], "spring", b)
    assert await states(others[0]) == {"A": "waiting", "B": "waiting"}


async def test_who_may_decide_and_withdraw(day):
    first, second, asker, _, a, b = await make_two_teams(day)
    request, other = await ask_both(asker, a, b)
    assert await attempt(service.decide(second, "spring", request.id, ACCEPT)) == "not_the_captain"
    assert await attempt(service.waiting(second, "spring", a)) == "not_the_captain"
    assert await attempt(service.withdraw(second, "spring", request.id)) == "no_such_request"
    assert (await service.decide(first, "spring", request.id, DECLINE)).reply == "Full of testers"
    await service.withdraw(asker, "spring", other.id)
    assert await attempt(service.withdraw(asker, "spring", other.id)) == "request_is_decided"
    assert await states(asker) == {"A": "declined", "B": "withdrawn"}


async def test_two_captains_accept_one_person_at_once(day):
    first, second, _, others, a, b = await make_two_teams(day)
    for asker in others:
        one, two = await ask_both(asker, a, b)
        answers = await asyncio.gather(
            attempt(service.decide(first, "spring", one.id, ACCEPT)),
            attempt(service.decide(second, "spring", two.id, ACCEPT)),
        )
        assert answers.count("in") == 1
        assert set(answers) <= {"in", "person_has_a_team", "request_is_decided"}


async def test_the_last_place_goes_to_one_accepted(day):
    first, _, _, others, a, _ = await make_two_teams(day, min_size=1, max_size=2)
    requests = [await service.ask(asker, "spring", a, RequestDraft()) for asker in others]
    answers = await asyncio.gather(*(attempt(service.decide(first, "spring", r.id, ACCEPT)) for r in requests))
    assert sorted(answers) == ["in"] + ["team_is_full"] * (len(others) - 1)
    assert await counts(a) == (2, 2)
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from join_request where state = 'waiting'") == len(others) - 1
