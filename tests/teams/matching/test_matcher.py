"""The matcher against every possible answer, and the checker against answers that are wrong."""

from collections import Counter
from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.matching import asked_day
from hackday.teams.matching.checker import check
from hackday.teams.matching.dealing import served
from hackday.teams.matching.matcher import match
from hackday.teams.matching.schemas import (
    Asked,
    Candidate,
    Challenge,
    Limits,
    Lock,
    Matched,
    Placement,
    Team,
    Unmet,
    WhyNot,
)
from hackday.teams.matching.slots import slots_of

GAINS = (60, 59, 57, 54)


def points(asked: Asked, teams: dict[str, str | None]) -> float | None:
    """What an answer (person -> team) is worth, counted by hand; None: not allowed."""
    standing = {t.id: t for t in asked.teams}
    challenges = {c.id: c for c in asked.challenges}
    new: dict[str, list[Candidate]] = {}
    total = 0.0
    for person in asked.people:
        if (team := teams[person.id]) is None:
            continue
        new.setdefault(team, []).append(person)
        challenge = standing[team].challenge if team in standing else team.split("#")[0]
        if challenge in person.wishes:
            total += GAINS[person.wishes.index(challenge)]
        else:
            total += 10 if person.wishes else 45
    for name in standing.keys() | new.keys():
        what = standing.get(name) or challenges[name.split("#")[0]]
        come, limits = new.get(name, []), what.limits
        whole = [*(standing[name].members if name in standing else ()), *come]
        count = Counter(p.department for p in whole)
        most = limits.department_most or 99
        too_small = name not in standing and len(whole) < limits.smallest
        few_sites = len({p.site for p in whole}) + limits.largest - len(whole) < (limits.sites_least or 1)
        if come and (
            few_sites or too_small or len(whole) > limits.largest or any(count[p.department] > most for p in come)
        ):
            return None
        total -= 30 * len(set(what.skills) - {s for p in whole for s in p.skills})
        total -= 20 * max(0, (limits.sites_least or 1) - len({p.site for p in whole}))
        total -= 15 * max(0, limits.smallest - len(whole))
    return total + party_points(asked, teams)


