"""What a team hands in, through HTTP."""

import asyncio

import pytest

from hackday import database
from hackday.projects import store
from tests.factories import grant, make_challenge, make_day, make_person, make_team

DRAFT = {"version": 0, "title": "Handover in a minute", "summary": "A page that writes the night's handover itself."}


@pytest.fixture
async def team(db):
    """A day under way with a team of two, and somebody outside it."""
    day = await make_day(phase="hacking")
    ada, ben, eve = [await make_person(name) for name in ("Ada Park", "Ben Oak", "Eve Rook")]
    await make_team(day, await make_challenge(day), (ada, ben))
    return day, ada, ben, eve


async def move(day, phase):
    async with database.reading() as c:
        await c.execute("update day set phase = $2 where id = $1", day, phase)


async def test_a_team_drafts_and_hands_in(browser_of, team):
    browser = await browser_of(team[1])
    assert (await browser.get("/api/days/spring/my-project")).json()["project"] is None
    saved = (await browser.put("/api/days/spring/my-project", json=DRAFT)).json()["project"]
    assert (saved["state"], saved["version"]) == ("draft", 1)
    handed = (await browser.post("/api/days/spring/my-project/hand-in")).json()["project"]
    assert handed["state"] == "handed_in"
    better = DRAFT | {"version": 1, "links": [{"label": "Demo", "url": "https://demo.example/x"}]}
    assert (await browser.put("/api/days/spring/my-project", json=better)).json()["project"]["state"] == "handed_in"
    assert [p["title"] for p in (await browser.get("/api/days/spring/projects")).json()] == [DRAFT["title"]]


async def test_the_slower_of_two_editors_is_told(browser_of, team):
    first, second = await browser_of(team[1]), await browser_of(team[2])
    await first.put("/api/days/spring/my-project", json=DRAFT)
    for version in (0, 7):
        answer = await second.put("/api/days/spring/my-project", json=DRAFT | {"version": version})
        assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")


async def test_an_empty_project_is_not_handed_in(browser_of, team):
    browser = await browser_of(team[1])
    assert (await browser.post("/api/days/spring/my-project/hand-in")).json()["code"] == "nothing_to_hand_in"
    await browser.put("/api/days/spring/my-project", json=DRAFT | {"title": " "})
    answer = await browser.post("/api/days/spring/my-project/hand-in")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/title")


async def test_what_was_handed_in_stays_complete(browser_of, team):
    browser = await browser_of(team[1])
    await browser.put("/api/days/spring/my-project", json=DRAFT)
    await browser.post("/api/days/spring/my-project/hand-in")
    answer = await browser.put("/api/days/spring/my-project", json=DRAFT | {"version": 1, "summary": ""})
    assert answer.json()["errors"][0]["pointer"] == "/summary"


async def handed_in_while_a_colleague_empties_it(browser, day):
    """Answer to a hand-in that comes while another member's save is under way."""
    await browser.put("/api/days/spring/my-project", json=DRAFT)
    async with database.DB.pool.acquire() as colleague:
        async with colleague.transaction():
            await colleague.execute("update project set title = '', version = 2 where day = $1", day)
            handing_in = asyncio.create_task(browser.post("/api/days/spring/my-project/hand-in"))
            await asyncio.sleep(0.3)
        return await handing_in


async def test_a_project_that_a_colleague_empties_meanwhile_is_not_handed_in(browser_of, team):
    answer = await handed_in_while_a_colleague_empties_it(await browser_of(team[1]), team[0])
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/title")


async def test_without_holding_it_an_empty_project_would_be_handed_in(browser_of, team, monkeypatch):
    monkeypatch.setattr(store, "hold_project", store.project_of_team)
    answer = await handed_in_while_a_colleague_empties_it(await browser_of(team[1]), team[0])
    assert answer.json()["project"]["title"] == ""


@pytest.mark.parametrize("phase", ["published", "forming", "frozen", "revealed", "closed"])
async def test_before_hacking_and_after_judging_nothing_changes(browser_of, team, phase):
    browser = await browser_of(team[1])
    await move(team[0], phase)
    code = "wrong_phase" if phase in ("published", "forming") else "hand_in_is_over"
    for call in (browser.put("/api/days/spring/my-project", json=DRAFT),
                 browser.post("/api/days/spring/my-project/hand-in")):  # fmt: skip
        answer = await call
        assert (answer.status_code, answer.json()["code"]) == (409, code)


