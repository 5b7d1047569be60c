"""A planner of some sites sees and does what concerns them alone, as a count of our own says."""

from collections import Counter
from random import Random

import pytest

from hackday.database import reading
from hackday.release.plans import results, service
from tests.factories import grant, make_challenge, make_person, make_sign_up, make_team
from tests.release.desk import EARLY, PAGE, make_cover, make_shift, planned

SITES = ("Leeds", "York", "Bonn", "Lyon")


async def make_company(desk, seed):
    """A random company around the desk: cover that keeps some back, helpers, and teams across sites."""
    rng = Random(seed)
    people = []
    for number in range(40):
        site = rng.choice(SITES)
        person = await make_person(f"Person {number:02}", site=site, roles=("desk",))
        people.append(person)
        if rng.random() < 0.6:
            await make_shift(person, site=site if rng.random() < 0.9 else rng.choice(SITES))
        if rng.random() < 0.7:
            await make_sign_up(desk.day, person)
        else:
            async with reading() as c:
                await c.execute("insert into cover_offer (id, day, person) values (uuidv7(), $1, $2)", desk.day, person)
    for site in SITES[1:]:
        await make_cover(rng.randint(2, 4), site=site)
    challenge = await make_challenge(desk.day)
    rng.shuffle(people)
    for number in range(5):
        members = tuple(people[number * 3 : number * 3 + 3])
        await make_team(desk.day, challenge, members, name=f"Team {number}", min_size=2)


async def limit(browser_of, desk, person, *sites):
    if not getattr(desk, "olga", None):
        desk.olga = await make_person("Olga Organiser")
        await grant(desk.day, desk.olga, "organiser")
    answer = await (await browser_of(desk.olga)).put(f"{PAGE}/planners/{person}/sites", json={"sites": list(sites)})
    assert answer.status_code == 200, answer.text
    return {planner["person"]: planner["sites"] for planner in answer.json()}


async def everything(browser, plan):
    """All that the plan page reads: pages of entries one by one."""
    entries, after = [], None
    while True:
        params = {"limit": 3} | ({"after": after} if after else {})
        page = (await browser.get(f"{PAGE}/plans/{plan}/entries", params=params)).json()
        entries += page["entries"]
        if (after := page["after"]) is None:
            break
    draws = (await browser.get(f"{PAGE}/plans/{plan}/draws", params={"limit": 50})).json()["draws"]
    return {
        "detail": (await browser.get(f"{PAGE}/plans/{plan}")).json(),
        "listed": (await browser.get(f"{PAGE}/plans")).json(),
        "entries": entries,
        "moves": (await browser.get(f"{PAGE}/plans/{plan}/moves")).json(),
        "draws": draws,
    }


async def expected(whole, mine, team_sites):
    """What is left of what a planner of every site reads, counted by hand."""
    entries = [entry for entry in whole["entries"] if entry["site"] in mine]
    moves = [move for move in whole["moves"] if move["site"] in mine]
    goes, stays, steps = Counter(), Counter(), Counter(move["site"] for move in moves)
    for entry in entries:
        (goes if entry["goes"] else stays)[entry["site"]] += 1
    sites = [
        {"site": site, "goes": goes[site], "stays": stays[site], "moves": steps[site]}
        for site in sorted({entry["site"] for entry in entries})
    ]

    def seen(plan):
        return plan | {
            "objective": None, "bound": None, "progress": None,
            "goes": goes.total(), "stays": stays.total(), "moves": len(moves),
            "floors_missed": [floor for floor in plan["floors_missed"] if floor["site"] in mine],
        }  # fmt: skip

    draws = [
        draw | {"people": [person for person in draw["people"] if person["site"] in mine]} for draw in whole["draws"]
    ]
    detail = whole["detail"]
    return {
        "detail": {
            "plan": seen(detail["plan"]),
            "sites": sites,
            "blocked": [block for block in detail["blocked"] if block["site"] in mine],
            "short_teams": [team for team in detail["short_teams"] if team_sites[team["name"]] & mine],
            "drawn": sum(entry["draw"] is not None for entry in entries),
        },
        "listed": [seen(plan) for plan in whole["listed"]],
        "entries": entries,
        "moves": moves,
        "draws": [draw for draw in draws if draw["people"]],
    }


async def sites_of_teams():
    async with reading() as c:
        rows = await c.fetch(
            """select t.name, p.site from membership m join team t on t.id = m.team join person p on p.id = m.person
                where m.left_at is null"""
        )
    found = {}
    for name, site in rows:
        found.setdefault(name, set()).add(site)
    return found


async def published(desk, app, browser_of, seed):
    """A random company's plan, published, with members of its teams refused since."""
    await make_company(desk, seed)
    async with reading() as c:
        await c.execute("insert into release_settings (day, site_floor) values ($1, 100)", desk.day)
    pat = await browser_of(desk.pat)
    plan = (await planned(app, pat))["id"]
    assert (await pat.post(f"{PAGE}/plans/{plan}/publish")).status_code == 200
    async with reading() as c:
        await c.execute(
            """update sign_up set state = 'refused' where person in (
                 select m.person from membership m join team t on t.id = m.team
                  where m.person = t.captain and t.name < 'Team 4')"""
        )
    return pat, plan


