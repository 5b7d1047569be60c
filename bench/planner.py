"""The release planner: how near to the best, and how fast, beside a plain greedy.

A row a figure: the gap against the solver's own bound, the time, the memory, and the people released against a
greedy that takes volunteers by weight and fewest shifts, whole teams as blocks, and the first colleague who can step
in. `--whole` takes all variants of `company.py` over four seeds: about a quarter of an hour.
"""

import argparse
import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from bench.company import VARIANTS, company
from hackday.release.engine.checker import check
from hackday.release.engine.model import Model
from hackday.release.engine.rota import Rota
from hackday.release.engine.worker import solve
from hackday.release.schemas import Planning, Progress

SITES = {500: 10, 5_000: 40, 20_000: 120}
SECONDS = 15.0
NEAR = 0.01
NEVER = 1e6
GOALS = {5_000: 5.0, 20_000: 15.0}
"""Seconds, on two cores, in which the plan should be proven within 1% of the best."""


QUICK = ["usual", "the same, all or nobody of a team"]


def greedy(planning: Planning) -> int:
    """People whom a first fit releases: for each, the first willing colleague where a shift would fall short."""
    model = Model(Rota(planning), 0)
    entries: dict[int, list[tuple[int, float]]] = defaultdict(list)
    helpers: dict[int, list[int]] = defaultdict(list)
    for row in range(model.staff_end):
        for column, value in zip(*model.rows.of(row), strict=True):
            entries[column].append((row, value))
            if value < 0:
                helpers[row].append(column)
    room = list(model.rows.upper)
    used: set[int] = set()

    def take(column: int, sign: int = 1) -> None:
        (used.add if sign > 0 else used.discard)(column)
        for row, value in entries[column]:
            room[row] -= sign * value

    def fits(column: int) -> bool:
        return all(value < 0 or room[row] >= value for row, value in entries[column])

    def released(block: list[int]) -> bool:
        taken: list[int] = []
        for column in block:
            taken.append(column)
            take(column)
            for row, _ in entries[column]:
                while room[row] < 0:
                    helper = next((y for y in helpers[row] if y not in used and fits(y)), None)
                    if helper is None:
                        for back in taken:
                            take(back, -1)
                        return False
                    taken.append(helper)
                    take(helper)
        return True

    in_team = {member for members in model.teams.values() for member in members}
    blocks = [[model.x[member] for member in members] for members in model.teams.values()]
    blocks += [[model.x[person]] for person in model.goers if person not in in_team]

    def worth(block: list[int]) -> float:
        return float(sum(model.cost[column] for column in block) / (1 + sum(len(entries[c]) for c in block)))

    return sum(len(block) for block in sorted(blocks, key=worth, reverse=True) if released(block))


class Run(NamedTuple):
    """One company, planned."""

    gap: float
    near: float
    whole: float
    released: int
    naive: int
    naive_seconds: float


def run(planning: Planning, seed: int, seconds: float) -> Run:
    """Raises SystemExit if the checker refuses the plan. `near`: seconds until proven within 1%, or `NEVER`."""
    started = perf_counter()
    naive = greedy(planning)
    naive_seconds = perf_counter() - started
    near = [NEVER]

    def seen(at: Progress) -> None:
        if at.gap <= NEAR:
            near.append(perf_counter() - started)

    started = perf_counter()
    found = asyncio.run(solve(planning, seconds=seconds, seed=seed, on_progress=seen))
    whole = perf_counter() - started
    if breaches := check(planning, found):
        raise SystemExit(f"The plan is not sound: {breaches[:3]}")
    return Run(found.gap, min(near), whole, len(found.goes), naive, naive_seconds)


def rows(sizes: list[int], variants: list[str], seeds: int, seconds: float) -> Iterator[dict[str, Any]]:
    """The worst of the seeds and the median, for each size and variant; the memory of the workers of each size."""
    for size in sizes:
        sites = SITES.get(size, max(1, size // 125))
        for variant in variants:
            runs = [
                run(company(size, sites=sites, seed=seed, **VARIANTS[variant]), seed, seconds)
                for seed in range(1, seeds + 1)
            ]
            greedy_seconds = median(r.naive_seconds for r in runs)
            for name, of in (("worst", max), ("median", median)) if seeds > 1 else (("", max),):
                about = f"{size} people, {variant}, {name}".strip(", ")
                yield _row(
                    f"{about}: gap", 100 * of(r.gap for r in runs), "%", 100 * NEAR, "the goal, to the solver's bound"
                )
                near = of(r.near for r in runs)
                if size in GOALS:
                    yield _row(f"{about}: proven within 1%", near, "s", GOALS[size], "the goal")
                yield _row(f"{about}: proven within 1%", near, "s", greedy_seconds, "greedy")
                yield _row(f"{about}: asked to explained", of(r.whole for r in runs), "s", greedy_seconds, "greedy")
            fewest = min(runs, key=lambda r: r.released / max(r.naive, 1))
            yield _row(
                f"{size} people, {variant}: released",
                fewest.released,
                "people",
                fewest.naive,
                "greedy, least of the seeds",
            )
        worker, own = (getrusage(who).ru_maxrss / 1024 for who in (RUSAGE_CHILDREN, RUSAGE_SELF))
        yield _row(f"{size} people: peak memory of a worker", worker, "MB", own, "this benchmark's own peak")


def _row(name: str, value: float, unit: str, baseline: float, against: str) -> dict[str, Any]:
    ratio = round(value / baseline, 4) if baseline else None
    return {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "baseline": round(baseline, 4),
        "ratio": ratio,
        "against": against,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.planner", description=__doc__)
    parser.add_argument("--json", action="store_true", help="a JSON object a row")
    parser.add_argument("--people", default="500,5000,20000", help="company sizes, rising, separated by commas")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time limit of each search")
    parser.add_argument("--seeds", type=int, default=1, help="companies of each kind")
    parser.add_argument("--whole", action="store_true", help="all variants, four seeds")
    arguments = parser.parse_args()
    variants, seeds = (list(VARIANTS), 4) if arguments.whole else (QUICK, arguments.seeds)
    for row in rows([int(size) for size in arguments.people.split(",")], variants, seeds, arguments.seconds):
        if arguments.json:
            print(json.dumps(row), flush=True)
        else:
            print(f"{row['name']:80} {row['value']:>12} {row['unit']:7} {row['ratio']} × {row['against']}", flush=True)


if __name__ == "__main__":
    main()
