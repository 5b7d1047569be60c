"""Cover moves of a plan: the needless ones dropped, the others with the role that each colleague fills."""

from collections import defaultdict

from hackday.release.engine.cover import places
from hackday.release.engine.model import Floats, Model
from hackday.release.engine.rota import Span, moment
from hackday.release.schemas import Move


def drop_needless(model: Model, values: Floats) -> None:
    """Take back, in place, each step-in without which every row still holds."""
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row in range(len(model.cover)):
        for column, value in zip(*model.rows.of(row), strict=True):
            if value < 0:
                rows_of[column].append(row)
    excess = model.excess(values)
    for column in model.y.values():
        if values[column] > 0.5 and (excess[rows_of[column]] <= -1 + 1e-6).all():
            values[column] = 0.0
            excess[rows_of[column]] += 1


def moves(model: Model, values: Floats) -> tuple[Move, ...]:
    rota = model.rota
    chosen = [move for move, column in model.y.items() if values[column] > 0.5]
    gone = {person for person in model.goers if values[model.x[person]] > 0.5}
    stepping: dict[Span, list[str]] = defaultdict(list)
    for person, at in chosen:
        for cell in rota.inside(at):
            stepping[cell].append(person)
    roles: dict[tuple[str, Span], str] = {}
    for cell in {at for _, at in chosen}:
        staying = [(p, s) for p, s in rota.rostered[cell].items() if p not in gone or (cell, p) in rota.kept]
        able = [(p, set(rota.people[p].roles)) for p in stepping[cell]]
        filled = places(rota.demand[cell], able + staying)
        for person in stepping[cell]:
            fits = sorted(rota.people[person].roles & rota.demand[cell].keys())
            roles[person, cell] = filled.get(person) or (fits or sorted(rota.people[person].roles))[0]
    return tuple(
        Move(person, at.site, roles[person, at], moment(at.start), moment(at.end))
        for person, at in sorted(chosen, key=lambda move: (move[1], move[0]))
    )
