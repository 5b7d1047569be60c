"""Read the marks and say how fair they are."""

import asyncio
from uuid import UUID

from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days.schemas import Entry, Phase, Role
from hackday.errors import NotFound
from hackday.judging import sheets
from hackday.judging import store as judging
from hackday.judging.calibration import report
from hackday.judging.calibration.schemas import Fairness, FigureReasons, Leniency, ProjectFigures
from hackday.judging.counting import store as counting
from hackday.judging.counting.schemas import Rule
from hackday.judging.marks import Mark
from hackday.people.schemas import Actor


class NoExplanation(NotFound):
    code = "no_explanation"

    def __init__(self) -> None:
        super().__init__("figure of this project that you may read")


async def look(entry: Entry) -> Fairness:
    """Raw and calibrated side by side, with all names; for organisers."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx("repeatable_read"):
        marks, rule = await sheets.current(entry.day.id), await counting.rule(entry.day.id)
        projects, judges = await named_projects(entry.day.id), await judging.judge_names(entry.day.id)
    return await asyncio.to_thread(report.fairness, marks, projects, judges, rule)  # some 200 ms of linear algebra


async def named_projects(day_id: UUID) -> list[report.Named]:
    return [report.Named(str(id), team, title) for id, title, team in await judging.projects_to_judge(day_id)]


async def explain(actor: Actor, entry: Entry, project_id: UUID) -> FigureReasons:
    """Why a project has its figure: for its team once everything is revealed, for organisers at any time."""
    if Role.ORGANISER not in entry.roles and not (
        entry.day.phase.place >= Phase.REVEALED.place
        and await judging.is_revealed(entry.day.id)
        and await judging.is_member(actor.id, project_id)
    ):
        raise NoExplanation
    async with tx("repeatable_read"):
        marks, rule = await sheets.current(entry.day.id), await counting.rule(entry.day.id)
        projects = await named_projects(entry.day.id)
    rows = await asyncio.to_thread(figures_of, marks, projects, rule.seed)
    row = next((row for row in rows if row.project_id == project_id), None)
    if row is None or row.raw is None:
        raise NoExplanation
    counted = row.calibrated if rule.rule is Rule.CALIBRATED else None
    return FigureReasons(
        row.raw,
        len(row.given),
        counted.mark if counted else None,
        counted.first if counted else None,
        counted.last if counted else None,
        len(projects),
        tuple(Leniency(one.leniency, one.shared) for one in row.given if one.leniency is not None) if counted else (),
    )


def figures_of(marks: list[Mark], projects: list[report.Named], seed: int) -> list[ProjectFigures]:
    """Raw and calibrated, without names of judges and without alarms."""
    marks = report.among(marks, projects)
    return report.figures(report.known_of(marks), marks, projects, {}, seed=seed)
