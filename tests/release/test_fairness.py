"""Floors for sites, and who was refused last time."""

import pytest
from msgspec.structs import replace

from bench.company import company as invented
from hackday.release.engine import model
from hackday.release.engine.checker import check
from hackday.release.engine.floors import floors_missed, wanted
from hackday.release.engine.planner import plan
from hackday.release.schemas import FloorMissed, Pin, Plan, Planning
from tests.release.oracle import EARLY, best, company, cover, person, shift

ada, bo = person("ada"), person("bo")
keen = person("keen", weight=3)
COMPANY = invented(500, sites=10, seed=4)


def planned(planning: Planning) -> Plan:
    return plan(planning, seconds=20, seed=1, gap=0.0)


def choice(floor: int) -> Planning:
    """Either Keen goes, who counts for three, or Ada and Bo."""
    shifts = [shift(ada, EARLY), shift(bo, EARLY, 1), shift(keen, EARLY), shift(keen, EARLY, 1)]
    covers = [cover("desk", EARLY, 1, day) for day in (0, 1)]
    return replace(company([ada, bo, keen], shifts, covers), site_floor=floor)


def test_a_floor_beats_other_gains() -> None:
    assert planned(choice(0)).goes == ("keen",)
    assert planned(choice(33)).goes == ("keen",)
    made = planned(choice(34))
    assert made.goes == ("ada", "bo")
    assert made.floors_missed == ()


def test_without_its_price_a_floor_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The falsifier."""
    monkeypatch.setattr(model, "FLOOR_PLACE", 0)
    assert planned(choice(34)).goes == ("keen",)


def test_a_floor_that_cannot_be_kept_is_reported_and_not_fatal() -> None:
    made = planned(choice(100))
    assert made.goes == ("ada", "bo")
    assert made.floors_missed == (FloorMissed("leeds", 3, 2),)
    assert check(choice(100), made) == []


def test_a_floor_missed_in_silence_or_told_wrongly_is_a_breach() -> None:
    made = planned(choice(100))
    for told in ((), (FloorMissed("leeds", 2, 2),), (*made.floors_missed, FloorMissed("york", 1, 0))):
        assert {b.kind for b in check(choice(100), replace(made, floors_missed=told))} == {"floor_not_reported"}


def test_a_pin_that_binds_comes_before_a_floor() -> None:
    planning = choice(34)
    held = tuple(replace(p, pin=Pin.MUST_GO) if p.id == "keen" else p for p in planning.people)
    made = planned(replace(planning, people=held))
    assert made.goes == ("keen",)
    assert made.floors_missed == (FloorMissed("leeds", 2, 1),)


def test_a_site_where_all_must_stay_misses_its_floor() -> None:
    planning = company([replace(ada, pin=Pin.MUST_STAY)], [], [])
    made = planned(replace(planning, site_floor=50))
    assert made.floors_missed == (FloorMissed("leeds", 1, 0),)


def test_a_floor_is_rounded_up_and_one_of_nothing_asks_for_nobody() -> None:
    assert wanted(replace(COMPANY, site_floor=0)) == {}
    keen_people = sum(p.wants_to_go and p.site == "site-000" for p in COMPANY.people)
    assert wanted(replace(COMPANY, site_floor=1))["site-000"] == -(-keen_people // 100)
    assert floors_missed(replace(COMPANY, site_floor=100), {p.id for p in COMPANY.people}) == ()


@pytest.mark.parametrize("floor", [30, 60, 100])
def test_a_company_with_floors_is_proven_and_lifts_the_lowest_site(floor: int) -> None:
    free, floored = COMPANY, replace(COMPANY, site_floor=floor)
    made = plan(floored, seconds=20, seed=1, gap=0.01)
    assert check(floored, made) == []
    assert made.gap <= 0.01
    before = {m.site: m.wanted - m.goes for m in floors_missed(floored, plan(free, seconds=20, seed=1).goes)}
    after = {m.site: m.wanted - m.goes for m in made.floors_missed}
    assert sum(after.values()) <= sum(before.values())


@pytest.mark.parametrize("refused", range(5))
def test_among_equals_who_was_refused_last_time_goes_first(refused: int) -> None:
    people = [person(f"p{i}", weight=2 if i == refused else 1) for i in range(5)]
    planning = company(people, [shift(p, EARLY) for p in people], [cover("desk", EARLY, 4)])
    assert planned(planning).goes == (f"p{refused}",)
    assert planned(planning).objective == best(planning)
