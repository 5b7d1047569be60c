"""Which judge visits which project: balanced, without conflicts of interest. Pure.

An optimal semi-matching by cost-reducing paths (Harvey, Ladner, Lovász, Tamir: "Semi-matchings for bipartite
graphs and load balancing", J. Algorithms 59, 2006), with several visits a project.
"""

import random
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

J = TypeVar("J")
P = TypeVar("P")


def assign(
    projects: Sequence[P],
    judges: Sequence[J],
    per_project: int,
    *,
    conflicts: Collection[tuple[J, P]],
    fixed: Collection[tuple[J, P]] = (),
    seed: int,
) -> dict[P, list[J]]:
    """`per_project` judges for each project, with loads as equal as conflicts allow.

    `fixed` visits (already scored) stay and count. A project with too few eligible judges gets all there are.
    The same input and seed give the same result, whatever the order of `conflicts` and `fixed`.
    """
    chance = random.Random(seed)  # noqa: S311 (a published seed, not a secret)
    order = {judge: rank for rank, judge in enumerate(chance.sample(list(judges), len(judges)))}
    barred, settled = set(conflicts), set(fixed)
    eligible = {p: [j for j in order if (j, p) not in barred] for p in projects}
    visits: dict[P, set[J]] = {p: {j for j in judges if (j, p) in settled} for p in projects}
    kept = {p: frozenset(chosen) for p, chosen in visits.items()}
    load = dict.fromkeys(judges, 0)
    for chosen in visits.values():
        for judge in chosen:
            load[judge] += 1
    for project in chance.sample(list(projects), len(projects)):
        free = sorted((j for j in eligible[project] if j not in visits[project]), key=lambda j: (load[j], order[j]))
        for judge in free[: max(0, per_project - len(visits[project]))]:
            visits[project].add(judge)
            load[judge] += 1
    while path := _relief(projects, visits, kept, eligible, load, order):
        for giver, project, taker in path:
            visits[project].remove(giver)
            visits[project].add(taker)
        load[path[0][0]] -= 1
        load[path[-1][2]] += 1
    return {p: sorted(chosen, key=order.__getitem__) for p, chosen in visits.items()}


def _relief(
    projects: Sequence[P],
    visits: Mapping[P, set[J]],
    kept: Mapping[P, frozenset[J]],
    eligible: Mapping[P, list[J]],
    load: Mapping[J, int],
    order: Mapping[J, int],
) -> list[tuple[J, P, J]]:
    """A chain of hand-overs from a busy judge to one with at least two visits fewer; empty when none exists."""
    holding: dict[J, list[P]] = {judge: [] for judge in load}
    for project in projects:
        for judge in visits[project] - kept[project]:
            holding[judge].append(project)
    for start in sorted(load, key=lambda j: (-load[j], order[j])):
        came: dict[J, tuple[J, P] | None] = {start: None}
        queue = deque([start])
        while queue:
            giver = queue.popleft()
            for project in holding[giver]:
                for taker in eligible[project]:
                    if taker in came or taker in visits[project]:
                        continue
                    came[taker] = (giver, project)
                    if load[taker] <= load[start] - 2:
                        return _chain(came, taker)
                    queue.append(taker)
    return []


def _chain(came: Mapping[J, tuple[J, P] | None], end: J) -> list[tuple[J, P, J]]:
    chain: list[tuple[J, P, J]] = []
    while (step := came[end]) is not None:
        chain.append((step[0], step[1], end))
        end = step[0]
    return chain[::-1]
