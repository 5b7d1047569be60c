"""Somebody is off work: the release that breaks is shown, mended as shown, and told to those concerned alone."""

import anyio
import pytest

from hackday.database import reading
from tests.factories import grant, make_person, make_site
from tests.release.desk import EARLY, PAGE, decide, make_shift, planned, state_of

STRETCH = {"starts_at": EARLY[0].isoformat(), "ends_at": EARLY[1].isoformat()}


@pytest.fixture
async def office(desk, app, browser_of):
    """A published plan by which Ada or Bo goes, and is released."""
    pat = await browser_of(desk.pat)
    plan = await planned(app, pat)
    assert (await pat.post(f"{PAGE}/plans/{plan['id']}/publish")).status_code == 200
    async with reading() as c:
        desk.goer = await c.fetchval("select person from plan_entry where goes")
    desk.manager = desk.mia if desk.goer == desk.ada else desk.tom
    assert (await decide(await browser_of(desk.manager), desk.goer)).status_code == 201
    desk.plan = plan["id"]
    async with reading() as c:
        await c.execute("delete from notice")
    return desk, pat


async def off(browser, person):
    return await browser.post(f"{PAGE}/unavailable", json={"person": str(person), **STRETCH})


async def shown(pat, **draft):
    answer = await pat.post(f"{PAGE}/repairs", json=draft)
    assert answer.status_code == 200, answer.text
    return answer.json()


def said(proposal):
    return {name: proposal[name] for name in ("base", "sites", "seed", "fingerprint")}


async def told():
    async with reading() as c:
        return {row["person"] for row in await c.fetch("select person from notice")}


async def test_while_every_release_holds_there_is_nothing_to_change(office):
    _, pat = office
    assert (await pat.get(f"{PAGE}/broken")).json() == []
    proposal = await shown(pat)
    assert (proposal["sites"], proposal["people"]) == ([], 0)


async def test_an_ill_colleague_breaks_a_release_and_the_repair_calls_it_back(office, browser_of):
    desk, pat = office
    assert (await off(await browser_of(desk.tom), desk.cy)).status_code == 201
    (broken,) = (await pat.get(f"{PAGE}/broken")).json()
    assert (broken["person"], broken["shortage"]["minimum"], broken["shortage"]["staying"]) == (str(desk.goer), 2, 1)
    proposal = await shown(pat)
    assert [p["person"] for p in proposal["revoked"]] == [str(desk.goer)]
    assert proposal["revoked"][0]["why"]["blocks"][0]["roles"] == ["desk"]
    assert await state_of(desk.goer) == "released"  # shown, not done
    applied = await pat.post(f"{PAGE}/repairs/apply", json=said(proposal))
    assert applied.status_code == 200, applied.text
    assert await state_of(desk.goer) == "wanted"
    assert (await pat.get(f"{PAGE}/broken")).json() == []
    assert await told() == {desk.goer, desk.manager}
    async with reading() as c:
        plans = {str(r["id"]): r for r in await c.fetch("select id, state, base, goes, stays from plan")}
        audit = [r["action"] for r in await c.fetch("select action from audit_entry order by id")]
    assert plans.pop(desk.plan)["state"] == "superseded"
    (new,) = plans.values()
    assert (new["state"], str(new["base"]), new["goes"], new["stays"]) == ("published", desk.plan, 0, 2)
    assert audit[-2:] == ["release.repair_plan", "release.call_back"]
    assert "release.note_off_work" in audit


async def test_a_repaired_plan_tells_which_floors_it_misses_and_claims_no_proof(desk, app, browser_of):
    pat = await browser_of(desk.pat)
    await pat.put(f"{PAGE}/settings", json={"site_floor": 50})
    plan = await planned(app, pat)
    assert plan["floors_missed"] == []  # of two who want to go, one goes
    await pat.put(f"{PAGE}/settings", json={"site_floor": 100})
    assert (await pat.post(f"{PAGE}/plans/{plan['id']}/publish")).status_code == 200  # a wish never stands in the way
    await off(pat, desk.cy)
    assert (await pat.post(f"{PAGE}/repairs/apply", json=said(await shown(pat)))).status_code == 200
    repaired = next(p for p in (await pat.get(f"{PAGE}/plans")).json() if p["state"] == "published")
    assert repaired["floors_missed"] == [{"site": "Leeds", "wanted": 1, "goes": 0}]
    assert (repaired["status"], repaired["gap"], repaired["site_floor"]) == ("", None, 50)


async def test_a_colleague_who_steps_in_keeps_the_release(office, browser_of):
    desk, pat = office
    dee = await make_person("Dee Moore", roles=("desk",))
    assert (await (await browser_of(dee)).put(f"{PAGE}/offer", json={"extra_shifts": 1})).status_code == 200
    await off(pat, desk.cy)
    proposal = await shown(pat)
    assert (proposal["revoked"], [m["name"] for m in proposal["steps_in"]]) == ([], ["Dee Moore"])
    assert (await pat.post(f"{PAGE}/repairs/apply", json=said(proposal))).status_code == 200
    assert await state_of(desk.goer) == "released"
    assert await told() == {dee}
    assert (await pat.get(f"{PAGE}/broken")).json() == []
    await off(pat, dee)  # who stepped in falls ill too: the release breaks again
    assert len((await pat.get(f"{PAGE}/broken")).json()) == 1
    again = await shown(pat)
    assert [m["name"] for m in again["steps_back"]] == ["Dee Moore"]
    assert len(again["revoked"]) == 1


