"""A whole company through the product: both rota files, the plan, and its promises counted again by other means.

Nothing here asks the planner or its checker: cover is counted in SQL for every set of roles, rest and hours from the
shifts that people would work.
"""

import itertools
from collections import defaultdict
from datetime import timedelta

import pytest

from hackday import database
from hackday.database import reading
from hackday.release.intake.imports import import_rota
from hackday.release.intake.rota_file import read_mapping
from tests.release.company import COMPANY, load_company
from tests.release.test_imports import MAPPING

PAGE = "/api/days/spring/release"

# Who would stand at a site through a stretch of cover, and what each can do; $1 is the plan.
STANDING = """
  with leaving as (
    select x.id from shift x join site z on z.name = x.site join plan l on l.id = $1 join day d on d.id = l.day
      join plan_entry e on e.plan = l.id and e.person = x.person and e.goes
     where x.starts_at < ((d.ends_on + 1)::timestamp at time zone z.time_zone)
       and x.ends_at > (d.starts_on::timestamp at time zone z.time_zone))
  select c.site, c.starts_at, c.ends_at, w.person, w.was, w.now, (select roles from person where id = w.person) roles
    from (select distinct site, starts_at, ends_at from cover) c
    join lateral (
      select x.person, 1 as was, (x.id not in (select id from leaving))::int as now from shift x
       where x.site = c.site and x.starts_at <= c.starts_at and x.ends_at >= c.ends_at
      union all
      select m.person, 0, 1 from cover_move m
       where m.plan = $1 and m.site = c.site and m.starts_at <= c.starts_at and m.ends_at >= c.ends_at) w on true"""


async def plan_and_wait(app, browser):
    answer = await browser.post(f"{PAGE}/plans", json={"seconds": 20, "seed": 7})
    assert answer.status_code == 202, answer.text
    await app.state.runs.finished()
    return (await browser.get(f"{PAGE}/plans/{answer.json()['id']}")).json()


def sets_of(roles):
    roles = sorted(roles)
    return [{r for i, r in enumerate(roles) if bits >> i & 1} for bits in range(1, 2 ** len(roles))]


async def short_cells(plan):
    """Cells and role sets in which fewer people would stand than asked for, and fewer than before."""
    async with reading() as c:
        standing = await c.fetch(STANDING, plan)
        asked = await c.fetch("select site, starts_at, ends_at, role, minimum from cover where minimum > 0")
    people, demand = defaultdict(list), defaultdict(dict)
    for row in standing:
        people[row["site"], row["starts_at"], row["ends_at"]].append(row)
    for row in asked:
        demand[row["site"], row["starts_at"], row["ends_at"]][row["role"]] = row["minimum"]
    return [
        (cell, roles)
        for cell, minimums in demand.items()
        for roles in sets_of(minimums)
        if (now := sum(p["now"] for p in people[cell] if roles & set(p["roles"]))) < sum(minimums[r] for r in roles)
        and now < sum(p["was"] for p in people[cell] if roles & set(p["roles"]))
    ]


async def too_tired(plan):
    """Who steps in with less than 11 hours before or after another shift, or works over 48 hours in that week."""
    async with reading() as c:
        moves = await c.fetch("select person, starts_at, ends_at from cover_move where plan = $1", plan)
        shifts = await c.fetch("select person, starts_at, ends_at from shift")
    work = defaultdict(list)
    for row in [*moves, *shifts]:
        work[row["person"]].append((row["starts_at"], row["ends_at"]))
    tired = set()
    for move in moves:
        mine = sorted(work[move["person"]])
        for (_, end), (start, _) in itertools.pairwise(mine):
            near = (move["starts_at"], move["ends_at"])
            if start - end < timedelta(hours=11) and ((start, _) == near or end == near[1]):
                tired.add(move["person"])
        week = move["starts_at"].isocalendar()[:2]
        if sum((e - s for s, e in mine if s.isocalendar()[:2] == week), timedelta()) > timedelta(hours=48):
            tired.add(move["person"])
    return tired


@pytest.fixture
async def planned(app, db, browser_of):
    day, planner = await load_company()
    browser = await browser_of(planner)
    return day, browser, await plan_and_wait(app, browser)


