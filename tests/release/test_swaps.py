"""Shifts change hands: asked for, taken, confirmed, stepped back from; who may do what in which state."""

from datetime import UTC, datetime, timedelta

import pytest

from hackday import clock
from hackday.database import reading, tx
from hackday.days import store as days_store
from hackday.release import store as release_store
from hackday.release.plans.gathering import gather
from hackday.release.swaps import refusals, service
from tests.factories import make_person
from tests.release.desk import EARLY, PAGE, decide, make_shift, planned

SHIFT = {"site": "Leeds", "role": "desk", "starts_at": EARLY[0], "ends_at": EARLY[1]}


async def offer(day, person, shifts):
    async with reading() as c:
        await c.execute(
            "insert into cover_offer (id, day, person, extra_shifts) values (uuidv7(), $1, $2, $3)",
            day, person, shifts,
        )  # fmt: skip


async def within(desk, act, **values):
    """As other parts call it: in a transaction that holds the day and the site."""
    async with tx():
        day = await days_store.hold_day(desk.day)
        await release_store.hold_sites(day.id, ["Leeds"])
        return await act(day, **(SHIFT | values))


async def state(opening):
    async with reading() as c:
        return await c.fetchval("select state from open_shift where id = $1", opening)


async def notices(person):
    async with reading() as c:
        return [f"{r['title']} {r['body']}" for r in await c.fetch("select * from notice where person = $1", person)]


@pytest.fixture
async def dee(desk):
    """A colleague with the role and without a shift, who reports to Tom."""
    return await make_person("Dee Okoro", roles=("desk",), manager=desk.tom)


async def test_who_offered_is_put_in_at_once_and_makes_room(desk, dee, browser_of):
    mia, tom = await browser_of(desk.mia), await browser_of(desk.tom)
    assert (await decide(mia, desk.ada)).status_code == 201
    assert (await decide(tom, desk.bo)).json()["code"] == "shift_loses_cover"
    with pytest.raises(refusals.NoOfferLeft, match="Dee Okoro has not offered"):
        await within(desk, service.place, giver=desk.bo, taker=dee, by=desk.tom, now=clock.now())
    await offer(desk.day, dee, 1)
    made = await within(desk, service.place, giver=desk.bo, taker=dee, by=desk.tom, now=clock.now())
    assert await state(made) == "confirmed"
    assert (await decide(tom, desk.bo)).status_code == 201
    assert "Tom Manager counts on you for desk, Leeds, Wed 10 Mar 06:00–14:00 of Bo Chen." in (await notices(dee))[0]
    async with tx():
        planning = await gather(await days_store.hold_day(desk.day))
    (person,) = (p for p in planning.people if p.id == str(dee))
    assert (person.extra_shifts, person.wants_to_go) == (0, False)  # the planner does not count on it once more
    with pytest.raises(refusals.AlreadyTaken, match="Dee Okoro"):
        await within(desk, service.place, giver=desk.bo, taker=dee, by=desk.tom, now=clock.now())


async def test_one_colleague_is_asked_or_all_who_could(desk, dee):
    with pytest.raises(refusals.ShiftOverlaps, match="Cy Diaz works at that time: desk, Leeds"):
        await within(desk, service.ask, giver=desk.ada, asked=desk.cy, by=desk.mia)
    made = await within(desk, service.ask, giver=desk.ada, asked=dee, by=desk.mia)
    assert await state(made) == "open"
    assert "Mia Manager asks you to take desk, Leeds" in (await notices(dee))[0]
    with pytest.raises(refusals.AlreadyOpen):
        await within(desk, service.ask, giver=desk.ada, asked=None, by=desk.mia)
    await within(desk, service.ask, giver=desk.bo, asked=None, by=desk.tom)
    assert len(await notices(dee)) == 2
    assert await notices(desk.cy) == []  # works at that time


SHIFTS = f"{PAGE}/shifts"
WIRE = {"site": "Leeds", "role": "desk", "starts_at": EARLY[0].isoformat(), "ends_at": EARLY[1].isoformat()}


async def opened(browser, **values):
    """The id of what was opened."""
    answer = await browser.post(SHIFTS, json=WIRE | values)
    assert answer.status_code == 201, answer.text
    return answer.json()["given"][-1]["id"]


