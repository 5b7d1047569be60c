"""Managers decide with the cover in front of them, employees see why, planners run the plan."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

from hackday import clock, database
from hackday.database import reading
from hackday.release import rules
from hackday.release import store as release_store
from tests.factories import make_person, make_sign_up
from tests.release.desk import EARLY, PAGE, decide, make_cover, planned


async def test_outside_its_phase_nothing_is_decided(desk, browser_of):
    async with reading() as c:
        await c.execute("update day set phase = 'judging'")
    mia, pat = await browser_of(desk.mia), await browser_of(desk.pat)
    assert (await decide(mia, desk.ada)).json()["code"] == "wrong_phase"
    assert (await pat.post(f"{PAGE}/plans", json={})).json()["code"] == "wrong_phase"


async def test_a_plan_from_start_to_the_answer(desk, app, browser_of):
    pat, mia, tom = [await browser_of(p) for p in (desk.pat, desk.mia, desk.tom)]
    plan = await planned(app, pat)
    assert (plan["state"], plan["goes"], plan["stays"], plan["progress"] is not None) == ("ready", 1, 1, True)
    mine = (await (await browser_of(desk.ada)).get(f"{PAGE}/mine")).json()
    assert (mine["goes"], len(mine["shifts"])) == (None, 1)
    assert (await pat.post(f"{PAGE}/plans/{plan['id']}/publish")).status_code == 200
    people = [(await b.get(f"{PAGE}/inbox")).json()["people"][0] for b in (mia, tom)]
    goer, stayer = sorted(people, key=lambda p: not p["goes"])
    assert (goer["shortage"], stayer["goes"], stayer["why"]["reason"]) == (None, False, "cover")
    assert stayer["why"]["blocks"][0]["roles"] == ["desk"]
    # A place that the plan gives to one cannot be taken by another, though the first is not approved yet.
    taker = tom if stayer["name"] == "Bo Chen" else mia
    assert (await decide(taker, stayer["person"])).json()["code"] == "shift_loses_cover"
    giver = mia if taker is tom else tom
    assert (await decide(giver, goer["person"], verdict="declined", reason="No.")).status_code == 201
    assert (await decide(taker, stayer["person"])).status_code == 201


async def test_a_colleague_who_steps_in_makes_room_and_is_counted_on(desk, app, browser_of):
    dee = await make_person("Dee Okoro", roles=("desk",), manager=desk.tom)
    helper = await browser_of(dee)
    assert (await helper.put(f"{PAGE}/offer", json={"extra_shifts": 1})).json()["extra_shifts"] == 1
    pat = await browser_of(desk.pat)
    plan = await planned(app, pat)
    assert (plan["goes"], plan["moves"]) == (2, 1)
    await pat.post(f"{PAGE}/plans/{plan['id']}/publish")
    assert (await helper.get(f"{PAGE}/mine")).json()["moves"][0]["role"] == "desk"
    assert (await helper.put(f"{PAGE}/offer", json={"extra_shifts": 0})).json()["code"] == "offer_is_in_use"
    answers = [await decide(await browser_of(m), p) for m, p in ((desk.mia, desk.ada), (desk.tom, desk.bo))]
    assert [a.status_code for a in answers] == [201, 201]
    await make_sign_up(desk.day, dee)  # they would be missed where they step in
    assert (await decide(await browser_of(desk.tom), dee)).json()["code"] == "shift_loses_cover"


async def test_a_pin_holds_in_the_next_plan(desk, app, browser_of):
    mia = await browser_of(desk.mia)
    for kind in ("must_stay", None, "must_stay"):
        assert (await mia.put(f"{PAGE}/pins/{desk.ada}", json={"kind": kind})).status_code == 204
    assert (await mia.get(f"{PAGE}/inbox")).json()["people"][0]["pin"] == "must_stay"
    pat = await browser_of(desk.pat)
    plan = await planned(app, pat)
    entries = (await pat.get(f"{PAGE}/plans/{plan['id']}/entries")).json()["entries"]
    assert [(e["name"], e["goes"], e["why"] and e["why"]["reason"]) for e in entries] == [
        ("Ada Park", False, "must_stay"), ("Bo Chen", True, None),
    ]  # fmt: skip


async def test_a_plan_that_does_not_hold_any_more_is_not_published(desk, app, browser_of):
    pat = await browser_of(desk.pat)
    plan = await planned(app, pat)
    async with reading() as c:
        await c.execute("delete from shift where person = $1", desk.cy)
        await c.execute("update cover set minimum = 3")
        await c.execute("update sign_up set state = 'withdrawn'")
    answer = await pat.post(f"{PAGE}/plans/{plan['id']}/publish")
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_is_stale")


async def test_whom_a_manager_released_is_not_dropped_by_a_plan(desk, app, browser_of):
    pat = await browser_of(desk.pat)
    plan = await planned(app, pat)
    entries = (await pat.get(f"{PAGE}/plans/{plan['id']}/entries", params={"goes": False})).json()["entries"]
    async with reading() as c:
        await c.execute("update sign_up set state = 'released' where person = $1", UUID(entries[0]["person"]))
    answer = await pat.post(f"{PAGE}/plans/{plan['id']}/publish")
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_drops_released")


async def test_one_plan_at_a_time(desk, app, browser_of):
    pat = await browser_of(desk.pat)
    answers = await asyncio.gather(*(pat.post(f"{PAGE}/plans", json={"seconds": 5}) for _ in range(5)))
    await app.state.runs.finished()
    assert sorted(a.status_code for a in answers) == [202, 409, 409, 409, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"plan_is_running"}


async def test_a_run_whose_server_died_fails_and_makes_way(desk, app, browser_of):
    pat = await browser_of(desk.pat)
    async with database.tx() as c:
        await c.execute("insert into plan (id, day, state) values (uuidv7(), $1, 'running')", desk.day)
    assert (await pat.post(f"{PAGE}/plans", json={})).json()["code"] == "plan_is_running"
    late = clock.now() + rules.ABANDONED_AFTER + timedelta(seconds=1)
    with clock.use(lambda: late):
        assert [p["state"] for p in (await pat.get(f"{PAGE}/plans")).json()] == ["failed"]
        assert (await pat.post(f"{PAGE}/plans", json={"seconds": 1})).status_code == 202
        await app.state.runs.finished()


async def test_plans_are_for_planners(desk, browser_of):
    ada, pat, visitor = await browser_of(desk.ada), await browser_of(desk.pat), await browser_of()
    plan = uuid4()
    for method, path, body in (
        ("GET", "plans", None), ("POST", "plans", {}), ("GET", f"plans/{plan}", None),
        ("GET", f"plans/{plan}/entries", None), ("GET", f"plans/{plan}/moves", None),
        ("POST", f"plans/{plan}/publish", None),
    ):  # fmt: skip
        assert (await ada.request(method, f"{PAGE}/{path}", json=body)).json()["code"] == "role_needed"
        assert (await visitor.request(method, f"{PAGE}/{path}", json=body)).status_code == 401
        if str(plan) in path:
            assert (await pat.request(method, f"{PAGE}/{path}", json=body)).status_code == 404
    for path in ("mine", "inbox"):
        assert (await visitor.get(f"{PAGE}/{path}")).status_code == 401


async def takes_back_while_a_plan_is_published(desk, browser):
    """Answer to an offer taken back while a plan that counts on it is being published."""
    async with reading() as c:
        await c.execute("insert into cover_offer (id, day, person) values (uuidv7(), $1, $2)", desk.day, desk.cy)
    async with database.DB.pool.acquire() as other:
        async with other.transaction():
            await other.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"release:{desk.day}:Leeds")
            plan = await other.fetchval(
                "insert into plan (id, day, state) values (uuidv7(), $1, 'published') returning id", desk.day
            )
            await other.execute(
                """insert into cover_move (id, plan, person, site, role, starts_at, ends_at)
                   values (uuidv7(), $1, $2, 'Leeds', 'desk', $3, $4)""",
                plan, desk.cy, *EARLY,
            )  # fmt: skip
            taking_back = asyncio.create_task(browser.put(f"{PAGE}/offer", json={"extra_shifts": 0}))
            await asyncio.sleep(0.3)
        return await taking_back


async def test_an_offer_is_not_taken_back_while_a_plan_that_counts_on_it_is_published(desk, browser_of):
    answer = await takes_back_while_a_plan_is_published(desk, await browser_of(desk.cy))
    assert (answer.status_code, answer.json()["code"]) == (409, "offer_is_in_use")


async def test_without_waiting_for_the_plan_it_would_be(desk, browser_of, monkeypatch):
    async def hold_nothing(day_id, sites):
        pass

    monkeypatch.setattr(release_store, "hold_sites", hold_nothing)
    assert (await takes_back_while_a_plan_is_published(desk, await browser_of(desk.cy))).status_code == 200


async def test_a_shift_that_links_too_many_roles_is_named(desk, browser_of):
    roles = [f"desk {n}" for n in range(11)]
    async with reading() as c:
        await c.execute("update person set roles = $2 where id = $1", desk.ada, roles)
    for role in roles:
        await make_cover(1, role=role)
    answer = await decide(await browser_of(desk.mia), desk.ada)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_roles")
    assert (await (await browser_of(desk.mia)).get(f"{PAGE}/inbox")).json()["code"] == "too_many_roles"
