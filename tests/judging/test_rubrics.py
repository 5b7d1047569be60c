"""Rubrics over HTTP: for the day, a track, a challenge; in versions once sheets were sent."""

import pytest

from hackday import database
from tests.factories import make_challenge, make_person, make_team
from tests.judging.hall import RUBRIC, Hall

URL = "/api/days/spring/judging/rubric"
CARE = {"criteria": [*RUBRIC["criteria"], {"key": "care", "label": "Care", "guidance": "Who is left out?",
                                           "levels": [{"points": 5, "text": "Thought of it"}]}]}  # fmt: skip


@pytest.fixture
async def hall(browser_of):
    return await Hall().open(browser_of)


async def page(hall, project=0):
    return (await hall.judge.get(f"/api/days/spring/judging/sheets/{hall.projects[project]}")).json()


async def test_a_challenge_goes_before_its_track_and_the_track_before_the_day(hall):
    await hall.assign()
    track = (await hall.desk.get("/api/days/spring/challenges/")).json()["challenges"][0]["track"]
    assert (await page(hall))["rubric"]["track"] == ""
    for scope in ({"track": track}, {"challenge_id": str(hall.challenge)}):
        made = (await hall.desk.put(URL, json=CARE | scope)).json()
        assert (await page(hall))["rubric"]["id"] == made["id"]
        assert (await page(hall))["rubric"]["criteria"][2]["guidance"] == "Who is left out?"
    listed = (await hall.judge.get(URL + "s")).json()
    assert [(r["track"], r["challenge_id"]) for r in listed] == [("", None), (track, None), ("", str(hall.challenge))]
    assert (await hall.desk.delete(f"{URL}s/{listed[2]['id']}")).status_code == 204
    assert (await page(hall))["rubric"]["track"] == track


async def test_a_rubric_of_one_track_asks_nobody_else(hall):
    other = await make_challenge(hall.day, slug="other", track="Elsewhere")
    team = await make_team(hall.day, other, (await make_person(),), name="Quiet Ravens")
    async with database.reading() as c:
        await c.execute(
            "insert into project (id, day, team, title, state, handed_in_at) "
            "values (uuidv7(), $1, $2, 'X', 'handed_in', now())",
            hall.day, team,
        )  # fmt: skip
    await hall.assign()
    await hall.desk.put(URL, json=CARE | {"track": "Elsewhere"})
    pages = (await hall.judge.get("/api/days/spring/judging/mine")).json()["pages"]
    assert sorted((p["team"], len(p["rubric"]["criteria"])) for p in pages) == [
        ("Copper Falcons", 2),
        ("Neon Otters", 2),
        ("Quiet Ravens", 3),
    ]


async def test_a_change_after_the_first_score_is_told_confirmed_and_makes_a_version(hall):
    await hall.assign()
    await hall.send()
    refused = await hall.desk.put(URL, json=CARE)
    assert (refused.status_code, refused.json()["code"]) == (409, "rubric_is_in_use")
    told = (await hall.desk.post(f"{URL}/preview", json=CARE)).json()
    assert told == {"version": 2, "sheets": 1, "recounted": 0, "to_complete": 1}
    made = (await hall.desk.put(URL, json=CARE | {"is_confirmed": True})).json()
    assert made["version"] == 2
    assert (await page(hall))["sheet"]["is_whole"] is False
    board = (await hall.desk.get("/api/days/spring/boards/overall")).json()["board"]
    assert [row["score"] for row in board["rows"]] == [7222, None]  # (3*7 + 5) / (4*9): as it was given
    stale = await hall.send(base=1)
    assert (stale.status_code, stale.json()["code"]) == (409, "rubric_changed")
    hall.rubric = made
    whole = await hall.send(base=1, points={"impact": 8, "pitch": 6, "care": 10})
    assert whole.status_code == 201
    assert (await page(hall))["sheet"]["is_whole"] is True


async def test_other_weights_recount_what_was_given(hall):
    await hall.assign()
    await hall.send(points={"impact": 1, "pitch": 10})
    even = {"criteria": [{**one, "weight": 1} for one in RUBRIC["criteria"]], "is_confirmed": True}
    assert (await hall.desk.post(f"{URL}/preview", json=even)).json()["recounted"] == 1
    await hall.desk.put(URL, json=even)
    board = (await hall.desk.get("/api/days/spring/boards/overall")).json()["board"]
    assert board["rows"][0]["score"] == 5000


async def test_a_rubric_that_scores_were_given_by_cannot_be_removed(hall):
    await hall.assign()
    await hall.send()
    answer = await hall.desk.delete(f"{URL}s/{hall.rubric['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "rubric_must_stay")


async def test_after_the_count_it_stands(hall):
    async with database.reading() as c:
        await c.execute("update day set phase = 'revealed'")
    assert (await hall.desk.put(URL, json=CARE)).json()["code"] == "wrong_phase"


async def test_only_organisers_and_only_scopes_of_the_day(hall):
    assert (await hall.judge.put(URL, json=RUBRIC)).json()["code"] == "role_needed"
    assert (await hall.judge.post(f"{URL}/preview", json=RUBRIC)).json()["code"] == "role_needed"
    assert (await hall.judge.delete(f"{URL}s/{hall.rubric['id']}")).json()["code"] == "role_needed"
    for scope, pointer in (({"track": "Nowhere"}, "/track"), ({"challenge_id": str(hall.day)}, "/challenge_id")):
        answer = await hall.desk.put(URL, json=RUBRIC | scope)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_the_private_note_comes_back_to_its_judge_and_is_part_of_the_sheet(hall, browser_of):
    await hall.assign()
    await hall.send(comment="Well told.", note="Rude to the neighbours")
    sheet = (await page(hall))["sheet"]
    assert (sheet["comment"], sheet["note"]) == ("Well told.", "Rude to the neighbours")
    history = (await hall.judge.get(f"/api/days/spring/judging/sheets/{hall.projects[0]}/history")).json()
    assert history[0]["note"] == "Rude to the neighbours"
    async with database.reading() as c:
        assert "Rude" not in str(await c.fetch("select before, after, reason, subject from audit_entry"))
