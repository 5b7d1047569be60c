"""The checker accepts a sound plan and catches each kind of breach, planted one at a time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hackday.release.engine.checker import check, filled
from hackday.release.schemas import Block, Move, Pin, Plan, Planning, Reason, Status, Stay, Team
from tests.release.oracle import EARLY, LATE, at, company, cover, person, places, shift

ann = person("ann", extra_shifts=1)
bob = person("bob", "desk", "network")
cleo = person("cleo", wants=False, extra_shifts=1)
dan = person("dan", "network", wants=False)
far = person("far", wants=False, extra_shifts=1, site="zürich")

PLANNING = company(
    [ann, bob, cleo, dan, far],
    [shift(ann, EARLY), shift(bob, EARLY), shift(cleo, LATE, 1), shift(dan, EARLY)],
    [cover("desk", EARLY, 2), cover("network", EARLY, 1), cover("desk", LATE, 1, 1)],
    [Team("t", ("ann", "dan"), 1)],
)
STEP = Move("cleo", "leeds", "desk", *at(EARLY))
BLOCK = Block("leeds", *at(EARLY), ("desk",))
PLAN = Plan(
    status=Status.PROVEN,
    objective=99,
    bound=99,
    gap=0,
    seconds=0,
    seed=1,
    solver="by hand",
    goes=("ann",),
    stays=(Stay("bob", Reason.COVER, None, (BLOCK,)),),
    moves=(STEP,),
    pins_not_kept=(),
)


def test_a_sound_plan_has_no_breach() -> None:
    assert check(PLANNING, PLAN) == []


def people(**changes: object) -> Callable[[Planning], Planning]:
    """The planning with one person changed: `people(ann={"weight": 2})`."""
    return lambda planning: replace(
        planning,
        people=tuple(replace(p, **changes[p.id]) if p.id in changes else p for p in planning.people),  # type: ignore[arg-type]
    )


def planning_with(**changes: object) -> Callable[[Planning], Planning]:
    return lambda planning: replace(planning, **changes)


def same(planning: Planning) -> Planning:
    return planning


NIGHTLY = shift(cleo, EARLY - 8)
LONG_WEEK = tuple(shift(cleo, EARLY, day, 12) for day in (-2, -1, 3))


@pytest.mark.parametrize(
    ("kind", "change", "plan"),
    [
        ("cover", same, replace(PLAN, moves=())),
        ("cover", same, replace(PLAN, goes=("ann", "bob"), stays=())),
        (
            "cover",
            people(cleo={"roles": frozenset({"network"})}),
            replace(PLAN, moves=(replace(STEP, role="network"),)),
        ),
        ("rest", planning_with(shifts=(*PLANNING.shifts, NIGHTLY)), PLAN),
        ("hours", planning_with(shifts=(*PLANNING.shifts, *LONG_WEEK)), PLAN),
        ("more_extra_shifts_than_offered", people(cleo={"extra_shifts": 0}), PLAN),
        ("not_qualified", same, replace(PLAN, moves=(replace(STEP, role="network"),))),
        ("not_qualified", same, replace(PLAN, moves=(replace(STEP, person="far"),))),
        ("move_to_nowhere", same, replace(PLAN, moves=(replace(STEP, ends_at=STEP.ends_at - timedelta(hours=1)),))),
        ("released_and_covering", same, replace(PLAN, moves=(replace(STEP, person="ann"),))),
        ("unknown_or_doubled_person", same, replace(PLAN, goes=("ann", "ann"))),
        ("unknown_or_doubled_person", same, replace(PLAN, goes=("ann", "nobody"))),
        ("unknown_or_doubled_person", same, replace(PLAN, moves=(STEP, replace(STEP, person="nobody")))),
        ("goes_unwillingly", people(ann={"wants_to_go": False}), PLAN),
        ("pin", people(ann={"pin": Pin.MUST_STAY}), PLAN),
        ("pin_not_reported", people(bob={"pin": Pin.MUST_GO}), PLAN),
        ("pin_not_reported", same, replace(PLAN, pins_not_kept=("ann",))),
        ("team_half_released", planning_with(teams=(Team("t", ("ann", "dan"), 2),)), PLAN),
        ("refusal_without_reason", same, replace(PLAN, stays=())),
        ("refusal_without_reason", same, replace(PLAN, stays=(Stay("bob", Reason.COVER),))),
        ("goes_and_stays", same, replace(PLAN, stays=(*PLAN.stays, Stay("ann", Reason.PIN)))),
    ],
)
def test_a_planted_breach_is_caught(kind: str, change: Callable[[Planning], Planning], plan: Plan) -> None:
    assert kind in {breach.kind for breach in check(change(PLANNING), plan)}


def test_a_cell_already_short_may_stay_as_short_but_not_get_shorter() -> None:
    short = replace(PLANNING, cover=(cover("desk", EARLY, 5), cover("network", EARLY, 1)))
    assert check(short, PLAN) == []
    assert {b.kind for b in check(short, replace(PLAN, moves=()))} == {"cover"}


def test_a_rota_too_tight_before_is_not_the_plans_doing() -> None:
    tired = replace(PLANNING, shifts=(*PLANNING.shifts, shift(dan, LATE)))
    assert check(tired, PLAN) == []


@given(
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=1),
    st.lists(st.sets(st.sampled_from("abcd")), max_size=6),
)
def test_the_flow_fills_as_many_places_as_trying_everyone(demand: dict[str, int], able: list[set[str]]) -> None:
    assert filled(demand, able) == places([role for role, n in demand.items() for _ in range(n)], able)
