"""Which judge visits which project: 200 projects, 60 judges, six tracks; one expert and one bridge for each.

Time beside its goal, loads and connectivity beside the plan in which each project takes the judges that fit it best,
and what moves when five judges leave with 40 % done beside what must move.
"""

import argparse
import json
from time import perf_counter
from typing import Any

import numpy as np

from hackday.judging.assignment.flow import Question, Table, assign
from hackday.judging.assignment.linked import assign_linked, connectivity
from hackday.judging.assignment.timetable import timetable
from tests.judging.test_assignment import hall

GOAL_MS = 100.0


def best_fit(asked: Question) -> Table:
    """Each project takes who fits it best, without a thought for loads."""
    liking = np.where(asked.barred, -1, asked.liking)
    out = np.zeros_like(asked.barred)
    np.put_along_axis(out, np.argsort(-liking, axis=1, kind="stable")[:, : asked.each[0]], True, axis=1)
    return out


def rows(each: int) -> list[dict[str, Any]]:
    asked = hall(200, 60, tracks=6, each=each, barred=0.03)
    visits, ms = _timed(lambda: assign_linked(asked))
    greedy = best_fit(asked)
    slots, table_ms = _timed(lambda: timetable([(int(j), int(p)) for p, j in zip(*np.nonzero(visits), strict=True)]))
    loads, unfair = visits.sum(0), greedy.sum(0)
    return [
        _row(f"{each} judges each: time", ms, "ms", GOAL_MS, "the goal"),
        _row(f"{each} judges each: loads differ by", np.ptp(loads), "", np.ptp(unfair), "best fit first"),
        _row(f"{each} judges each: connectivity", connectivity(visits), "", connectivity(greedy), "best fit first"),
        _row(f"{each} judges each: slots", max(slots.values()) + 1, "", loads.max(), "the largest load"),
        _row(f"{each} judges each: timetable", table_ms, "ms", GOAL_MS, "the goal"),
    ]


def leavers() -> list[dict[str, Any]]:
    asked = hall(200, 60, tracks=6, each=4, barred=0.03)
    before = assign(asked)
    fixed = before & (np.random.default_rng(2).random(before.shape) < 0.4)
    gone = [3, 9, 21, 40, 58]
    barred = asked.barred.copy()
    barred[:, gone] = True
    after, ms = _timed(lambda: assign(asked._replace(barred=barred, fixed=fixed, planned=before & ~fixed)))
    must = int((before & ~fixed)[:, gone].sum())
    anew = assign(asked._replace(barred=barred, fixed=fixed))
    return [
        _row("five of 60 leave: visits moved", int((before & ~after).sum()), "", must, "those that must move"),
        _row("five of 60 leave, planned anew: visits moved", int((before & ~anew).sum()), "", must, "the same"),
        _row("five of 60 leave: time", ms, "ms", GOAL_MS, "the goal"),
    ]


def _timed(act: Any) -> tuple[Any, float]:
    act()
    times = []
    for _ in range(5):
        began = perf_counter()
        found = act()
        times.append(perf_counter() - began)
    return found, min(times) * 1000


def _row(name: str, value: float, unit: str, baseline: float, against: str) -> dict[str, Any]:
    ratio = round(float(value / baseline), 3) if baseline else None
    figures = {"name": f"assignment, {name}", "value": round(float(value), 3), "unit": unit}
    return figures | {"baseline": round(float(baseline), 3), "ratio": ratio, "against": against}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.assignment", description=__doc__)
    parser.add_argument("--json", action="store_true", help="a JSON object a row")
    arguments = parser.parse_args()
    for row in [*rows(3), *rows(4), *rows(5), *leavers()]:
        if arguments.json:
            print(json.dumps(row), flush=True)
        else:
            print(f"{row['name']:60} {row['value']:>8} {row['unit']:3} {row['ratio']} × {row['against']}")


if __name__ == "__main__":
    main()
