"""Least-change repairs of a published plan: somebody drops out, falls ill, or more cover is asked.

A row a figure over many random events on one plan: milliseconds, and how many other people are told something new,
beside a plan made from scratch for the same event in the same run.
"""

import argparse
import json
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from msgspec.structs import replace

from bench.company import company
from hackday.release.engine.checker import check
from hackday.release.engine.planner import plan
from hackday.release.engine.repair import Current, Repair, around, repair
from hackday.release.rules import smallest_team
from hackday.release.schemas import Plan, Planning, Status

SITES = {500: 10, 5_000: 40, 20_000: 120}
GOAL_MS = 200.0
GOAL_CHANGED = 5.0
KINDS = ("drops out", "falls ill", "more cover")


def event(kind: str, planning: Planning, goes: frozenset[str], rng: Random) -> tuple[Planning, set[str], str | None]:
    """The planning after the event, the sites concerned, and who caused it."""
    site_of = {p.id: p.site for p in planning.people}
    if kind == "more cover":
        chosen = rng.randrange(len(planning.cover))
        cover = tuple(replace(c, minimum=c.minimum + (i == chosen)) for i, c in enumerate(planning.cover))
        return replace(planning, cover=cover), {planning.cover[chosen].site}, None
    if kind == "falls ill":
        cause = rng.choice(sorted(site_of.keys() - goes))
        people = tuple(replace(p, extra_shifts=0) if p.id == cause else p for p in planning.people)
        shifts = tuple(s for s in planning.shifts if s.person != cause)
        return replace(planning, people=people, shifts=shifts), {site_of[cause]}, cause
    cause = rng.choice(sorted(goes))
    people = tuple(replace(p, wants_to_go=False, pin=None) if p.id == cause else p for p in planning.people)
    left = [(t, tuple(m for m in t.members if m != cause)) for t in planning.teams]
    teams = tuple(replace(t, members=m, smallest=smallest_team(t.smallest, len(m))) for t, m in left)
    halved = {m for t in teams for m in goes.intersection(t.members) if len(goes.intersection(t.members)) < t.smallest}
    return replace(planning, people=people, teams=teams), {site_of[p] for p in {cause, *halved}}, cause


def check_repair(planning: Planning, sites: set[str], found: Repair) -> None:
    """Raises SystemExit for a repair that breaks a promise."""
    mended = Plan(Status.PROVEN, 0, 0, 0, 0, 0, "", found.goes, (), found.moves, ())
    unsaid = ("refusal_without_reason", "pin_not_reported")
    if wrong := [b for b in check(around(planning, sites), mended) if b.kind not in unsaid]:
        raise SystemExit(f"A repair is not sound: {wrong[:3]}")


def rows(people: int, events: int, seed: int) -> list[dict[str, Any]]:
    rng = Random(seed)
    planning = company(people, sites=SITES.get(people, max(1, people // 125)), seed=seed)
    first = plan(planning, seconds=20, seed=seed)
    goes, moves = frozenset(first.goes), first.moves
    times, changed = [], []
    for number in range(events):
        after, sites, cause = event(KINDS[number % len(KINDS)], planning, goes, rng)
        released = frozenset(p for p in goes if p != cause and rng.random() < 0.5)
        started = perf_counter()
        found = repair(after, Current(goes, released, moves), sites=sites, seed=seed, seconds=10)
        times.append(1000 * (perf_counter() - started))
        changed.append(len(found.changed() - {cause}))
        check_repair(after, sites, found)
    started = perf_counter()
    scratch = plan(after, seconds=20, seed=seed)
    scratch_ms = 1000 * (perf_counter() - started)
    other = goes.symmetric_difference(scratch.goes) | {m.person for m in {*moves}.symmetric_difference(scratch.moves)}
    late = int(0.95 * len(times))
    name = f"repair, {people} people, {events} events, seed {seed}"
    return [
        _row(f"{name}: median", median(times), "ms", scratch_ms, "a plan from scratch"),
        _row(f"{name}: 95th percentile", sorted(times)[late], "ms", GOAL_MS, "the goal"),
        _row(f"{name}: worst", max(times), "ms", GOAL_MS, "the goal"),
        _row(f"{name}: others changed, median", median(changed), "people", len(other), "a plan from scratch"),
        _row(f"{name}: others changed, 95th percentile", sorted(changed)[late], "people", GOAL_CHANGED, "the goal"),
        _row(f"{name}: others changed, worst", max(changed), "people", GOAL_CHANGED, "the goal"),
    ]


def _row(name: str, value: float, unit: str, baseline: float, against: str) -> dict[str, Any]:
    ratio = round(value / baseline, 4) if baseline else None
    figures = {"name": name, "value": round(value, 2), "unit": unit, "baseline": round(baseline, 2), "ratio": ratio}
    return figures | {"against": against}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.repair", description=__doc__)
    parser.add_argument("--json", action="store_true", help="a JSON object a row")
    parser.add_argument("--people", default="5000", help="company sizes, separated by commas")
    parser.add_argument("--events", type=int, default=150, help="events on each plan")
    parser.add_argument("--seeds", default="1,2,3", help="companies of each size, separated by commas")
    arguments = parser.parse_args()
    for size in arguments.people.split(","):
        for seed in arguments.seeds.split(","):
            for row in rows(int(size), arguments.events, int(seed)):
                if arguments.json:
                    print(json.dumps(row), flush=True)
                else:
                    print(f"{row['name']:70} {row['value']:>9} {row['unit']:6} {row['ratio']} × {row['against']}")


if __name__ == "__main__":
    main()