async def test_back_at_work_heals_it(office, browser_of):
    desk, pat = office
    note = (await off(pat, desk.cy)).json()
    assert [o["name"] for o in (await pat.get(f"{PAGE}/unavailable")).json()] == ["Cy Diaz"]
    assert (await pat.delete(f"{PAGE}/unavailable/{note['id']}")).status_code == 204
    assert (await pat.get(f"{PAGE}/broken")).json() == []
    assert (await pat.get(f"{PAGE}/unavailable")).json() == []


async def test_what_was_not_shown_is_not_applied(office):
    desk, pat = office
    await off(pat, desk.cy)
    proposal = await shown(pat)
    await make_shift((await _clerk()), EARLY)  # somebody else stands there now: nobody need come back
    refused = await pat.post(f"{PAGE}/repairs/apply", json=said(proposal))
    assert (refused.status_code, refused.json()["code"]) == (409, "repair_is_stale")
    assert await state_of(desk.goer) == "released"


async def _clerk():
    return await make_person("Cleo Clerk", roles=("desk",))


async def test_of_two_who_apply_the_same_repair_one_does(office, browser_of):
    desk, pat = office
    await off(pat, desk.cy)
    proposal = await shown(pat)
    codes = []

    async def once():
        codes.append((await pat.post(f"{PAGE}/repairs/apply", json=said(proposal))).status_code)

    async with anyio.create_task_group() as group:
        group.start_soon(once)
        group.start_soon(once)
    assert sorted(codes) == [200, 409]


async def test_a_decision_in_the_same_moment_waits_and_cover_is_kept(office, browser_of):
    desk, pat = office
    await off(pat, desk.cy)
    proposal = await shown(pat)
    manager = await browser_of(desk.manager)
    answers = []

    async def apply():
        answers.append((await pat.post(f"{PAGE}/repairs/apply", json=said(proposal))).status_code)

    async def approve():
        answers.append((await decide(manager, desk.goer)).status_code)

    async with anyio.create_task_group() as group:
        group.start_soon(apply)
        group.start_soon(approve)
    assert sorted(answers) == [200, 409]  # whoever comes first, the desk cannot spare them
    assert (await pat.get(f"{PAGE}/broken")).json() == []
    assert await state_of(desk.goer) == "wanted"


async def test_who_plans_another_site_sees_and_mends_nothing_here(office, browser_of):
    desk, pat = office
    await make_site("Oslo", "Europe/Oslo")
    ola = await make_person("Ola Olsen", site="Oslo")
    await grant(desk.day, ola, "planner")
    async with reading() as c:
        await c.execute(
            """insert into planner_site (id, day_role, site)
               select uuidv7(), id, 'Oslo' from day_role where person = $1""",
            ola,
        )
    await off(pat, desk.cy)
    browser = await browser_of(ola)
    assert (await browser.get(f"{PAGE}/broken")).json() == []
    assert (await shown(browser))["sites"] == []
    assert (await browser.post(f"{PAGE}/repairs", json={"sites": ["Leeds"]})).json()["code"] == "not_your_site"
    assert (await off(browser, desk.cy)).json()["code"] == "not_found"
    assert (await browser.get(f"{PAGE}/colleagues?q=cy")).json() == []
    assert [c["name"] for c in (await pat.get(f"{PAGE}/colleagues?q=cy")).json()] == ["Cy Diaz"]


async def test_colleagues_note_nothing_about_each_other(office, browser_of):
    desk, _ = office
    ada = await browser_of(desk.ada)
    assert (await off(ada, desk.cy)).status_code == 404
    assert (await ada.post(f"{PAGE}/repairs", json={})).status_code == 403
    why = await ada.post(f"{PAGE}/unavailable", json={"person": str(desk.cy), **STRETCH, "reason": "flu"})
    assert why.status_code in (400, 422)  # there is no place for why
    naive = {"person": str(desk.cy), "starts_at": "2027-03-10T06:00:00", "ends_at": STRETCH["ends_at"]}
    assert (await ada.post(f"{PAGE}/unavailable", json=naive)).status_code in (400, 422)


async def test_dates_stay_while_somebody_is_released(office, browser_of):
    desk, _ = office
    olive = await make_person("Olive Organiser")
    await grant(desk.day, olive, "organiser")
    browser = await browser_of(olive)
    refused = await browser.patch("/api/days/spring", json={"starts_on": "2027-03-09"})
    assert (refused.status_code, refused.json()["code"]) == (409, "dates_hold_releases")
    same = await browser.patch("/api/days/spring", json={"starts_on": "2027-03-10", "name": "Spring"})
    assert same.status_code < 300, same.text
    async with reading() as c:
        await c.execute("update plan set state = 'superseded'")
        await c.execute("update sign_up set state = 'wanted'")
    moved = await browser.patch("/api/days/spring", json={"starts_on": "2027-03-09"})
    assert moved.status_code < 300, moved.text


async def test_who_acts_for_a_manager_notes_it_in_their_place(office, browser_of):
    desk, _ = office
    ada = await browser_of(desk.ada)
    assert (await off(ada, desk.cy)).status_code == 404
    async with reading() as c:
        await c.execute(
            """insert into deputy (id, manager, deputy, starts_on, ends_on)
               values (uuidv7(), $1, $2, current_date - 2, current_date + 2)""",
            desk.tom, desk.ada,
        )  # fmt: skip
    assert (await off(ada, desk.cy)).status_code == 201
