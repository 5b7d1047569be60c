"""What every route of a release shows to whom it does not concern: a refusal, or nothing about these people."""

import pytest

from hackday.database import reading
from hackday.release import acting
from hackday.release.answers import inbox, overrides
from hackday.release.feeds import service as feeds
from hackday.release.intake import service as intake
from hackday.release.plans import explaining, heat_routes, off_work, repair_routes, repairing
from hackday.release.plans import service as plans
from tests.factories import grant, make_person, make_sign_up, make_site
from tests.release.desk import EARLY, PAGE, make_cover, planned

TIMES = {"starts_at": EARLY[0].isoformat(), "ends_at": EARLY[1].isoformat()}
SHIFT = {"site": "Leeds", "role": "desk"} | TIMES
CSV = "employee_no,site,role,starts_at,ends_at\n{number},Leeds,desk,2027-03-10T06:00:00Z,2027-03-10T15:00:00Z\n"
COVER = "site,role,starts_at,ends_at,minimum\nLeeds,desk,2027-03-10T06:00:00Z,2027-03-10T14:00:00Z,9\n"
SECRET = "The two of us who stay can manage that morning."
MINE, NONE = "mine", "none"
"""Answered to everybody, about themselves alone; or about nobody, for who plans another site."""

# What a colleague, somebody's manager and a planner of York alone get; one word stands for all three.
ROUTES: dict[tuple[str, str], object] = {
    ("get", "/mine"): MINE, ("get", "/mine/explanation"): 404, ("put", "/offer"): MINE, ("get", "/settings"): MINE,
    ("get", "/inbox"): MINE, ("get", "/acting"): MINE, ("get", "/deputies"): MINE,
    ("get", "/calendar"): MINE, ("post", "/calendar"): MINE, ("delete", "/calendar"): MINE,
    ("post", "/decisions"): 404, ("put", "/pins/{ada}"): 404,
    ("get", "/inbox/{ada}/covers"): 404, ("post", "/inbox/{ada}/asks"): 404,
    ("get", "/explanations/{bo}"): 404,
    ("get", "/overrides"): (403, 403, NONE),
    ("get", "/deputies/colleagues"): (403, MINE, 403), ("post", "/deputies"): (403, 403, 403),
    ("delete", "/deputies/{deputy}"): 404,
    ("get", "/plans"): (403, 403, NONE), ("post", "/plans"): 403, ("get", "/plans/{plan}"): (403, 403, NONE),
    ("get", "/plans/{plan}/entries"): (403, 403, NONE), ("get", "/plans/{plan}/moves"): (403, 403, NONE),
    ("get", "/plans/{plan}/draws"): (403, 403, NONE), ("post", "/plans/{plan}/publish"): 403,
    ("post", "/plans/{plan}/stop"): 403,
    ("put", "/settings"): 403, ("get", "/my-sites"): (403, 403, NONE), ("get", "/planners"): 403,
    ("put", "/planners/{ada}/sites"): 403,
    ("get", "/cover"): (403, 403, NONE), ("get", "/cover/people"): 403,
    ("get", "/broken"): (403, 403, NONE), ("post", "/repairs"): 403, ("post", "/repairs/apply"): 403,
    ("get", "/unavailable"): (403, 403, NONE), ("post", "/unavailable"): 404, ("delete", "/unavailable/{off}"): 404,
    ("get", "/colleagues"): (403, 403, NONE),
    ("get", "/shifts"): MINE, ("post", "/shifts"): 403, ("get", "/shifts/own"): 403, ("get", "/shifts/colleagues"): 403,
    ("post", "/shifts/{shift}/take"): 404, ("post", "/shifts/{shift}/confirm"): 404,
    ("post", "/shifts/{shift}/decline"): 404, ("post", "/shifts/{shift}/step-back"): 404,
    ("post", "/shifts/{shift}/withdraw"): 404, ("post", "/shifts/leave-move"): 404,
    ("post", "/rota/guess"): (403, 403, NONE), ("post", "/rota/imports"): (403, 403, NONE),
    ("post", "/rota/shifts"): (403, 403, NONE), ("post", "/rota/cover/imports"): (403, 403, NONE),
    ("post", "/rota/cover"): (403, 403, NONE), ("get", "/rota/cover"): 403, ("get", "/rota/imports"): (403, 403, NONE),
    ("get", "/rota/mappings"): (403, 403, NONE), ("post", "/rota/mappings"): 403,
    ("put", "/rota/mappings/{mapping}"): 403, ("delete", "/rota/mappings/{mapping}"): 403,
    ("get", "/rota/rules"): (403, 403, NONE), ("post", "/rota/rules"): 403,
    ("put", "/rota/rules/{rule}"): (403, 403, 404), ("delete", "/rota/rules/{rule}"): (403, 403, 404),
    ("get", "/changes"): (403, 403, NONE), ("get", "/changes.csv"): (403, 403, NONE),
}  # fmt: skip


