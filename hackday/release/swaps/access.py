"""Who may do what with an open shift."""

from uuid import UUID

from hackday.days.schemas import Entry, Role
from hackday.errors import NotFound
from hackday.people.schemas import Actor
from hackday.release.acting import Principals, principals
from hackday.release.plans.settings import planned_sites
from hackday.release.swaps import refusals, staff
from hackday.release.swaps.schemas import Opening


class Powers:
    """For whom, and for which sites, somebody may act."""

    def __init__(self, actor: UUID, acting: Principals, sites: frozenset[str] | None) -> None:
        self.actor = actor
        self.acting = acting
        self.managers = acting.managers | acting.escalated
        self.sites = sites
        """Sites that they plan; None for all."""

    def plans(self, site: str) -> bool:
        return self.sites is None or site in self.sites

    def manages(self, person: UUID, manager: UUID | None) -> bool:
        """Nobody is their own manager's deputy for themselves."""
        if person == self.actor:
            return False
        return manager in self.managers if manager else self.acting.unmanaged


async def powers(actor: Actor, entry: Entry) -> Powers:
    sites = await planned_sites(actor, entry) if Role.PLANNER in entry.roles else frozenset()
    return Powers(actor.id, await principals(actor, entry), sites)


async def check_sees(powers: Powers, site: str, opening: Opening) -> None:
    """Raise NotFound unless it concerns one, is open to the colleagues at one's `site`, or one answers or plans."""
    if powers.actor in (opening.giver, opening.asked, opening.taker, opening.opened_by) or powers.plans(opening.site):
        return
    if opening.asked is None and opening.site == site:
        return
    known = await staff.people([p for p in (opening.giver, opening.taker) if p])
    if not any(powers.manages(person.id, person.manager) for person in known.values()):
        raise NotFound("open shift")


async def check_gives(powers: Powers, giver: UUID | None, site: str) -> None:
    """Raise NotYoursToGive unless it is one's own, of one of one's people, or at a site that one plans."""
    if giver == powers.actor or powers.plans(site):
        return
    known = (await staff.people([giver])).get(giver) if giver else None
    if known is None or not powers.manages(known.id, known.manager):
        raise refusals.NotYoursToGive


async def check_confirms(powers: Powers, opening: Opening) -> None:
    """Raise NotYoursToConfirm unless one answers for who has taken it, or plans the site."""
    if not await may_confirm(powers, opening):
        raise refusals.NotYoursToConfirm


async def may_confirm(powers: Powers, opening: Opening) -> bool:
    """Nobody confirms themselves."""
    if opening.taker is None or opening.taker == powers.actor:
        return False
    if powers.plans(opening.site):
        return True
    known = (await staff.people([opening.taker])).get(opening.taker)
    return known is not None and powers.manages(known.id, known.manager)
