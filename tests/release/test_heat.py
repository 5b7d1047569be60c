"""The heat map counts the heads that the decisions are counted by."""

import random
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from hackday import clock
from hackday.database import reading
from hackday.days import store as days
from hackday.release import store
from hackday.release.answers import store as answers
from hackday.release.engine.rota import span
from hackday.release.headcount import Headcount
from hackday.release.plans import heat_store
from hackday.release.plans import store as plan_store
from hackday.release.plans.gathering import gather, zones
from hackday.release.plans.heat import Level, level
from hackday.release.wire import Verdict
from tests.factories import grant, make_person, make_sign_up
from tests.release.company import load_company
from tests.release.desk import EARLY, PAGE, decide, make_cover, make_shift
from tests.release.test_company_500 import plan_and_wait

WEST = (EARLY[0] + timedelta(hours=2), EARLY[1] + timedelta(hours=2))


async def counted(day, leaving, moves):
    """(site, role, start, end) -> (able, standing, minimum), as decisions count them."""
    planning = await gather(day)
    count = Headcount(planning, leaving, moves, await zones())
    windows = {w.site: span(w.site, w.starts_at, w.ends_at) for w in planning.windows}
    found = {}
    for cover in planning.cover:
        cell, window = span(cover.site, cover.starts_at, cover.ends_at), windows[cover.site]
        if cell.start < window.end and cell.end > window.start:
            found[cover.site, cover.role, cover.starts_at, cover.ends_at] = count._count("", cell, cover.role)
    return found


@pytest.mark.parametrize("seed", [1, 2])
async def test_it_counts_what_decisions_count(app, browser_of, seed):
    day_id, planner = await load_company()
    browser = await browser_of(planner)
    plan = (await plan_and_wait(app, browser))["plan"]["id"]
    assert (await browser.post(f"{PAGE}/plans/{plan}/publish")).status_code == 200
    chance = random.Random(seed)
    async with reading() as c:
        wanted = [r["person"] for r in await c.fetch("select person from sign_up order by person")]
    await answers.decide(day_id, chance.sample(wanted, 90), Verdict.APPROVED, "", by=planner, now=clock.now())
    await answers.decide(day_id, chance.sample(wanted, 30), Verdict.DECLINED, "No.", by=planner, now=clock.now())

    day = await days.hold_day(day_id)
    moves = (await plan_store.outcome(UUID(plan)))[1]
    everybody = [UUID(person.id) for person in (await gather(day)).people]
    left = await counted(day, await store.released(day_id), moves)
    planned = await counted(day, await store.leaving(day_id, everybody), moves)
    cells = {(c.site, c.role, c.starts_at, c.ends_at): c for c in await heat_store.cells(day_id, None)}
    asked = {key: cell for key, cell in cells.items() if cell.minimum is not None}
    assert {key: (c.scheduled, c.left, c.minimum) for key, c in asked.items()} == left
    assert {key: (c.scheduled, c.planned, c.minimum) for key, c in asked.items()} == planned
    assert len(asked) > 50
    assert left != planned
    # The falsifier: with the colleagues who step in forgotten the numbers are others.
    assert await counted(day, await store.released(day_id), []) != left

    page = (await browser.get(f"{PAGE}/cover")).json()
    levels = Counter(level(c.left, c.minimum) for c in cells.values())
    assert {kind: sum(site["left"][kind] for site in page["sites"]) for kind in Level} == {
        kind: levels[kind] for kind in Level
    }
    missing = [site["missing"] for site in page["sites"]]
    assert missing == sorted(missing, reverse=True)
    assert missing[0] > 0
    assert {cell["site"] for cell in page["cells"]} == {site["site"] for site in page["sites"][:8]}


async def cell_of(browser, role="desk"):
    page = (await browser.get(f"{PAGE}/cover", params={"site": "Leeds"})).json()
    return next(cell for cell in page["cells"] if cell["role"] == role)