class World:
    """Leeds, where much goes on, and three people of York whom it does not concern."""

    async def make(self, desk, app, browser_of):
        self.desk, self.ids = desk, {"ada": desk.ada, "bo": desk.bo}
        async with reading() as c:
            await c.execute("update cover set minimum = 3")
            people = await c.fetch("select name, employee_no from person")
            self.number = await c.fetchval("select employee_no from person where id = $1", desk.cy)
        self.secrets = [SECRET, "leeds.csv", *(row["employee_no"] for row in people)]
        self.secrets += [row["name"] for row in people if row["name"] != "Pat Planner"]
        pat, mia = await browser_of(desk.pat), await browser_of(desk.mia)
        self.planner = pat
        await self.strangers(browser_of)
        self.ids["plan"] = (await planned(app, pat))["id"]
        await self.done(pat.post(f"{PAGE}/plans/{self.ids['plan']}/publish"))
        people = {"people": [str(desk.ada)], "verdict": "approved", "reason": SECRET, "override": True}
        await self.done(mia.post(f"{PAGE}/decisions", json=people))
        dee = await make_person("Dee Okoro", roles=("desk",), manager=desk.tom)
        self.secrets.append("Dee Okoro")
        bo = await browser_of(desk.bo)
        given = await self.done(bo.post(f"{PAGE}/shifts", json=SHIFT | {"asked": str(dee)}))
        self.ids["shift"] = given["given"][0]["id"]
        await self.done((await browser_of(dee)).post(f"{PAGE}/shifts/{self.ids['shift']}/take"))
        self.ids["off"] = (await self.done(pat.post(f"{PAGE}/unavailable", json={"person": str(desk.cy)} | TIMES)))[
            "id"
        ]
        named = {"deputy": str(desk.tom), "starts_on": "2027-03-01", "ends_on": "2027-03-20"}
        self.ids["deputy"] = (await self.done(mia.post(f"{PAGE}/deputies", json=named)))[0]["id"]
        rule = await self.done(pat.post(f"{PAGE}/rota/rules", json={"site": "Leeds", "role": "phone", "people": 1}))
        self.ids["rule"] = rule["rule"]["id"]
        mapping = await self.done(pat.post(f"{PAGE}/rota/mappings", json={"name": "Ours", "mapping": {}}))
        self.ids["mapping"] = mapping["id"]
        thursday = CSV.format(number=self.number).replace("03-10", "03-11")
        await self.done(pat.post(f"{PAGE}/rota/imports?source=leeds.csv", content=thursday, headers=_TEXT))
        return self

    async def strangers(self, browser_of):
        await make_site("York")
        await make_cover(0, site="York")
        max_ = await make_person("Max Boss", site="York")
        eve = await make_person("Eve York", site="York", manager=max_)
        yan = await make_person("Yan York", site="York")
        await make_sign_up(self.desk.day, eve)
        await grant(self.desk.day, yan, "planner")
        async with reading() as c:
            await c.execute(
                """insert into planner_site (id, day_role, site)
                   select uuidv7(), id, 'York' from day_role where person = $1""",
                yan,
            )
        self.browsers = [await browser_of(person) for person in (eve, max_, yan)]

    async def done(self, sent):
        answer = await sent
        assert answer.is_success, answer.text
        return answer.json()

    def bodies(self):
        ada, dee = str(self.desk.ada), str(self.desk.cy)
        shifts = [{"employee_no": self.number} | SHIFT]
        minimums = [SHIFT | {"minimum": 9}]
        rule = {"site": "Leeds", "people": 2}
        return {
            "/offer": {"extra_shifts": 1}, "/decisions": {"people": [ada], "verdict": "approved"},
            "/pins/{ada}": {"kind": "must_go"}, "/inbox/{ada}/asks": {"colleague": dee},
            "/deputies": {"deputy": ada, "manager": str(self.desk.tom), "starts_on": "2027-03-01",
                          "ends_on": "2027-03-02"},
            "/plans": {}, "/settings": {}, "/planners/{ada}/sites": {"sites": []},
            "/repairs": {"sites": ["Leeds"]},
            "/repairs/apply": {"base": self.ids["plan"], "sites": ["Leeds"], "seed": 1, "fingerprint": ""},
            "/unavailable": {"person": ada} | TIMES, "/shifts": SHIFT | {"giver": ada},
            "/shifts/{shift}/confirm": {"taker": dee}, "/shifts/{shift}/decline": {"taker": dee},
            "/shifts/leave-move": {"starts_at": TIMES["starts_at"]},
            "/rota/shifts": {"shifts": shifts, "dry_run": True}, "/rota/cover": {"cover": minimums, "dry_run": True},
            "/rota/mappings": {"name": "Theirs", "mapping": {}},
            "/rota/mappings/{mapping}": {"name": "Theirs", "mapping": {}},
            "/rota/rules": rule, "/rota/rules/{rule}": rule | {"site": "York"},
        }  # fmt: skip

    async def asked(self, browser, verb, path):
        params = {
            "/cover/people": SHIFT, "/colleagues": {"q": "a"}, "/deputies/colleagues": {"search": "zzz"},
            "/shifts/own": {"giver": str(self.desk.ada)}, "/shifts/colleagues": SHIFT | {"giver": str(self.desk.ada)},
            "/rota/cover": {"site": "Leeds"}, "/rota/imports": {"dry_run": "true", "replace": "true"},
            "/rota/cover/imports": {"dry_run": "true", "replace": "true"},
        }.get(path) if verb == "get" or path.endswith("imports") else None  # fmt: skip
        file = {"/rota/imports": CSV.format(number="E0"), "/rota/cover/imports": COVER, "/rota/guess": CSV}.get(path)
        if verb == "post" and file:
            return await browser.post(f"{PAGE}{path}", content=file, params=params, headers=_TEXT)
        body = self.bodies().get(path) if verb in ("post", "put") else None
        return await browser.request(verb, f"{PAGE}{path.format(**self.ids)}", json=body, params=params)

    async def wrong(self):
        """Where somebody got another answer than the table says, or read what is not theirs."""
        found = []
        for (verb, path), told in ROUTES.items():
            for who, (browser, expected) in enumerate(
                zip(self.browsers, told if isinstance(told, tuple) else (told,) * 3, strict=True)
            ):
                answer = await self.asked(browser, verb, path)
                fits = answer.is_success if expected in (MINE, NONE) else answer.status_code == expected
                leaks = [secret for secret in self.secrets if secret in answer.text]
                if not fits or leaks:
                    found.append((verb, path, who, answer.status_code, leaks, answer.text[:200] if not fits else ""))
        return found


