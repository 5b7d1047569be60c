"""The inbox: what a manager, or who acts for one, sees before they decide."""

from collections.abc import Collection
from uuid import UUID

from hackday.database import tx
from hackday.days import service as days
from hackday.days.schemas import Day
from hackday.people.schemas import Actor
from hackday.release import store
from hackday.release.acting import Principals, principals
from hackday.release.answers import store as answers
from hackday.release.answers.schemas import Answering, Away, Inbox, Volunteer
from hackday.release.headcount import Headcount
from hackday.release.plans import store as plan_store
from hackday.release.plans.gathering import gather_around, zones
from hackday.release.plans.settings import settings_of

_SHOWN = [name for name in answers.Wish.__struct_fields__ if name in Volunteer.__struct_fields__]


async def inbox(actor: Actor, day: str) -> Inbox:
    """Who waits for this person's answer or got it, and nobody else: see `acting.principals` and `store.wishes`."""
    entry = await days.enter(actor, day)
    async with tx("repeatable_read"):
        acting = await principals(actor, entry)
        wishes = await answers.wishes(entry.day.id, acting)
        people = [wish.person for wish in wishes]
        count = await headcount(entry.day, people)
        team_ids = {wish.team_id for wish in wishes if wish.team_id}
        going = await answers.going_members(entry.day.id, team_ids)
        away = {wish.person: set(map(UUID, count.away(str(wish.person)))) for wish in wishes}
        own = await answers.own_names(acting, set().union(*away.values(), *going.values()))
        standins = await answers.standins(entry.day.id, people)
        found = Inbox(
            is_manager=await answers.is_manager(actor.id),
            has_plan=await plan_store.published(entry.day.id) is not None,
            answers_by=(await settings_of(entry.day)).answers_by,
            people=[
                Volunteer(
                    **{name: getattr(wish, name) for name in _SHOWN},
                    shifts=count.standing(str(wish.person)),
                    shortage=None if wish.state == "released" else count.shortage(str(wish.person)),
                    away=_away(away[wish.person], own),
                    teammates=_away(going[wish.team_id] - {wish.person} if wish.team_id else (), own),
                    standins=standins[wish.person],
                )
                for wish in wishes
            ],
        )
    return found


async def answering(actor: Actor, day: str) -> Answering:
    """Whether there is anybody to answer for: so that the page shows the inbox also to who is no manager."""
    entry = await days.enter(actor, day)
    acting = await principals(actor, entry)
    return Answering(
        acting.unmanaged or bool(acting.managers - {actor.id} or acting.escalated) or await answers.is_manager(actor.id)
    )


async def wish_of(acting: Principals, day: Day, person: UUID) -> answers.Wish | None:
    """The one request, if it is this person's to answer."""
    return next(iter(await answers.wishes(day.id, acting, [person])), None)


async def headcount(day: Day, people: list[UUID]) -> Headcount:
    """Of the cells alone where one of these people is missed if they leave."""
    planning, moves = await gather_around(day, people)
    leaving = await store.leaving(day.id, [UUID(person.id) for person in planning.people])
    return Headcount(planning, leaving, moves, await zones(), await store.overridden(day.id))


def _away(people: Collection[UUID], own: dict[UUID, str]) -> Away:
    yours = sorted(own[person] for person in people if person in own)
    return Away(yours, len(people) - len(yours))
