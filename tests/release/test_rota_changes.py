"""The log for the workforce tool: read from the start it gives what stands now, and who reads on misses nothing."""

import asyncio
from datetime import UTC, datetime

import pytest

from hackday.database import reading, tx
from hackday.days import moving
from hackday.release import following
from hackday.release.feeds import changes
from tests.factories import grant, make_day, make_person, make_sign_up
from tests.release.desk import PAGE, decide, make_shift
from tests.release.floor import HOUR, Floor


@pytest.mark.parametrize("seed", range(6))
async def test_the_log_adds_up_to_what_stands_after_whatever_happened(db, seed):
    floor = await Floor().make(seed)
    for _ in range(30):
        await floor.step()
        stands, _count = await floor.replayed()
        assert stands == await floor.due()
    async with reading() as c:
        numbers = {str(r["id"]): r["employee_no"] for r in await c.fetch("select id, employee_no from person")}
    told = await changes.standing(floor.day, None)
    assert {(c.change, c.employee_no, c.site, c.role, c.starts_at, c.ends_at) for c in told} == {
        (kind, numbers[person], *rest) for kind, person, *rest in stands
    }
    # The falsifier: without its last step the log says something else.
    assert _count > 20
    assert (await floor.replayed(skip={_count}))[0] != stands


async def released(person, state="released"):
    async with reading() as c:
        await c.execute("update sign_up set state = $2 where person = $1", person, state)


async def append_unlocked(day, people):
    """The falsifier: numbers from a sequence, which are given before the commit that shows them."""
    async with reading() as c:
        await c.execute("create sequence if not exists loose_number")
        await c.execute(
            """insert into rota_change (id, day, number, kind, person, site, role, starts_at, ends_at)
               select uuidv7(), $1, nextval('loose_number'), 'off', person, site, role, starts_at, ends_at
                 from shift where person = any($2)""",
            day, people,
        )  # fmt: skip


async def seen_while_two_commit(desk, append):
    """The numbers that somebody sees who reads on while the first writer commits after the second."""
    numbered, may_commit = asyncio.Event(), asyncio.Event()

    async def slow():
        async with tx():
            await released(desk.ada)
            await append(desk.day, [desk.ada])
            numbered.set()
            await may_commit.wait()

    async def quick():
        await numbered.wait()
        async with tx():
            await released(desk.bo)
            await append(desk.day, [desk.bo])

    async def reader():
        seen, after = [], 0
        for turn in range(12):
            page = await changes.changes(desk.day, after=after, sites=None, limit=1)
            seen += [change.number for change in page]
            after = page[-1].number if page else after
            if turn == 5:
                may_commit.set()
            await asyncio.sleep(0.05)
        return seen

    *_, seen = await asyncio.gather(slow(), quick(), reader())
    async with reading() as c:
        return seen, [r["number"] for r in await c.fetch("select number from rota_change order by number")]


async def test_who_reads_on_misses_nothing(desk):
    seen, written = await seen_while_two_commit(desk, changes.follow)
    assert seen == written == [1, 2]


async def test_without_the_lock_one_is_missed(desk):
    async with reading() as c:
        await c.execute("create sequence if not exists loose_number")
    try:
        seen, written = await seen_while_two_commit(desk, append_unlocked)
    finally:
        async with reading() as c:
            await c.execute("drop sequence loose_number")
    assert len(written) == 2
    assert len(seen) == 1


async def test_numbers_have_no_holes_under_many_writers(db):
    floor = await Floor().make(1)

    async def one(person, n):
        for i in range(n):
            async with tx():
                await released(person, "released" if i % 2 == 0 else "wanted")
                await following.rota_changed(floor.day, [person])

    await asyncio.gather(*(one(person, 5) for person in floor.people))
    stands, count = await floor.replayed()
    assert stands == await floor.due()
    assert count >= len(floor.people) * 5


