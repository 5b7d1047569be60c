"""The release planner: how near to the best, and how fast, beside a plain greedy.

A row a figure: the gap against the solver's own bound, the time, and the people released against a greedy that
takes volunteers by weight and fewest shifts, whole teams as blocks, and the first colleague who can step in.
"""

import argparse
import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from bench.company import company
from hackday.release.engine.checker import check
from hackday.release.engine.model import Model
from hackday.release.engine.rota import Rota
from hackday.release.engine.worker import solve
from hackday.release.schemas import Planning, Progress

SITES = {500: 10, 5_000: 40, 20_000: 120}
SECONDS = 20.0


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


def rows(sizes: list[int], seconds: float) -> Iterator[dict[str, Any]]:
    for size in sizes:
        planning = company(size, sites=SITES.get(size, max(1, size // 125)))
        started = perf_counter()
        naive = greedy(planning)
        naive_seconds = perf_counter() - started
        proven: list[float] = []

        def seen(at: Progress, proven: list[float] = proven) -> None:
            if at.gap <= 0.01:
                proven.append(at.seconds)

        started = perf_counter()
        found = asyncio.run(solve(planning, seconds=seconds, seed=1, on_progress=seen))
        whole_seconds = perf_counter() - started
        if breaches := check(planning, found):
            raise SystemExit(f"{size}: the plan is not sound: {breaches[:3]}")
        name = f"release plan, {size} people"
        yield _row(f"{name}: objective", found.objective, "points", found.bound, "the solver's own bound")
        yield _row(f"{name}: gap", 100 * found.gap, "%", 1.0, "the goal of 1%")
        if proven:
            yield _row(f"{name}: proven within 1%", proven[0], "s", naive_seconds, "greedy")
        yield _row(f"{name}: asked to answered, explained", whole_seconds, "s", naive_seconds, "greedy")
        yield _row(f"{name}: released", len(found.goes), "people", naive, "greedy")


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
    parser.add_argument("--people", default="500,5000", help="company sizes, separated by commas")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time limit of each search")
    arguments = parser.parse_args()
    for row in rows([int(size) for size in arguments.people.split(",")], arguments.seconds):
        if arguments.json:
            print(json.dumps(row), flush=True)
        else:
            print(f"{row['name']:56} {row['value']:>12} {row['unit']:7} {row['ratio']} × {row['against']}", flush=True)


if __name__ == "__main__":
    main()
