"""Who sees and answers whose requests: their manager, a deputy for some days, and after a deadline the next above."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from hackday import clock
from hackday.database import reading
from hackday.release import acting
from hackday.release.answers import store
from tests.factories import grant, make_day, make_person, make_sign_up, make_site
from tests.release.desk import PAGE, decide, state_of

TODAY = datetime(2027, 2, 10, 12, tzinfo=UTC)  # before the deadline: 3 March 2027, a week before the day


@pytest.fixture
async def away(desk):
    """Mia is away from today until Friday; Dee acts for her."""
    desk.dee = await make_person("Dee Okoro")
    desk.olga = await make_person("Olga Organiser")
    await grant(desk.day, desk.olga, "organiser")
    with clock.use(lambda: TODAY):
        yield desk


async def name(browser, deputy, *, days=(0, 2), **more):
    first, last = [(TODAY + timedelta(days=n)).date().isoformat() for n in days]
    return await browser.post(
        f"{PAGE}/deputies", json={"deputy": str(deputy), "starts_on": first, "ends_on": last} | more
    )


async def names_in(browser):
    return [person["name"] for person in (await browser.get(f"{PAGE}/inbox")).json()["people"]]


async def test_a_deputy_answers_in_the_managers_place_and_both_see_it(away, browser_of):
    mia, dee = await browser_of(away.mia), await browser_of(away.dee)
    assert ((await dee.get(f"{PAGE}/acting")).json(), await names_in(dee)) == ({"answers": False}, [])
    assert (await name(mia, away.dee)).status_code == 201
    shown = (await dee.get(f"{PAGE}/inbox")).json()["people"]
    assert [(p["name"], p["manager"], p["is_escalated"]) for p in shown] == [("Ada Park", "Mia Manager", False)]
    assert (await dee.get(f"{PAGE}/acting")).json() == {"answers": True}
    assert (await decide(dee, away.ada)).status_code == 201
    answer = (await mia.get(f"{PAGE}/inbox")).json()["people"][0]["answer"]
    assert (answer["decided_by"], answer["acting_for"]) == ("Dee Okoro", "Mia Manager")
    assert (await dee.get(f"{PAGE}/inbox")).json()["people"][0]["answer"] == answer
    async with reading() as c:
        audited = await c.fetchrow("select actor, after from audit_entry where action = 'release.approved'")
        told = await c.fetch("select title from notice where person = $1 order by id", away.mia)
    assert (audited["actor"], audited["after"]["acting_for"]) == (away.dee, str(away.mia))
    assert [row["title"] for row in told] == ["Spring hack day: Dee Okoro approved Ada Park"]
    await decide(mia, away.ada, verdict="declined", reason="I need you here.")
    answer = (await dee.get(f"{PAGE}/inbox")).json()["people"][0]["answer"]
    assert (answer["decided_by"], answer["acting_for"], answer["reason"]) == ("Mia Manager", None, "I need you here.")


async def test_it_ends_at_once_by_hand_and_by_its_dates(away, browser_of):
    mia, dee = await browser_of(away.mia), await browser_of(away.dee)
    made = (await name(mia, away.dee)).json()[0]
    assert (await (await browser_of(away.tom)).delete(f"{PAGE}/deputies/{made['id']}")).status_code == 404
    assert (await mia.delete(f"{PAGE}/deputies/{made['id']}")).json() == []
    assert ((await decide(dee, away.ada)).status_code, await names_in(dee)) == (404, [])
    await name(mia, away.dee, days=(1, 2))
    for day, sees in ((0, False), (1, True), (2, True), (3, False)):
        with clock.use(lambda day=day: TODAY + timedelta(days=day)):
            assert await names_in(await browser_of(away.dee)) == (["Ada Park"] if sees else [])
    assert (await decide(dee, away.ada)).status_code == 404
    assert await state_of(away.ada) == "wanted"


async def test_the_dates_are_those_of_the_managers_site(away, browser_of):
    await make_site("Auckland", "Pacific/Auckland")
    kiri = await make_person("Kiri Kahu", site="Auckland")
    moana = await make_person("Moana Rua", site="Auckland", manager=kiri)
    await make_sign_up(away.day, moana)
    await name(await browser_of(kiri), away.dee, days=(1, 1))
    for hour, sees in ((10, False), (11, True), (34, True), (35, False)):  # midnight there is 11:00 UTC
        with clock.use(lambda hour=hour: TODAY.replace(hour=0) + timedelta(hours=hour)):
            assert bool(await names_in(await browser_of(away.dee))) is sees


async def test_nobody_answers_about_themselves(away, browser_of):
    await name(await browser_of(away.mia), away.ada)
    ada = await browser_of(away.ada)
    assert ((await decide(ada, away.ada)).status_code, await names_in(ada)) == (404, [])
    assert (await ada.put(f"{PAGE}/pins/{away.ada}", json={"kind": "must_go"})).status_code == 404


async def test_who_may_name_whom(away, browser_of):
    mia, tom, olga, ada = [await browser_of(p) for p in (away.mia, away.tom, away.olga, away.ada)]
    assert (await name(tom, away.dee, manager=str(away.mia))).json()["code"] == "role_needed"
    assert (await name(ada, away.dee)).json()["code"] == "role_needed"
    assert (await name(olga, away.dee, manager=str(away.ada))).json()["code"] == "has_no_reports"
    assert (await name(mia, away.mia)).json()["errors"][0]["pointer"] == "/deputy"
    assert (await name(mia, away.dee, days=(1, 0))).json()["errors"][0]["pointer"] == "/ends_on"
    assert (await name(mia, away.dee, days=(-3, -1))).json()["errors"][0]["pointer"] == "/ends_on"
    assert (await name(mia, away.dee, days=(0, 400))).json()["errors"][0]["pointer"] == "/ends_on"
    assert (await name(olga, away.dee, manager=str(away.mia))).status_code == 201
    assert [d["deputy_name"] for d in (await mia.get(f"{PAGE}/deputies")).json()] == ["Dee Okoro"]
    assert (await tom.get(f"{PAGE}/deputies")).json() == []
    assert [c["name"] for c in (await mia.get(f"{PAGE}/deputies/colleagues?search=dee")).json()] == ["Dee Okoro"]
    assert (await ada.get(f"{PAGE}/deputies/colleagues?search=dee")).json()["code"] == "role_needed"


async def test_after_the_deadline_the_managers_manager_answers_too(away, browser_of):
    boss = await make_person("Boss")
    async with reading() as c:
        await c.execute("update person set manager = $2 where id = $1", away.mia, boss)
    browser, olga = await browser_of(boss), await browser_of(away.olga)
    assert (await names_in(browser), await names_in(olga)) == ([], [])
    with clock.use(lambda: datetime(2027, 3, 3, 0, 0, 1, tzinfo=UTC)):
        browser, olga = await browser_of(boss), await browser_of(away.olga)  # the old sessions are over
        shown = (await browser.get(f"{PAGE}/inbox")).json()["people"]
        assert [(p["name"], p["manager"], p["is_escalated"]) for p in shown] == [("Ada Park", "Mia Manager", True)]
        assert await names_in(olga) == ["Bo Chen"]  # Tom has no manager
        assert (await decide(browser, away.bo)).status_code == 404
        assert (await decide(browser, away.ada)).status_code == 201
        assert (await browser.get(f"{PAGE}/inbox")).json()["people"][0]["answer"]["acting_for"] == "Mia Manager"
        await decide(await browser_of(away.mia), away.ada, verdict="declined", reason="No.")
        assert await names_in(browser) == []  # the manager answers again: it is theirs


COMPANIES = 12


async def company(seed):
    """A random company with deputies, sign-ups and decisions, as plain facts beside what is stored."""
    chance = random.Random(seed)
    zones = {"Leeds": "Europe/London", "Kiritimati": "Pacific/Kiritimati", "Midway": "Pacific/Midway"}
    for site, zone in zones.items():
        await make_site(site, zone)
    day = await make_day(f"day-{seed}")
    people, manager, site = [], {}, {}
    for n in range(14):
        boss = chance.choice([None, *people]) if n else None
        where = chance.choice(list(zones))
        who = await make_person(f"Person {n}", manager=boss, site=where)
        people.append(who)
        manager[who], site[who] = boss, where
    deputies, state, by = [], {}, {}
    async with reading() as c:
        for _ in range(12):
            absent, deputy = chance.sample(people, 2)
            first = TODAY.date() + timedelta(days=chance.randint(-3, 3))
            last = first + timedelta(days=chance.randint(0, 3))
            deputies.append((absent, deputy, first, last))
            await c.execute(
                "insert into deputy (id, manager, deputy, starts_on, ends_on) values (uuidv7(), $1, $2, $3, $4)",
                *deputies[-1],
            )
        for who in chance.sample(people, 11):
            state[who] = chance.choice(["wanted", "wanted", "released", "refused", "withdrawn"])
            await make_sign_up(day, who, state=state[who])
            if state[who] in ("released", "refused"):
                by[who] = chance.choice(people)
                await c.execute(
                    """insert into decision (id, day, person, verdict, decided_by) values (uuidv7(), $1, $2, $3, $4)""",
                    day, who, {"released": "approved", "refused": "declined"}[state[who]], by[who],
                )  # fmt: skip
    organisers = chance.sample(people, 2)
    for who in organisers:
        await grant(day, who, "organiser")
    zone_of = {who: zones[site[who]] for who in people}
    return day, people, manager, zone_of, deputies, state, by, organisers


def oracle(facts, actor, now, late):
    """Whom `actor` sees, said once more in plain Python."""
    _, people, manager, zone_of, deputies, state, by, organisers = facts

    def stands_in(absent):
        today = now.astimezone(ZoneInfo(zone_of[absent])).date()
        return any(m == absent and d == actor and first <= today <= last for m, d, first, last in deputies)

    places = {m for m in people if m == actor or stands_in(m)}
    seen = set()
    for who in state:
        boss = manager[who]
        above = manager.get(boss)
        handed_on = above in places or (above is None and actor in organisers)
        if who == actor or state[who] == "withdrawn":
            continue
        if boss is None:
            if actor in organisers:
                seen.add(who)
        elif boss in places or (late and handed_on and (state[who] == "wanted" or by.get(who) == actor)):
            seen.add(who)
    return seen


async def disagreements(browser_of, *, companies=COMPANIES):
    """How often what somebody's inbox shows is not what the oracle says; every other company is past its deadline."""
    wrong = 0
    for seed in range(companies):
        facts, late = await company(seed), bool(seed % 2)
        for actor in facts[1]:
            for now in (TODAY, TODAY + timedelta(hours=30)):
                async with reading() as c:
                    await c.execute(
                        """insert into release_settings (day, answers_by) values ($1, $2)
                           on conflict (day) do update set answers_by = $2""",
                        facts[0], now if late else now + timedelta(seconds=1),
                    )  # fmt: skip
                with clock.use(lambda now=now: now):
                    answer = await (await browser_of(actor)).get(f"/api/days/day-{seed}/release/inbox")
                seen = {person["person"] for person in answer.json()["people"]}
                wrong += seen != {str(who) for who in oracle(facts, actor, now, late)}
    return wrong


async def test_everybody_sees_what_the_oracle_says(browser_of):
    assert await disagreements(browser_of) == 0


def dates_forgotten(monkeypatch):
    for_ever = acting.STANDS_IN.replace("between x.starts_on and x.ends_on", "> '2000-01-01'")
    monkeypatch.setattr(acting, "STANDS_IN", for_ever)


def deadline_forgotten(monkeypatch):
    async def always(day, now):
        return True

    monkeypatch.setattr(acting, "is_late", always)


def reporting_line_forgotten(monkeypatch):
    wishes = store.wishes

    async def of_everybody(day_id, principals, people=None):
        async with reading() as c:
            everybody = frozenset(row["id"] for row in await c.fetch("select id from person"))
        return await wishes(day_id, replace(principals, managers=everybody), people)

    monkeypatch.setattr(store, "wishes", of_everybody)


@pytest.mark.parametrize("forget", [dates_forgotten, deadline_forgotten, reporting_line_forgotten])
async def test_with_a_condition_forgotten_they_do_not(browser_of, monkeypatch, forget):
    """The falsifiers."""
    forget(monkeypatch)
    assert await disagreements(browser_of, companies=4) > 0