async def do(browser, opening, step, **body):
    return await browser.post(f"{SHIFTS}/{opening}/{step}", json=body or None)


async def page(browser):
    return (await browser.get(SHIFTS)).json()


async def test_from_broadcast_to_a_release_that_it_makes_possible(desk, dee, browser_of):
    ada, mia, tom, dees = [await browser_of(p) for p in (desk.ada, desk.mia, desk.tom, dee)]
    assert (await decide(tom, desk.bo)).status_code == 201
    assert (await decide(mia, desk.ada)).json()["code"] == "shift_loses_cover"
    opening = await opened(ada)
    assert [s["id"] for s in (await page(dees))["could_take"]] == [opening]
    took = (await do(dees, opening, "take")).json()
    assert ([s["state"] for s in took["taken"]], took["could_take"]) == (["taken"], [])
    assert (await decide(mia, desk.ada)).json()["code"] == "shift_loses_cover"  # not confirmed yet
    waits = (await page(tom))["to_confirm"]
    assert [(s["taker_name"], s["hindrance"]) for s in waits] == [("Dee Okoro", None)]
    assert (await do(tom, opening, "confirm", taker=str(dee))).status_code == 200
    assert (await decide(mia, desk.ada)).status_code == 201
    assert "Dee Okoro works desk, Leeds" in (await notices(desk.ada))[1]
    async with reading() as c:
        actions = [r["action"] for r in await c.fetch("select action from audit_entry order by id")]
    assert [a for a in actions if "shift" in a] == [
        "release.open_shift", "release.take_shift", "release.confirm_shift",
    ]  # fmt: skip


async def test_stepping_back_from_a_release_is_told_loudly(desk, dee, browser_of):
    ada, mia, tom, dees = [await browser_of(p) for p in (desk.ada, desk.mia, desk.tom, dee)]
    await decide(tom, desk.bo)
    opening = await opened(ada)
    await do(dees, opening, "take")
    await do(tom, opening, "confirm", taker=str(dee))
    await decide(mia, desk.ada)
    stepped = await do(dees, opening, "step-back")
    assert (stepped.status_code, await state(opening)) == (200, "open")
    for person in (desk.pat, desk.mia, desk.tom):
        assert any("lost its cover" in n and "Ada Park" in n for n in await notices(person)), person
    await do(dees, opening, "take")  # not a word is needed to come back
    assert await state(opening) == "taken"


async def test_after_the_cut_off_nobody_steps_back(desk, dee, browser_of):
    opening = await opened(await browser_of(desk.ada))
    await do(await browser_of(dee), opening, "take")
    with clock.use(lambda: datetime(2027, 3, 8, 0, 1, tzinfo=UTC)):
        for browser, step in ((await browser_of(dee), "step-back"), (await browser_of(desk.ada), "withdraw")):
            answer = (await do(browser, opening, step)).json()
            assert (answer["code"], "until Mon 08 Mar 00:00" in answer["detail"]) == ("cut_off_passed", True)
        assert (await page(await browser_of(dee)))["may_step_back"] is False
        late = await browser_of(desk.tom)
        assert (await do(late, opening, "confirm", taker=str(dee))).status_code == 200  # late cover is welcome


async def test_who_was_asked_says_no_and_somebody_else_is_asked(desk, dee, browser_of):
    ada, dees, cy = [await browser_of(p) for p in (desk.ada, dee, desk.cy)]
    opening = await opened(ada, asked=str(dee))
    assert [s["id"] for s in (await page(dees))["asked"]] == [opening]
    assert (await do(cy, opening, "take")).json()["code"] == "not_found"
    assert (await do(dees, opening, "step-back")).status_code == 200
    given = (await page(ada))["given"]
    assert [(s["state"], s["asked_name"]) for s in given] == [("withdrawn", "Dee Okoro")]
    assert await opened(ada) != opening
    assert [s["state"] for s in (await page(ada))["given"]] == ["open"]


