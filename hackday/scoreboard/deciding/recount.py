"""Count a day's result again from its export: a second opinion that shares no code with the server.

    python recount.py export.json

Only the standard library. Says whether its result is the exported one, and ends with 1 when it is not. Where the
official rule is calibrated it also verifies that the exported variance ratios are where their likelihood peaks.
"""

import hashlib
import json
import math
import sys
from fractions import Fraction
from typing import Any

Pair = tuple[str, int]
Marks = dict[Pair, Fraction]
"""By (project, judge), from 0 to 1."""

TOLERANCE = 1  # hundredths; two ways through floating point may end on both sides of a half


def counted(export: dict[str, Any]) -> dict[str, int | None]:
    """{project: score in hundredths or None}."""
    rubrics = {rubric["id"]: rubric for rubric in export["rubrics"]}
    asked_by = {project["id"]: rubrics.get(project["rubric"]) for project in export["projects"]}
    barred = {(project, judge) for project, judge in export["excluded"]}
    newest: dict[Pair, dict[str, Any]] = {}
    for sheet in export["sheets"]:
        pair = (sheet["project"], sheet["judge"])
        counts = pair not in barred and sheet["project"] in asked_by
        if counts and (pair not in newest or sheet["version"] > newest[pair]["version"]):
            newest[pair] = sheet
    marks: Marks = {}
    for pair, sheet in newest.items():
        own = rubrics[sheet["rubric"]]
        marks[pair] = worth(sheet, own, asked_by[pair[0]] or own)
    if export["ratios"] is not None:
        check_peak(marks, *export["ratios"])
        return dict.fromkeys(asked_by) | calibrated(marks, *export["ratios"])
    scores: dict[str, int | None] = {}
    for project in asked_by:
        given = [mark for (one, _), mark in marks.items() if one == project]
        scores[project] = rounded(sum(given) * 10000 / len(given)) if given else None
    return scores


def worth(sheet: dict[str, Any], own: dict[str, Any], newest: dict[str, Any]) -> Fraction:
    """The weighted mean of a sheet's points on a scale from 0 to 1, by the newest rubric that it answers in full."""
    points = sheet["points"]
    fits = (own["scale_min"], own["scale_max"]) == (newest["scale_min"], newest["scale_max"]) and all(
        key in points for key in newest["weights"]
    )
    rubric = newest if fits else own
    weights = {key: weight for key, weight in rubric["weights"].items() if key in points}
    total = sum(weight * (points[key] - rubric["scale_min"]) for key, weight in weights.items())
    return Fraction(total, sum(weights.values()) * (rubric["scale_max"] - rubric["scale_min"]))


def rounded(value: Fraction | float) -> int:
    """To the nearest whole number, halves up."""
    return math.floor(value + Fraction(1, 2)) if isinstance(value, Fraction) else math.floor(value + 0.5)


class Model:
    """Marks from 0 to 100 as mean + merit + leniency + noise, solved for the judges first."""

    def __init__(self, marks: Marks) -> None:
        self.y = {pair: float(mark * 100) for pair, mark in sorted(marks.items())}
        self.mean = sum(self.y.values()) / len(self.y)
        self.of_project: dict[str, dict[int, float]] = {}
        self.of_judge: dict[int, dict[str, float]] = {}
        for (project, judge), y in self.y.items():
            self.of_project.setdefault(project, {})[judge] = y - self.mean
            self.of_judge.setdefault(judge, {})[project] = y - self.mean
        self.judges = sorted(self.of_judge)

    def reduced(self, by_project: float, by_judge: float) -> tuple[list[list[float]], list[float], dict[str, float]]:
        """The judges' system and its right side, with projects taken out; and each project's divisor."""
        kept = {project: len(given) + by_project for project, given in self.of_project.items()}
        rows, right = [], []
        for one in self.judges:
            row = []
            for other in self.judges:
                shared = sum(1 / kept[p] for p in self.of_judge[one] if p in self.of_judge[other])
                row.append((len(self.of_judge[one]) + by_judge if one == other else 0.0) - shared)
            rows.append(row)
            right.append(
                sum(self.of_judge[one].values())
                - sum(sum(self.of_project[p].values()) / kept[p] for p in self.of_judge[one])
            )
        return rows, right, kept

    def solve(self, by_project: float, by_judge: float) -> tuple[dict[str, float], dict[int, float], float]:
        """({project: merit}, {judge: leniency}, log of the determinant)."""
        rows, right, kept = self.reduced(by_project, by_judge)
        root = cholesky(rows)
        leniency = dict(zip(self.judges, back(root, right), strict=True))
        merit = {
            p: (sum(given.values()) - sum(leniency[j] for j in given)) / kept[p] for p, given in self.of_project.items()
        }
        size = sum(math.log(k) for k in kept.values()) + 2 * sum(math.log(root[n][n]) for n in range(len(root)))
        return merit, leniency, size

    def loss(self, by_project: float, by_judge: float) -> float:
        """What the server minimises: restricted likelihood with weak beliefs about both ratios."""
        merit, leniency, size = self.solve(by_project, by_judge)
        told = sum(merit[p] * sum(g.values()) for p, g in self.of_project.items())
        told += sum(leniency[j] * sum(g.values()) for j, g in self.of_judge.items())
        n = len(self.y)
        left = max(sum((y - self.mean) ** 2 for y in self.y.values()) - told, 1e-9)
        a, b = math.log(by_project), math.log(by_judge)
        beliefs = ((a - b - math.log(0.1)) / 1.5) ** 2 + (a / 2) ** 2
        noise = (n - 1) * math.log(left / max(n - 1, 1))
        return noise + size - len(self.of_project) * a - len(self.judges) * b + beliefs