async def test_a_release_is_seen_and_who_it_was(desk, browser_of):
    pat = await browser_of(desk.pat)
    before = await cell_of(pat)
    assert (before["scheduled"], before["minimum"], before["left"], before["planned"]) == (3, 2, 3, 3)
    await decide(await browser_of(desk.tom), desk.bo)
    after = await cell_of(pat)
    assert (after["scheduled"], after["left"]) == (3, 2)
    where = {key: after[key] for key in ("site", "role", "starts_at", "ends_at")}
    assert (await pat.get(f"{PAGE}/cover/people", params=where)).json() == {
        "people": [{"person": str(desk.bo), "name": "Bo Chen", "presence": "released"}], "rule": None,
    }  # fmt: skip


async def test_where_no_minimum_is_set_the_rota_is_shown(desk, browser_of):
    porter = await make_person("Pia", roles=("porter",))
    await make_shift(porter, WEST, role="porter")
    await make_sign_up(desk.day, porter, state="released")
    cell = await cell_of(await browser_of(desk.pat), "porter")
    assert (cell["scheduled"], cell["minimum"], cell["left"]) == (1, None, 0)


async def test_what_lies_outside_the_day_is_not_shown(desk, browser_of):
    later = tuple(time + timedelta(days=9) for time in EARLY)
    await make_cover(5, later)
    await make_shift(desk.ada, later)
    page = (await (await browser_of(desk.pat)).get(f"{PAGE}/cover")).json()
    assert [cell["starts_at"] for cell in page["cells"]] == ["2027-03-10T06:00:00Z"]


async def test_open_shifts_and_the_winning_rule_are_told(desk, browser_of):
    async with reading() as c:
        await c.execute(
            """insert into open_shift (id, day, site, role, starts_at, ends_at)
               select uuidv7(), $1, 'Leeds', 'desk', $2, $3 from generate_series(1, 2)""",
            desk.day, *EARLY,
        )  # fmt: skip
        rule = await c.fetchval("insert into cover_rule (id, role, percent) values (uuidv7(), 'desk', 50) returning id")
        await c.execute("update cover set rule = $1", rule)
    pat = await browser_of(desk.pat)
    cell = await cell_of(pat)
    assert (cell["open_shifts"], cell["rule"]) == (2, str(rule))
    where = {key: cell[key] for key in ("site", "role", "starts_at", "ends_at")}
    told = (await pat.get(f"{PAGE}/cover/people", params=where)).json()["rule"]
    assert told == {"id": str(rule), "site": None, "role": "desk", "people": None, "percent": 50}


async def test_planners_see_their_sites_and_others_none(desk, browser_of):
    there = await make_person("Paul", site="York", roles=("desk",))
    await make_shift(there, site="York")
    await grant(desk.day, there, "planner")
    async with reading() as c:
        await c.execute(
            """insert into planner_site (id, day_role, site)
               select uuidv7(), id, 'York' from day_role where person = $1""",
            there,
        )
    paul = await browser_of(there)
    for site in (None, "Leeds", "York"):
        page = (await paul.get(f"{PAGE}/cover", params={"site": site} if site else {})).json()
        assert {s["site"] for s in page["sites"]} == {"York"}
        assert {c["site"] for c in page["cells"]} <= {"York"}
    where = {"site": "Leeds", "role": "desk", "starts_at": EARLY[0].isoformat(), "ends_at": EARLY[1].isoformat()}
    assert (await paul.get(f"{PAGE}/cover/people", params=where)).json()["code"] == "not_your_site"
    ada = await browser_of(desk.ada)
    assert (await ada.get(f"{PAGE}/cover")).status_code == 403
    assert (await ada.get(f"{PAGE}/cover/people", params=where)).status_code == 403


@pytest.mark.parametrize(
    ("standing", "minimum", "at"),
    [(1, 2, "short"), (2, 2, "tight"), (3, 2, "ample"), (0, 0, "free"), (3, None, "free")],
)
def test_levels(standing, minimum, at):
    assert level(standing, minimum) == at
