"""A manager approves somebody together with the colleague who takes over: one who offered, or one who was asked."""

import asyncio
from datetime import timedelta

import pytest

from hackday import clock
from hackday.database import reading
from tests.factories import grant, make_person, make_sign_up
from tests.release.desk import EARLY, PAGE, decide, make_shift, planned, state_of


@pytest.fixture
async def short(desk):
    """Bo has gone, so Ada may not; Dee offered to step in, Eve is Mia's, Fay is Tom's, and neither has offered."""
    async with reading() as c:
        await c.execute("update cover set minimum = 3")
    desk.dee = await make_person("Dee Okoro", manager=desk.tom, roles=("desk",))
    desk.eve = await make_person("Eve Falk", manager=desk.mia, roles=("desk",))
    desk.fay = await make_person("Fay Lind", manager=desk.tom, roles=("desk",))
    await offer(desk.day, desk.dee, 1)
    return desk


async def offer(day, person, shifts):
    async with reading() as c:
        await c.execute(
            "insert into cover_offer (id, day, person, extra_shifts) values (uuidv7(), $1, $2, $3)", day, person, shifts
        )


async def covers(browser, person):
    answer = await browser.get(f"{PAGE}/inbox/{person}/covers")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def approve_with(browser, person, colleague):
    body = {"people": [str(person)], "verdict": "approved", "cover": str(colleague)}
    return await browser.post(f"{PAGE}/decisions", json=body)


async def card(browser, person):
    people = (await browser.get(f"{PAGE}/inbox")).json()["people"]
    return next(shown for shown in people if shown["person"] == str(person))


async def openings():
    async with reading() as c:
        return [tuple(row) for row in await c.fetch("select state, giver, taker, role from open_shift order by id")]


async def test_who_offered_is_named_to_any_manager_others_only_to_their_own(short, browser_of):
    mia = await covers(await browser_of(short.mia), short.ada)
    assert [(c["name"], c["has_offered"], c["is_enough"]) for c in mia["people"]] == [
        ("Dee Okoro", True, True), ("Eve Falk", False, True),
    ]  # fmt: skip
    assert [(gap["role"], gap["starts_at"]) for gap in mia["gaps"]] == [("desk", "2027-03-10T06:00:00Z")]
    for stranger in (short.tom, short.ada, short.pat):
        answer = await (await browser_of(stranger)).get(f"{PAGE}/inbox/{short.ada}/covers")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_who_cannot_is_no_candidate(short, browser_of):
    """Elsewhere, unqualified, not rested, going, or used up."""
    late = (EARLY[0] + timedelta(hours=16), EARLY[1] + timedelta(hours=16))
    tired = await make_person("Tia Red", manager=short.mia, roles=("desk",))
    await make_shift(tired, late)
    await make_person("Una Off", manager=short.mia, roles=("desk",), site="York")
    await make_person("Vic Cook", manager=short.mia, roles=("kitchen",))
    going = await make_person("Wim Goes", manager=short.mia, roles=("desk",))
    await make_sign_up(short.day, going, state="released")
    mia = await browser_of(short.mia)
    assert {c["name"] for c in (await covers(mia, short.ada))["people"]} == {"Dee Okoro", "Eve Falk"}
    async with reading() as c:
        await c.execute("update cover_offer set extra_shifts = 0")
    assert {c["name"] for c in (await covers(mia, short.ada))["people"]} == {"Eve Falk"}


async def test_approving_with_who_offered_puts_them_in_at_once(short, browser_of):
    mia = await browser_of(short.mia)
    assert (await decide(mia, short.ada)).json()["code"] == "shift_loses_cover"
    answer = await approve_with(mia, short.ada, short.dee)
    assert (answer.status_code, await state_of(short.ada)) == (201, "released")
    assert await openings() == [("confirmed", short.ada, short.dee, "desk")]
    shown = await card(mia, short.ada)
    assert [(s["name"], s["state"]) for s in shown["standins"]] == [("Dee Okoro", "confirmed")]
    assert (shown["shifts"][0]["after"], shown["override"]) == (3, [])
    async with reading() as c:
        told = await c.fetchval("select body from notice where person = $1", short.dee)
    assert "desk, Leeds, Wed 10 Mar 06:00–14:00 of Ada Park" in told
    # Dee's one offer is used up, and Bo cannot have her as well.
    tom = await browser_of(short.tom)
    assert (await approve_with(tom, short.bo, short.dee)).json()["code"] in ("no_offer_left", "shift_overlaps")
    assert await state_of(short.bo) == "wanted"


async def test_two_managers_with_one_colleague_one_succeeds(short, browser_of):
    mia, tom = await browser_of(short.mia), await browser_of(short.tom)
    answers = await asyncio.gather(approve_with(mia, short.ada, short.dee), approve_with(tom, short.bo, short.dee))
    assert sorted(a.status_code for a in answers) == [201, 409]
    assert len(await openings()) == 1