def calibrated(marks: Marks, by_project: float, by_judge: float) -> dict[str, int | None]:
    model = Model(marks)
    merit, _, _ = model.solve(by_project, by_judge)
    return {project: rounded(min(100.0, max(0.0, model.mean + value)) * 100) for project, value in merit.items()}


def check_peak(marks: Marks, by_project: float, by_judge: float) -> None:
    """Neither ratio can be a tenth more or less without making the marks less likely, but at the ends of its range."""
    model = Model(marks)
    here = model.loss(by_project, by_judge)
    for one, other in ((1.1, 1), (1 / 1.1, 1), (1, 1.1), (1, 1 / 1.1)):
        a, b = by_project * one, by_judge * other
        inside = math.exp(-4) < a < math.exp(5) and math.exp(-3) < b < math.exp(9)
        if inside and model.loss(a, b) < here - 1e-3:
            raise SystemExit("The exported variance ratios are not where their likelihood peaks.")


def cholesky(rows: list[list[float]]) -> list[list[float]]:
    root = [[0.0] * len(rows) for _ in rows]
    for i in range(len(rows)):
        for j in range(i + 1):
            rest = rows[i][j] - sum(root[i][k] * root[j][k] for k in range(j))
            root[i][j] = math.sqrt(rest) if i == j else rest / root[j][j]
    return root


def back(root: list[list[float]], right: list[float]) -> list[float]:
    n = len(root)
    middle = [0.0] * n
    for i in range(n):
        middle[i] = (right[i] - sum(root[i][k] * middle[k] for k in range(i))) / root[i][i]
    out = [0.0] * n
    for i in reversed(range(n)):
        out[i] = (middle[i] - sum(root[k][i] * out[k] for k in range(i + 1, n))) / root[i][i]
    return out


def difference(export: dict[str, Any]) -> str | None:
    """The first thing in which the exported result is not ours; None when it is."""
    ours, teams = counted(export), {project["id"]: project["team"] for project in export["projects"]}
    exact = export["ratios"] is None
    theirs = {project: score for project, score, _ in export["result"]}
    for project in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(project), theirs.get(project)
        apart = one != other if exact or one is None or other is None else abs(one - other) > TOLERANCE
        if project not in theirs or project not in ours or apart:
            return f"{teams.get(project, project)} has {other}, counted again {one} (hundredths)"
    given = sorted((score for score in theirs.values() if score is not None), reverse=True)
    for project, score, rank in export["result"]:
        if rank != (None if score is None else given.index(score) + 1):
            return f"{teams.get(project, project)} has rank {rank}, which its score does not give"
    rows = sorted([project, score, rank] for project, score, rank in export["result"])
    digest = hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()
    return None if digest == export["digest"] else "the digest is not that of the result"


def main() -> None:
    if len(sys.argv) > 1:
        with open(sys.argv[1], encoding="utf-8") as file:
            export = json.load(file)
    else:
        export = json.load(sys.stdin)
    told = difference(export)
    if told:
        print(told)
        raise SystemExit(1)
    print(f"The same result: {export['digest']}")


if __name__ == "__main__":
    main()
