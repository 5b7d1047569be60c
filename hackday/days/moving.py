"""Use cases around phases: their times, and moving the day on by hand or by the clock."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import phase_store, rules, store
from hackday.days.announcements import announcement
from hackday.days.local_time import instant
from hackday.days.schemas import Day, Entry, MoveDraft, Phase, PhaseTimesDraft, Role
from hackday.notices import service as notices
from hackday.people.schemas import Actor

followers: list[Callable[[UUID, Phase], Awaitable[None]]] = []
"""What later features do in the transaction of every move, the day's row locked; `app.py` names them."""


async def set_times(actor: Actor | None, entry: Entry, draft: PhaseTimesDraft) -> None:
    """Replace the day's phase times; `actor` None is the command line."""
    rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day = await store.lock_day(entry.day.id)
        before = {time.phase: time for time in await phase_store.phase_times(day.id)}
        told = [
            (time.phase, instant(time.starts_at, day.time_zone, pointer=f"/times/{place}/starts_at"))
            for place, time in enumerate(draft.times)
        ]
        now = clock.now()
        times = rules.check_times(day, told, before=before, now=now)
        await phase_store.set_phase_times(day.id, times, now=now)
        await audit.record(
            "days.set_times",
            day.slug,
            actor=actor.id if actor else None,
            day=day.id,
            before=list(before.values()),
            after=times,
        )
        await _spread(day)


async def move(actor: Actor | None, entry: Entry, draft: MoveDraft) -> None:
    """Move the day by hand, forwards or backwards; recorded, and told to those concerned."""
    rules.check_role(entry, Role.ORGANISER)
    async with tx():
        day = await store.lock_day(entry.day.id)
        rules.check_move(day, from_phase=draft.from_phase, to_phase=draft.to_phase)
        await _move(
            day, draft.to_phase, now=clock.now(), moved_by=actor.id if actor else None, reason=draft.reason.strip()
        )


async def move_next_due() -> bool:
    """Let the clock make one move that is due, if there is one. Any number of processes may ask at once."""
    now = clock.now()
    async with tx():
        found = await phase_store.next_due(now)
        if found is None:
            return False
        day = await store.lock_day(found[0])
        due = await phase_store.next_due(now, day=day.id)  # again: another process may have been first
        if due is None:
            return True
        phase = due[1]
        if phase.place > day.phase.place:
            await _move(day, phase, now=now, moved_by=None, reason="")
        else:
            await phase_store.finish_times(day.id, [phase], now=now)
    return True


async def _move(day: Day, to_phase: Phase, *, now: datetime, moved_by: UUID | None, reason: str) -> None:
    behind = [phase for phase in Phase if phase.place <= to_phase.place]
    await phase_store.set_phase(
        day.id, from_phase=day.phase, to_phase=to_phase, now=now, moved_by=moved_by, reason=reason
    )
    await phase_store.finish_times(day.id, behind, now=now)
    for follow in followers:
        await follow(day.id, to_phase)
    await audit.record(
        "days.move_phase",
        day.slug,
        actor=moved_by,
        day=day.id,
        reason=reason,
        before={"phase": day.phase},
        after={"phase": to_phase},
    )
    title, body = announcement(day, to_phase, reason)
    await notices.send(await phase_store.people_concerned(day.id), title, body, f"/days/{day.slug}")
    await _spread(day)


async def _spread(day: Day) -> None:
    await notify(f"day:{day.id}")
    await notify(f"board:{day.id}")
