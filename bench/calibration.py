"""Calibration: how near to the truth it comes beside plain means, how honest its intervals are, and what it costs.

Simulated days of 200 projects and 40 judges, four marks a project unless said otherwise; merit has a standard deviation
of 1, leniency 0.7, scale 0.25, noise 0.8. Kendall's tau and the share of the true top three that is found, each beside
the plain mean; the time beside one inversion of the whole system in the same run.
"""

import argparse
import json
from time import perf_counter
from typing import Any

import numpy as np

from hackday.judging.calibration.alarms import best, robust, without_each
from hackday.judging.calibration.model import Floats, Marks, Ratios, fit, updated, variance_ratios
from hackday.judging.calibration.ranking import ranking
from tests.judging.events import MIDDLE, SD, Event, simulated, tau

DAYS: dict[str, dict[str, Any]] = {
    "as usual": {},
    "three marks a project": {"each": 3},
    "leniency 1.2": {"leniency": 1.2},
    "leniency 0.2": {"leniency": 0.2},
    "2 mark at random": {"rogues": 2},
    "2 favour a friend": {"rogues": 2, "rogue": "friend"},
    "2 mark upside down": {"rogues": 2, "rogue": "reversed"},
}
GOAL_MS = 100.0


def plain(marks: Marks) -> Floats:
    return np.bincount(marks.project, marks.y) / np.bincount(marks.project)


def least_squares(marks: Marks) -> Floats:
    """Without any drawing to the mean, but for a trace that makes the system solvable."""
    return fit(marks, Ratios(1e-6, 1e-6)).projects(marks)


def top_three(found: Floats, event: Event) -> float:
    return len(set(best(found, 3)) & set(best(event.merit, 3))) / 3


def accuracy(name: str, events: list[Event]) -> list[dict[str, Any]]:
    means = [plain(event.marks) for event in events]
    fits = [fit(event.marks) for event in events]
    kinds = {
        "calibrated": [one.projects(event.marks) for one, event in zip(fits, events, strict=True)],
        "robust": [robust(one, event.marks).projects(event.marks) for one, event in zip(fits, events, strict=True)],
        "least squares": [least_squares(event.marks) for event in events],
    }
    base = np.mean([tau(found, event.merit) for found, event in zip(means, events, strict=True)])
    base_top = np.mean([top_three(found, event) for found, event in zip(means, events, strict=True)])
    out = []
    for kind, found in kinds.items():
        value = np.mean([tau(one, event.merit) for one, event in zip(found, events, strict=True)])
        out.append(_row(f"{name}: tau, {kind}", value, "", base, "the plain mean"))
    top = np.mean([top_three(one, event) for one, event in zip(kinds["calibrated"], events, strict=True)])
    out.append(_row(f"{name}: true top three found, calibrated", top, "", base_top, "the plain mean"))
    return out


def honesty(events: list[Event]) -> list[dict[str, Any]]:
    scores, ranks, moved, kept, widths = [], [], [], [], []
    for event in events:
        found = fit(event.marks)
        drawn = ranking(found, event.marks, places=3, seed=1)
        truth = SD * (event.merit - event.merit.mean()) + found.mean
        rank = np.argsort(np.argsort(-event.merit)) + 1
        scores.append(np.mean((drawn.low <= truth) & (truth <= drawn.high)))
        ranks.append(np.mean((drawn.first <= rank) & (rank <= drawn.last)))
        widths.append(np.median(drawn.last - drawn.first + 1))
        shifted = event.marks._replace(y=event.marks.y + np.where(event.marks.judge == 0, 2 * 100 / 9, 0))
        again = fit(shifted).projects(shifted)
        moved.append(tau(found.projects(event.marks), again))
        kept.append(tau(plain(event.marks), plain(shifted)))
    return [
        _row("90 % interval holds the true mark", np.mean(scores), "", 0.9, "what it says"),
        _row("90 % interval holds the true rank", np.mean(ranks), "", 0.9, "what it says"),
        _row("median width of the 90 % interval of ranks", np.mean(widths), "ranks", 200, "all ranks"),
        _row("order kept when a judge gives 2 of 9 more: tau", np.mean(moved), "", np.mean(kept), "the plain mean"),
    ]


def alarms(events: list[Event]) -> list[dict[str, Any]]:
    """Two reversed judges a day: are they flagged, and is anybody else?"""
    odd = [
        [one.agreement is not None and one.agreement < 0.2 for one in without_each(fit(e.marks), e.marks, places=3)]
        for e in events
    ]
    return [
        _row("reversed judges flagged", np.mean([flags[:2] for flags in odd]), "", 1, "all of them"),
        _row("honest judges flagged", np.mean([flags[2:] for flags in odd]), "", 1, "all of them"),
    ]


def cost(event: Event) -> list[dict[str, Any]]:
    marks = event.marks
    found = fit(marks)

    def timed(act: Any, times: int) -> float:
        act()
        return min(_once(act) for _ in range(times)) * 1000

    invert = timed(lambda: np.linalg.inv(found.covariance), 20)
    against = "one inversion of 240 x 240"
    one_more = timed(lambda: updated(found, marks, 3, 4, MIDDLE), 50)
    refit = timed(lambda: fit(marks, variance_ratios(marks)), 10)
    whole = timed(lambda: ranking(fit(marks), marks, places=3, seed=1), 10)
    return [
        _row("one mark more", one_more, "ms", invert, against),
        _row("new variances and fit", refit, "ms", invert, against),
        _row("new variances, fit and 2,000 drawn orders", whole, "ms", GOAL_MS, "the goal"),
        _row("every judge left out", timed(lambda: without_each(found, marks, places=3), 3), "ms", invert, against),
    ]


def _once(act: Any) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def _row(name: str, value: float, unit: str, baseline: float, against: str) -> dict[str, Any]:
    figures = {"name": f"calibration, {name}", "value": round(float(value), 3), "unit": unit}
    return figures | {
        "baseline": round(float(baseline), 3), "ratio": round(float(value / baseline), 3), "against": against,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.calibration", description=__doc__)
    parser.add_argument("--json", action="store_true", help="a JSON object a row")
    parser.add_argument("--days", type=int, default=25, help="simulated days of each kind")
    arguments = parser.parse_args()
    rows = []
    for name, kind in DAYS.items():
        rows += accuracy(name, [simulated(seed, **kind) for seed in range(arguments.days)])
    rows += honesty([simulated(seed, scale=0) for seed in range(arguments.days)])
    rows += alarms([simulated(seed, rogues=2, rogue="reversed") for seed in range(arguments.days)])
    rows += cost(simulated(1))
    for row in rows:
        if arguments.json:
            print(json.dumps(row), flush=True)
        else:
            print(f"{row['name']:70} {row['value']:>8} {row['unit']:5} {row['ratio']} × {row['against']}")


if __name__ == "__main__":
    main()