_TEXT = {"content-type": "text/csv"}


@pytest.fixture
async def world(desk, app, browser_of):
    return await World().make(desk, app, browser_of)


async def test_strangers_are_refused_or_read_nothing_about_others(world):
    assert await world.wrong() == []


async def test_the_table_has_every_route(world):
    paths = (await world.planner.get("/api/openapi.json")).json()["paths"]
    base = "/api/days/{day}/release"
    known = {(verb, path.partition("{")[0]) for verb, path in ROUTES}
    for path, item in paths.items():
        if path.startswith(base):
            for verb in {"get", "post", "put", "patch", "delete"} & set(item):
                assert (verb, path.removeprefix(base).partition("{")[0]) in known, (verb, path)


async def test_without_the_limits_it_is_seen(world, monkeypatch):
    """The falsifier: a planner of York who is taken for one of every site reads much about Leeds."""

    async def everywhere(actor, entry):
        return None

    for part in (overrides, feeds, intake, explaining, heat_routes, off_work, repair_routes, repairing, plans):
        monkeypatch.setattr(part, "planned_sites", everywhere)
    leaks = {path for _, path, who, _, names, _ in await world.wrong() if who == 2 and names}
    assert leaks >= {"/overrides", "/plans/{plan}/entries", "/unavailable", "/colleagues", "/changes", "/changes.csv",
                     "/rota/imports", "/explanations/{bo}", "/cover/people"}  # fmt: skip


async def test_without_knowing_who_answers_for_whom_it_is_seen(world, monkeypatch):
    """The falsifier: who is taken for everybody's manager reads their inbox."""
    real = acting.principals

    async def for_all(actor, entry):
        found = await real(actor, entry)
        return acting.Principals(found.actor, found.managers | {world.desk.mia, world.desk.tom}, found.escalated, True)

    monkeypatch.setattr(inbox, "principals", for_all)
    assert {path for _, path, _, _, names, _ in await world.wrong() if names} >= {"/inbox"}