async def test_use_cases_write_it(desk, browser_of):
    tom, planner, bo = await browser_of(desk.tom), await browser_of(desk.pat), await browser_of(desk.bo)
    assert (await decide(tom, desk.bo)).status_code == 201
    page = (await planner.get(f"{PAGE}/changes")).json()
    assert [(c["kind"], c["site"], c["role"], c["starts_at"], c["time_zone"]) for c in page["changes"]] == [
        ("off", "Leeds", "desk", "2027-03-10T06:00:00Z", "Europe/London")
    ]
    assert page["next"] == 1
    assert (await bo.delete("/api/days/spring/sign-up")).status_code == 204
    page = (await planner.get(f"{PAGE}/changes", params={"after": 1})).json()
    assert ([c["kind"] for c in page["changes"]], page["next"]) == (["off_undo"], 2)
    assert (await planner.get(f"{PAGE}/changes", params={"after": 2})).json() == {"changes": [], "next": 2}


async def test_planners_see_their_sites_and_others_nothing(db, browser_of):
    floor = await Floor().make(2)
    async with tx() as c:
        await c.execute("update sign_up set state = 'released'")
        await following.rota_changed(floor.day)
    here, everywhere, nobody = [await make_person(n) for n in ("Here", "Everywhere", "Nobody")]
    for person in (here, everywhere):
        await grant(floor.day, person, "planner")
    async with reading() as c:
        await c.execute(
            """insert into planner_site (id, day_role, site)
               select uuidv7(), id, 'Kyoto' from day_role where person = $1""",
            here,
        )
    wide = (await (await browser_of(everywhere)).get(f"{PAGE}/changes", params={"limit": 1000})).json()["changes"]
    narrow = (await (await browser_of(here)).get(f"{PAGE}/changes", params={"limit": 1000})).json()["changes"]
    assert narrow == [change for change in wide if change["site"] == "Kyoto"]
    assert len({change["site"] for change in wide}) == 2
    sheet = (await (await browser_of(here)).get(f"{PAGE}/changes.csv")).text
    assert "Kyoto" in sheet
    assert "Leeds" not in sheet
    other = await browser_of(nobody)
    for path in ("changes", "changes.csv"):
        assert (await other.get(f"{PAGE}/{path}")).status_code == 403


async def test_times_are_right_on_both_sides_of_a_clock_change(db):
    """The day's last night loses an hour in Leeds: 22:00 to 06:00 by the clocks are seven hours."""
    day = await make_day("spring")
    person = await make_person("Nia")
    async with reading() as c:
        await c.execute("update day set starts_on = '2027-03-27', ends_on = '2027-03-28' where id = $1", day)
    await make_shift(person, (datetime(2027, 3, 27, 22, tzinfo=UTC), datetime(2027, 3, 28, 5, tzinfo=UTC)))
    await make_shift(person, (datetime(2027, 3, 28, 23, tzinfo=UTC), datetime(2027, 3, 29, 5, tzinfo=UTC)))
    await make_sign_up(day, person, state="released")
    async with tx():
        await following.rota_changed(day)
    found = await changes.standing(day, None)
    # The second shift begins at 00:00 of the 29th by the clocks there: after the day.
    assert [(c.change, c.ends_at - c.starts_at) for c in found] == [("off", 7 * HOUR)]


@pytest.mark.parametrize("follows", [True, False])
async def test_shifts_that_changed_in_another_phase_are_told_when_releases_go_on(
    desk, browser_of, monkeypatch, follows
):
    """The second is the falsifier."""
    if not follows:
        monkeypatch.setattr(moving, "followers", [f for f in moving.followers if f is not following.follow_phase])
    tom, pat = await browser_of(desk.tom), await browser_of(desk.pat)
    await grant(desk.day, desk.pat, "organiser")
    assert (await decide(tom, desk.bo)).status_code == 201
    for there, to in (("forming", "judging"), ("judging", "hacking")):
        if to == "hacking":
            async with reading() as c:
                await c.execute("delete from shift where person = $1", desk.bo)
        move = {"from_phase": there, "to_phase": to, "reason": "We go on."}
        answer = await pat.post("/api/days/spring/phase-moves", json=move)
        assert answer.is_success, answer.text
    kinds = [change["kind"] for change in (await pat.get(f"{PAGE}/changes")).json()["changes"]]
    assert kinds == (["off", "off_undo"] if follows else ["off"])
