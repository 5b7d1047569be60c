"""Why one volunteer stays, and the smallest things that would let them go while everybody else who goes still goes.

Candidates are grouped by what they change, and each is solved, or settled by the proof of one solved before
(`question.py`): nothing is named here that would not do, and nothing is left out that would.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import combinations_with_replacement
from math import comb

from hackday.release.engine.question import Change, Question
from hackday.release.engine.rota import PlanningInvalid, Span, moment, week
from hackday.release.engine.standing import Standing
from hackday.release.engine.ways import Helper, Kind, Shortfall, Step, Unblocking, Way
from hackday.release.schemas import Person, Pin, Planning, Team

LEAST_REST = 8 * 3600
"""Seconds; nobody is asked to come back sooner, whatever it would unblock."""
LONGEST_WEEK = 60
"""Hours; nobody is asked to work more in a week."""
COLLEAGUES_AT_MOST = 3
"""Past so many colleagues who would all have to cover, it is not a small change any more."""
CHOICES_AT_MOST = 300
"""Of stretches that several colleagues could cover; with more of them nothing is said about several."""


def unblocked(planning: Planning, goes: Collection[str], person: str) -> Unblocking:
    """What holds this person back if all in `goes` go, and each single change that would let them go too.

    planning  the sites where the person works, and those of their team, as a whole
    goes      who is released or planned now; their cover is chosen anew

    Raises PlanningInvalid for an unknown person, TooManyRoles or SolverFailed.
    """
    standing = Standing(planning, goes)
    if person not in standing.rota.people or person in standing.goes:
        raise PlanningInvalid(f"Nobody who stays here: {person}")
    team = next((t for t in planning.teams if person in t.members and t.smallest > 1), None)
    companions, missing = _companions(standing, team, person)
    question = Question(standing, [person, *companions])
    found = _Ways(question)
    blocks = tuple(found.blocks())
    ways, tried = found.ways() if blocks and not missing else ((), 1)
    named = team.id if team and (companions or missing) else None
    return Unblocking(person, blocks, tuple(ways), named, tuple(companions), missing, tried, question.is_cut)


def _companions(standing: Standing, team: Team | None, person: str) -> tuple[list[str], int]:
    """Members who would have to go too for the team's smallest size, least missed ones first, and how many lack."""
    if team is None:
        return [], 0
    people = standing.rota.people
    needed = team.smallest - 1 - len(standing.goes & set(team.members))
    could = [
        m
        for m in team.members
        if m != person and m not in standing.goes and m in people
        and people[m].wants_to_go and people[m].pin != Pin.MUST_STAY
    ]  # fmt: skip
    could.sort(key=lambda m: len(standing.places(m)))
    chosen = could[: max(needed, 0)]
    return chosen, max(needed - len(chosen), 0)


