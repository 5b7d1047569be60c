"""From the last score to the reveal: the line in time, the room, awards, the independent count, two people."""

import asyncio
import json
import subprocess
import sys
from fractions import Fraction

import pytest

from hackday import database
from hackday.judging.marks import Mark
from hackday.scoreboard.board import standing
from hackday.scoreboard.deciding import rules
from hackday.scoreboard.deciding.service import SCRIPT
from tests.factories import grant, make_person
from tests.scoreboard.judged import BOARD, Judged
from tests.scoreboard.test_board import row

URL = "/api/days/spring/decision"
CLOSE = "/api/days/spring/judging/close"


@pytest.fixture
async def judged(browser_of):
    judged = await Judged().open(browser_of, teams=5, judges=3)
    for team in range(5):
        for judge in range(3):
            points = max(1, min(10, 9 - team + judge % 2 - (2 if judge == 2 else 0)))
            assert (await judged.score(team, points, judge=judge)).status_code == 201
    return judged


def script(export):
    """The script in a process of its own, with nothing but the standard library."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT)], input=json.dumps(export), capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout.strip()


async def test_closing_is_a_line_in_time(judged):
    """Sheets against the close: what was acknowledged stands in the table, and nothing comes after."""
    await judged.move("judging", "frozen")

    async def late(n):
        return await judged.score(n % 5, 5 + n % 3, judge=n % 3, base=1 + n // 15)

    sends = [asyncio.create_task(late(n)) for n in range(15)]
    await asyncio.sleep(0.02)
    assert (await judged.desk.put(CLOSE)).status_code == 200
    async with database.reading() as c:
        closed = await c.fetchval("select count(*) from score")
    answers = await asyncio.gather(*sends)
    taken = [answer for answer in answers if answer.status_code == 201]
    assert {a.json()["code"] for a in answers if a.status_code != 201} <= {"scoring_is_closed"}
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from score") == 15 + len(taken) == closed
    assert (await judged.judges[0].get("/api/days/spring/judging/mine")).json()["is_closed"] is True
    refused = await judged.score(0, 3, judge=0, base=9)
    assert (refused.status_code, refused.json()["code"]) == (409, "scoring_is_closed")
    assert (await judged.desk.delete(CLOSE)).status_code == 204
    assert (await judged.score(0, 3, judge=0, base=9)).json()["code"] == "newer_sheet"


async def test_the_reveal_waits_for_the_count_and_two_people(judged, browser_of):
    await judged.move("judging", "frozen")
    assert (await judged.judges[0].get(URL)).json()["code"] == "room_is_closed"
    await judged.desk.put(CLOSE)
    room = (await judged.judges[0].get(URL)).json()
    assert room["lacks"] == ["recount", "confirmations"]
    assert [one["team"] for one in room["contenders"]] == [f"Team {n:02}" for n in range(5)]
    answer = await judged.desk.post(
        "/api/days/spring/phase-moves", json={"from_phase": "frozen", "to_phase": "revealed", "reason": "Now"}
    )
    assert answer.status_code == 201
    refused = await judged.reveal(0, 1)
    assert (refused.status_code, refused.json()["code"]) == (409, "result_not_confirmed")
    for _ in range(2):  # one person twice is one person
        done = await judged.desk.post(f"{URL}/confirmations", json={"digest": room["digest"]})
        assert done.status_code == 204
    assert (await judged.reveal(0, 1)).json()["code"] == "result_not_confirmed"
    await judged.judges[0].post(f"{URL}/confirmations", json={"digest": room["digest"]})
    assert "the independent count agrees" in (await judged.reveal(0, 1)).json()["detail"]
    assert (await judged.desk.post(f"{URL}/recount")).status_code == 204
    room = (await judged.desk.get(URL)).json()
    assert (room["lacks"], len(room["confirmed"])) == ([], 2)
    assert (await judged.reveal(0, 1)).status_code == 200


async def test_two_judges_without_an_organiser_are_not_enough(judged):
    await judged.move("judging", "frozen")
    await judged.desk.put(CLOSE)
    digest = (await judged.desk.get(URL)).json()["digest"]
    for judge in judged.judges[:2]:
        await judge.post(f"{URL}/confirmations", json={"digest": digest})
    assert "confirmations" in (await judged.desk.get(URL)).json()["lacks"]


async def test_another_result_needs_other_confirmations(judged):
    await judged.move("judging", "frozen")
    await judged.desk.put(CLOSE)
    seen = (await judged.desk.get(URL)).json()["digest"]
    await judged.desk.delete(CLOSE)
    await judged.score(4, 10, judge=0, base=1)
    await judged.desk.put(CLOSE)
    stale = await judged.desk.post(f"{URL}/confirmations", json={"digest": seen})
    assert (stale.status_code, stale.json()["code"]) == (409, "result_changed")
    assert (await judged.desk.get(URL)).json()["digest"] != seen


@pytest.mark.parametrize("rule", ["raw", "calibrated"])
async def test_the_script_comes_to_the_same_result_and_notices_any_other(judged, rule):
    """Each tampering is a falsifier of the agreement."""
    async with database.reading() as c:
        await c.execute("update counting_rule set rule = $1", rule)
        if not await c.fetchval("select count(*) from counting_rule"):
            await c.execute("insert into counting_rule (day, rule) values ($1, $2)", judged.day, rule)
    await judged.move("judging", "frozen")
    await judged.desk.put(CLOSE)
    export = (await judged.desk.get(f"{URL}/export")).json()
    assert (export["ratios"] is None) == (rule == "raw")
    assert script(export) == (0, f"The same result: {export['digest']}")
    assert not any(str(judge) in json.dumps(export) for judge in await judge_ids())

    def tampered(change):
        copy = json.loads(json.dumps(export))
        change(copy)
        return script(copy)[0]

    def other_points(copy):
        copy["sheets"][0]["points"]["impact"] = 1

    def other_weight(copy):
        copy["rubrics"][0]["weights"]["impact"] = 9
        copy["sheets"][0]["points"]["pitch"] = 1

    def other_rank(copy):
        copy["result"][0][2] += 1

    def other_score(copy):
        copy["result"][0][1] += 5

    def other_digest(copy):
        copy["digest"] = "0" * 64

    def left_out(copy):
        copy["excluded"].append([copy["sheets"][0]["project"], copy["sheets"][0]["judge"]])

    changes = [other_points, other_weight, other_rank, other_score, other_digest, left_out]
    if rule == "calibrated":
        changes.append(lambda copy: copy["ratios"].__setitem__(1, copy["ratios"][1] * 3))
    for change in changes:
        assert tampered(change) != 0, change


async def judge_ids():
    async with database.reading() as c:
        return [row[0] for row in await c.fetch("select distinct judge from score")]


async def test_a_count_that_differs_is_refused_and_named(judged, monkeypatch):
    await judged.move("judging", "frozen")
    await judged.desk.put(CLOSE)
    async with database.reading() as c:  # a board that somebody wrote by hand
        await c.execute("update board_freeze set final_board = jsonb_set(frozen_board, '{rows,0,score}', '1')")
    refused = await judged.desk.post(f"{URL}/recount")
    assert (refused.status_code, refused.json()["code"]) == (409, "recount_differs")
    assert "Team 00 has 1, counted again" in refused.json()["detail"]
    assert (await judged.desk.get(URL)).json()["recounted_at"] is None


async def test_awards_are_told_when_all_is_revealed(judged):
    await judged.move("judging", "frozen")
    award = {"category": "Bravest scope", "project": str(judged.projects[3]), "citation": "They tried what nobody did."}
    assert (await judged.desk.put(f"{URL}/awards", json={"awards": [award]})).status_code == 200
    assert (await judged.judges[0].get(f"{URL}/awards")).json() == []
    await judged.move("frozen", "revealed")
    steps = len((await judged.desk.get(f"{BOARD}/final")).json()["steps"])
    for step in range(steps):
        assert (await judged.judges[0].get(f"{URL}/awards")).json() == []
        assert (await judged.reveal(step, step + 1)).status_code == 200
    told = (await judged.judges[0].get(f"{URL}/awards")).json()
    assert [(one["category"], one["team"], one["citation"]) for one in told] == [
        ("Bravest scope", "Team 03", "They tried what nobody did.")
    ]
    wrong = await judged.desk.put(f"{URL}/awards", json={"awards": [award, award | {"project": str(judged.day)}]})
    assert wrong.json()["errors"][0]["pointer"] == "/awards/1/project"
    assert len((await judged.desk.get(URL)).json()["awards"]) == 1


async def test_who_may_not(judged, browser_of):
    stranger = await browser_of(await make_person())
    for refused in (
        await stranger.get(URL),
        await stranger.get(f"{URL}/export"),
        await judged.judges[0].get(f"{URL}/export"),
        await judged.judges[0].post(f"{URL}/recount"),
        await judged.judges[0].put(f"{URL}/awards", json={"awards": []}),
        await judged.judges[0].put(CLOSE),
        await judged.judges[0].delete(CLOSE),
        await stranger.post(f"{URL}/confirmations", json={"digest": "0" * 64}),
    ):
        assert refused.json()["code"] == "role_needed"
    early = await judged.desk.post(f"{URL}/recount")
    assert early.json()["code"] == "wrong_phase"
    assert (await judged.desk.put(CLOSE)).json()["code"] == "wrong_phase"
    await grant(judged.day, await make_person(), "organiser")


def marks(**given):
    return [Mark(project, judge, Fraction(value, 10)) for project, row in given.items() for judge, value in row.items()]


def test_ties_break_by_head_to_head_then_the_heaviest_criterion_then_the_lot():
    teams = [row(name) for name in "abcd"]
    level = marks(a={"j": 6, "k": 4}, b={"j": 5, "k": 5}, c={"l": 5}, d={"m": 5})
    board = standing(teams, level)
    assert {one.score for one in board.rows} == {5000}
    by_judges = marks(a={"j": 6, "k": 6, "l": 0}, b={"j": 5, "k": 5, "l": 2})
    ordered = rules.tie_breaks(standing(teams[:2], by_judges), by_judges, {}, seed=1)
    assert ordered == [("a", ""), ("b", "head_to_head")]
    heavy = rules.tie_breaks(board, level, {"c": Fraction(9, 10), "d": Fraction(8, 10)}, seed=1)
    assert [one for one, _ in heavy][:2] == ["c", "d"]
    assert heavy[1] == ("d", "heaviest_criterion")
    lots = {tuple(one for one, _ in rules.tie_breaks(board, level, {}, seed=seed)) for seed in range(40)}
    assert len(lots) > 5
    assert rules.tie_breaks(board, level, {}, seed=7) == rules.tie_breaks(board, level[::-1], {}, seed=7)
    assert {by for _, by in rules.tie_breaks(board, level, {}, seed=7)} == {"", "lot"}
