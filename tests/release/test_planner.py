"""The planner against the slow truth, and what it promises in words."""

from datetime import datetime
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.company import company as invented
from hackday.release.engine import model
from hackday.release.engine.checker import check, filled
from hackday.release.engine.cover import SETS_AT_MOST, TooManyRoles, cover_rows
from hackday.release.engine.planner import plan
from hackday.release.engine.rota import PlanningInvalid
from hackday.release.engine.solver import Program, SolverFailed, solved
from hackday.release.schemas import Pin, Plan, Planning, Reason, Status, Team
from tests.release.oracle import EARLY, LATE, NIGHT, best, company, cover, fewest_moves, holds, person, shift

ROLES = ("desk", "network", "field")
skills = st.sets(st.sampled_from(ROLES), min_size=1, max_size=2)


def planned(planning: Planning, seed: int = 1) -> Plan:
    return plan(planning, seconds=20, seed=seed, gap=0.0)


@st.composite
def companies(draw: st.DrawFn) -> Planning:
    """Crowded on few cells, so that cover, rest, hours and teams bind in most of them."""
    people = [
        person(
            f"p{i}",
            *draw(skills),
            wants=draw(st.sampled_from((True, True, False))),
            site="leeds" if i < 4 else "zürich",
            weight=draw(st.sampled_from((1, 2))),
            pin=draw(st.sampled_from((None, None, None, *Pin))),
            extra_shifts=draw(st.integers(0, 2)),
        )
        for i in range(draw(st.integers(2, 6)))
    ]
    slots = ((EARLY, 0), (LATE, 0), (EARLY, 1))
    cells = slots[: draw(st.integers(1, 3))]
    usual = [
        shift(p, hour, day, draw(st.sampled_from((8, 8, 8, 12))))
        for p in people
        for hour, day in draw(st.sets(st.sampled_from(cells), min_size=0, max_size=2))
    ]
    outside = [shift(p, NIGHT, -2) for p in people if draw(st.booleans())]
    covers = [
        cover(role, hour, draw(st.sampled_from((1, 1, 2))), day, site)
        for hour, day in cells
        for site in ("leeds", "zürich")
        for role in sorted(draw(skills))
    ]
    names = [p.id for p in people]
    teams = [Team("t0", tuple(names[-3:]), draw(st.integers(1, 3)))] if draw(st.booleans()) else []
    planning = company(people, usual + outside, covers, teams)
    floor = draw(st.sampled_from((0, 0, 30, 60, 100)))
    return replace(planning, week_hours=draw(st.sampled_from((16, 48))), site_floor=floor)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(companies())
def test_plan_is_sound_and_as_good_as_trying_everything(planning: Planning) -> None:
    found = planned(planning)
    assert check(planning, found) == []
    assert found.objective == best(planning)
    assert found.status == Status.PROVEN


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(companies())
def test_a_refusal_for_cover_is_necessary_and_one_for_a_team_is_not_for_cover(planning: Planning) -> None:
    found = planned(planning)
    for stay in found.stays:
        moves = fewest_moves(planning, {*found.goes, stay.person})
        if stay.reason == Reason.COVER:
            assert moves is None
        if stay.reason == Reason.TEAM and _could_reach(planning, stay.team):
            assert moves is not None


def _could_reach(planning: Planning, name: str | None) -> bool:
    """Whether a team has members enough who may go at all; one that has not is not looked at further."""
    may = {p.id for p in planning.people if p.wants_to_go and p.pin != Pin.MUST_STAY}
    return any(team.id == name and len(may & set(team.members)) >= team.smallest for team in planning.teams)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from(ROLES), st.integers(0, 2), min_size=1),
    st.lists(skills, max_size=5),
    st.lists(skills, max_size=2),
)
def test_hall_rows_say_exactly_what_an_assignment_says(
    demand: dict[str, int], people: list[set[str]], steps: list[set[str]]
) -> None:
    rostered = {f"p{i}": has for i, has in enumerate(people)}
    rows = list(cover_rows(demand, rostered, rostered.keys(), {frozenset(s) for s in steps}))
    for size in range(len(people) + 1):
        for gone in combinations(rostered, size):
            after = [has for name, has in rostered.items() if name not in gone] + steps
            kept = all(
                len(set(row.leaving) & set(gone)) - sum(bool(s & row.roles) for s in steps) <= row.slack for row in rows
            )
            assert kept == holds(demand, people, after)


def test_single_roles_alone_would_miss_what_a_set_of_roles_shows() -> None:
    both = {"ann": {"desk", "network"}, "bob": {"desk", "network"}}
    rows = list(cover_rows({"desk": 1, "network": 1}, both, both.keys()))
    assert [(row.roles, row.slack) for row in rows if len(row.roles) == 2] == [(frozenset({"desk", "network"}), 0)]
    assert all(row.slack == 1 for row in rows if len(row.roles) == 1)


