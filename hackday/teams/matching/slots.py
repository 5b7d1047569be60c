"""Where there is room: a team with its members and those kept in it, or all teams that a challenge may still found."""

from typing import NamedTuple

from hackday.teams.matching import worth
from hackday.teams.matching.schemas import Asked, Candidate, Limits, WhyNot


class Slot(NamedTuple):
    challenge: str
    team: str | None
    """None: `most` teams to be founded."""
    most: int
    limits: Limits
    skills: tuple[str, ...]
    members: tuple[Candidate, ...] = ()
    must_fill: bool = False
    """A kept team that does not exist yet: below the smallest size its locks break."""

    def refuses(self, person: Candidate) -> WhyNot | None:
        """Why this person cannot come to those who are there; None: can."""
        if len(self.members) >= self.limits.largest:
            return WhyNot.NO_PLACE_LEFT
        most = self.limits.department_most
        if most is not None and sum(m.department == person.department for m in self.members) >= most:
            return WhyNot.DEPARTMENT_MIX
        sites = {m.site for m in self.members} | {person.site}
        if len(sites) + self.limits.largest - len(self.members) - 1 < (self.limits.sites_least or 1):
            return WhyNot.SITE_MIX
        return None

    def kept(self, before: int = 0) -> tuple["Slot", tuple[Candidate, ...]]:
        """This team with those who may come one after the other, and the others; the first `before` stand."""
        team, others = self._replace(members=self.members[:before]), list[Candidate]()
        for person in self.members[before:]:
            if team.refuses(person):
                others.append(person)
            else:
                team = team._replace(members=(*team.members, person))
        return team, tuple(others)

    def cost(self) -> float:
        """Points that this team's lacks take off."""
        skills = {skill for person in self.members for skill in person.skills}
        missing = len(set(self.skills) - skills)
        sites = max(0, (self.limits.sites_least or 1) - len({person.site for person in self.members}))
        people = max(0, self.limits.smallest - len(self.members))
        return worth.MISSING_SKILL * missing + worth.MISSING_SITE * sites + worth.MISSING_PERSON * people


def slots_of(asked: Asked, broken: dict[str, WhyNot]) -> tuple[list[Slot], set[str]]:
    """All slots, and the people whose locks hold. Adds to `broken` those that cannot."""
    people = {p.id: p for p in asked.people}
    challenges = {c.id: c for c in sorted(asked.challenges, key=lambda c: c.id)}
    slots = {
        t.id: Slot(t.challenge, t.id, 1, t.limits, t.skills, t.members) for t in sorted(asked.teams, key=lambda t: t.id)
    }
    places = {c.id: len(people) if c.places is None else c.places for c in challenges.values()}
    held: set[str] = set()
    for lock in sorted(asked.locks, key=lambda lock: lock.person):
        person = people.get(lock.person)
        if person is None or person.id in broken or person.id in held:
            continue
        slot = slots.get(lock.team)
        is_new = slot is None
        if slot is None and lock.challenge in challenges and lock.team.startswith(f"{lock.challenge}#"):
            challenge = challenges[lock.challenge]
            slot = Slot(challenge.id, lock.team, 1, challenge.limits, challenge.skills, must_fill=True)
        if slot is None or slot.challenge != lock.challenge:
            broken[person.id] = WhyNot.NO_SUCH_TEAM
        elif is_new and places[lock.challenge] <= 0:
            broken[person.id] = WhyNot.NO_PLACE_LEFT
        elif why := slot.refuses(person):
            broken[person.id] = why
        else:
            places[lock.challenge] -= is_new
            slots[lock.team] = slot._replace(members=(*slot.members, person))
            held.add(person.id)
    pools = [
        Slot(c.id, None, enough, c.limits, c.skills)
        for c in challenges.values()
        if (enough := min(places[c.id], (len(people) - len(held)) // c.limits.smallest)) > 0
    ]
    return [*slots.values(), *pools], held
