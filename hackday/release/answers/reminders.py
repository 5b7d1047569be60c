"""Reminds managers before the rota deadline and hands on what they left: a task of every serving process."""

import asyncio
import logging
from collections.abc import Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from hackday import audit, clock
from hackday.database import notify, reading, tx
from hackday.days import store as days_store
from hackday.days.schemas import Day
from hackday.release import rules as release_rules
from hackday.release.acting import stand_ins
from hackday.release.answers import rules, telling
from hackday.release.answers.rules import Kind
from hackday.release.plans.settings import settings_of

log = logging.getLogger("hackday.release")

PAUSE = 60.0  # seconds; so late a reminder may come


class Unanswered(msgspec.Struct, frozen=True):
    """Somebody who has not answered `requests` of their people; `boss` is their own manager, if at work."""

    person: UUID
    name: str
    boss: UUID | None
    requests: int


async def run_for_ever() -> None:
    """Send what is due, look again, and never give up."""
    while True:
        try:
            await send_due()
        except Exception:
            log.exception("reminding managers")
        await asyncio.sleep(PAUSE)


async def send_due() -> int:
    """Send every reminder that is due now and was not sent; how many. Any number of processes may do so at once."""
    now, sent = clock.now(), 0
    async with reading() as c:
        slugs = await c.fetch("select slug from day where phase = any($1) order by id", list(release_rules.PHASES))
    for row in slugs:
        day = await days_store.find_day(row["slug"])
        if day and (kind := rules.due((await settings_of(day)).answers_by, now)):
            for late in await unanswered(day.id, kind):
                sent += await _remind(day, late, kind, now)
    return sent


async def unanswered(day_id: UUID, kind: Kind) -> list[Unanswered]:
    """Who lets people wait, and has not got this kind of reminder yet.

    Organisers are asked for who has no manager; there is nobody to hand that on to.
    """
    async with reading() as c:
        rows = await c.fetch(
            """select a.id as person, a.name, b.id as boss, count(*) as requests
                 from sign_up s join person p on p.id = s.person and p.is_active
                 join person a on a.id = p.manager or (p.manager is null and a.id <> p.id and $3 and exists (
                   select from day_role r where r.day = $1 and r.person = a.id and r.role = 'organiser'))
                 left join person b on b.id = a.manager and b.is_active
                where s.day = $1 and s.state = 'wanted'
                  and not exists (select from reminder r where r.day = $1 and r.manager = a.id and r.kind = $2)
                group by a.id, b.id order by a.id""",
            day_id, kind, kind is not Kind.ESCALATED,
        )  # fmt: skip
    return [msgspec.convert(dict(row), Unanswered) for row in rows]


async def _remind(day: Day, late: Unanswered, kind: Kind, now: datetime) -> bool:
    """False when another process was first: the row that allows the reminder is written before it is sent."""
    async with tx() as c:
        held = await days_store.hold_day(day.id)
        first = held.phase in release_rules.PHASES and await c.fetchval(
            """insert into reminder (id, day, manager, kind, sent_at) values (uuidv7(), $1, $2, $3, $4)
               on conflict do nothing returning true""",
            held.id, late.person, kind, now,
        )  # fmt: skip
        if not first:
            return False
        if kind is Kind.ESCALATED:
            await _hand_on(held, late)
        else:
            await _ask_for_answers(held, late)
        return True


async def _ask_for_answers(day: Day, late: Unanswered) -> None:
    until = (await settings_of(day)).answers_by.astimezone(ZoneInfo(day.time_zone))
    await telling.waiting(
        day,
        {late.person, *await stand_ins([late.person])},
        f"{_people(late.requests)} for your answer",
        f"Answer until {until:%a %d %b %H:%M} ({day.time_zone}); later it is handed on.",
    )


async def _hand_on(day: Day, late: Unanswered) -> None:
    heirs: Collection[UUID] = (
        {late.boss, *await stand_ins([late.boss])} if late.boss else await telling.organisers(day.id)
    )
    title = f"{_people(late.requests)} for your answer in place of {late.name}"
    await telling.waiting(day, heirs, title, f"{late.name} did not answer until the deadline.")
    body = "The deadline has passed. You may still answer, and so may your own manager or the organisers."
    await telling.waiting(
        day, {late.person, *await stand_ins([late.person])}, "your people's requests are handed on", body, by_mail=False
    )
    await audit.record("release.escalate", late.person, actor=None, day=day.id, after={"requests": late.requests})
    await notify(f"release:{day.id}")


def _people(number: int) -> str:
    return "1 person waits" if number == 1 else f"{number} people wait"