class _Ways:
    """Every change that answers one question with yes."""

    def __init__(self, question: Question) -> None:
        self.question, self.standing = question, question.standing
        self.rota = self.standing.rota
        self.gone = gone = self.standing.goes | question.leaving
        self.teams_of: dict[str, list[Team]] = defaultdict(list)
        for team in self.rota.planning.teams:
            for member in team.members:
                self.teams_of[member].append(team)
        self.colleagues: dict[str, list[Person]] = defaultdict(list)
        for person in self.rota.planning.people:
            if person.id not in gone:
                self.colleagues[person.site].append(person)

    def blocks(self) -> Iterator[Shortfall]:
        """Each cell that falls short, with the smallest set of roles in which it does."""
        rota, missed = self.rota, {p: set(self.standing.places(p)) for p in sorted(self.question.leaving)}
        for (cell, roles), staying in self.question.short():
            minimum = sum(rota.demand[cell][role] for role in roles)
            people = tuple(p for p, places in missed.items() if (cell, roles) in places)
            yield Shortfall(
                cell.site, moment(cell.start), moment(cell.end), tuple(sorted(roles)), minimum, staying, people
            )

    def ways(self) -> tuple[list[Way], int]:
        """The single changes, by kind; without one, the fewest colleagues who cover, and how many were tried."""
        helpful = {
            (cell, skills): self.covering(cell, skills)
            for cell in self.question.useful
            for skills in sorted({p.roles for p in self.colleagues[cell.site]}, key=sorted)
            if skills & self.question.useful[cell]
        }
        enough = self._nearest([key for key, change in helpful.items() if self.question.holds(change)])
        ways = [*self.colleague_steps_in(enough), *self.released_stays(), *self.lower_minimum()]
        ways.sort(key=lambda way: list(Kind).index(way.kind))
        if any(way.kind is Kind.COVER for way in ways):
            return ways, 1
        several, tried = self.several(helpful)
        return [*several, *ways], tried

    def _nearest(self, keys: list[tuple[Span, frozenset[str]]]) -> list[tuple[Span, frozenset[str]]]:
        """Those at stretches that fall short; elsewhere, so that somebody can move over, only where none of them do."""
        near = [key for key in keys if any(b in self.rota.inside(key[0]) for b in self.question.blocked)]
        return near or keys

    def covering(self, cell: Span, skills: frozenset[str]) -> Change:
        return Change(tuple((row, 1) for row in self.question.helped(skills, cell)))

    def colleague_steps_in(self, enough: list[tuple[Span, frozenset[str]]]) -> Iterator[Way]:
        """One colleague more than offered, or one who offered and has a limit of rest or hours."""
        for cell in sorted({cell for cell, _ in enough}, key=lambda cell: (cell not in self.question.blocked, cell)):
            skills = [s for at, s in enough if at == cell]
            able: dict[Kind, list[Helper]] = defaultdict(list)
            for person in self.colleagues[cell.site]:
                if person.roles in skills and (found := self.helper(person, cell)):
                    able[found[0]].append(found[1])
            for kind, helpers in able.items():
                yield Way(kind, (self.step(cell, None, len(helpers)),), tuple(helpers))

    def helper(self, person: Person, cell: Span) -> tuple[Kind, Helper] | None:
        planning, offered = self.rota.planning, person.extra_shifts > 0
        rest, over = self.standing.rest_left(person, cell), self.standing.minutes_over(person, cell)
        rested = rest >= planning.rest_hours * 3600
        if rested and over <= 0:
            if not offered or self.question.holds(self.stepping_in(person, cell, Kind.COVER), of_many=True):
                return Kind.COVER, Helper(person.id, offered)
        elif offered and over <= 0 and rest >= LEAST_REST:
            if self.question.holds(self.stepping_in(person, cell, Kind.REST), of_many=True):
                return Kind.REST, Helper(person.id, offered, rest // 60)
        elif (
            offered and rested and over <= (LONGEST_WEEK - planning.week_hours) * 60
            and self.question.holds(self.stepping_in(person, cell, Kind.HOURS), of_many=True)
        ):  # fmt: skip
            return Kind.HOURS, Helper(person.id, offered, over)
        return None

    def stepping_in(self, person: Person, cell: Span, kind: Kind) -> Change:
        """A colleague covers this cell; what else they offered keeps rest and hours beside it.

        With a limit lowered it is one of the shifts that they offered, else it is one more.
        """
        offers, rest, number = self.question.offers, self.rota.planning.rest_hours * 3600, week(cell.start)
        limits = dict.fromkeys(self.question.helped(person.roles, cell), 1)
        spent = kind is not Kind.COVER and person.extra_shifts == 1
        if person.id in offers.count and kind is not Kind.COVER and not spent:
            limits[offers.count[person.id]] = -1
        minutes = (cell.end - cell.start) // 60
        left = self.rota.minutes_left(person, number) - minutes
        if (person.id, number) in offers.hours and left >= 0 and not spent:
            row, before, unit = offers.hours[person.id, number]
            limits[row] = left // unit - before // unit
        closed = [
            column
            for at, column in offers.options.get(person.id, ())
            if spent
            or (at.start < cell.end + rest and cell.start < at.end + rest)
            or (week(at.start) == number and (at.end - at.start) // 60 > left)
        ]  # fmt: skip
        return Change(tuple(limits.items()), tuple(closed))

    def released_stays(self) -> Iterator[Way]:
        """Somebody who goes stays at work instead, and their team is still big enough."""
        helpers = []
        for person in sorted(filter(self.may_stay, self.standing.goes)):
            rows = self.question.missed_in(person)
            back = Change(tuple((row, 1) for row in rows))
            helping = back._replace(opened=tuple(column for _, column in self.question.offers.options.get(person, ())))
            if (rows and self.question.holds(back)) or (helping.opened and self.question.holds(helping, of_many=True)):
                helpers.append(Helper(person, self.rota.people[person].extra_shifts > 0))
        if helpers:
            yield Way(Kind.STAY, (), tuple(helpers))

    def may_stay(self, person: str) -> bool:
        return all(
            not 0 < len(self.gone.intersection(team.members)) - 1 < team.smallest for team in self.teams_of[person]
        )

    def lower_minimum(self) -> Iterator[Way]:
        """Where it falls short one fewer is asked for."""
        question = self.question
        for cell in sorted(question.blocked):
            for role in sorted(role for role, minimum in self.rota.demand[cell].items() if minimum > 0):
                asked = self.standing.lowered(cell, role)
                limits = []
                for row, (at, roles) in enumerate(question.cover):
                    if at == cell and role in roles:
                        filled = self.standing.filled[cell, roles]
                        more = filled - asked.get(roles, 0) - question.already[cell, roles]
                        limits += [(row, more)] if more > 0 else []
                if limits and question.holds(Change(tuple(limits))):
                    yield Way(Kind.MINIMUM, (self.stretch(cell, (role,), 0),))

    def several(self, helpful: dict[tuple[Span, frozenset[str]], Change]) -> tuple[list[Way], int]:
        """The fewest different colleagues beyond those who offered, each covering one stretch, who are enough.

        And how many together were tried, all choices of them.
        """
        groups: dict[tuple[Span, Change], list[frozenset[str]]] = defaultdict(list)
        for (cell, skills), change in helpful.items():
            groups[cell, change].append(skills)
        useful = [(cell, change) for (cell, change), skills in groups.items() if any(self.free(cell, skills))]
        able: dict[tuple[Span, Change], set[str]] = {}

        def who(key: tuple[Span, Change]) -> set[str]:
            if key not in able:
                able[key] = set(self.free(key[0], groups[key]))
            return able[key]

        fewest = self.question.fewest([change for _, change in useful])
        for number in range(max(fewest, 2), COLLEAGUES_AT_MOST + 1):
            if comb(len(useful) + number - 1, number) > CHOICES_AT_MOST:
                return [], number - 1
            for chosen in combinations_with_replacement(useful, number):
                limits: dict[int, int] = defaultdict(int)
                for _, change in chosen:
                    for row, more in change.limits:
                        limits[row] += more
                together = Change(tuple(sorted(limits.items())))
                if (
                    not self.question.refuted(together)
                    and _different([who(key) for key in chosen])
                    and self.question.holds(together)
                ):
                    steps = (self.step(cell, change, len(who((cell, change)))) for cell, change in chosen)
                    return [Way(Kind.COVER, tuple(steps))], number
        return [], COLLEAGUES_AT_MOST

    def free(self, cell: Span, skills: list[frozenset[str]]) -> Iterator[str]:
        """Who has not offered to cover and could step in there with rest and hours kept."""
        rest = self.rota.planning.rest_hours * 3600
        for person in self.colleagues[cell.site]:
            if (
                not person.extra_shifts and person.roles in skills
                and self.standing.rest_left(person, cell) >= rest and self.standing.minutes_over(person, cell) <= 0
            ):  # fmt: skip
                yield person.id

    def step(self, cell: Span, change: Change | None, colleagues: int) -> Step:
        """Somebody covers this cell: the roles of which each alone helps as the change does, or is enough."""
        alone = []
        for role in sorted(self.question.useful[cell]):
            one = self.covering(cell, frozenset({role}))
            if self.question.holds(one) if change is None else set(change.limits) <= set(one.limits):
                alone.append(role)
        return self.stretch(cell, tuple(alone), colleagues)

    def stretch(self, cell: Span, roles: tuple[str, ...], colleagues: int) -> Step:
        return Step(cell.site, moment(cell.start), moment(cell.end), roles, colleagues)


def _different(able: list[set[str]]) -> bool:
    """Whether each place can have a person of its own."""
    if not able:
        return True
    first, *rest = sorted(able, key=len)
    return any(_different([others - {person} for others in rest]) for person in sorted(first)[: len(able)])
