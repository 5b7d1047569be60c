"""Figures for people from a fit. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

import numpy as np

from hackday.judging.calibration.alarms import LOOK_BELOW, best, robust, without_each
from hackday.judging.calibration.model import Fit, Floats, Marks, fit
from hackday.judging.calibration.ranking import beats, is_tie, ranking
from hackday.judging.calibration.sample import Off, off
from hackday.judging.calibration.schemas import (
    Calibrated,
    Fairness,
    GivenMark,
    JudgeFigures,
    PlaceChange,
    ProjectFigures,
)
from hackday.judging.counting.schemas import OfficialRule, Rule
from hackday.judging.marks import Mark

PLACES = 3


class Named(NamedTuple):
    """A project as people know it."""

    id: str
    team: str
    title: str


def arrays(marks: Iterable[Mark]) -> Marks:
    return Marks.of([(mark.project, mark.judge, float(mark.value * 100)) for mark in marks])


def scores(marks: Sequence[Mark]) -> dict[str, int] | None:
    """Calibrated scores in hundredths, from 0 to 10,000, rounded half up; None while there are too few marks."""
    given = arrays(marks)
    if off(given) is not None:
        return None
    shown = np.clip(fit(given).projects(given), 0, 100)
    return {project: int(np.floor(mark * 100 + 0.5)) for project, mark in zip(given.projects, shown, strict=True)}


class Known(NamedTuple):
    """What the marks say, once for everybody who asks about it."""

    given: Marks
    fit: Fit | None
    """None while nothing is calibrated."""
    reason: Off | None


def among(marks: Iterable[Mark], projects: Iterable[Named]) -> list[Mark]:
    """Marks of these projects: who is gone holds no rank."""
    ids = {one.id for one in projects}
    return [mark for mark in marks if mark.project in ids]


def known_of(marks: Iterable[Mark]) -> Known:
    given = arrays(marks)
    reason = off(given)
    return Known(given, None if reason else fit(given), reason)


def fairness(
    marks: Sequence[Mark], projects: Sequence[Named], judges: Mapping[str, str], rule: OfficialRule
) -> Fairness:
    """Everything that organisers see. `judges` are names by id."""
    marks = among(marks, projects)
    known = known_of(marks)
    rows = figures(known, marks, projects, judges, seed=rule.seed)
    is_calibrated = rule.rule is Rule.CALIBRATED and known.fit is not None
    names = {one.id: one.team for one in projects}
    return Fairness(
        rule, known.reason, PLACES, tuple(sorted(rows, key=lambda row: _order(row, is_calibrated))),
        _judges(known.fit, known.given, judges, names), _robust(known.fit, known.given, names),
    )  # fmt: skip


def figures(
    known: Known, marks: Sequence[Mark], projects: Sequence[Named], judges: Mapping[str, str], *, seed: int
) -> list[ProjectFigures]:
    """Raw and calibrated side by side, without the alarms, which cost more than all the rest."""
    given = known.given
    drawn = _calibrated(known.fit, given, seed) if known.fit else {}
    raw = raw_means(marks)
    raw_ranks = ranks(raw)
    lenient = dict(zip(given.judges, known.fit.judges(given), strict=True)) if known.fit else {}
    shared = _shared(given)
    by_project: dict[str, list[GivenMark]] = {}
    for mark in sorted(marks, key=lambda mark: judges.get(mark.judge, "")):
        leniency = _rounded(lenient.get(mark.judge))
        by_project.setdefault(mark.project, []).append(
            GivenMark(
                UUID(mark.judge), judges.get(mark.judge, ""), round(float(mark.value * 100), 1), leniency,
                shared[mark.judge],
            )
        )  # fmt: skip
    return [
        ProjectFigures(
            UUID(one.id), one.team, one.title, _rounded(raw.get(one.id)), raw_ranks.get(one.id), drawn.get(one.id),
            tuple(by_project.get(one.id, ())),
        )
        for one in projects
    ]  # fmt: skip


def _shared(given: Marks) -> dict[str, int]:
    """Projects that each judge has marked."""
    return {judge: int((given.judge == at).sum()) for at, judge in enumerate(given.judges)}


def raw_means(marks: Iterable[Mark]) -> dict[str, Fraction]:
    """The plain mean of each project's marks, from 0 to 100, exact."""
    values: dict[str, list[Fraction]] = {}
    for mark in marks:
        values.setdefault(mark.project, []).append(mark.value)
    return {project: sum(given, Fraction()) * 100 / len(given) for project, given in values.items()}


def ranks(values: Mapping[str, Fraction]) -> dict[str, int]:
    """1 for the highest; equal values share a rank (1, 1, 3)."""
    ordered = sorted(values.values(), reverse=True)
    return {name: ordered.index(value) + 1 for name, value in values.items()}


def _calibrated(known: Fit, given: Marks, seed: int) -> dict[str, Calibrated]:
    drawn = ranking(known, given, places=PLACES, seed=seed)
    order = [int(at) for at in np.argsort(-drawn.calibrated, kind="stable")]
    figures = {}
    for place, at in enumerate(order):
        chance = beats(known, at, order[place + 1]) if place + 1 < len(order) else None
        figures[given.projects[at]] = Calibrated(
            round(float(drawn.calibrated[at]), 1), round(float(drawn.low[at]), 1), round(float(drawn.high[at]), 1),
            place + 1, int(drawn.first[at]), int(drawn.last[at]), round(float(drawn.top[at]), 3),
            _rounded(chance, 3), chance is not None and is_tie(chance),
        )  # fmt: skip
    return figures


def _judges(
    known: Fit | None, given: Marks, names: Mapping[str, str], teams: Mapping[str, str]
) -> tuple[JudgeFigures, ...]:
    shared = _shared(given)
    if known is None:
        return tuple(
            JudgeFigures(UUID(judge), names.get(judge, ""), shared[judge], None, None, False, ())
            for judge in sorted(given.judges, key=lambda judge: names.get(judge, ""))
        )
    now, offsets = best(known.projects(given), PLACES), known.judges(given)
    rows = [
        JudgeFigures(
            UUID(given.judges[one.judge]), names.get(given.judges[one.judge], ""), shared[given.judges[one.judge]],
            _rounded(offsets[one.judge]), _rounded(one.agreement, 2),
            one.agreement is not None and one.agreement < LOOK_BELOW, _changes(now, one.top, given, teams),
        )
        for one in without_each(known, given, places=PLACES)
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (not row.is_odd, not row.changes, row.name)))


def _robust(known: Fit | None, given: Marks, teams: Mapping[str, str]) -> tuple[PlaceChange, ...]:
    if known is None:
        return ()
    now = best(known.projects(given), PLACES)
    return _changes(now, best(robust(known, given).projects(given), PLACES), given, teams)


def _changes(
    now: Sequence[int], then: Sequence[int], given: Marks, teams: Mapping[str, str]
) -> tuple[PlaceChange, ...]:
    return tuple(
        PlaceChange(place, teams.get(given.projects[one], ""), teams.get(given.projects[other], ""))
        for place, (one, other) in enumerate(zip(now, then, strict=False), start=1)
        if one != other
    )


def _order(row: ProjectFigures, is_calibrated: bool) -> tuple[bool, float, str]:
    mark = row.calibrated.mark if is_calibrated and row.calibrated else row.raw
    return (mark is None, -(mark or 0), row.team.casefold())


def _rounded(value: float | Floats | Fraction | None, digits: int = 1) -> float | None:
    return None if value is None else round(float(value), digits)
