"""Use cases of employees and their managers."""

from uuid import UUID

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as days_rules
from hackday.days import service as days
from hackday.days import store as days_store
from hackday.days.schemas import Day
from hackday.errors import NotFound
from hackday.people.schemas import Actor
from hackday.release import following, rules, store
from hackday.release.acting import principals
from hackday.release.answers import covering, telling
from hackday.release.answers import rules as answer_rules
from hackday.release.answers import store as answers
from hackday.release.answers.inbox import headcount
from hackday.release.plans import store as plan_store
from hackday.release.schemas import Pin
from hackday.release.swaps import store as swap_store
from hackday.release.wire import Decided, DecisionDraft, MyRelease, Shortage, Verdict


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


async def decide(actor: Actor, day: str, draft: DecisionDraft) -> Decided:
    """Approve or decline whom one answers for, all of them or none.

    Decisions about a site wait for each other, so that no two of them can break cover together: raises
    ShiftLosesCover, which names all who would, each counted after those before them in `draft.people`. With
    `draft.override` they go nevertheless, and organisers are told.
    """
    answer_rules.check_draft(draft)
    entry = await days.enter(actor, day)
    people = list(dict.fromkeys(draft.people))
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(held, *rules.PHASES)
        concerned = [*people, draft.cover] if draft.cover else people
        await store.hold_sites(held.id, await store.sites_of(held.id, concerned))
        await store.hold_sign_ups(held.id, people)
        acting = await principals(actor, entry)
        found = {wish.person: wish for wish in await answers.wishes(held.id, acting, people)}
        if len(found) < len(people):
            raise NotFound("person among those who report to you and signed up")
        wishes = [found[person] for person in people]
        for wish in wishes:
            if wish.state == "withdrawn":
                raise rules.NotAVolunteer(wish.name)
        short: dict[UUID, list[Shortage]] = {}
        if draft.verdict is Verdict.APPROVED:
            await covering.hold_work(held, people, draft.cover)
            await _check_takes(held, wishes, draft)
            for wish in wishes:
                await covering.put_in(held, acting, wish, draft.cover, by=actor)
            short = await _check_cover(held, wishes, draft)
        else:
            await covering.let_go(held, people, by=actor)
        absent = {w.person: w.manager_id if w.manager_id != actor.id else None for w in wishes}
        await answers.decide(
            held.id, people, draft.verdict, draft.reason.strip(), by=actor.id, now=clock.now(), acting_for=absent,
            overrides=short,
        )  # fmt: skip
        for wish in wishes:
            await audit.record(
                f"release.{draft.verdict}", wish.person, actor=actor.id, day=held.id, reason=draft.reason.strip(),
                before={"state": wish.state},
                after={"acting_for": absent[wish.person], "cover": draft.cover, "override": short.get(wish.person)},
            )  # fmt: skip
        await telling.decided(actor, held, wishes, draft, short)
        await following.rota_changed(held.id, people)
        await notify(f"release:{held.id}")
    return Decided(len(people))


async def set_pin(actor: Actor, day: str, person: UUID, kind: Pin | None) -> None:
    """Say before planning that one of my people must go or must stay; None takes it back."""
    entry = await days.enter(actor, day)
    async with tx():
        held = await days_store.hold_day(entry.day.id)
        days_rules.check_phase(held, *rules.PHASES)
        if not await answers.is_report(await principals(actor, entry), person):
            raise NotFound("person among those who report to you")
        await answers.set_pin(held.id, person, kind, by=actor.id, now=clock.now())
        await audit.record("release.set_pin", person, actor=actor.id, day=held.id, after=kind)


async def _check_takes(day: Day, wishes: list[answers.Wish], draft: DecisionDraft) -> None:
    """Who is counted on for a colleague's shift of this day stays, also by an override. Raises HasTakenShift."""
    taken = await swap_store.confirmed_takes(day.id, [wish.person for wish in wishes])
    refused = [
        (f"/people/{draft.people.index(w.person)}", w.name, taken[w.person]) for w in wishes if w.person in taken
    ]
    if refused:
        raise answer_rules.HasTakenShift(refused)


async def _check_cover(day: Day, wishes: list[answers.Wish], draft: DecisionDraft) -> dict[UUID, list[Shortage]]:
    """What falls short by each approval that overrides the minimum, one counted after the other."""
    count = await headcount(day, [wish.person for wish in wishes])
    short, refused = {}, []
    for wish in wishes:
        person = str(wish.person)
        missing = list(count.shortages_of(person))
        if missing and not draft.override:
            refused.append((f"/people/{draft.people.index(wish.person)}", wish.name, missing[0]))
            continue
        count.leaving.add(person)
        if missing:
            short[wish.person] = missing
            count.overridden.add(person)
        else:
            count.overridden.discard(person)
    if refused:
        raise rules.ShiftLosesCover(refused)
    return short
