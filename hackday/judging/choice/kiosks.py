"""Kiosks and personal codes, for people who vote without a device of their own."""

import secrets
from uuid import UUID

from hackday import audit, clock
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Role
from hackday.judging.choice import kiosk_store, rules, service, store
from hackday.judging.choice.schemas import (
    CodeAsk,
    CodesDraft,
    Kiosk,
    KioskBallot,
    KioskCast,
    KioskDraft,
    KioskPage,
    NewCode,
    NewKiosk,
    PrintedCode,
)
from hackday.people.schemas import Actor
from hackday.people.service import digest


async def make_kiosk(actor: Actor, entry: Entry, draft: KioskDraft) -> NewKiosk:
    """A link for one device; it opens nothing but ballots of this day, by their codes. Raises TooManyKiosks."""
    day_rules.check_role(entry, Role.ORGANISER)
    token = secrets.token_urlsafe(32)
    async with tx():
        await days.lock_day(entry.day.id)
        live = [kiosk for kiosk in await kiosk_store.kiosks(entry.day.id) if kiosk.revoked_at is None]
        if len(live) >= rules.KIOSKS_MOST:
            raise rules.TooManyKiosks
        kiosk = await kiosk_store.add_kiosk(
            entry.day.id, draft.name.strip(), digest(token), by=actor.id, now=clock.now()
        )
        await audit.record("choice.make_kiosk", kiosk.id, actor=actor.id, day=entry.day.id, after=kiosk)
    return NewKiosk(kiosk, token)


async def revoke_kiosk(actor: Actor, entry: Entry, kiosk_id: UUID) -> Kiosk:
    """The link opens nothing from now on. Raises NoSuchKiosk."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        kiosk = await kiosk_store.revoke_kiosk(entry.day.id, kiosk_id, now=clock.now())
        if kiosk is None:
            raise rules.NoSuchKiosk
        await audit.record("choice.revoke_kiosk", kiosk.id, actor=actor.id, day=entry.day.id)
    return kiosk


def _new_code() -> str:
    return "".join(secrets.choice(rules.CODE_ALPHABET) for _ in range(rules.CODE_LENGTH))


async def make_code(actor: Actor, entry: Entry) -> NewCode:
    """A code of my own; every earlier one of mine dies, printed ones too, for I may have lost them."""
    code, now = _new_code(), clock.now()
    async with tx():
        await kiosk_store.put_codes(entry.day.id, [(actor.id, digest(code))], is_printed=False, now=now)
        await kiosk_store.drop_printed(entry.day.id, actor.id)
        await audit.record("choice.make_code", actor.id, actor=actor.id, day=entry.day.id)
    return NewCode(code, now)


async def print_codes(actor: Actor, entry: Entry, draft: CodesDraft) -> list[PrintedCode]:
    """Codes to cut out and hand over; the printed ones before die. Raises SheetIsTooLong, NobodyToPrintFor."""
    day_rules.check_role(entry, Role.ORGANISER)
    rules.check_codes(draft)
    async with tx():
        await days.lock_day(entry.day.id)  # two organisers: the second prints for nobody whom the first printed for
        people = await kiosk_store.people_to_print(
            entry.day.id, person=draft.person, site=draft.site, department=draft.department, again=draft.again
        )
        if len(people) > rules.CODES_MOST:
            raise rules.SheetIsTooLong(len(people))
        if not people:
            raise rules.NobodyToPrintFor
        codes = [_new_code() for _ in people]
        hashes = [(person.id, digest(code)) for person, code in zip(people, codes, strict=True)]
        await kiosk_store.put_codes(entry.day.id, hashes, is_printed=True, now=clock.now())
        await audit.record(
            "choice.print_codes", entry.day.slug, actor=actor.id, day=entry.day.id,
            after={"for": draft, "people": len(people)},
        )  # fmt: skip
    return [
        PrintedCode(person.name, person.department, person.site, code)
        for person, code in zip(people, codes, strict=True)
    ]


async def open_kiosk(entry: Entry, token: str) -> KioskPage:
    """The start screen. Raises NoSuchKiosk."""
    kiosk = await kiosk_store.find_kiosk(entry.day.id, digest(token))
    if kiosk is None:
        raise rules.NoSuchKiosk
    has_categories = bool(await store.categories(entry.day.id))
    return KioskPage(entry.day.name, kiosk.name, entry.day.phase in rules.VOTING, has_categories)


async def ballot(entry: Entry, ask: CodeAsk) -> KioskBallot:
    """The ballot of whoever holds the code. Raises NoSuchKiosk, TooManyGuesses, NoSuchCode."""
    async with tx():
        day_rules.check_phase(await days.hold_day(entry.day.id), *rules.VOTING)
        _, person = await _read(entry, ask.token, ask.code)
        found = await _ballot(entry, person) if person else None
    if found is None:
        raise rules.NoSuchCode  # only now, so that the miss stays counted
    return found


async def cast(entry: Entry, vote: KioskCast) -> KioskBallot:
    """Put in what was chosen at the kiosk, all or nothing. Raises as `ballot` and as a ballot of one's own."""
    async with tx():
        day_rules.check_phase(await days.hold_day(entry.day.id), *rules.VOTING)
        kiosk, person = await _read(entry, vote.token, vote.code)
        found = None
        if person:
            for category, project in sorted(vote.ballots.items()):
                await service.put(entry, person[0], category, project, kiosk=kiosk.name)
            found = await _ballot(entry, person)
    if found is None:
        raise rules.NoSuchCode
    return found


async def _read(entry: Entry, token: str, code: str) -> tuple[kiosk_store.LiveKiosk, tuple[UUID, str] | None]:
    """The kiosk, held, and whom the code stands for; None: nobody, and the miss is counted."""
    kiosk = await kiosk_store.hold_kiosk(entry.day.id, digest(token))
    if kiosk is None:
        raise rules.NoSuchKiosk
    now = clock.now()
    if seconds := rules.wait(kiosk.misses, kiosk.misses_since, now=now):
        raise rules.TooManyGuesses(seconds)
    person = await kiosk_store.owner(entry.day.id, digest(rules.normal(code)))
    if person is None:
        await kiosk_store.count_miss(kiosk.id, now=now, window=rules.MISSES_IN)
    return kiosk, person


async def _ballot(entry: Entry, person: tuple[UUID, str]) -> KioskBallot:
    person_id, name = person
    return KioskBallot(
        name, await store.ballot(entry.day.id, person_id), await store.candidates(entry.day.id, person_id)
    )
