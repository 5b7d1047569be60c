"""Who may take a shift, against a recount that shares nothing with the rule; and races that the database settles."""

import asyncio
import contextlib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from hackday.database import reading
from hackday.errors import Conflict
from hackday.release.engine import rota
from hackday.release.swaps import rules, staff, store
from hackday.release.swaps.schemas import Off, Worker
from hackday.release.wire import RosteredShift, Settings
from tests.factories import make_person, make_sign_up
from tests.release.desk import EARLY, PAGE, make_cover, make_shift

ADA = Worker(uuid4(), "Ada Park", "Leeds", frozenset({"desk"}), is_active=True, goes=False)
SETTINGS = Settings(answers_by=EARLY[0], step_back_until=EARLY[0])


def shift(start, hours, *, site="Leeds", role="desk", zone="Europe/London"):
    return RosteredShift(site, zone, role, start, start + timedelta(hours=hours))


def refused(worker=ADA, work=(), at=None, **others):
    at = at or shift(EARLY[0], 8)
    try:
        rules.check_take(worker, work, at, SETTINGS, **others)
    except Conflict as refusal:
        return refusal.code, str(refusal)
    return None


@pytest.mark.parametrize(
    ("worker", "others", "code"),
    [
        (ADA, {"giver": ADA.id}, "own_shift"),
        (Worker(ADA.id, "Ada", "Leeds", ADA.roles, is_active=False, goes=False), {}, "has_left"),
        (Worker(ADA.id, "Ada", "Gent", ADA.roles, is_active=True, goes=False), {}, "not_at_this_site"),
        (Worker(ADA.id, "Ada", "Leeds", frozenset({"till"}), is_active=True, goes=False), {}, "not_qualified"),
        (Worker(ADA.id, "Ada", "Leeds", ADA.roles, is_active=True, goes=True), {}, "is_released"),
        (ADA, {"off": [Off(EARLY[0] - timedelta(days=1), EARLY[0] + timedelta(minutes=1))]}, "is_away"),
        (ADA, {"off": [Off(EARLY[0] - timedelta(days=1), EARLY[0])]}, None),
        (ADA, {}, None),
    ],
)
def test_each_refusal_has_its_name(worker, others, code):
    answer = refused(worker, **others)
    assert (answer and answer[0]) == code


def test_rest_names_the_shift_the_hours_and_the_limit():
    late = shift(EARLY[0] - timedelta(hours=18), 8, role="till")
    assert refused(work=[late]) == (
        "too_little_rest",
        "Ada Park would have 10 h of rest after till, Leeds, Tue 09 Mar 12:00–20:00; at least 11 h are needed.",
    )
    assert refused(work=[shift(EARLY[0] - timedelta(hours=19), 8)]) is None
    assert refused(work=[shift(EARLY[1] + timedelta(hours=10, minutes=59), 4)])[1].startswith(
        "Ada Park would have 10 h 59 min of rest before desk, Leeds, Thu 11 Mar 00:59–04:59"
    )


def test_hours_name_the_week_and_how_many_are_too_many():
    work = [shift(datetime(2027, 3, day, 6, tzinfo=UTC), 10.5) for day in (8, 11, 12, 13)]
    assert refused(work=work) == (
        "too_many_hours",
        "Ada Park would work 50 h in week 10 of 2027, 2 h more than the 48 h allowed.",
    )
    assert refused(work=work[1:]) is None


def test_a_night_over_the_change_of_clocks_counts_the_hours_that_pass():
    """In Leeds the clocks go forward on 28 March at 1: from 22:00 on the wall to 6:00 is seven hours."""
    leeds = ZoneInfo("Europe/London")
    night = RosteredShift(
        "Leeds", "Europe/London", "desk",
        datetime(2027, 3, 27, 22, tzinfo=leeds), datetime(2027, 3, 28, 6, tzinfo=leeds),
    )  # fmt: skip
    evening = datetime(2027, 3, 28, 16, 30, tzinfo=leeds)
    assert refused(work=[night], at=shift(evening, 4))[1].startswith("Ada Park would have 10 h 30 min of rest")
    before = shift(datetime(2027, 3, 22, 0, tzinfo=UTC), 42)
    assert refused(work=[before], at=night)[1].endswith(
        "would work 49 h in week 12 of 2027, 1 h more than the 48 h allowed."
    )
    assert refused(work=[shift(before.starts_at, 41)], at=night) is None


def recount(work, at):
    """From first principles: pairs of intervals and ISO weeks of the calendar."""
    both = sorted([*work, at], key=lambda s: s.starts_at)
    i = both.index(at)
    for other in (*both[:i], *both[i + 1 :]):
        first, second = (other, at) if other.starts_at < at.starts_at else (at, other)
        if second.starts_at.astimezone(UTC) - first.ends_at.astimezone(UTC) < timedelta(hours=11):
            return False
    hours = Counter()
    for s in both:
        week = s.starts_at.astimezone(UTC).isocalendar()[:2]
        hours[week] += (s.ends_at.astimezone(UTC) - s.starts_at.astimezone(UTC)).total_seconds()
    return hours[at.starts_at.astimezone(UTC).isocalendar()[:2]] <= 48 * 3600