async def test_a_swap_gives_both_the_others_shift(desk, dee, browser_of):
    later = (datetime(2027, 3, 17, 6, tzinfo=UTC), datetime(2027, 3, 17, 14, tzinfo=UTC))
    await make_shift(dee, later)
    await make_shift(dee, (later[0] + timedelta(days=1), later[1] + timedelta(days=1)), role="till")
    ada, tom, dees = [await browser_of(p) for p in (desk.ada, desk.tom, dee)]
    could = (await ada.get(f"{SHIFTS}/colleagues", params=WIRE)).json()
    assert [(c["name"], [r["role"] for r in c["returns"]]) for c in could] == [("Dee Okoro", ["desk"])]
    opening = await opened(ada, asked=str(dee), return_shift=could[0]["returns"][0]["id"])
    await do(dees, opening, "take")
    await do(tom, opening, "confirm", taker=str(dee))
    async with reading() as c:
        rows = await c.fetch("select person, starts_at from working_shift where person = any($1)", [desk.ada, dee])
    works = {(r["person"], r["starts_at"]) for r in rows}
    assert {(dee, EARLY[0]), (desk.ada, later[0])} <= works
    assert (dee, later[0]) not in works


async def test_a_swap_of_a_shift_that_is_not_theirs_or_during_the_day_is_refused(desk, dee, browser_of):
    ada = await browser_of(desk.ada)
    await make_shift(dee, (EARLY[0] + timedelta(days=1), EARLY[1] + timedelta(days=1)))
    async with reading() as c:
        cys = str(await c.fetchval("select id from shift where person = $1", desk.cy))
        dees = str(await c.fetchval("select id from shift where person = $1", dee))
    for shift, asked, code in ((cys, dee, "return_not_theirs"), (cys, None, "return_not_theirs"),
                               (dees, dee, "return_during_day")):  # fmt: skip
        answer = await ada.post(SHIFTS, json=WIRE | {"asked": asked and str(asked), "return_shift": shift})
        assert answer.json()["code"] == code


async def test_facts_that_changed_are_seen_when_the_manager_confirms(desk, dee, browser_of):
    ada, tom, dees = [await browser_of(p) for p in (desk.ada, desk.tom, dee)]
    opening = await opened(ada)
    await do(dees, opening, "take")
    await make_shift(dee, (EARLY[1] + timedelta(hours=3), EARLY[1] + timedelta(hours=9)))
    assert (await page(tom))["to_confirm"][0]["hindrance"]["code"] == "too_little_rest"
    answer = (await do(tom, opening, "confirm", taker=str(dee))).json()
    assert answer["code"] == "too_little_rest"
    for part in ("Dee Okoro", "3 h of rest before desk, Leeds, Wed 10 Mar 17:00–23:00", "at least 11 h"):
        assert part in answer["detail"]


async def test_a_planned_shift_is_stepped_back_from_and_opened(desk, dee, app, browser_of):
    pat, dees = await browser_of(desk.pat), await browser_of(dee)
    await offer(desk.day, dee, 1)
    plan = await planned(app, pat)
    await pat.post(f"{PAGE}/plans/{plan['id']}/publish")
    mine = await page(dees)
    assert (len(mine["moves"]), mine["used"], mine["extra_shifts"]) == (1, 1, 1)
    left = await dees.post(f"{SHIFTS}/leave-move", json={"starts_at": mine["moves"][0]["starts_at"]})
    assert left.status_code == 200, left.text
    assert (left.json()["moves"], left.json()["used"]) == ([], 0)
    assert any("on whom the plan counted" in n for n in await notices(desk.pat))
    assert [s["giver"] for s in left.json()["could_take"]] == [None]
    again = await dees.post(f"{SHIFTS}/leave-move", json={"starts_at": mine["moves"][0]["starts_at"]})
    assert again.status_code == 404


STEPS = ("take", "confirm", "decline", "step-back", "withdraw")
MATRIX = {
    "open": {"take": "taken", "confirm": "nobody_took", "decline": "nobody_took", "step-back": "nobody_took",
             "withdraw": "withdrawn"},
    "taken": {"take": "already_taken", "confirm": "confirmed", "decline": "open", "step-back": "open",
              "withdraw": "withdrawn"},
    "confirmed": {"take": "already_confirmed", "confirm": "already_confirmed", "decline": "already_confirmed",
                  "step-back": "open", "withdraw": "withdrawn"},
    "withdrawn": dict.fromkeys(STEPS, "is_withdrawn"),
}  # fmt: skip


