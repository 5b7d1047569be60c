"""Days, roles and sign-ups, through HTTP on a real database."""

import asyncio

import pytest

from hackday import database
from tests.factories import grant, make_day, make_person, make_sign_up, make_site

DRAFT = {
    "slug": "spring", "name": "Spring hack day", "starts_on": "2027-03-10", "ends_on": "2027-03-11",
    "time_zone": "Europe/London", "sites": ["Leeds"],
}  # fmt: skip


async def organiser_of(day, browser_of):
    person = await make_person("Olga Organiser")
    await grant(day, person, "organiser")
    return await browser_of(person)


async def test_an_administrator_creates_a_day_and_organises_it(browser_of):
    browser = await browser_of(await make_person(admin=True))
    made = await browser.post("/api/days", json=DRAFT)
    assert made.status_code == 201, made.text
    page = made.json()
    assert (page["day"]["phase"], page["sites"]) == ("draft", [{"name": "Leeds", "time_zone": "Europe/London"}])
    assert sorted(page["roles"]) == ["organiser", "planner"]
    again = await browser.post("/api/days", json=DRAFT)
    assert (again.status_code, again.json()["code"]) == (409, "slug_is_taken")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ends_on": "2027-03-09"}, "dates_turned_round"),
        ({"starts_on": "9999-12-31", "ends_on": "9999-12-31"}, "dates_out_of_reach"),
        ({"starts_on": "0001-01-01"}, "dates_out_of_reach"),
        ({"ends_on": "2072-03-09"}, "dates_out_of_reach"),
        ({"time_zone": "Mars/Base"}, "unknown_time_zone"),
        ({"sites": ["Atlantis"]}, "unknown_site"),
        ({"slug": "Not A Slug"}, "malformed"),
        ({"name": " "}, "malformed"),
        ({"name": "a\0b"}, "malformed"),
        ({"colour": "red"}, "malformed"),
    ],
)
async def test_a_bad_draft_is_refused_by_name(browser_of, change, code):
    browser = await browser_of(await make_person(admin=True))
    answer = await browser.post("/api/days", json=DRAFT | change)
    assert answer.json()["code"] == code
    assert (await browser.get("/api/days")).json() == []


async def test_others_may_not_create_days_nor_see_drafts(browser_of):
    await make_day("secret", phase="draft")
    await make_day("open", phase="published")
    browser = await browser_of(await make_person())
    assert (await browser.post("/api/days", json=DRAFT)).json()["code"] == "not_an_admin"
    assert [card["day"]["slug"] for card in (await browser.get("/api/days")).json()] == ["open"]
    assert (await browser.get("/api/days/secret")).json()["code"] == "no_such_day"
    assert (await (await browser_of()).get("/api/days/open")).status_code == 401


