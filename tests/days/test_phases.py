"""A day moves by hand and by the clock: once for each reason, recorded, and told to those concerned."""

import asyncio
from datetime import timedelta

from hackday import clock, database
from hackday.days import moving, store
from tests.factories import grant, make_day, make_person, make_sign_up

MOVE = {"from_phase": "forming", "to_phase": "hacking", "reason": "All are here."}


async def world(browser_of, **options):
    day, olga, ada = await make_day(**options), await make_person("Olga"), await make_person("Ada")
    await grant(day, olga, "organiser")
    await make_sign_up(day, ada)
    return day, await browser_of(olga), await browser_of(ada)


async def moves():
    async with database.reading() as c:
        rows = await c.fetch("select from_phase, to_phase, moved_by is null from phase_move order by id")
    return [tuple(row) for row in rows]


def put_times(browser, **times):
    return browser.put(
        "/api/days/spring/phase-times",
        json={"times": [{"phase": phase, "starts_at": at} for phase, at in times.items()]},
    )


async def test_a_move_by_hand_is_recorded_and_announced(browser_of):
    _, olga, ada = await world(browser_of)
    page = (await olga.post("/api/days/spring/phase-moves", json=MOVE)).json()
    assert page["day"]["phase"] == "hacking"
    told = (await ada.get("/api/notices")).json()["notices"][0]
    assert (told["title"].startswith("Spring hack day has begun"), told["body"]) == (True, "All are here.")
    back = {"from_phase": "hacking", "to_phase": "forming", "reason": "Fire alarm."}
    assert (await olga.post("/api/days/spring/phase-moves", json=back)).json()["day"]["phase"] == "forming"
    listed = (await olga.get("/api/days/spring/phase-moves")).json()
    assert [(m["to_phase"], m["moved_by"], m["reason"]) for m in listed] == [
        ("forming", "Olga", "Fire alarm."),
        ("hacking", "Olga", "All are here."),
    ]
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from audit_entry where action = 'days.move_phase'") == 2


async def test_of_many_who_move_a_day_at_once_one_does(browser_of):
    _, olga, _ = await world(browser_of)
    answers = await asyncio.gather(*(olga.post("/api/days/spring/phase-moves", json=MOVE) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert await moves() == [("forming", "hacking", False)]


async def test_a_move_needs_a_reason_and_a_known_phase(browser_of):
    _, olga, _ = await world(browser_of)
    for change in ({"reason": " "}, {"to_phase": "lunch"}):
        assert (await olga.post("/api/days/spring/phase-moves", json=MOVE | change)).status_code == 400
    there = await olga.post("/api/days/spring/phase-moves", json=MOVE | {"to_phase": "forming"})
    assert there.json()["code"] == "already_there"


async def test_times_are_set_in_the_days_zone(browser_of):
    _, olga, _ = await world(browser_of)
    page = (await put_times(olga, hacking="2027-06-10T09:00", judging="2027-06-11T15:00+00:00")).json()
    assert [(time["phase"], time["starts_at"]) for time in page["times"]] == [
        ("hacking", "2027-06-10T08:00:00Z"),
        ("judging", "2027-06-11T15:00:00Z"),
    ]
    skipped = (await put_times(olga, hacking="2027-03-28T01:30")).json()
    assert (skipped["code"], skipped["errors"][0]["pointer"]) == ("clock_time_missing", "/times/0/starts_at")
    twice = (await put_times(olga, hacking="2027-10-31T01:30")).json()
    assert twice["code"] == "clock_time_twice"
    turned = (await put_times(olga, judging="2027-06-10T09:00", hacking="2027-06-11T09:00")).json()
    assert turned["code"] == "times_out_of_order"
    assert len((await olga.get("/api/days/spring")).json()["times"]) == 2


async def run_clock():
    while await moving.move_next_due():
        pass


async def test_the_clock_moves_a_day_once_however_many_look_at_it(browser_of):
    _, olga, ada = await world(browser_of)
    soon = clock.now() + timedelta(hours=1)
    await put_times(olga, hacking=soon.isoformat(), judging=(soon + timedelta(hours=1)).isoformat())
    await run_clock()
    assert await moves() == []
    with clock.use(lambda: soon + timedelta(minutes=1)):
        await asyncio.gather(*(run_clock() for _ in range(8)))
        assert await moves() == [("forming", "hacking", True)]
        assert (await ada.get("/api/notices")).json()["unread"] == 1


async def test_without_the_second_look_the_clock_would_move_a_day_twice(browser_of, monkeypatch):
    """The falsifier of the test above: a process that trusts its first look moves again."""
    day, olga, _ = await world(browser_of)
    soon = clock.now() + timedelta(hours=1)
    await put_times(olga, hacking=soon.isoformat())

    async def first_look_only(now, *, day=None):
        return due

    with clock.use(lambda: soon + timedelta(minutes=1)):
        due = await moving.phase_store.next_due(clock.now(), day=day)
        seen = await store.hold_day(day)
        monkeypatch.setattr(moving.phase_store, "next_due", first_look_only)

        async def stale(_):
            return seen

        monkeypatch.setattr(moving.store, "lock_day", stale)
        await moving.move_next_due()
        await moving.move_next_due()
    assert len([move for move in await moves() if move == ("forming", "hacking", True)]) >= 2


async def test_a_move_by_hand_past_a_phase_takes_the_clocks_move_away(browser_of):
    _, olga, _ = await world(browser_of)
    soon = clock.now() + timedelta(hours=1)
    await put_times(olga, hacking=soon.isoformat(), judging=(soon + timedelta(hours=1)).isoformat())
    await olga.post("/api/days/spring/phase-moves", json=MOVE | {"to_phase": "judging"})
    back = {"from_phase": "judging", "to_phase": "forming", "reason": "Too early."}
    await olga.post("/api/days/spring/phase-moves", json=back)
    with clock.use(lambda: soon + timedelta(hours=5)):
        await run_clock()
    assert [move[2] for move in await moves()] == [False, False]


async def test_the_background_task_moves_a_day_by_itself(browser_of):
    """The app's own task, with the real clock."""
    _, olga, _ = await world(browser_of)
    await put_times(olga, hacking=(clock.now() + timedelta(seconds=1)).isoformat())
    async with asyncio.timeout(8):
        while (await olga.get("/api/days/spring")).json()["day"]["phase"] != "hacking":
            await asyncio.sleep(0.2)


async def test_closing_a_phase_waits_for_those_who_are_inside(browser_of):
    day, olga, _ = await world(browser_of)
    entered, leave = asyncio.Event(), asyncio.Event()

    async def be_inside():
        async with database.tx():
            await store.hold_day(day)
            entered.set()
            await leave.wait()

    inside = asyncio.create_task(be_inside())
    await entered.wait()
    moving_on = asyncio.create_task(olga.post("/api/days/spring/phase-moves", json=MOVE))
    await asyncio.sleep(0.3)
    assert not moving_on.done()
    leave.set()
    await inside
    assert (await moving_on).status_code == 201