def worlds(seed, times):
    """Work around a shift, near clock changes and the turn of the year as well, each interval in a zone of its own."""
    random = Random(seed)
    for _ in range(times):
        first = random.choice([date(2027, 3, 24), date(2027, 10, 27), date(2026, 12, 30), date(2027, 3, 6)])
        zone = random.choice(["Europe/London", "Asia/Kolkata", "America/New_York"])

        def drawn(first=first, zone=zone):
            start = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(zone)) + timedelta(
                hours=random.randrange(0, 8 * 24)
            )
            return RosteredShift(
                "Leeds",
                zone,
                "desk",
                start.astimezone(UTC),
                start.astimezone(UTC) + timedelta(hours=random.choice([4, 8, 10, 12])),
            )

        at, work = drawn(), [drawn() for _ in range(random.randrange(6))]
        if all(other.starts_at != at.starts_at for other in work):
            yield work, at


def test_the_rule_is_the_recount():
    outcomes = Counter()
    for work, at in worlds(1, 4000):
        answer = refused(work=work, at=at)
        assert (answer is None) == recount(work, at), (work, at)
        outcomes[answer and answer[0]] += 1
    assert min(outcomes[code] for code in (None, "too_little_rest", "too_many_hours", "shift_overlaps")) > 10


@pytest.mark.parametrize("wrong", [lambda seconds: seconds // rota.DAY // 7, lambda _: 0])
def test_weeks_counted_otherwise_are_seen(monkeypatch, wrong):
    """The falsifier: weeks from Thursday on, or one week for all."""
    monkeypatch.setattr(rules, "week", wrong)
    assert any((refused(work=work, at=at) is None) != recount(work, at) for work, at in worlds(1, 4000))


@pytest.fixture
async def opening(desk, browser_of):
    """Ada's shift, open to everybody."""
    browser = await browser_of(desk.ada)
    answer = await browser.post(
        f"{PAGE}/shifts",
        json={"site": "Leeds", "role": "desk", "starts_at": EARLY[0].isoformat(), "ends_at": EARLY[1].isoformat()},
    )
    return answer.json()["given"][0]["id"]


async def twenty_take(desk, browser_of, opening):
    people = [await make_person(f"Colleague {n}", roles=("desk",), manager=desk.tom) for n in range(20)]
    browsers = [await browser_of(person) for person in people]
    return await asyncio.gather(*(b.post(f"{PAGE}/shifts/{opening}/take") for b in browsers))


async def test_of_twenty_who_take_one_shift_exactly_one_has_it(desk, browser_of, opening):
    answers = await twenty_take(desk, browser_of, opening)
    assert Counter(a.status_code for a in answers) == {200: 1, 409: 19}
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"already_taken"}


async def no_lock(_):
    pass


async def test_the_statement_alone_settles_it(desk, browser_of, opening, monkeypatch):
    monkeypatch.setattr(staff, "hold_people", no_lock)
    monkeypatch.setattr(store, "take", gate(2)(store.take))
    answers = await twenty_take(desk, browser_of, opening)
    assert Counter(a.status_code for a in answers) == {200: 1, 409: 19}


async def test_taken_whatever_the_state_several_believe_they_have_it(desk, browser_of, opening, monkeypatch):
    """The falsifier."""

    async def take(shift, taker, *, now):
        async with reading() as c:
            await c.execute(
                "update open_shift set state = 'taken', taker = $2, taken_at = $3 where id = $1", shift, taker, now
            )
        return True

    monkeypatch.setattr(staff, "hold_people", no_lock)
    monkeypatch.setattr(store, "take", gate(2)(take))
    answers = await twenty_take(desk, browser_of, opening)
    assert sum(a.status_code == 200 for a in answers) > 1


def gate(number):
    """Lets nobody write before so many have looked, or a while has passed."""
    barrier = asyncio.Barrier(number)

    def late(write):
        async def written(*args, **kwargs):
            with contextlib.suppress(TimeoutError, asyncio.BrokenBarrierError):
                async with asyncio.timeout(2):
                    await barrier.wait()
            return await write(*args, **kwargs)

        return written

    return late


async def one_takes_two(desk, browser_of, opening):
    """Two shifts with six hours between them, taken at once in two windows of one browser."""
    night = (EARLY[1] + timedelta(hours=6), EARLY[1] + timedelta(hours=14))
    eve, dee = [await make_person(name, roles=("desk",), manager=desk.tom) for name in ("Eve Fox", "Dee Okoro")]
    await make_shift(eve, night)
    await make_cover(1, night)
    await make_sign_up(desk.day, eve)
    answer = await (await browser_of(eve)).post(
        f"{PAGE}/shifts",
        json={"site": "Leeds", "role": "desk", "starts_at": night[0].isoformat(), "ends_at": night[1].isoformat()},
    )
    other = next(s["id"] for s in answer.json()["given"])
    browsers = [await browser_of(dee), await browser_of(dee)]
    return await asyncio.gather(
        *(b.post(f"{PAGE}/shifts/{s}/take") for b, s in zip(browsers, (opening, other), strict=True))
    )


async def test_who_takes_two_shifts_at_once_without_rest_between_has_one(desk, browser_of, opening):
    answers = await one_takes_two(desk, browser_of, opening)
    assert sorted(a.status_code for a in answers) == [200, 409]
    assert [a.json()["code"] for a in answers if a.status_code == 409] == ["too_little_rest"]


async def test_without_the_lock_on_the_person_both_are_taken(desk, browser_of, opening, monkeypatch):
    """The falsifier."""

    monkeypatch.setattr(staff, "hold_people", no_lock)
    monkeypatch.setattr(store, "take", gate(2)(store.take))
    answers = await one_takes_two(desk, browser_of, opening)
    assert [a.status_code for a in answers] == [200, 200]
