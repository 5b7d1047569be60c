"""Tells people what was decided about them, and managers and organisers what others decided."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from hackday.database import reading
from hackday.days.schemas import Day
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.release import rules
from hackday.release.acting import stand_ins
from hackday.release.answers.store import Wish
from hackday.release.wire import DecisionDraft, Shortage, Verdict


def page(day: Day, part: str = "") -> str:
    return f"/days/{day.slug}/release{part}"


async def decided(
    actor: Actor,
    day: Day,
    wishes: Sequence[Wish],
    draft: DecisionDraft,
    short: Mapping[UUID, Sequence[Shortage]],
) -> None:
    reason = draft.reason.strip()
    if draft.verdict is Verdict.APPROVED:
        title, body = f"You are released for {day.name}", f"{actor.name} approved it. Enjoy the day."
    else:
        title, body = f"You are not released for {day.name}", f"{actor.name}: {reason}"
    await notices.send([wish.person for wish in wishes], title, body, page(day), by_mail=True)
    others = defaultdict(list)
    for wish in wishes:
        if wish.manager_id:
            others[wish.manager_id].append(wish.name)
    for manager, names in others.items():
        concerned = {manager, *await stand_ins([manager])} - {actor.id}
        title = f"{day.name}: {actor.name} {draft.verdict} {', '.join(names)}"
        await notices.send(concerned, title, reason, page(day, "/people"))
    for wish in wishes:
        if missing := short.get(wish.person):
            title = f"{day.name}: {wish.name} is released below the minimum"
            body = f"{actor.name}: {reason} Short: {'; '.join(map(rules.shown, missing))}."
            await notices.send(await organisers(day.id) - {actor.id}, title, body, page(day, "/plan"))


async def organisers(day_id: UUID) -> set[UUID]:
    async with reading() as c:
        rows = await c.fetch("select person from day_role where day = $1 and role = 'organiser'", day_id)
    return {row["person"] for row in rows}


async def waiting(day: Day, people: Collection[UUID], title: str, body: str, *, by_mail: bool = True) -> None:
    await notices.send(people, f"{day.name}: {title}", body, page(day, "/people"), by_mail=by_mail)
