"""Refusals around plans, and what a plan says. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from random import Random
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from hackday.errors import Conflict, NotFound
from hackday.judging.assignment.flow import EXPERT, OUTSIDE, Question, Table
from hackday.judging.assignment.schemas import PlannedJudge, PlannedProject, VisitPlanDraft

PER_SKILL, MOST_SKILLS, SAME_SITE, CHANCE = 10, 3, 5, 5
"""How a judge fits a project: skills that the challenge asks for, then the same site, then the draw."""


class NoJudges(Conflict):
    code = "no_judges"

    def __init__(self) -> None:
        super().__init__("Nobody has the role of judge yet. Give it to some people first.")


class NothingToJudge(Conflict):
    code = "nothing_to_judge"

    def __init__(self) -> None:
        super().__init__("No project was handed in yet.")


class NoSuchPlan(NotFound):
    code = "no_such_plan"

    def __init__(self) -> None:
        super().__init__("plan of visits")


class NoSuchJudge(NotFound):
    code = "no_such_judge"

    def __init__(self) -> None:
        super().__init__("judge of this day")


class PlanIsStale(Conflict):
    code = "plan_is_stale"

    def __init__(self) -> None:
        super().__init__("Projects, judges or conflicts changed since this plan was made. Look at a new one.")


class Project(NamedTuple):
    id: UUID
    title: str
    team: str
    track: str
    skills: frozenset[str]
    site: str


class Judge(NamedTuple):
    id: UUID
    name: str
    skills: frozenset[str]
    site: str
    tracks: frozenset[str]


Kinds = NDArray[np.int8]
Pairs = Collection[tuple[UUID, UUID]]
"""(judge, project)"""


def question(
    projects: Sequence[Project],
    judges: Sequence[Judge],
    draft: VisitPlanDraft,
    *,
    barred: Pairs,
    fixed: Pairs,
    now: Pairs,
) -> Question:
    """The tables of a plan; `projects` and `judges` by id, so that the draw is the seed's alone."""
    chance = Random(draft.seed)  # noqa: S311 (a published seed, not a secret)
    kind = np.zeros((len(projects), len(judges)), dtype=np.int8)
    liking = np.zeros(kind.shape, dtype=np.int64)
    for row, project in enumerate(projects):
        for column, judge in enumerate(judges):
            if judge.tracks:
                kind[row, column] = EXPERT if project.track in judge.tracks else OUTSIDE
            liking[row, column] = (
                PER_SKILL * min(MOST_SKILLS, len(project.skills & judge.skills))
                + SAME_SITE * (project.site == judge.site)
                + chance.randrange(CHANCE)
            )
    known = {judge.id for judge in judges}
    gone = Counter(project for judge, project in fixed if judge not in known)
    each = np.array([max(0, draft.per_project - gone[project.id]) for project in projects], dtype=np.int64)
    table = partial(_table, projects=projects, judges=judges)
    made = table(fixed)
    return Question(
        kind, table(barred), made, table(now) & ~made if draft.keep else np.zeros_like(made), liking,
        each, draft.experts, draft.outside,
    )  # fmt: skip


def _table(pairs: Pairs, projects: Sequence[Project], judges: Sequence[Judge]) -> Table:
    rows = {project.id: row for row, project in enumerate(projects)}
    columns = {judge.id: column for column, judge in enumerate(judges)}
    table = np.zeros((len(projects), len(judges)), dtype=np.bool_)
    for judge, project in pairs:
        if judge in columns and project in rows:
            table[rows[project], columns[judge]] = True
    return table


def lacking(
    projects: Sequence[Project],
    visits: Table,
    kind: Kinds,
    which: int,
    least: int,
) -> tuple[PlannedProject, ...]:
    """Projects with fewer judges of a kind than asked; none where nobody has a track."""
    if not kind.any():
        return ()
    count = (visits & (kind == which)).sum(1)
    return tuple(_planned(project, visits, row) for row, project in enumerate(projects) if count[row] < least)


def short(projects: Sequence[Project], visits: Table, each: NDArray[np.int64]) -> tuple[PlannedProject, ...]:
    return tuple(_planned(p, visits, row) for row, p in enumerate(projects) if visits[row].sum() < each[row])


def _planned(project: Project, visits: Table, row: int) -> PlannedProject:
    return PlannedProject(project.id, project.team, project.title, int(visits[row].sum()))


def changes(
    judges: Sequence[Judge], teams: Mapping[UUID, str], before: Pairs, after: Pairs
) -> tuple[PlannedJudge, ...]:
    """What each judge gains and loses, by name."""
    rows = []
    for judge in sorted(judges, key=lambda judge: (judge.name.casefold(), judge.id)):
        had, has = ({project for who, project in pairs if who == judge.id} for pairs in (before, after))
        added, removed = (
            tuple(sorted(teams[project] for project in some if project in teams)) for some in (has - had, had - has)
        )
        rows.append(PlannedJudge(judge.id, judge.name, len(had), len(has), added, removed))
    return tuple(rows)


def positions(
    judges: Sequence[UUID], pairs: Pairs, projects: Sequence[UUID], slots: Mapping[tuple[UUID, UUID], int]
) -> list[tuple[UUID, UUID, int, int | None]]:
    """(judge, project, position, slot). Without slots each begins at another place, so that they do not queue."""
    turn = {judge: place * len(projects) // len(judges) for place, judge in enumerate(judges)}
    index = {project: place for place, project in enumerate(projects)}
    return [
        (
            judge,
            project,
            slots.get((judge, project), (index[project] - turn.get(judge, 0)) % len(projects)),
            slots.get((judge, project)),
        )
        for judge, project in sorted(pairs)
        if project in index
    ]