async def test_an_organiser_changes_the_day_and_nobody_else(browser_of):
    day = await make_day()
    await make_site("Lagos", "Africa/Lagos")
    browser = await organiser_of(day, browser_of)
    changed = (await browser.patch("/api/days/spring", json={"name": "Spring!", "sites": ["Lagos"]})).json()
    assert (changed["day"]["name"], [site["name"] for site in changed["sites"]]) == ("Spring!", ["Lagos"])
    assert (await browser.patch("/api/days/spring", json={"ends_on": "2020-01-01"})).json()["code"] == (
        "dates_turned_round"
    )
    other = await browser_of(await make_person())
    for method, path, body in (
        ("PATCH", "", {"name": "x"}),
        ("PUT", "/phase-times", {"times": []}),
        ("POST", "/phase-moves", {"from_phase": "forming", "to_phase": "hacking", "reason": "x"}),
        ("GET", "/phase-moves", None),
        ("GET", "/roles", None),
        ("POST", "/roles", {"person": "00000000-0000-0000-0000-000000000000", "role": "judge"}),
        ("DELETE", "/roles/00000000-0000-0000-0000-000000000000/judge", None),
        ("GET", "/people?search=a", None),
        ("GET", "/sign-ups", None),
    ):
        answer = await other.request(method, f"/api/days/spring{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "role_needed"), path


async def test_roles_are_granted_and_taken_but_the_last_organiser_stays(browser_of):
    day = await make_day()
    olga, jo = await make_person("Olga"), await make_person("Jo Smith")
    await grant(day, olga, "organiser")
    browser = await browser_of(olga)
    (found,) = (await browser.get("/api/days/spring/people?search=SMI")).json()
    assert found["id"] == str(jo)
    for _ in range(2):
        roles = (await browser.post("/api/days/spring/roles", json={"person": str(jo), "role": "organiser"})).json()
        assert len(roles) == 2
    assert (await (await browser_of(jo)).get("/api/notices")).json()["unread"] == 1
    assert len((await browser.delete(f"/api/days/spring/roles/{olga}/organiser")).json()) == 1
    again = await (await browser_of(jo)).delete(f"/api/days/spring/roles/{jo}/organiser")
    assert (again.status_code, again.json()["code"]) == (409, "last_organiser")


async def test_two_organisers_who_remove_each_other_leave_one(browser_of):
    day = await make_day()
    pair = [await make_person("One"), await make_person("Two")]
    for person in pair:
        await grant(day, person, "organiser")
    browsers = [await browser_of(person) for person in pair]
    answers = await asyncio.gather(
        *(b.delete(f"/api/days/spring/roles/{other}/organiser") for b, other in zip(browsers, pair[::-1], strict=True))
    )
    assert sorted(answer.status_code for answer in answers) in ([200, 403], [200, 409])
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from day_role where role = 'organiser'") == 1


async def test_sign_up_withdraw_and_sign_up_again(browser_of):
    await make_day()
    browser = await browser_of(await make_person())
    draft = {"skills": ["Python", " python ", "UX  design"], "wishes": ["a", "b"], "party": " owls ", "note": ""}
    signed = (await browser.put("/api/days/spring/sign-up", json=draft)).json()
    assert (signed["state"], signed["skills"], signed["party"]) == ("wanted", ["python", "ux design"], "owls")
    assert (await browser.get("/api/days/spring")).json()["signed_up"] == 1
    assert (await browser.delete("/api/days/spring/sign-up")).status_code == 204
    page = (await browser.get("/api/days/spring")).json()
    assert (page["sign_up"]["state"], page["signed_up"]) == ("withdrawn", 0)
    assert (await browser.delete("/api/days/spring/sign-up")).json()["code"] == "not_signed_up"
    assert (await browser.put("/api/days/spring/sign-up", json={})).json()["state"] == "wanted"


async def test_an_answer_stays_when_details_change(browser_of):
    day, person = await make_day(), await make_person()
    await make_sign_up(day, person, state="released")
    browser = await browser_of(person)
    assert (await browser.put("/api/days/spring/sign-up", json={"note": "x"})).json()["state"] == "released"
    await browser.delete("/api/days/spring/sign-up")
    assert (await browser.get("/api/days/spring")).json()["sign_up"]["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("phase", "put", "remove"),
    [("published", 200, 204), ("hacking", 409, 204), ("judging", 409, 409), ("closed", 409, 409)],
)
async def test_sign_up_has_its_phases(browser_of, phase, put, remove):
    day, person = await make_day(phase=phase), await make_person()
    await make_sign_up(day, person)
    browser = await browser_of(person)
    assert (await browser.put("/api/days/spring/sign-up", json={})).status_code == put
    assert (await browser.delete("/api/days/spring/sign-up")).status_code == remove


async def test_a_site_that_takes_no_part(browser_of):
    day = await make_day()
    await make_site("Lagos", "Africa/Lagos")
    async with database.reading() as c:
        await c.execute("insert into day_site (id, day, site) values (uuidv7(), $1, 'Lagos')", day)
    here, there = await browser_of(await make_person()), await browser_of(await make_person(site="Lagos"))
    assert (await here.put("/api/days/spring/sign-up", json={})).json()["code"] == "site_takes_no_part"
    assert (await there.put("/api/days/spring/sign-up", json={})).status_code == 200


@pytest.mark.parametrize(
    "draft", [{"wishes": ["x"] * 9}, {"skills": [""]}, {"skills": ["x" * 61]}, {"note": "x" * 501}, {"party": 5}]
)
async def test_a_sign_up_out_of_bounds_is_refused(browser_of, draft):
    await make_day()
    browser = await browser_of(await make_person())
    assert (await browser.put("/api/days/spring/sign-up", json=draft)).status_code == 400


async def test_organisers_list_sign_ups_filtered_and_in_pages(browser_of):
    day = await make_day()
    people = [await make_person(name, site=site) for name, site in (("Ann", "Leeds"), ("Bo", "Lagos"), ("Cy", "Leeds"))]
    await make_sign_up(day, people[0], party="owls")
    await make_sign_up(day, people[1], state="released", skills=["rust"])
    await make_sign_up(day, people[2])
    browser = await organiser_of(day, browser_of)

    async def names(query):
        page = (await browser.get(f"/api/days/spring/sign-ups?{query}")).json()
        assert page["counts"] == {"wanted": 2, "released": 1, "refused": 0, "withdrawn": 0}
        return [card["person"]["name"] for card in page["sign_ups"]], page["next"]

    assert await names("state=released") == (["Bo"], None)
    assert await names("site=Leeds") == (["Ann", "Cy"], None)
    assert await names("search=OWLS") == (["Ann"], None)
    assert await names("search=rust") == (["Bo"], None)
    assert await names("search=%25") == ([], None)
    first, after = await names("limit=2")
    assert first == ["Ann", "Bo"]
    assert await names(f"limit=2&after={after}") == (["Cy"], None)
    assert (await browser.get("/api/days/spring/sign-ups?state=nonsense")).status_code == 400


async def test_a_person_with_the_longest_address_signs_up(browser_of):
    await make_day(phase="published")
    browser = await browser_of(await make_person(email=f"ada@{'x' * 242}.example"))
    assert (await browser.put("/api/days/spring/sign-up", json={})).status_code == 200


async def test_a_line_end_after_a_short_name_makes_no_other_day(browser_of):
    browser = await browser_of(await make_person(admin=True))
    for slug, code in (("autumn", 201), ("autumn\n", 409)):
        assert (await browser.post("/api/days", json=DRAFT | {"slug": slug, "sites": []})).status_code == code