def test_roles_linked_in_too_many_ways_are_refused_by_name() -> None:
    roles = {f"role{i:02}": 1 for i in range(11)}
    assert 2 ** len(roles) > SETS_AT_MOST
    with pytest.raises(TooManyRoles, match="role00"):
        list(cover_rows(roles, {"ann": set(roles)}, {"ann"}))


chains = st.lists(st.integers(0, 13).map(lambda i: {f"role{i:02}", f"role{i + 1:02}"}), max_size=6)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.integers(0, 14).map("role{:02}".format), st.integers(1, 2), min_size=1), chains, chains)
def test_many_roles_in_a_chain_are_said_exactly(
    demand: dict[str, int], people: list[set[str]], steps: list[set[str]]
) -> None:
    rostered = {f"p{i}": has for i, has in enumerate(people)}
    chain = {frozenset({f"role{i:02}", f"role{i + 1:02}"}) for i in range(14)}
    rows = list(cover_rows(demand, rostered, rostered.keys(), chain))
    for gone in (set(), *({name} for name in rostered), set(rostered)):
        after = [has for name, has in rostered.items() if name not in gone] + steps
        kept = all(len(set(row.leaving) & gone) - sum(bool(s & row.roles) for s in steps) <= row.slack for row in rows)
        assert kept == _every_stretch_holds(demand, people, after)


def _every_stretch_holds(demand: dict[str, int], before: list[set[str]], after: list[set[str]]) -> bool:
    """In a chain only neighbours share people, so a set of roles holds when each of its stretches does."""
    return all(
        filled(part, after) >= filled(part, before)
        for first in range(15)
        for last in range(first, 15)
        if (part := {r: n for r, n in demand.items() if first <= int(r[4:]) <= last})
    )


ann, bob, cleo = person("ann"), person("bob"), person("cleo", wants=False)


def test_a_refusal_names_the_shift_and_the_roles_that_block() -> None:
    planning = company([ann, bob], [shift(ann, EARLY), shift(bob, LATE)], [cover("desk", EARLY, 1)])
    found = planned(planning)
    assert found.goes == ("bob",)
    (stay,) = found.stays
    assert (stay.person, stay.reason, stay.team) == ("ann", Reason.COVER, None)
    assert [(b.site, b.starts_at.hour, b.roles) for b in stay.blocks] == [("leeds", EARLY, ("desk",))]


def test_a_willing_colleague_frees_a_volunteer_but_not_without_rest() -> None:
    free = replace(cleo, extra_shifts=1)
    rested = company([ann, free], [shift(ann, EARLY), shift(free, EARLY, 1)], [cover("desk", EARLY, 1)])
    found = planned(rested)
    assert found.goes == ("ann",)
    assert [(m.person, m.role, m.starts_at.hour) for m in found.moves] == [("cleo", "desk", EARLY)]
    tired = company([ann, free], [shift(ann, EARLY), shift(free, NIGHT)], [cover("desk", EARLY, 1)])
    assert planned(tired).goes == ()
    assert planned(replace(tired, rest_hours=8)).goes == ("ann",)


def test_a_colleague_with_a_full_week_does_not_step_in() -> None:
    free = replace(cleo, extra_shifts=1)
    week = [shift(free, EARLY, day, 12) for day in (-2, -1, 2, 3)]
    planning = company([ann, free], [shift(ann, EARLY), *week], [cover("desk", EARLY, 1)])
    assert planned(planning).goes == ()
    assert planned(replace(planning, week_hours=56)).goes == ("ann",)


def test_a_cell_already_short_does_not_get_shorter() -> None:
    planning = company([ann, bob], [shift(ann, EARLY), shift(bob, EARLY)], [cover("desk", EARLY, 5)])
    assert planned(planning).goes == ()


def test_a_short_role_does_not_hold_those_who_could_never_fill_it() -> None:
    planning = company(
        [ann, bob], [shift(ann, EARLY), shift(bob, EARLY)], [cover("desk", EARLY, 1), cover("network", EARLY, 1)]
    )
    assert len(planned(planning).goes) == 1


def test_a_shift_counts_only_for_cover_that_it_contains() -> None:
    half = company([ann, bob], [shift(ann, EARLY), shift(bob, EARLY, 0, 4)], [cover("desk", EARLY, 1)])
    assert planned(half).goes == ("bob",)


def test_a_must_go_that_cannot_be_kept_is_reported_and_not_fatal() -> None:
    pinned = replace(ann, pin=Pin.MUST_GO)
    planning = company([pinned, bob], [shift(ann, EARLY), shift(bob, LATE)], [cover("desk", EARLY, 1)])
    found = planned(planning)
    assert found.goes == ("bob",)
    assert found.pins_not_kept == ("ann",)
    assert [(s.person, s.reason) for s in found.stays] == [("ann", Reason.COVER)]


def test_nobody_goes_unwillingly_or_against_a_pin() -> None:
    planning = company([replace(ann, pin=Pin.MUST_STAY), replace(cleo, pin=Pin.MUST_GO)], [], [])
    found = planned(planning)
    assert found.goes == ()
    assert {(s.person, s.reason) for s in found.stays} == {("ann", Reason.PIN), ("cleo", Reason.NOT_WANTED)}
    assert found.pins_not_kept == ("cleo",)


