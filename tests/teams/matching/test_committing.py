"""Organisers match those without a team: preview, locks, commit, undo, and what came between."""

import asyncio

import pytest

from hackday import database
from hackday.people.schemas import Actor
from hackday.teams import service as teams
from hackday.teams.matching import service, store
from hackday.teams.matching.wire import Keep, MatchingDraft
from tests.factories import grant, make_challenge, make_day, make_person, make_sign_up, make_site, make_team
from tests.teams.test_races import attempt, counts

PEOPLE = 9


@pytest.fixture
async def world(db):
    """Nine people who wish for one challenge first or the other; a team of one has room for two more."""
    day = await make_day()
    boss = await make_person("Olga Organiser")
    await grant(day, boss, "organiser")
    night = await make_challenge(day, "night-shift", team_places=2)
    await make_challenge(day, "lost-parcels", team_places=2)
    captain = await make_person("Cap")
    await make_sign_up(day, captain)
    team = await make_team(day, night, (captain,), max_size=3)
    await make_site("Pune", "Asia/Kolkata")
    people = [await make_person(f"Person {n}", department=f"D{n}") for n in range(PEOPLE)]
    for n, person in enumerate(people):
        wishes = ["lost-parcels", "night-shift"] if n % 2 else ["night-shift"]
        await make_sign_up(day, person, wishes=wishes)
    return boss_of(boss), [actor_of(p) for p in people], team


def actor_of(person, name="Somebody"):
    return Actor(person, name, "", "Leeds", "Europe/London", "en", False)


def boss_of(person):
    return actor_of(person, "Olga Organiser")


async def memberships():
    async with database.reading() as c:
        rows = await c.fetch("select person, team from membership where left_at is null")
    return {row[0]: row[1] for row in rows}


def places(page):
    return {p.person: t.key for t in page.matching.teams for p in t.people}


async def test_preview_changes_nothing_and_places_all(world):
    boss, _, team = world
    before = await memberships()
    page = await service.preview(boss, "spring", MatchingDraft(seed=1))
    assert (page.waiting, len(places(page)), page.matching.unplaced) == (PEOPLE, PEOPLE, [])
    assert page.matching.wished == page.matching.top_three == PEOPLE
    assert str(team) in places(page).values()
    assert await memberships() == before
    again = await service.preview(boss, "spring", MatchingDraft(seed=1))
    assert places(again) == places(page)


async def test_a_party_is_placed_together_and_shown(world):
    boss, people, _ = world
    async with database.reading() as c:
        await c.execute("update sign_up set party = 'Owls ' where person = $1", people[0].id)
        await c.execute("update sign_up set party = ' owls' where person = $1", people[1].id)
    page = await service.preview(boss, "spring", MatchingDraft(seed=1))
    assert places(page)[people[0].id] == places(page)[people[1].id]
    assert {p.party.strip() for t in page.matching.teams for p in t.people} == {"", "Owls", "owls"}
    assert page.matching.apart == []


async def test_a_lock_is_kept_in_the_next_run(world):
    boss, _, team = world
    first = places(await service.preview(boss, "spring", MatchingDraft(seed=1)))
    moved = next(person for person, key in first.items() if key != str(team))
    page = await service.preview(boss, "spring", MatchingDraft([Keep(moved, str(team))], 1))
    assert places(page)[moved] == str(team)
    assert [p.person for t in page.matching.teams for p in t.people if p.is_locked] == [moved]


async def test_commit_places_and_undo_takes_back_in_one_step(world):
    boss, people, team = world
    page = await service.preview(boss, "spring", MatchingDraft(seed=1))
    page = await service.commit(boss, "spring", page.matching.id)
    assert (page.waiting, page.matching.state.value, page.matching.refused) == (0, "committed", [])
    placed = await memberships()
    assert placed.keys() >= {p.id for p in people}
    for one in set(placed.values()):
        counted, there = await counts(one)
        assert counted == there <= 6
    assert await attempt(service.commit(boss, "spring", page.matching.id)) == "matching_is_decided"
    stays = next(p for p in people if placed[p.id] == team)
    await teams.leave_team(stays, "spring")
    await teams.join_team(stays, "spring", team)
    page = await service.undo(boss, "spring", page.matching.id)
    assert (page.waiting, page.matching.state.value) == (PEOPLE - 1, "undone")
    after = await memberships()
    assert after.keys() & {p.id for p in people} == {stays.id}
    assert await counts(team) == (2, 2)
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from team where state <> 'disbanded'") == 1
        assert await c.fetchval("select sum(team_count) from challenge") == 1
        assert await c.fetchval("select count(*) from notice where title like 'You are in %'") == PEOPLE
    assert await attempt(service.undo(boss, "spring", page.matching.id)) == "matching_is_decided"


