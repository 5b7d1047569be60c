"""Managers decide with the cover in front of them, employees see why, planners run the plan."""

import asyncio
import contextlib
from datetime import timedelta
from uuid import UUID, uuid4

from hackday import clock, database
from hackday.database import reading
from hackday.release import rules
from hackday.release import store as release_store
from hackday.release.answers import store
from tests.factories import grant, make_person, make_sign_up
from tests.release.desk import EARLY, PAGE, decide, make_cover, planned, state_of


async def test_the_inbox_shows_my_own_people_with_the_cover_of_each_shift(desk, browser_of):
    inbox = (await (await browser_of(desk.mia)).get(f"{PAGE}/inbox")).json()
    assert [person["name"] for person in inbox["people"]] == ["Ada Park"]
    shift = inbox["people"][0]["shifts"][0]
    assert (shift["before"], shift["after"], shift["minimum"]) == (3, 2, 2)
    assert inbox["people"][0]["shortage"] is None
    assert (await decide(await browser_of(desk.mia), desk.ada)).status_code == 201
    later = (await (await browser_of(desk.tom)).get(f"{PAGE}/inbox")).json()["people"]
    assert [person["name"] for person in later] == ["Bo Chen"]
    assert (later[0]["shifts"][0]["after"], later[0]["shortage"]["staying"], later[0]["shortage"]["minimum"]) == (
        1,
        1,
        2,
    )
    assert (await (await browser_of(desk.ada)).get(f"{PAGE}/inbox")).json() == {
        "is_manager": False, "has_plan": False, "people": []
    }  # fmt: skip


async def test_nobody_decides_about_other_managers_people(desk, browser_of):
    for person in (desk.mia, desk.pat, desk.ada):
        browser = await browser_of(person)
        answer = await decide(browser, desk.bo)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        assert (await browser.put(f"{PAGE}/pins/{desk.bo}", json={"kind": "must_stay"})).status_code == 404
    assert await state_of(desk.bo) == "wanted"
    both = await decide(await browser_of(desk.tom), desk.bo, desk.ada)
    assert (both.status_code, await state_of(desk.bo)) == (404, "wanted")


async def approve_both_at_once(desk, browser_of):
    browsers = [await browser_of(desk.mia), await browser_of(desk.tom)]
    return await asyncio.gather(decide(browsers[0], desk.ada), decide(browsers[1], desk.bo))


async def test_two_approvals_that_break_cover_together_one_succeeds(desk, browser_of):
    for _ in range(5):
        answers = await approve_both_at_once(desk, browser_of)
        refused = [a.json() for a in answers if a.status_code != 201]
        assert [problem["code"] for problem in refused] == ["shift_loses_cover"]
        for part in ("Leeds", "Wed 10 Mar 06:00–14:00", "desk", "at least 2", "would have 1"):
            assert part in refused[0]["detail"]
        assert sorted([await state_of(desk.ada), await state_of(desk.bo)]) == ["released", "wanted"]
        async with reading() as c:
            await c.execute("update sign_up set state = 'wanted'")


async def test_without_the_lock_both_succeed(desk, browser_of, monkeypatch):
    """The falsifier: the test above sees the race that the lock prevents."""
    gate = asyncio.Barrier(2)

    async def no_lock(*_):
        pass

    write = store.decide

    async def late(*args, **kwargs):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                await gate.wait()  # both have looked, neither has written
        await write(*args, **kwargs)

    monkeypatch.setattr(store, "decide", late)
    monkeypatch.setattr(release_store, "hold_sites", no_lock)
    answers = await approve_both_at_once(desk, browser_of)
    assert [a.status_code for a in answers] == [201, 201]


async def test_several_at_once_are_all_or_none(desk, browser_of):
    await make_sign_up(desk.day, desk.cy)
    tom = await browser_of(desk.tom)
    answer = await decide(tom, desk.bo, desk.cy)
    assert answer.json()["code"] == "shift_loses_cover"
    assert answer.json()["detail"].startswith("Cy Diaz") or answer.json()["detail"].startswith("Bo Chen")
    assert {await state_of(desk.bo), await state_of(desk.cy)} == {"wanted"}
    answer = await decide(tom, desk.bo, desk.cy, verdict="declined", reason="Quarter end.")
    assert answer.json() == {"people": 2}
    assert {await state_of(desk.bo), await state_of(desk.cy)} == {"refused"}


async def test_a_declined_person_is_owed_a_reason_and_sees_it_at_once(desk, browser_of):
    mia = await browser_of(desk.mia)
    answer = await decide(mia, desk.ada, verdict="declined", reason="  ")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/reason")
    await decide(mia, desk.ada, verdict="declined", reason="We need you on the desk.")
    mine = (await (await browser_of(desk.ada)).get(f"{PAGE}/mine")).json()
    assert (mine["state"], mine["answer"]["reason"], mine["manager"]) == (
        "refused", "We need you on the desk.", "Mia Manager",
    )  # fmt: skip
    async with reading() as c:
        notice = await c.fetchrow("select title, body from notice where person = $1", desk.ada)
    assert notice["title"] == "You are not released for Spring hack day"
    assert "We need you on the desk." in notice["body"]


async def test_withdrawing_gives_the_shift_back(desk, browser_of):
    await decide(await browser_of(desk.mia), desk.ada)
    tom = await browser_of(desk.tom)
    assert (await decide(tom, desk.bo)).json()["code"] == "shift_loses_cover"
    assert (await (await browser_of(desk.ada)).delete("/api/days/spring/sign-up")).status_code == 204
    assert (await decide(tom, desk.bo)).status_code == 201
    again = await decide(await browser_of(desk.mia), desk.ada)
    assert again.json()["code"] == "not_a_volunteer"


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


async def test_an_organiser_answers_for_who_has_no_manager_but_not_for_oneself(desk, browser_of):
    boss, olga = await make_person("Boss"), await make_person("Olga Organiser")
    await grant(desk.day, olga, "organiser")
    for person in (boss, olga):
        await make_sign_up(desk.day, person)
    organiser = await browser_of(olga)
    assert [p["name"] for p in (await organiser.get(f"{PAGE}/inbox")).json()["people"]] == ["Boss"]
    assert (await decide(organiser, boss)).status_code == 201
    assert (await decide(organiser, olga)).status_code == 404
    assert (await decide(organiser, desk.ada)).status_code == 404


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