def test_a_team_goes_whole_enough_or_not_at_all_even_across_sites() -> None:
    far = person("far", site="zürich")
    people = [ann, bob, far]
    shifts = [shift(p, EARLY) for p in people]
    covers = [cover("desk", EARLY, 1, site="zürich")]
    found = planned(company(people, shifts, covers, [Team("t", ("ann", "bob", "far"), 3)]))
    assert found.goes == ()
    reasons = {s.person: (s.reason, s.team) for s in found.stays}
    assert reasons == {"ann": (Reason.TEAM, "t"), "bob": (Reason.TEAM, "t"), "far": (Reason.COVER, "t")}
    assert planned(company(people, shifts, covers, [Team("t", ("ann", "bob", "far"), 2)])).goes == ("ann", "bob")


def test_who_was_refused_last_time_comes_first() -> None:
    for twice in (ann, bob):
        people = [replace(p, weight=2) if p == twice else p for p in (ann, bob)]
        planning = company(people, [shift(ann, EARLY), shift(bob, EARLY)], [cover("desk", EARLY, 1)])
        assert planned(planning).goes == (twice.id,)


def test_same_seed_same_plan_and_the_order_of_the_staff_list_decides_nothing() -> None:
    planning = invented(300, sites=6, seed=5)
    turned = replace(planning, people=planning.people[::-1], shifts=planning.shifts[::-1])
    first, again, other = (plan(p, seconds=20, seed=3) for p in (planning, planning, turned))
    assert replace(first, seconds=0) == replace(again, seconds=0)
    assert set(first.goes) == set(other.goes)


def test_the_seed_draws_lots_between_equals() -> None:
    planning = company([ann, bob], [shift(ann, EARLY), shift(bob, EARLY)], [cover("desk", EARLY, 1)])
    assert {planned(planning, seed).goes for seed in range(12)} == {("ann",), ("bob",)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_invented_company_is_planned_within_a_thousandth(seed: int) -> None:
    planning = invented(500, sites=10, seed=seed)
    found = plan(planning, seconds=20, seed=seed)
    assert check(planning, found) == []
    assert found.gap <= 1e-3
    assert found.objective <= found.bound
    assert all(stay.blocks or stay.reason != Reason.COVER for stay in found.stays)


def test_without_cover_rows_the_checker_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "cover_rows", lambda *given: iter(()))
    planning = invented(200, sites=4)
    assert {breach.kind for breach in check(planning, planned(planning))} == {"cover"}


def test_without_a_look_at_rest_the_checker_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model.Rota, "may_step_in", lambda rota, who, cell: who.site == cell.site)
    planning = invented(200, sites=4)
    assert "rest" in {breach.kind for breach in check(planning, planned(planning))}


@pytest.mark.parametrize("after", [0, 1, 5, 20])
def test_stopped_at_any_moment_the_plan_is_sound(after: int) -> None:
    asked = iter(range(10**9))
    planning = invented(400, sites=8)
    found = plan(planning, seconds=20, seed=1, gap=0.0, stop=lambda: next(asked) >= after)
    assert check(planning, found) == []
    assert found.objective <= found.bound


def test_out_of_time_the_plan_is_sound_and_says_so() -> None:
    planning = invented(400, sites=8)
    found = plan(planning, seconds=0, seed=1)
    assert found.status == Status.OUT_OF_TIME
    assert found.goes
    assert check(planning, found) == []


def test_progress_never_goes_back() -> None:
    seen = []
    plan(invented(300, sites=6), seconds=20, seed=1, on_progress=seen.append)
    assert [p.bound for p in seen] == sorted((p.bound for p in seen), reverse=True)
    assert [p.best for p in seen] == sorted(p.best for p in seen)
    assert seen[-1].phase == "explained"


def test_an_empty_company_gets_an_empty_plan() -> None:
    assert planned(Planning((), (), (), (), ())).goes == ()


def test_nonsense_is_refused_by_name() -> None:
    good = shift(ann, EARLY)
    naive = datetime(2027, 3, 10, 6)  # noqa: DTZ001
    for bad in (
        replace(good, person="nobody"),
        replace(good, ends_at=good.starts_at),
        replace(good, starts_at=naive, ends_at=naive),
    ):
        with pytest.raises(PlanningInvalid):
            planned(company([ann], [bad], []))
    with pytest.raises(PlanningInvalid):
        planned(company([ann, ann], [], []))


def test_a_solver_without_an_answer_is_a_named_failure() -> None:
    one, row = np.ones(1), np.array([0, 1])
    impossible = Program(one, one, one, row, np.zeros(1, dtype=np.int64), one, -one)
    with pytest.raises(SolverFailed, match="Infeasible"):
        solved(impossible, integral=True, seconds=5, seed=1)
