"""The lottery among interchangeable people, which anybody can repeat by hand with the published seed.

Two people are interchangeable when nothing in the program tells them apart: the same rows with the same weights, the
same points, the same shifts that they could cover, no team. Changing places changes neither a row nor the objective,
so chance may decide and the plan stays as sound and as good as it was.
"""

from collections import defaultdict
from collections.abc import Hashable

from hackday.release.engine.model import Floats, Model
from hackday.release.schemas import Draw


def drawn(model: Model, values: Floats) -> Floats:
    """The same plan with the lowest tickets of each group going; who makes room takes over the other's step-ins."""
    values = values.copy()
    own: dict[str, list[int]] = defaultdict(list)
    for (person, _), column in model.y.items():
        own[person].append(column)  # in the order of cells, which interchangeable people share
    for people in interchangeable(model):
        going = [person for person in people if values[model.x[person]] > 0.5]
        first = people[: len(going)]
        made_room = [person for person in going if person not in first]
        goes_now = [person for person in first if person not in going]
        for one, other in zip(made_room, goes_now, strict=True):
            mine, theirs = [model.x[one], *own[one]], [model.x[other], *own[other]]
            values[mine], values[theirs] = values[theirs], values[mine]
    return values


def draws(model: Model, values: Floats) -> tuple[Draw, ...]:
    """One for each group of which some go and some stay."""
    places = [(people, sum(values[model.x[p]] > 0.5 for p in people)) for people in interchangeable(model)]
    return tuple(sorted((Draw(tuple(p), int(n)) for p, n in places if 0 < n < len(p)), key=lambda draw: draw.people))


def interchangeable(model: Model) -> list[list[str]]:
    """The groups of two and more, each in the order of tickets, which is that of the model's columns."""
    label: dict[int, Hashable] = dict.fromkeys(model.x.values(), "goes")
    mine: dict[str, list[int]] = {person: [column] for person, column in model.x.items()}
    for (person, cell), column in model.y.items():
        label[column] = cell
        if person in mine:
            mine[person].append(column)
    rows_of: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for row in range(len(model.rows.upper)):
        for column, value in zip(*model.rows.of(row), strict=True):
            rows_of[column].append((row, value))
    in_team = {member for members in model.teams.values() for member in members}
    groups: dict[Hashable, list[str]] = defaultdict(list)
    staff = range(len(model.cover), model.staff_end)
    for person in model.goers:
        if person in in_team:
            continue
        shared, private = [], defaultdict(list)
        for column in mine[person]:
            for row, value in rows_of[column]:
                if row in staff:
                    private[row].append((label[column], value))
                else:
                    shared.append((label[column], row, value))
        held = [(model.rows.upper[row], frozenset(terms)) for row, terms in private.items()]
        who = model.rota.people[person]
        cost = tuple(model.cost[column] for column in mine[person])
        groups[who.site, who.pin, cost, frozenset(shared), frozenset(held), len(held)].append(person)
    return [people for people in groups.values() if len(people) > 1]