@pytest.mark.parametrize("phase", ["published", "forming", "judging", "frozen", "revealed", "closed"])
async def test_outside_hacking_nothing_is_taken_back(browser_of, team, phase):
    browser = await browser_of(team[1])
    await browser.put("/api/days/spring/my-project", json=DRAFT)
    await browser.post("/api/days/spring/my-project/hand-in")
    await move(team[0], phase)
    answer = await browser.delete("/api/days/spring/my-project/hand-in")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_phase")


async def test_a_draft_is_hidden_from_others(browser_of, team):
    day, ada, ben, eve = team
    saved = (await (await browser_of(ada)).put("/api/days/spring/my-project", json=DRAFT)).json()["project"]
    path = f"/api/days/spring/projects/{saved['id']}"
    assert (await (await browser_of(ben)).get(path)).status_code == 200
    answer = await (await browser_of(eve)).get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_project")
    await grant(day, eve, "organiser")
    assert (await (await browser_of(eve)).get(path)).status_code == 200
    assert (await (await browser_of(eve)).get("/api/days/spring/my-project")).json()["code"] == "not_in_a_team"
    assert (await (await browser_of(eve)).get("/api/days/spring/projects")).json() == []


async def test_only_an_organiser_sets_the_place(browser_of, team):
    day, ada, _, eve = team
    saved = (await (await browser_of(ada)).put("/api/days/spring/my-project", json=DRAFT)).json()["project"]
    path, place = f"/api/days/spring/projects/{saved['id']}", {"place": "table C-14"}
    assert (await (await browser_of(ada)).patch(path, json=place)).json()["code"] == "role_needed"
    await grant(day, eve, "organiser")
    assert (await (await browser_of(eve)).patch(path, json=place)).json()["place"] == "table C-14"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"links": [{"label": "x", "url": "javascript:alert(1)"}]}, "/links/0/url"), ({"title": "x" * 121}, "/title"),
     ({"version": -1}, "/version")],
)  # fmt: skip
async def test_bad_fields_are_named(browser_of, team, change, pointer):
    answer = await (await browser_of(team[1])).put("/api/days/spring/my-project", json=DRAFT | change)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


async def test_a_zero_byte_is_refused_without_a_trace(browser_of, team):
    answer = await (await browser_of(team[1])).put("/api/days/spring/my-project", json=DRAFT | {"title": "a\0b"})
    assert answer.status_code == 400


async def test_search_finds_and_takes_signs_literally(browser_of, team):
    browser = await browser_of(team[1])
    await browser.put("/api/days/spring/my-project", json=DRAFT)
    await browser.post("/api/days/spring/my-project/hand-in")
    for search, found in (("handover", 1), ("hando falc", 1), (" ", 1), ("%", 0), ("x_y", 0), ("nothing", 0)):
        answer = await browser.get("/api/days/spring/projects", params={"search": search})
        assert len(answer.json()) == found, search


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"search": "x" * 101}])
async def test_questions_have_bounds(browser_of, team, query):
    answer = await (await browser_of(team[1])).get("/api/days/spring/projects", params=query)
    assert answer.status_code == 400


async def test_the_gallery_is_narrowed_by_what_is_there(browser_of, team):
    browser = await browser_of(team[1])
    assert (await browser.get("/api/days/spring/project-filters")).json()["sites"] == []
    await browser.put("/api/days/spring/my-project", json=DRAFT)
    await browser.post("/api/days/spring/my-project/hand-in")
    filters = (await browser.get("/api/days/spring/project-filters")).json()
    assert (filters["sites"], filters["tracks"]) == (["Leeds"], ["Operations"])
    assert [challenge["slug"] for challenge in filters["challenges"]] == ["night-shift"]
    for query, found in (({"site": "Leeds"}, 1), ({"site": "Leeds", "track": "Operations"}, 1), ({"site": "York"}, 0)):
        assert len((await browser.get("/api/days/spring/projects", params=query)).json()) == found, query