async def test_who_comes_later_is_matched_in_a_second_run(world):
    boss, _, _ = world
    first = await service.commit(boss, "spring", (await service.preview(boss, "spring", MatchingDraft())).matching.id)
    before = await memberships()
    async with database.reading() as c:
        day = await c.fetchval("select id from day")
    for n in range(4):
        await make_sign_up(day, await make_person(f"Late {n}", department="Late"))
    second = await service.commit(boss, "spring", (await service.preview(boss, "spring", MatchingDraft())).matching.id)
    assert (first.waiting, second.waiting, second.matching.state.value) == (0, 0, "committed")
    assert before.items() < (await memberships()).items()
    await service.undo(boss, "spring", second.matching.id)
    assert await memberships() == before


async def test_who_does_not_fit_any_more_is_listed_and_stops_nobody(world):
    boss, people, team = world
    page = await service.preview(boss, "spring", MatchingDraft(seed=1))
    where = places(page)
    chosen = [p for p in people if where[p.id] == str(team)]
    others = [p for p in people if where[p.id] != str(team)]
    await teams.join_team(others[0], "spring", team)
    async with database.reading() as c:
        await c.execute("update sign_up set state = 'withdrawn' where person = $1", others[1].id)
        taken = await c.fetchval("select max_size - member_count from team where id = $1", team)
    page = await service.commit(boss, "spring", page.matching.id)
    refused = {u.person: u.reason.value for u in page.matching.refused}
    assert refused[others[0].id] == "has_a_team"
    assert refused[others[1].id] == "not_signed_up"
    assert [refused.get(p.id) for p in chosen].count("no_place_left") == len(chosen) - taken
    assert await counts(team) == (3, 3)
    in_teams = await memberships()
    assert len(in_teams) + len(refused) - 1 == PEOPLE + 1  # the captain; who joined is in a team and refused


async def test_a_challenge_that_filled_up_founds_no_team(world):
    boss, _, _ = world
    page = await service.preview(boss, "spring", MatchingDraft(seed=1))
    new = {p for p, key in places(page).items() if "#" in key}
    async with database.reading() as c:
        await c.execute("update challenge set team_places = team_count")
    page = await service.commit(boss, "spring", page.matching.id)
    assert {u.person for u in page.matching.refused if u.reason.value == "no_place_left"} == new


async def test_only_organisers_match(world):
    boss, people, _ = world
    matching = (await service.preview(boss, "spring", MatchingDraft())).matching.id
    for action in (
        service.read(people[0], "spring"),
        service.preview(people[0], "spring", MatchingDraft()),
        service.commit(people[0], "spring", matching),
        service.undo(people[0], "spring", matching),
    ):
        assert await attempt(action) == "role_needed"
    async with database.reading() as c:
        await c.execute("update day set phase = 'judging'")
    assert await attempt(service.preview(boss, "spring", MatchingDraft())) == "wrong_phase"


FORGETS_TO_COUNT = """insert into membership (id, team, day, person)
    select uuidv7(), t.id, t.day, unnest($2::uuid[]) from team t where t.id = $1 returning id, person"""


async def race(world):
    """Everybody joins the team by themselves while the organiser commits; what the team's counter and members say."""
    boss, people, team = world
    page = await service.preview(boss, "spring", MatchingDraft(seed=1))
    commit = service.commit(boss, "spring", page.matching.id)
    await asyncio.gather(commit, *(attempt(teams.join_team(p, "spring", team)) for p in people))
    async with database.reading() as c:
        for one in await c.fetch("select id, member_count, max_size from team where state <> 'disbanded'"):
            assert await counts(one[0]) == (one[1], one[1])
            assert one[1] <= one[2]
        assert await c.fetchval("select count(*) from membership where left_at is null") <= PEOPLE + 1
    return await counts(team)


async def test_commit_while_people_join_never_oversells(world):
    assert await race(world) == (3, 3)


async def test_that_race_sees_a_commit_that_forgets_to_count(world, monkeypatch):
    async def join(team_id, persons):
        async with database.reading() as c:
            return [tuple(row) for row in await c.fetch(FORGETS_TO_COUNT, team_id, persons)]

    monkeypatch.setattr(store, "join", join)
    with pytest.raises(AssertionError):
        await race(world)


async def test_commit_keeps_the_sites_that_the_database_asks_for(world):
    boss, people, _ = world
    async with database.reading() as c:
        await c.execute("update day set team_max_size = 3, sites_least = 2")
        await c.execute("update person set site = 'Pune' where id = any($1)", [p.id for p in people[:3]])
    page = await service.preview(boss, "spring", MatchingDraft(seed=1))
    page = await service.commit(boss, "spring", page.matching.id)
    assert page.matching.refused == []
    assert len(places(page)) == len((await memberships()).keys() & {p.id for p in people})
    async with database.reading() as c:
        full = await c.fetch(
            """select count(distinct p.site) from membership m join person p on p.id = m.person
                where m.left_at is null group by m.team having count(*) = 3"""
        )
    assert full
    assert all(row[0] >= 2 for row in full)
