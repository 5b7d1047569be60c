"""Use cases of employees and their managers."""

from uuid import UUID

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Day, Role
from hackday.errors import NotFound
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.release import following, rules, store
from hackday.release.answers import store as answers
from hackday.release.headcount import Headcount
from hackday.release.plans import store as plan_store
from hackday.release.plans.gathering import gather_around, zones
from hackday.release.schemas import Pin
from hackday.release.wire import Decided, DecisionDraft, Inbox, MyRelease, Verdict, Volunteer


async def my_release(actor: Actor, day: str) -> MyRelease:
    entry = await days.enter(actor, day)
    return await answers.mine(entry.day, actor.id)


async def set_offer(actor: Actor, day: str, extra_shifts: int) -> MyRelease:
    """Say how many shifts I would take over. Raises OfferIsInUse if the published plan counts on more."""
    entry = await days.enter(actor, day)
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(held, *rules.PHASES)
        await store.hold_sites(held.id, [actor.site])  # one steps in at home alone: no plan is published meanwhile
        plan = await plan_store.published(held.id)
        moves = len(await plan_store.moves(plan, person=actor.id)) if plan else 0
        if extra_shifts < moves:
            raise rules.OfferIsInUse(moves)
        await answers.set_offer(held.id, actor.id, extra_shifts)
        await audit.record("release.set_offer", actor.id, actor=actor.id, day=held.id, after=extra_shifts)
    return await answers.mine(entry.day, actor.id)


async def inbox(actor: Actor, day: str) -> Inbox:
    """My own people who want to go; nobody else's, whoever asks. Organisers answer for who has no manager."""
    entry = await days.enter(actor, day)
    async with tx("repeatable_read"):
        wishes = await answers.wishes(entry.day.id, actor.id, unmanaged=Role.ORGANISER in entry.roles)
        has_plan = await plan_store.published(entry.day.id) is not None
        count = await _headcount(entry.day, [wish.person for wish in wishes])
        is_manager = await answers.is_manager(actor.id)
    people = []
    for wish in wishes:
        person = str(wish.person)
        people.append(
            Volunteer(
                **{name: getattr(wish, name) for name in wish.__struct_fields__},
                shifts=count.standing(person),
                shortage=None if wish.state == "released" else count.shortage(person),
            )
        )
    return Inbox(is_manager, has_plan, people)


async def decide(actor: Actor, day: str, draft: DecisionDraft) -> Decided:
    """Approve or decline my own people, all of them or none; organisers also those who have no manager.

    Decisions about a site wait for each other, so that no two of them can break cover together: raises
    ShiftLosesCover for the first who would.
    """
    rules.check_reason(draft.verdict, draft.reason)
    entry = await days.enter(actor, day)
    people = list(dict.fromkeys(draft.people))
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(held, *rules.PHASES)
        await store.hold_sites(held.id, await store.sites_of(held.id, people))
        await store.hold_sign_ups(held.id, people)
        wishes = await answers.wishes(held.id, actor.id, people, unmanaged=Role.ORGANISER in entry.roles)
        if len(wishes) < len(people):
            raise NotFound("person among those who report to you and signed up")
        for wish in wishes:
            if wish.state == "withdrawn":
                raise rules.NotAVolunteer(wish.name)
        if draft.verdict is Verdict.APPROVED:
            await _check_cover(held, wishes)
        await answers.decide(held.id, people, draft.verdict, draft.reason.strip(), by=actor.id, now=clock.now())
        for wish in wishes:
            await audit.record(
                f"release.{draft.verdict}", wish.person, actor=actor.id, day=held.id, reason=draft.reason.strip(),
                before={"state": wish.state},
            )  # fmt: skip
        await _tell(actor, held, people, draft)
        await following.rota_changed(held.id, people)
        await notify(f"release:{held.id}")
    return Decided(len(people))


async def set_pin(actor: Actor, day: str, person: UUID, kind: Pin | None) -> None:
    """Say before planning that one of my people must go or must stay; None takes it back."""
    entry = await days.enter(actor, day)
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(held, *rules.PHASES)
        if not await answers.is_report(actor.id, person):
            raise NotFound("person among those who report to you")
        await answers.set_pin(held.id, person, kind, by=actor.id, now=clock.now())
        await audit.record("release.set_pin", person, actor=actor.id, day=held.id, after=kind)


async def _check_cover(day: Day, wishes: list[answers.Wish]) -> None:
    count = await _headcount(day, [wish.person for wish in wishes])
    for wish in wishes:
        if shortage := count.shortage(str(wish.person)):
            raise rules.ShiftLosesCover(wish.name, shortage)
        count.leaving.add(str(wish.person))


async def _headcount(day: Day, people: list[UUID]) -> Headcount:
    """Of the cells alone where one of these people is missed if they leave."""
    planning, moves = await gather_around(day, people)
    leaving = await store.leaving(day.id, [UUID(person.id) for person in planning.people])
    return Headcount(planning, leaving, moves, await zones())


async def _tell(actor: Actor, day: Day, people: list[UUID], draft: DecisionDraft) -> None:
    page = f"/days/{day.slug}/release"
    if draft.verdict is Verdict.APPROVED:
        title, body = f"You are released for {day.name}", f"{actor.name} approved it. Enjoy the day."
    else:
        title, body = f"You are not released for {day.name}", f"{actor.name}: {draft.reason.strip()}"
    await notices.send(people, title, body, page, by_mail=True)