async def test_the_plan_keeps_every_promise(planned):
    _day, _browser, detail = planned
    plan = detail["plan"]
    assert (plan["state"], plan["failure"]) == ("ready", "")
    assert plan["gap"] <= 0.01
    assert plan["goes"] + plan["stays"] == 211
    assert plan["goes"] > 100
    assert await short_cells(plan["id"]) == []
    assert await too_tired(plan["id"]) == set()
    async with reading() as c:
        parties = await c.fetch(
            """select party, count(*) filter (where e.goes) as goes from sign_up s
                 join plan_entry e on e.person = s.person where party <> '' group by party"""
        )
        extra = await c.fetchval(
            """select count(*) from (select m.person, count(*) from cover_move m group by 1) m
                 left join cover_offer o using (person)
                where m.count > coalesce(o.extra_shifts, 0)
                   or exists (select from plan_entry e where e.person = m.person and e.goes)"""
        )
        unqualified = await c.fetchval(
            "select count(*) from cover_move m join person p on p.id = m.person where not (m.role = any(p.roles))"
        )
        pinned = await c.fetchval(
            "select bool_or(e.goes) from plan_entry e join pin n using (person) where n.kind = 'must_stay'"
        )
    assert [party["party"] for party in parties if 0 < party["goes"] < 3] == []
    assert (extra, unqualified, pinned) == (0, 0, False)
    assert sum(site["goes"] for site in detail["sites"]) == plan["goes"]
    assert detail["blocked"]

    # The counting can see a broken promise: one more who leaves, or one colleague less.
    async with reading() as c:
        await c.execute("update plan_entry set goes = true where plan = $1", plan["id"])
    assert await short_cells(plan["id"])


async def test_who_stays_is_told_why(planned):
    _, browser, detail = planned
    url = f"{PAGE}/plans/{detail['plan']['id']}/entries"
    first = (await browser.get(url, params={"goes": False, "limit": 20})).json()
    second = (await browser.get(url, params={"goes": False, "limit": 20, "after": first["after"]})).json()
    names = [entry["name"] for entry in first["entries"] + second["entries"]]
    assert len({e["id"] for e in first["entries"] + second["entries"]}) == 40
    async with reading() as c:
        in_order = await c.fetch(
            """select p.name from plan_entry e join person p on p.id = e.person
                where not e.goes order by p.name, p.id limit 40"""
        )
    assert names == [row["name"] for row in in_order]
    for entry in first["entries"]:
        assert entry["why"]["reason"] in ("cover", "team_below_minimum", "must_stay")
        assert entry["why"]["reason"] != "cover" or entry["why"]["blocks"][0]["roles"]
    one = (await browser.get(url, params={"q": names[0][:6].lower()})).json()
    assert names[0] in [entry["name"] for entry in one["entries"]]
    site = first["entries"][0]["site"]
    here = (await browser.get(url, params={"site": site, "limit": 200})).json()["entries"]
    assert {entry["site"] for entry in here} == {site}


async def test_the_messy_rota_plans_the_same(planned, app):
    _, browser, detail = planned
    async with database.tx() as c:
        await c.execute("delete from shift")
    mapping = read_mapping(MAPPING.read_bytes())
    _, problems = await import_rota((COMPANY / "rota-wfm-export.csv").read_bytes(), source="wfm", mapping=mapping)
    assert problems == []
    again = await plan_and_wait(app, browser)
    assert again["plan"]["goes"] == detail["plan"]["goes"]
    assert await short_cells(again["plan"]["id"]) == []


async def test_publishing_tells_everybody_and_replaces_the_former(planned, app):
    _, browser, detail = planned
    first = detail["plan"]["id"]
    done = await browser.post(f"{PAGE}/plans/{first}/publish")
    assert (done.status_code, done.json()["plan"]["state"]) == (200, "published"), done.text
    again = await browser.post(f"{PAGE}/plans/{first}/publish")
    assert (again.status_code, again.json()["code"]) == (409, "plan_is_not_ready")
    async with reading() as c:
        untold = await c.fetchval(
            """select count(*) from plan_entry e join person p on p.id = e.person
                where not exists (select from notice n where n.person = e.person)
                   or (p.manager is not null and not exists (select from notice n where n.person = p.manager))"""
        )
    assert untold == 0
    second = (await plan_and_wait(app, browser))["plan"]["id"]
    assert (await browser.post(f"{PAGE}/plans/{second}/publish")).status_code == 200
    states = {plan["id"]: plan["state"] for plan in (await browser.get(f"{PAGE}/plans")).json()}
    assert states == {first: "superseded", second: "published"}
