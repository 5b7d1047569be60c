"""Whether there are marks enough to tell lenient judges from good projects. Pure."""

import enum

import numpy as np

from hackday.judging.calibration.model import Marks

LEAST_EACH, LEAST_JUDGES, LEAST_PROJECTS = 2.0, 3, 4


class Off(enum.StrEnum):
    """Why marks are not calibrated."""

    FEW_PROJECTS = "few_projects"
    FEW_JUDGES = "few_judges"
    FEW_MARKS = "few_marks"
    """Under two a project on average."""
    APART = "apart"
    """Some judges share no project, over any number of others, with the rest: nothing compares them."""


def off(marks: Marks) -> Off | None:
    """The first reason against calibrating; None: it can be done."""
    if len(marks.projects) < LEAST_PROJECTS:
        return Off.FEW_PROJECTS
    if len(marks.judges) < LEAST_JUDGES:
        return Off.FEW_JUDGES
    if len(marks.y) < LEAST_EACH * len(marks.projects):
        return Off.FEW_MARKS
    return None if is_connected(marks) else Off.APART


def is_connected(marks: Marks) -> bool:
    table = marks.table(np.ones(len(marks.y))) > 0
    reached = np.zeros(len(marks.judges), dtype=bool)
    reached[0] = True
    while True:
        grown = reached | table[table[:, reached].any(axis=1)].any(axis=0)
        if (grown == reached).all():
            return bool(reached.all())
        reached = grown