@pytest.mark.parametrize("seed", range(3))
async def test_a_limited_planner_reads_what_concerns_their_sites_alone(desk, app, browser_of, seed):
    pat, plan = await published(desk, app, browser_of, seed)
    whole, teams = await everything(pat, plan), await sites_of_teams()
    assert (await pat.get(f"{PAGE}/my-sites")).json() == {"sites": None}
    paula = await make_person("Paula Planner")
    await grant(desk.day, paula, "planner")
    browser = await browser_of(paula)
    assert await everything(browser, plan) == whole
    for mine in ({"Leeds"}, {"York", "Bonn"}, set(SITES)):
        assert (await limit(browser_of, desk, paula, *mine))[str(paula)] == sorted(mine)
        assert (await browser.get(f"{PAGE}/my-sites")).json() == {"sites": sorted(mine)}
        assert await everything(browser, plan) == await expected(whole, mine, teams)
        elsewhere = {"site": "Lyon", "limit": 200}
        found = (await browser.get(f"{PAGE}/plans/{plan}/entries", params=elsewhere)).json()["entries"]
        assert bool(found) is ("Lyon" in mine)


async def test_without_the_filter_the_oracle_differs(desk, app, browser_of, monkeypatch):
    """The falsifier: what the test above compares is not the same by chance."""
    pat, plan = await published(desk, app, browser_of, 1)
    whole, teams = await everything(pat, plan), await sites_of_teams()

    async def no_limit(actor, entry):
        return None

    await limit(browser_of, desk, desk.pat, "Leeds")
    monkeypatch.setattr(service, "planned_sites", no_limit)
    assert await everything(pat, plan) == whole
    wanted = await expected(whole, {"Leeds"}, teams)
    assert [part for part in whole if wanted[part] == whole[part]] == []
    assert [part for part in whole["detail"] if wanted["detail"][part] == whole["detail"][part]] == []
    assert results._places(frozenset()) == []  # no sites are not all sites


async def test_what_concerns_the_company_is_for_planners_of_every_site(desk, app, browser_of):
    pat = await browser_of(desk.pat)
    plan = (await planned(app, pat))["id"]
    await limit(browser_of, desk, desk.pat, "Leeds")
    for method, path, body in (
        ("POST", "plans", {}), ("POST", f"plans/{plan}/stop", None), ("POST", f"plans/{plan}/publish", None),
        ("PUT", "settings", {"site_floor": 5}),
    ):  # fmt: skip
        answer = await pat.request(method, f"{PAGE}/{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "plans_some_sites"), path
    assert (await pat.get(f"{PAGE}/settings")).status_code == 200
    await limit(browser_of, desk, desk.pat)
    assert (await pat.put(f"{PAGE}/settings", json={"site_floor": 5})).json()["site_floor"] == 5


async def test_only_organisers_say_who_plans_what(desk, browser_of):
    pat = await browser_of(desk.pat)
    await limit(browser_of, desk, desk.pat, "Leeds")
    assert (await pat.put(f"{PAGE}/planners/{desk.pat}/sites", json={"sites": []})).json()["code"] == "role_needed"
    assert (await pat.get(f"{PAGE}/planners")).json()["code"] == "role_needed"
    assert (await (await browser_of(desk.ada)).get(f"{PAGE}/my-sites")).json()["code"] == "role_needed"
    olga = await browser_of(desk.olga)
    assert [p["name"] for p in (await olga.get(f"{PAGE}/planners")).json()] == ["Pat Planner"]
    assert (await olga.put(f"{PAGE}/planners/{desk.ada}/sites", json={"sites": []})).status_code == 404
    unknown = await olga.put(f"{PAGE}/planners/{desk.pat}/sites", json={"sites": ["Atlantis"]})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_site")


async def test_a_role_that_was_taken_away_leaves_no_sites_behind(desk, browser_of):
    await limit(browser_of, desk, desk.pat, "Leeds")
    olga = await browser_of(desk.olga)
    assert (await olga.delete(f"/api/days/spring/roles/{desk.pat}/planner")).status_code == 200
    await olga.post("/api/days/spring/roles", json={"person": str(desk.pat), "role": "planner"})
    assert (await (await browser_of(desk.pat)).get(f"{PAGE}/my-sites")).json() == {"sites": None}


async def test_deadlines_are_moments_before_the_day_is_over(desk, browser_of):
    pat = await browser_of(desk.pat)
    for name in ("answers_by", "step_back_until"):
        for moment, code in (("2027-03-12T00:01:00Z", "deadline_too_late"), ("2027-03-01T12:00:00", "needs_an_offset")):
            answer = await pat.put(f"{PAGE}/settings", json={name: moment})
            assert (answer.status_code, answer.json()["code"]) == (422, code)
            assert answer.json()["errors"][0]["pointer"] == f"/{name}"
    settings = (await pat.put(f"{PAGE}/settings", json={"answers_by": "2027-03-01T12:00:00+01:00"})).json()
    assert (settings["answers_by"], settings["answers_by_set"]) == ("2027-03-01T11:00:00Z", True)
    assert (settings["step_back_until"], settings["step_back_until_set"]) == ("2027-03-08T00:00:00Z", False)


async def test_shifts_of_elsewhere_stay_elsewhere(desk, app, browser_of):
    """Somebody of York who works in Leeds: their planner sees why they stay, not the shift among their own sites'."""
    eve = await make_person("Eve York", site="York", roles=("desk",))
    await make_shift(eve, EARLY)
    await make_sign_up(desk.day, eve)
    pat = await browser_of(desk.pat)
    plan = (await planned(app, pat))["id"]
    await limit(browser_of, desk, desk.pat, "York")
    seen = await everything(pat, plan)
    assert [entry["name"] for entry in seen["entries"]] == ["Eve York"]
    assert seen["detail"]["blocked"] == []
