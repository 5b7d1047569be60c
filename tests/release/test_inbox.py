"""Managers see their people with cover in front of them, and decide: one or many, alone or racing."""

import asyncio
import contextlib

from hackday.database import reading
from hackday.release import store as release_store
from hackday.release.answers import store
from tests.factories import grant, make_challenge, make_person, make_sign_up, make_team
from tests.release.desk import PAGE, decide, make_shift, state_of


async def test_the_inbox_shows_my_own_people_with_the_cover_of_each_shift(desk, browser_of):
    inbox = (await (await browser_of(desk.mia)).get(f"{PAGE}/inbox")).json()
    assert [person["name"] for person in inbox["people"]] == ["Ada Park"]
    shift = inbox["people"][0]["shifts"][0]
    assert (shift["before"], shift["after"], shift["minimum"]) == (3, 2, 2)
    assert inbox["people"][0]["shortage"] is None
    assert (await decide(await browser_of(desk.mia), desk.ada)).status_code == 201
    later = (await (await browser_of(desk.tom)).get(f"{PAGE}/inbox")).json()["people"]
    assert [person["name"] for person in later] == ["Bo Chen"]
    short = later[0]["shortage"]
    assert (later[0]["shifts"][0]["after"], short["staying"], short["minimum"]) == (1, 1, 2)
    ada = await browser_of(desk.ada)
    nobody = (await ada.get(f"{PAGE}/inbox")).json()
    assert (nobody["is_manager"], nobody["people"]) == (False, [])
    assert (await ada.get(f"{PAGE}/acting")).json() == {"answers": False}
    assert (await (await browser_of(desk.mia)).get(f"{PAGE}/acting")).json() == {"answers": True}


async def card(browser_of, manager, person):
    people = (await (await browser_of(manager)).get(f"{PAGE}/inbox")).json()["people"]
    return next(shown for shown in people if shown["person"] == str(person))


async def test_who_else_is_away_is_named_for_my_own_people_and_counted_for_others(desk, browser_of):
    for name in ("Dee Okoro", "Eve Falk", "Finn Roe"):
        await make_shift(await make_person(name, manager=desk.tom, roles=("desk",)))
    await make_sign_up(desk.day, desk.cy)
    await make_team(desk.day, await make_challenge(desk.day), (desk.ada, desk.bo, desk.cy))
    away = await make_person("Una Off", manager=desk.tom)  # of another site: no colleague on these shifts
    await make_sign_up(desk.day, away)
    tom = await browser_of(desk.tom)
    assert (await decide(tom, desk.bo, away)).status_code == 201
    cy = await card(browser_of, desk.tom, desk.cy)
    assert (cy["away"], cy["teammates"]) == ({"yours": ["Bo Chen"], "others": 0}, {"yours": ["Bo Chen"], "others": 0})
    ada = await card(browser_of, desk.mia, desk.ada)
    assert (ada["away"], ada["teammates"]) == ({"yours": [], "others": 1}, {"yours": [], "others": 1})
    assert (await card(browser_of, desk.tom, desk.bo))["away"] == {"yours": [], "others": 0}


async def test_a_refused_bulk_names_all_who_cannot_go_and_the_others_can(desk, browser_of):
    dee = await make_person("Dee Okoro", manager=desk.tom, roles=("desk",))
    await make_sign_up(desk.day, dee)  # without a shift: anybody's cover holds
    await make_sign_up(desk.day, desk.cy)
    tom = await browser_of(desk.tom)
    asked = [desk.cy, dee, desk.bo]
    problem = (await decide(tom, *asked)).json()
    assert [field["pointer"] for field in problem["errors"]] == ["/people/2"]  # counted in the order asked
    assert problem["errors"][0]["detail"].startswith("Bo Chen cannot be released: Leeds")
    blocked = {int(field["pointer"].rpartition("/")[2]) for field in problem["errors"]}
    assert (await decide(tom, *(p for i, p in enumerate(asked) if i not in blocked))).json() == {"people": 2}
    assert [await state_of(p) for p in asked] == ["released", "released", "wanted"]


async def test_my_own_release_is_sent_only_when_it_has_changed(desk, browser_of):
    ada = await browser_of(desk.ada)
    first = await ada.get(f"{PAGE}/mine")
    again = await ada.get(f"{PAGE}/mine", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["cache-control"]) == (304, b"", "private, no-cache")
    await decide(await browser_of(desk.mia), desk.ada)
    changed = await ada.get(f"{PAGE}/mine", headers={"if-none-match": first.headers["etag"]})
    assert (changed.status_code, changed.json()["state"]) == (200, "released")


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
