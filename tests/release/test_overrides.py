"""A manager may let cover fall short, in writing; organisers see it, and nothing else is released on top of it."""

import pytest

from hackday.database import reading
from tests.factories import grant, make_person, make_sign_up
from tests.release.desk import PAGE, decide, make_cover, make_shift, planned, state_of

WHY = "The two of us who stay can manage that morning."


@pytest.fixture
async def short(desk, browser_of):
    """A desk where nobody may go: its minimum is all three."""
    async with reading() as c:
        await c.execute("update cover set minimum = 3")
    desk.olga = await make_person("Olga Organiser")
    await grant(desk.day, desk.olga, "organiser")
    return desk


async def override(browser, *people, reason=WHY, **more):
    body = {"people": [str(p) for p in people], "verdict": "approved", "reason": reason, "override": True} | more
    return await browser.post(f"{PAGE}/decisions", json=body)


async def test_an_override_needs_a_written_reason_and_is_told_and_listed(short, browser_of):
    mia, olga = await browser_of(short.mia), await browser_of(short.olga)
    assert (await decide(mia, short.ada)).json()["code"] == "shift_loses_cover"
    for reason in ("", "Please!", "         .  "):
        refused = await override(mia, short.ada, reason=reason)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/reason")
    declined = await override(mia, short.ada, verdict="declined")
    assert declined.json()["errors"][0]["pointer"] == "/override"
    assert await state_of(short.ada) == "wanted"
    assert (await override(mia, short.ada)).status_code == 201
    listed = (await olga.get(f"{PAGE}/overrides")).json()
    assert [(o["name"], o["decided_by"], o["reason"]) for o in listed] == [("Ada Park", "Mia Manager", WHY)]
    assert [(s["roles"], s["staying"], s["minimum"]) for s in listed[0]["shortages"]] == [(["desk"], 2, 3)]
    assert (await mia.get(f"{PAGE}/inbox")).json()["people"][0]["override"] == listed[0]["shortages"]
    async with reading() as c:
        notice = await c.fetchrow("select title, body from notice where person = $1", short.olga)
        audited = await c.fetchrow("select reason, after from audit_entry where action = 'release.approved'")
    assert notice["title"] == "Spring hack day: Ada Park is released below the minimum"
    assert WHY in notice["body"]
    assert "Leeds, Wed 10 Mar 06:00–14:00, desk" in notice["body"]
    assert (audited["reason"], audited["after"]["override"][0]["minimum"]) == (WHY, 3)


async def test_who_may_see_the_list(short, browser_of):
    await override(await browser_of(short.mia), short.ada)
    for person in (short.mia, short.ada, short.tom):
        assert (await (await browser_of(person)).get(f"{PAGE}/overrides")).json()["code"] == "role_needed"
    assert len((await (await browser_of(short.pat)).get(f"{PAGE}/overrides")).json()) == 1


async def test_an_override_where_cover_is_kept_is_an_approval(desk, browser_of):
    assert (await override(await browser_of(desk.mia), desk.ada)).status_code == 201
    assert (await (await browser_of(desk.pat)).get(f"{PAGE}/overrides")).json() == []


async def test_nobody_else_goes_on_top_of_it_but_where_others_stay(short, browser_of):
    """Whoever is overridden counts as gone: a colleague of another role may go as if they never were there."""
    fay = await make_person("Fay Lind", manager=short.tom, roles=("phone",))
    gus = await make_person("Gus Ott", manager=short.tom, roles=("phone",))
    both = await make_person("Ida Both", manager=short.tom, roles=("desk", "phone"))
    for person in (fay, gus, both):
        await make_shift(person, role="phone")
    await make_sign_up(short.day, fay)
    await make_cover(1, role="phone")
    mia, tom = await browser_of(short.mia), await browser_of(short.tom)
    assert (await override(mia, short.ada)).status_code == 201
    assert (await override(mia, short.ada)).status_code == 201  # saying it again harms nobody
    assert (await decide(tom, short.bo)).json()["code"] == "shift_loses_cover"
    assert (await decide(tom, fay)).status_code == 201


async def test_answering_again_clears_it(short, browser_of):
    mia, pat = await browser_of(short.mia), await browser_of(short.pat)
    await override(mia, short.ada)
    await decide(mia, short.ada, verdict="declined", reason="We cannot after all.")
    assert (await pat.get(f"{PAGE}/overrides")).json() == []
    async with reading() as c:
        assert await c.fetchval("select override from decision where person = $1", short.ada) is None
        await c.execute("update cover set minimum = 2")
    assert (await decide(mia, short.ada)).status_code == 201
    assert (await pat.get(f"{PAGE}/overrides")).json() == []


async def test_a_plan_is_published_beside_an_override(short, app, browser_of):
    """Who is overridden is no part of a plan, so that no plan drops them."""
    await override(await browser_of(short.mia), short.ada)
    pat = await browser_of(short.pat)
    plan = await planned(app, pat)
    assert (plan["goes"], (await pat.post(f"{PAGE}/plans/{plan['id']}/publish")).status_code) == (0, 200)
    assert await state_of(short.ada) == "released"


async def test_several_at_once_each_counted_after_the_other(short, browser_of):
    await make_sign_up(short.day, short.cy)
    assert (await override(await browser_of(short.tom), short.bo, short.cy)).status_code == 201
    listed = (await (await browser_of(short.pat)).get(f"{PAGE}/overrides")).json()
    assert sorted(o["shortages"][0]["staying"] for o in listed) == [1, 2]