async def test_who_neither_offered_nor_agreed_is_not_put_in(short, browser_of):
    mia = await browser_of(short.mia)
    for colleague in (short.eve, short.fay, short.mia):
        answer = await approve_with(mia, short.ada, colleague)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    both = {"people": [str(short.ada), str(short.bo)], "verdict": "approved", "cover": str(short.dee)}
    assert (await mia.post(f"{PAGE}/decisions", json=both)).json()["errors"][0]["pointer"] == "/cover"
    assert (await openings(), await state_of(short.ada)) == ([], "wanted")


async def test_nobody_is_put_in_where_cover_is_kept(short, browser_of):
    async with reading() as c:
        await c.execute("update cover set minimum = 2")
    answer = await approve_with(await browser_of(short.mia), short.ada, short.dee)
    assert answer.json()["code"] == "nothing_to_cover"


async def test_one_of_my_own_is_asked_agrees_and_is_confirmed_by_the_approval(short, browser_of):
    mia, eve = await browser_of(short.mia), await browser_of(short.eve)
    stranger = await mia.post(f"{PAGE}/inbox/{short.ada}/asks", json={"colleague": str(short.fay)})
    assert (stranger.status_code, stranger.json()["code"]) == (404, "not_found")
    asked = await mia.post(f"{PAGE}/inbox/{short.ada}/asks", json={"colleague": str(short.eve)})
    assert asked.status_code == 201, asked.text
    assert [(s["name"], s["state"]) for s in (await card(mia, short.ada))["standins"]] == [("Eve Falk", "open")]
    assert (await decide(mia, short.ada)).json()["code"] == "shift_loses_cover"
    async with reading() as c:
        await c.execute("update open_shift set state = 'taken', taker = asked, taken_at = $1", clock.now())
    assert (await card(mia, short.ada))["standins"][0]["state"] == "taken"
    assert (await decide(mia, short.ada)).status_code == 201
    assert await openings() == [("confirmed", short.ada, short.eve, "desk")]
    assert (await eve.get(f"{PAGE}/mine")).status_code == 200


async def test_who_is_called_back_or_withdraws_needs_nobody_in_their_place(short, browser_of):
    mia = await browser_of(short.mia)
    await approve_with(mia, short.ada, short.dee)
    await decide(mia, short.ada, verdict="declined", reason="Not after all.")
    assert await openings() == [("withdrawn", short.ada, None, "desk")]
    await approve_with(mia, short.ada, short.dee)
    assert (await (await browser_of(short.ada)).delete("/api/days/spring/sign-up")).status_code == 204
    assert {state for state, *_ in await openings()} == {"withdrawn"}
    async with reading() as c:
        told = await c.fetch("select title from notice where person = $1 and title like '%need not%'", short.dee)
    assert len(told) == 2


async def test_cover_is_counted_again_with_them_in(short, browser_of):
    """The rule that decides is the headcount, not the list: a colleague of the wrong role does not help."""
    await offer(short.day, await make_person("Kim Cook", manager=short.tom, roles=("kitchen",)), 1)
    async with reading() as c:
        kim = await c.fetchval("select id from person where name = 'Kim Cook'")
    answer = await approve_with(await browser_of(short.mia), short.ada, kim)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_qualified")
    assert await openings() == []


async def test_a_plan_holds_with_who_was_put_in(short, app, browser_of):
    await grant(short.day, short.pat, "organiser")
    await approve_with(await browser_of(short.mia), short.ada, short.dee)
    pat = await browser_of(short.pat)
    plan = await planned(app, pat)
    assert (plan["goes"], (await pat.post(f"{PAGE}/plans/{plan['id']}/publish")).status_code) == (1, 200)


async def test_who_took_a_shift_is_not_released_on_top_of_it(short, browser_of):
    """Colleagues count on them, so not even by an override; others of the request are told apart."""
    mia, tom = await browser_of(short.mia), await browser_of(short.tom)
    await approve_with(mia, short.ada, short.dee)
    await make_sign_up(short.day, short.dee)
    for more in ({}, {"override": True, "reason": "We shall manage it somehow."}):
        body = {"people": [str(short.bo), str(short.dee)], "verdict": "approved"} | more
        refused = (await tom.post(f"{PAGE}/decisions", json=body)).json()
        assert (refused["code"], [e["pointer"] for e in refused["errors"]]) == ("has_taken_shift", ["/people/1"])
    assert await state_of(short.dee) == "wanted"
    assert (await decide(mia, short.ada, verdict="declined", reason="Not after all.")).status_code == 201
    override = {"people": [str(short.dee)], "verdict": "approved", "override": True, "reason": "Dee is free again."}
    assert (await tom.post(f"{PAGE}/decisions", json=override)).status_code == 201


async def test_a_take_confirmed_in_the_same_moment_and_a_release_exclude_each_other(short, browser_of):
    """Either the release is first and the take is refused, or the take is and the release is."""
    await make_sign_up(short.day, short.dee)
    mia, tom = await browser_of(short.mia), await browser_of(short.tom)
    dee = {"people": [str(short.dee)], "verdict": "approved", "override": True, "reason": "We shall manage somehow."}
    first, second = await asyncio.gather(
        approve_with(mia, short.ada, short.dee), tom.post(f"{PAGE}/decisions", json=dee)
    )
    assert sorted([first.status_code, second.status_code]) == [201, 409]
    assert {first.json().get("code"), second.json().get("code")} & {"is_released", "has_taken_shift"}