@pytest.mark.parametrize("before", MATRIX)
async def test_every_step_in_every_state_works_or_is_refused_by_name(desk, dee, browser_of, before):
    ada, tom, dees = [await browser_of(p) for p in (desk.ada, desk.tom, dee)]
    who = {"take": dees, "confirm": tom, "decline": tom, "step-back": dees, "withdraw": ada}
    ways = {"open": (), "taken": ("take",), "confirmed": ("take", "confirm"), "withdrawn": ("withdraw",)}
    body = {"confirm": {"taker": str(dee)}, "decline": {"taker": str(dee), "reason": "Not rested."}}
    for step, expected in MATRIX[before].items():
        opening = await opened(ada)
        for way in ways[before]:
            await do(who[way], opening, way, **body.get(way, {}))
        assert await state(opening) == before
        answer = await do(who[step], opening, step, **body.get(step, {}))
        if answer.status_code == 200:
            assert await state(opening) == expected, step
        else:
            assert (answer.json()["code"], await state(opening)) == (expected, before), step
        async with reading() as c:
            await c.execute("delete from open_shift")


async def test_outside_its_phases_nothing_changes(desk, dee, browser_of):
    ada, tom, dees = [await browser_of(p) for p in (desk.ada, desk.tom, dee)]
    opening = await opened(ada)
    async with reading() as c:
        await c.execute("update day set phase = 'judging'")
    assert (await ada.post(SHIFTS, json=WIRE)).json()["code"] == "wrong_phase"
    for browser, step in ((dees, "take"), (dees, "step-back"), (ada, "withdraw")):
        assert (await do(browser, opening, step)).json()["code"] == "wrong_phase"
    for step in ("confirm", "decline"):
        assert (await do(tom, opening, step, taker=str(dee))).json()["code"] == "wrong_phase"


async def test_only_those_concerned_see_and_change_a_shift(desk, dee, browser_of):
    till, away = (
        await make_person("Flo Till", roles=("till",)),
        await make_person("Gus Away", site="Gent", roles=("desk",)),
    )
    ada, dees, mia, tom = [await browser_of(p) for p in (desk.ada, dee, desk.mia, desk.tom)]
    opening = await opened(ada, asked=str(dee))
    strangers = [await browser_of(p) for p in (till, away, desk.cy, desk.bo)]
    for browser in strangers:
        assert opening not in (await browser.get(SHIFTS)).text
        assert (await do(browser, opening, "withdraw")).json()["code"] == "not_found"
        assert (await browser.get(f"{SHIFTS}/own", params={"giver": str(desk.ada)})).status_code == 403
        assert (await browser.get(f"{SHIFTS}/colleagues", params=WIRE | {"giver": str(desk.ada)})).status_code == 403
        assert (await browser.post(SHIFTS, json=WIRE | {"giver": str(desk.ada)})).json()["code"] == "not_yours_to_give"
    await do(dees, opening, "take")
    for browser in (*strangers, ada, mia, dees):
        answer = await do(browser, opening, "confirm", taker=str(dee))
        hidden = browser in strangers
        expected = (404, "not_found") if hidden else (403, "not_yours_to_confirm")
        assert (answer.status_code, answer.json()["code"]) == expected
    assert [s["id"] for s in (await page(tom))["to_confirm"]] == [opening]
    assert (await page(mia))["to_confirm"] == []
    visitor = await browser_of()
    assert (await visitor.get(SHIFTS)).status_code == 401


async def test_a_deputy_and_a_planner_of_the_site_confirm_too(desk, dee, browser_of):
    for person in (desk.pat, desk.cy):
        async with reading() as c:
            await c.execute(
                """insert into deputy (id, manager, deputy, starts_on, ends_on)
                   values (uuidv7(), $1, $2, current_date - 2, current_date + 2) on conflict do nothing""",
                desk.tom, desk.cy,
            )  # fmt: skip
        opening = await opened(await browser_of(desk.ada))
        await do(await browser_of(dee), opening, "take")
        assert (await do(await browser_of(person), opening, "confirm", taker=str(dee))).status_code == 200
        async with reading() as c:
            await c.execute("delete from open_shift")


async def test_a_manager_who_saw_another_taker_confirms_nobody(desk, dee, browser_of):
    eve = await make_person("Eve Fox", roles=("desk",), manager=desk.tom)
    opening = await opened(await browser_of(desk.ada))
    await do(await browser_of(eve), opening, "take")
    answer = await do(await browser_of(desk.tom), opening, "confirm", taker=str(dee))
    assert answer.json()["code"] == "taker_has_changed"
