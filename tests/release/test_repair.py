"""A plan is mended with the least change: as good as trying everything, sound, and nobody changes unnamed."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hackday.release.engine import repair as engine
from hackday.release.engine.checker import check
from hackday.release.engine.repair import Current, Repair, repair
from hackday.release.schemas import Move, Plan, Planning, Status
from tests.release.oracle import EARLY, at, company, cover, person, shift
from tests.release.oracle import _cover_holds as cover_holds
from tests.release.oracle import _may as may
from tests.release.oracle import _staff_holds as staff_holds
from tests.release.oracle import _subsets as subsets
from tests.release.test_planner import companies, planned

BOTH = ["leeds", "zürich"]


@st.composite
def events(draw: st.DrawFn) -> tuple[Planning, Planning, Current, str | None]:
    """(before, after, what people know, who caused it): somebody drops out or falls ill, or more cover is asked."""
    before = replace(draw(companies()), site_floor=0)  # a repair keeps to no floor
    plan = planned(before)
    released = frozenset(p for p in plan.goes if draw(st.booleans()))
    cause = draw(st.sampled_from([p.id for p in before.people]))
    kind = draw(st.sampled_from(("drops out", "falls ill", "cover")))
    people, shifts, teams, covers = before.people, before.shifts, before.teams, before.cover
    if kind == "drops out":
        assume(cause in plan.goes)
        people = tuple(replace(p, wants_to_go=False, pin=None) if p.id == cause else p for p in people)
        left = [(t, tuple(m for m in t.members if m != cause)) for t in teams]
        teams = tuple(replace(t, members=m, smallest=max(1, min(t.smallest, len(m)))) for t, m in left)
        released -= {cause}
    elif kind == "falls ill":
        people = tuple(replace(p, extra_shifts=0) if p.id == cause else p for p in people)
        shifts = tuple(s for s in shifts if s.person != cause)
    else:
        assume(covers)
        more = draw(st.integers(0, len(covers) - 1))
        covers = tuple(replace(c, minimum=c.minimum + (i == more)) for i, c in enumerate(covers))
    after = replace(before, people=people, shifts=shifts, teams=teams, cover=covers)
    return before, after, Current(frozenset(plan.goes), released, plan.moves), cause if kind != "cover" else None


def mended(planning: Planning, current: Current) -> Repair:
    return repair(planning, current, sites=BOTH, seed=1, seconds=20)


def breaches(planning: Planning, found: Repair) -> set[str]:
    plan = Plan(Status.PROVEN, 0, 0, 0, 0, 0, "", found.goes, (), found.moves, ())
    unsaid = {"refusal_without_reason", "pin_not_reported"}  # said by the plan that is repaired
    return {breach.kind for breach in check(planning, plan)} - unsaid


def points(planning: Planning, current: Current, goes: set[str], moves: set[tuple]) -> float:
    in_team = {m for team in planning.teams if team.smallest > 1 for m in team.members}
    total = 0.0
    for who in planning.people:
        if who.id in goes:
            total += 100 * who.weight * (20 if who.pin == "must_go" else 1)
            if who.id in current.goes:
                total += engine.REVOKED + engine.BROKEN_WORD * (who.id in current.released)
            else:
                total += engine.UNATTACHED * (who.id not in in_team)
    known = {(m.person, (m.site, m.starts_at, m.ends_at)) for m in current.moves}
    return total - sum(1 if move in known else 1 + engine.NEW_MOVE for move in moves)


def best(planning: Planning, current: Current) -> float:
    """The most points of any repair, by trying all of them."""
    wanting = [p.id for p in planning.people if p.wants_to_go and p.pin != "must_stay"]
    left = sum(not p.wants_to_go for p in planning.people if p.id in current.goes)
    cells = sorted({(c.site, c.starts_at, c.ends_at) for c in planning.cover})
    top = 0.0
    for goes in subsets(wanting):
        if len(goes - current.goes) > left or any(0 < len(set(t.members) & goes) < t.smallest for t in planning.teams):
            continue
        steps = [
            (p.id, c)
            for p in planning.people
            for c in cells
            if p.extra_shifts and p.id not in goes and may(planning, p, c)
        ]
        for size in range(len(steps) + 1):
            for moves in combinations(steps, size):
                worth = points(planning, current, goes, set(moves))
                if (
                    worth > top
                    and staff_holds(planning, list(moves))
                    and cover_holds(planning, cells, goes, list(moves))
                ):
                    top = worth
    return top


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(events())
def test_a_repair_is_sound_least_and_says_all_that_it_changes(event: tuple) -> None:
    _, after, current, cause = event
    found = mended(after, current)
    assert breaches(after, found) == set()
    moves = {(m.person, (m.site, m.starts_at, m.ends_at)) for m in found.moves}
    assert points(after, current, set(found.goes), moves) == best(after, current)
    told = found.changed() | {cause}
    goes_before, goes_now = current.goes, set(found.goes)
    assert (goes_before ^ goes_now) <= told
    assert {m.person for m in set(current.moves) ^ set(found.moves)} <= told
    again = mended(after, current)
    assert replace(again, seconds=found.seconds) == found


def three(minimum: int = 2) -> Planning:
    """Ada and Bo want to go from a desk of three that keeps two; Dee would step in."""
    staff = [person("ada"), person("bo"), person("cy", wants=False), person("dee", wants=False, extra_shifts=1)]
    return company(staff, [shift(p, EARLY) for p in staff[:3]], [cover("desk", EARLY, minimum)])


def test_the_one_whose_manager_said_yes_keeps_the_release() -> None:
    planning = replace(three(3), people=tuple(replace(p, extra_shifts=0) for p in three().people))
    for released in ("ada", "bo"):
        ill = replace(planning, cover=(replace(planning.cover[0], minimum=2),))
        found = mended(ill, Current(frozenset({"ada", "bo"}), frozenset({released}), ()))
        assert found.goes == (released,)
        assert [stay.person for stay in found.dropped] == list({"ada", "bo"} - {released})
        assert found.dropped[0].blocks[0].roles == ("desk",)


@pytest.mark.parametrize("word", [engine.BROKEN_WORD, 0.0])
def test_without_the_weight_of_the_managers_word_the_wrong_one_comes_back(word, monkeypatch) -> None:
    """The falsifier: a heavier wish wins over who was released."""
    monkeypatch.setattr(engine, "BROKEN_WORD", word)
    people = tuple(replace(p, extra_shifts=0, weight=2 if p.id == "bo" else 1) for p in three().people)
    found = mended(replace(three(), people=people), Current(frozenset({"ada", "bo"}), frozenset({"ada"}), ()))
    assert found.goes == (("ada",) if word else ("bo",))


def test_a_colleague_who_steps_in_comes_before_a_broken_release() -> None:
    planning = replace(three(), shifts=tuple(s for s in three().shifts if s.person != "cy"), cover=three().cover)
    planning = replace(planning, cover=(replace(planning.cover[0], minimum=1),))
    found = mended(planning, Current(frozenset({"ada", "bo"}), frozenset({"ada", "bo"}), ()))
    assert found.goes == ("ada", "bo")
    assert [m.person for m in found.steps_in] == ["dee"]


def test_a_place_that_is_free_goes_to_somebody_without_a_team() -> None:
    planning = three()
    people = tuple(replace(p, wants_to_go=p.id in ("bo", "cy"), extra_shifts=0) for p in planning.people)
    found = mended(replace(planning, people=people), Current(frozenset({"ada"}), frozenset(), ()))
    assert len(found.added) == 1
    assert found.goes == found.added


def test_somebody_who_steps_in_and_is_needed_no_more_is_told() -> None:
    move = Move("dee", "leeds", "desk", *at(EARLY))
    planning = replace(three(), people=tuple(replace(p, wants_to_go=p.id == "ada") for p in three().people))
    found = mended(planning, Current(frozenset({"ada", "bo"}), frozenset(), (move,)))
    assert found.goes == ("ada",)
    assert found.steps_back == (move,)
