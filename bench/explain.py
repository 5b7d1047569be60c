"""Why somebody stays and what would unblock it, beside the same question without the ways: what holds them back.

A company of 5,000: 200 of the people whom its plan refuses, at any site, and those of the largest site alone; members
of cross-site teams with the sites of their team. Each answer reads its sites anew, as the server does. Milliseconds of
processor time.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from random import Random
from statistics import median
from time import process_time
from typing import Any

from msgspec.structs import replace

from bench.company import company
from hackday.release.engine.planner import plan
from hackday.release.engine.question import Question
from hackday.release.engine.standing import Standing
from hackday.release.engine.unblock import unblocked
from hackday.release.schemas import Planning

PEOPLE, SITES, REFUSALS = 5_000, 40, 200
GOAL = 0.05
"""Seconds for one explanation."""


def around(planning: Planning, goes: set[str], person: str) -> Planning:
    """The site of one person, and the sites of a team that is too small without them."""
    home = {p.id: p.site for p in planning.people}
    sites = {home[person]}
    for team in planning.teams:
        if person in team.members and len(goes & set(team.members)) + 1 < team.smallest:
            sites |= {home[member] for member in team.members}
    there = {p.id for p in planning.people if p.site in sites}
    return replace(
        planning,
        people=tuple(p for p in planning.people if p.id in there),
        shifts=tuple(s for s in planning.shifts if s.person in there),
        cover=tuple(c for c in planning.cover if c.site in sites),
        teams=tuple(t for t in planning.teams if there & set(t.members)),
    )


def rows() -> Iterator[dict[str, Any]]:
    planning = company(PEOPLE, sites=SITES)
    found = plan(planning, seconds=15, seed=1)
    goes = set(found.goes)
    home = {p.id: p.site for p in planning.people}
    largest = Counter(home.values()).most_common(1)[0][0]
    refused = sorted(stay.person for stay in found.stays)
    there = [person for person in refused if home[person] == largest]
    for name, people in (("all sites", refused), ("the largest site", there)):
        yield from _taken(planning, goes, name, Random(1).sample(people, min(REFUSALS, len(people))))


def _taken(planning: Planning, goes: set[str], name: str, chosen: list[str]) -> Iterator[dict[str, Any]]:
    taken, plain, verified, cut = [], [], 0, 0
    for person in chosen:
        local = around(planning, goes, person)
        started = process_time()
        Question(Standing(local, goes), [person])
        plain.append(process_time() - started)
        started = process_time()
        answer = unblocked(local, goes, person)
        taken.append(process_time() - started)
        verified += bool(answer.ways)
        cut += answer.at_least
    taken.sort()
    late = taken[int(0.95 * (len(taken) - 1))]
    name = f"{len(taken)} refusals explained, {name}"
    for label, value in (("median", median(taken)), ("p95", late), ("worst", taken[-1])):
        yield _row(f"{name}: {label}", 1e3 * value, "ms", 1e3 * GOAL, "goal")
    yield _row(f"{name}: median", 1e3 * median(taken), "ms", 1e3 * median(plain), "what holds them alone")
    yield _row(f"{name}: with a way out", verified, "people", len(taken), "refusals looked at")
    yield _row(f"{name}: not every candidate tried", cut, "people", len(taken), "refusals looked at")


def _row(name: str, value: float, unit: str, baseline: float, against: str) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "baseline": round(baseline, 2),
        "ratio": round(value / baseline, 3) if baseline else None,
        "against": against,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.explain", description=__doc__)
    parser.add_argument("--json", action="store_true", help="a JSON object a row")
    arguments = parser.parse_args()
    for row in rows():
        if arguments.json:
            print(json.dumps(row), flush=True)
        else:
            print(f"{row['name']:60} {row['value']:>10} {row['unit']:7} {row['ratio']} × {row['against']}", flush=True)


if __name__ == "__main__":
    main()
