"""Whether a plan lets all projects be compared. Pure."""

import numpy as np
from numpy.typing import NDArray

from hackday.judging.assignment.flow import Question, Table, assign

Ints = NDArray[np.int64]

LINK = 200
"""What a visit between two parts is worth; above any liking, below any balance."""
TRIES = 6


def assign_linked(asked: Question) -> Table:
    """The best visits whose judges and projects hang together, if any are found: each part gets visits to others.

    Where little is to move, or conflicts keep parts apart, they may stay apart; `parts` tells.
    """
    visits = assign(asked)
    for _ in range(TRIES):
        projects, judges = parts(visits)
        if asked.planned.any() or len(set(projects) - {-1}) <= 1:  # a judge without visits holds nothing apart
            break
        across = projects[:, None] != judges[None, :]
        asked = asked._replace(liking=asked.liking + LINK * (across & _few(projects, judges)))
        visits = assign(asked)
    return visits


def _few(projects: Ints, judges: Ints) -> Table:
    """One bridge for each pair of parts: its first project and judge, so that the rest of the plan stays."""
    few = np.zeros((len(projects), len(judges)), dtype=bool)
    for part in set(judges) - {judges[0]}:
        few[np.flatnonzero(projects == judges[0])[:3, None], np.flatnonzero(judges == part)[None, :3]] = True
        few[np.flatnonzero(projects == part)[:3, None], np.flatnonzero(judges == judges[0])[None, :3]] = True
    return few


def parts(visits: Table) -> tuple[Ints, Ints]:
    """The part of each project and of each judge, by the least index of its judges; -1: a project without judges."""
    judges = np.arange(visits.shape[1])
    while True:
        projects = np.where(visits, judges[None, :], visits.shape[1]).min(axis=1, initial=visits.shape[1])
        least = np.where(visits, projects[:, None], visits.shape[1]).min(axis=0, initial=visits.shape[1])
        grown = np.minimum(judges, least)
        if (grown == judges).all():
            return np.where(projects == visits.shape[1], -1, projects), judges
        judges = grown


def connectivity(visits: Table) -> float:
    """Algebraic connectivity of the projects, judges with visits between them: 0 when they fall into parts.

    The second smallest eigenvalue of diag(n of each project) - B diag(1/n of each judge) B', with B the visits.
    """
    held = visits[:, visits.any(axis=0)].astype(float)
    if held.shape[0] < 2 or not held.any(axis=1).all():
        return 0.0
    laplacian = np.diag(held.sum(1)) - held / held.sum(0) @ held.T
    return max(0.0, float(np.linalg.eigvalsh(laplacian)[1]))
