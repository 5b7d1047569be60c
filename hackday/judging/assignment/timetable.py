"""When each visit is made: an edge colouring. Pure.

Visits are edges between projects and judges, and a slot is a colour. As many slots as the largest load suffice (Kőnig,
"Über Graphen und ihre Anwendung auf Determinantentheorie und Mengenlehre", 1916): where no slot is free at both ends,
two slots are swapped along the path that alternates between them.
"""

from collections.abc import Iterable
from typing import TypeVar

P = TypeVar("P")
J = TypeVar("J")


def timetable(visits: Iterable[tuple[J, P]]) -> dict[tuple[J, P], int]:
    """The slot of each (judge, project), from 0; nobody is in two places. The order of `visits` decides ties."""
    slots: dict[tuple[J, P], int] = {}
    of_judge: dict[J, dict[int, P]] = {}
    of_project: dict[P, dict[int, J]] = {}
    for judge, project in visits:
        mine, theirs = of_judge.setdefault(judge, {}), of_project.setdefault(project, {})
        one, other = _free(theirs), _free(mine)
        if one != other:
            _swap(of_judge, of_project, judge, one, other)
        mine[one], theirs[one] = project, judge
    for judge, mine in of_judge.items():
        slots.update({(judge, project): slot for slot, project in mine.items()})
    return slots


def _free(taken: dict[int, P]) -> int:
    return next(slot for slot in range(len(taken) + 1) if slot not in taken)


def _swap(of_judge: dict[J, dict[int, P]], of_project: dict[P, dict[int, J]], judge: J, one: int, other: int) -> None:
    """Make `one` free at the judge, for `other` is: along the path of visits in `one`, `other`, `one`, … from them."""
    path: list[tuple[J, P, int]] = []
    at: J | None = judge
    while at is not None and (project := of_judge[at].get(one)) is not None:
        path.append((at, project, one))
        at = of_project[project].get(other)
        if at is not None:
            path.append((at, project, other))
    for holder, project, slot in path:
        del of_judge[holder][slot], of_project[project][slot]
    for holder, project, slot in path:
        turned = other if slot == one else one
        of_judge[holder][turned], of_project[project][turned] = project, holder