def party_points(asked: Asked, teams: dict[str, str | None]) -> int:
    """For coming to mates who are there, less what parties lose that are split; parts of one too large are as told."""
    there = {(m.party, t.id) for t in asked.teams for m in t.members if m.party}
    known = {party for party, _ in there}
    total = 55 * sum((p.party, teams[p.id]) in there for p in asked.people)
    room = [t.limits.largest - len(t.members) for t in asked.teams]
    room += [c.limits.largest for c in asked.challenges if c.places and len(asked.people) >= c.limits.smallest]
    for word in {p.party for p in asked.people} - known - {""}:
        party = sorted(p.id for p in asked.people if p.party == word)
        parts = -(-len(party) // max(room, default=0)) if max(room, default=0) > 0 else 1
        for at in range(parts):
            where = [teams[name] for name in party[at::parts]]
            if len(set(where)) > 1:
                total -= 55 * sum(team is not None for team in where)
    return total


def best(asked: Asked) -> float:
    return max(points for points, _ in ways(asked))


def ways(asked: Asked) -> Iterator[tuple[float, int]]:
    """Every allowed answer: its points, and how many have a team."""
    options = [None, *(t.id for t in asked.teams)]
    options += [f"{c.id}#{n + 1}" for c in asked.challenges for n in range(c.places or 0)]
    names = [p.id for p in asked.people]
    for way in product(options, repeat=len(names)):
        if (value := points(asked, dict(zip(names, way, strict=True)))) is not None:
            yield value, sum(team is not None for team in way)


@st.composite
def small_days(draw: st.DrawFn, places_most: int) -> Asked:
    def candidate(name: str) -> Candidate:
        return Candidate(
            name, draw(st.sampled_from("de")), draw(st.sampled_from("st")),
            tuple(draw(st.sets(st.sampled_from("xy")))), tuple(draw(st.permutations("ab"))[: draw(st.integers(0, 2))]),
            draw(st.sampled_from(["", "", "", "q", "r"])),
        )  # fmt: skip

    def limits() -> Limits:
        smallest = draw(st.integers(1, 3))
        return Limits(
            smallest, draw(st.integers(smallest, 3)), draw(st.sampled_from([None, 1, 2])),
            draw(st.sampled_from([None, 2])),
        )  # fmt: skip

    skills = st.sampled_from([(), ("x",), ("x", "y")])
    people = tuple(candidate(f"p{n}") for n in range(draw(st.integers(0, 5))))
    challenges = tuple(Challenge(name, limits(), draw(st.integers(0, places_most)), draw(skills)) for name in "ab")
    teams = (Team("t", "a", limits(), (candidate("old"),), draw(skills)),) if draw(st.booleans()) else ()
    return Asked(people, challenges, teams)


@settings(max_examples=60, deadline=None)
@given(small_days(places_most=1), st.integers(0, 9))
def test_match_with_one_team_a_challenge_is_the_best_there_is(asked: Asked, seed: int) -> None:
    found = match(asked, seed=seed, seconds=5)
    assert check(asked, found) == []
    top, placed = max(ways(asked))
    assert found.objective <= top + 1e-6
    assert found.bound >= top - 1e-6
    limits = [c.limits for c in asked.challenges] + [t.limits for t in asked.teams]
    # Somebody is placed rather than left, even where what the team then lacks weighs more.
    if all(limit.sites_least is None for limit in limits) and len(found.placements) <= placed:
        assert found.objective >= top - 0.005 * abs(top) - 1e-6


@settings(max_examples=25, deadline=None)
@given(small_days(places_most=2))
def test_match_with_several_teams_a_challenge_never_claims_too_low_a_bound(asked: Asked) -> None:
    found = match(asked, seed=1, seconds=5)
    assert check(asked, found) == []
    assert found.objective <= best(asked) + 1e-6 <= found.bound + 2e-6


def person(name: str, *wishes: str, department: str = "d", skills: tuple[str, ...] = ()) -> Candidate:
    return Candidate(name, department, "s", skills, wishes)


PAIR = Limits(2, 2)


def test_first_come_first_served_is_worse_where_the_order_is_unlucky() -> None:
    """The falsifier of the brute force: a wrong matcher is seen."""
    people = (person("1", "a", "b"), person("2", "a", "b"), person("3", "a"), person("4", "a"))
    asked = Asked(people, (Challenge("a", PAIR, 1), Challenge("b", PAIR, 1)))
    assert match(asked, seed=1).objective == best(asked) == 60 + 60 + 59 + 59
    slots, _ = slots_of(asked, {})
    greedy = []
    for seed in range(10):
        teams, _ = served(slots, list(people), Random(seed))
        where = {p.id: f"{t.challenge}#1" for t in teams for p in t.members}
        greedy.append(points(asked, {p.id: where.get(p.id) for p in people}))
    assert any(value is not None and value < best(asked) for value in greedy)


def test_match_keeps_locks_and_says_which_cannot_hold() -> None:
    people = tuple(person(name, "a") for name in "1234")
    team = Team("t", "b", Limits(1, 2), (person("old"),))
    asked = Asked(
        people,
        (Challenge("a", PAIR, 1), Challenge("b", PAIR, 0)),
        (team,),
        (Lock("1", "t", "b"), Lock("2", "t", "b"), Lock("3", "a#1", "a"), Lock("4", "b#1", "b")),
    )
    found = match(asked, seed=1)
    assert check(asked, found) == []
    assert {p.person: p.team for p in found.placements} == {"1": "t", "3": "a#1"} | (
        {"2": "a#1"} if any(p.person == "2" for p in found.placements) else {"4": "a#1"}
    )
    assert found.broken_locks == (Unmet("2", WhyNot.NO_PLACE_LEFT), Unmet("4", WhyNot.NO_PLACE_LEFT))


def test_match_gives_up_a_kept_team_that_nobody_can_fill() -> None:
    asked = Asked((person("1", "a"),), (Challenge("a", PAIR, 1),), (), (Lock("1", "a#1", "a"),))
    found = match(asked, seed=1)
    assert found.broken_locks == found.unplaced == (Unmet("1", WhyNot.TOO_FEW_FOR_A_TEAM),)
    assert check(asked, found) == []


def test_match_says_why_somebody_has_no_team() -> None:
    full = Asked((person("1"), person("2"), person("3")), (Challenge("a", PAIR, 1),))
    assert [u.reason for u in match(full, seed=1).unplaced] == [WhyNot.NO_PLACE_LEFT]
    mixed = Asked((person("1"),), (), (Team("t", "a", Limits(1, 3, 1), (person("old"),)),))
    assert [u.reason for u in match(mixed, seed=1).unplaced] == [WhyNot.DEPARTMENT_MIX]


def test_match_leaves_the_last_place_to_another_site() -> None:
    """A full team comes from two sites, whatever a first wish is worth; the fifth, from elsewhere, may come."""
    limits = Limits(2, 3, None, 2)
    same = tuple(person(f"{n}", "a") for n in range(4))
    asked = Asked(same, (Challenge("a", limits, 1),))
    found = match(asked, seed=1)
    assert (len(found.placements), {u.reason for u in found.unplaced}) == (2, {WhyNot.SITE_MIX})
    assert check(asked, found) == []
    found = match(replace(asked, people=(*same, replace(same[0], id="5", site="t"))), seed=1)
    assert len(found.placements) == 3
    assert "5" in {p.person for p in found.placements}


def in_party(word: str, *names: str, **how: object) -> tuple[Candidate, ...]:
    return tuple(replace(person(name, "a", **how), party=word) for name in names)  # type: ignore[arg-type]


def teams_of(found: Matched) -> dict[str, str]:
    return {p.person: p.team for p in found.placements}


def test_a_party_comes_together_although_its_wishes_differ() -> None:
    mates = (replace(person("1", "a"), party="owls"), replace(person("2", "b", "a"), party="owls"))
    others = (person("3", "a"), person("4", "b"), person("5", "b"), person("6", "a"))
    asked = Asked((*mates, *others), (Challenge("a", Limits(2, 3), 1), Challenge("b", Limits(2, 3), 1)))
    found = match(asked, seed=1)
    assert check(asked, found) == []
    assert (teams_of(found)["1"], found.apart) == (teams_of(found)["2"], ())
    alone = match(replace(asked, people=tuple(replace(p, party="") for p in asked.people)), seed=1)
    assert teams_of(alone)["1"] != teams_of(alone)["2"]  # without the word they go where they wish


def test_a_party_stays_together_where_a_challenge_has_many_teams() -> None:
    people = [p for n in range(6) for p in in_party(f"w{n}", *(f"{n}{m}" for m in range(3)), department=f"d{n}")]
    single = [person(f"s{n}", "a") for n in range(6)]
    asked = Asked((*people, *single), (Challenge("a", Limits(3, 4), 6),))
    found = match(asked, seed=1)
    assert check(asked, found) == []
    assert (len(found.placements), found.apart) == (24, ())


def test_a_party_comes_to_its_mates_who_have_a_team() -> None:
    team = Team("t", "b", Limits(2, 4), (replace(person("old"), party="owls"),))
    asked = Asked(in_party("owls", "1", "2"), (Challenge("a", PAIR, 1),), (team,))
    found = match(asked, seed=1)
    assert check(asked, found) == []
    assert (teams_of(found), found.apart) == ({"1": "t", "2": "t"}, ())


def test_a_party_that_no_team_takes_is_split_and_told_and_stops_nobody() -> None:
    asked = Asked((*in_party("owls", "1", "2", "3", "4", "5"), person("6", "a")), (Challenge("a", Limits(2, 3), 2),))
    found = match(asked, seed=1)
    assert check(asked, found) == []
    assert len(found.placements) == 6
    assert {u.reason for u in found.apart} == {WhyNot.PARTY_TOO_LARGE}
    mixed = Asked(in_party("owls", "1", "2"), (Challenge("a", Limits(1, 3, 1), 2),))  # at most one of a department
    found = match(mixed, seed=1)
    assert check(mixed, found) == []
    assert [(u.person, u.reason) for u in found.apart] == [("1", WhyNot.PARTY_APART), ("2", WhyNot.PARTY_APART)]


def test_match_again_with_the_same_seed_is_the_same() -> None:
    asked = asked_day(120, 8, 4, 1)
    first, second = match(asked, seed=3), match(asked, seed=3)
    assert first.placements == second.placements
    assert first.gap < 0.01
    assert check(asked, first) == []


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("not_once", lambda f: replace(f, placements=f.placements[1:])),
        ("too_large", lambda f: _moved(f, 7)),
        ("too_many_teams", lambda f: _named(f, "#9")),
        ("lock", lambda f: _named(f, "#9")),
        ("objective", lambda f: replace(f, objective=f.objective + 1)),
        ("bound", lambda f: replace(f, bound=f.objective - 1)),
        ("rank", lambda f: replace(f, placements=(replace(f.placements[0], rank=8), *f.placements[1:]))),
        ("lacks", lambda f: replace(f, lacks=())),
        ("apart", lambda f: replace(f, apart=(Unmet(f.placements[0].person, WhyNot.PARTY_APART),))),
        ("department_mix", lambda f: f),
        ("site_mix", lambda f: f),
    ],
)
def test_check_sees(kind: str, wrong: object) -> None:
    people = tuple(person(f"{n:02}", "a", "b", department=f"d{n % 3}") for n in range(12))
    limits = Limits(3, 6, None)
    asked = Asked(people, (Challenge("a", limits, 2, ("x",)), Challenge("b", limits, 2, ("x",))))
    found = match(asked, seed=1)
    assert check(asked, found) == []
    if kind == "lock":
        asked = replace(asked, locks=(Lock(found.placements[0].person, found.placements[0].team, "a"),))
    if kind == "department_mix":
        asked = replace(asked, challenges=tuple(replace(c, limits=Limits(3, 6, 1)) for c in asked.challenges))
    if kind == "site_mix":
        asked = replace(asked, challenges=tuple(replace(c, limits=Limits(3, 6, None, 6)) for c in asked.challenges))
    assert kind in {breach.kind for breach in check(asked, wrong(found))}  # type: ignore[operator]


def _moved(found: Matched, count: int) -> Matched:
    """So many people in one team."""
    first = found.placements[0]
    moved = [replace(p, team=first.team, challenge=first.challenge) for p in found.placements[:count]]
    return replace(found, placements=(*moved, *found.placements[count:]))


def _named(found: Matched, number: str) -> Matched:
    """Each person in a team of their own, so to say."""
    other: list[Placement] = [replace(p, team=f"{p.challenge}{number}{at}") for at, p in enumerate(found.placements)]
    return replace(found, placements=tuple(other))
