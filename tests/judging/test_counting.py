"""The official rule: chosen before judging, sealed with the rubrics, and followed by the board."""

from fractions import Fraction
from uuid import uuid4

import pytest
from msgspec.structs import replace

from hackday import database
from hackday.judging.calibration import report
from hackday.judging.counting.rules import digest
from hackday.judging.counting.schemas import USUAL, Rule
from hackday.judging.marks import Mark
from hackday.judging.rubrics import store as rubrics
from hackday.scoreboard import service as board
from tests.factories import grant, make_challenge, make_day, make_person, make_team
from tests.judging.hall import RUBRIC

URL = "/api/days/spring/judging"


class Panel:
    """Five projects, all visited by three judges, of whom one is strict; before judging."""

    async def open(self, browser_of):
        self.day = await make_day(phase="hacking")
        organiser = await make_person("Olga Reed")
        await grant(self.day, organiser, "organiser")
        self.desk = await browser_of(organiser)
        self.rubric = (await self.desk.put(f"{URL}/rubric", json=RUBRIC)).json()
        challenge = await make_challenge(self.day)
        self.projects, self.members = [], []
        for name in "ABCDE":
            member = await make_person()
            team = await make_team(self.day, challenge, (member,), name=f"Team {name}")
            self.members.append(member)
            async with database.reading() as c:
                self.projects.append(
                    await c.fetchval(
                        """insert into project (id, day, team, title, summary, state, handed_in_at)
                           values (uuidv7(), $1, $2, 'T', 'S', 'handed_in', now()) returning id""",
                        self.day, team,
                    )
                )  # fmt: skip
        self.judges = []
        for name in ("Jo Vale", "Kit Wren", "Ann Lee"):
            person = await make_person(name)
            await grant(self.day, person, "judge")
            self.judges.append(await browser_of(person))
        return self

    async def move(self, from_phase, to_phase):
        body = {"from_phase": from_phase, "to_phase": to_phase, "reason": "Now"}
        assert (await self.desk.post("/api/days/spring/phase-moves", json=body)).status_code == 201

    async def judge(self):
        await self.desk.post(f"{URL}/assignments", json={"per_project": 3})
        await self.move("hacking", "judging")
        for judge, leniency in zip(self.judges, (0, 1, -3), strict=True):
            for place, project in enumerate(self.projects):
                if leniency == -3 and place >= 3:
                    continue  # the strict judge has not seen the last two
                points = max(1, min(10, 8 - place + leniency))
                answer = await judge.post(
                    f"{URL}/sheets/{project}",
                    json={"rubric_id": self.rubric["id"], "base_version": 0,
                          "points": {"impact": points, "pitch": points}},
                    headers={"idempotency-key": str(uuid4())},
                )  # fmt: skip
                assert answer.status_code == 201, answer.text

    async def board(self):
        rows = (await self.desk.get("/api/days/spring/boards/overall")).json()["board"]["rows"]
        return {row["name"]: row["score"] for row in rows}


@pytest.fixture
async def panel(browser_of):
    return await Panel().open(browser_of)


async def test_the_rule_is_chosen_before_judging_and_sealed_when_it_begins(panel):
    assert (await panel.desk.get(f"{URL}/rule")).json()["rule"] == "raw"
    chosen = (await panel.desk.put(f"{URL}/rule", json={"rule": "calibrated", "seed": 7})).json()
    assert (chosen["rule"], chosen["seed"], chosen["sealed_at"], chosen["digest"]) == ("calibrated", 7, None, "")
    await panel.move("hacking", "judging")
    sealed = (await panel.judges[0].get(f"{URL}/rule")).json()
    assert sealed["sealed_at"] is not None
    assert sealed["digest"] == digest(replace(USUAL, rule=Rule.CALIBRATED, seed=7), await rubrics.newest(panel.day))
    late = await panel.desk.put(f"{URL}/rule", json={"rule": "raw"})
    assert (late.status_code, late.json()["code"]) == (409, "rule_is_sealed")
    async with database.reading() as c:
        entries = await c.fetch("select after from audit_entry where action = 'judging.seal_rule'")
    assert [entry["after"]["digest"] for entry in entries] == [sealed["digest"]]


async def test_moving_the_day_back_opens_no_choice_once_scores_are_in_view(panel):
    await panel.judge()
    await panel.move("judging", "hacking")
    late = await panel.desk.put(f"{URL}/rule", json={"rule": "calibrated"})
    assert late.json()["code"] == "rule_is_sealed"


async def test_a_rubric_that_changes_during_judging_is_sealed_anew(panel):
    await panel.move("hacking", "judging")
    first = (await panel.desk.get(f"{URL}/rule")).json()
    even = {"criteria": [{**one, "weight": 1} for one in RUBRIC["criteria"]]}
    assert (await panel.desk.put(f"{URL}/rubric", json=even)).status_code == 200
    second = (await panel.desk.get(f"{URL}/rule")).json()
    assert (second["sealed_at"], second["digest"] != first["digest"]) == (first["sealed_at"], True)
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from audit_entry where action = 'judging.seal_rule'") == 2


async def test_every_part_of_the_rule_changes_the_seal(panel):
    given = await rubrics.newest(panel.day)
    seals = {
        digest(USUAL, given),
        digest(replace(USUAL, rule=Rule.CALIBRATED), given),
        digest(replace(USUAL, seed=2), given),
        digest(USUAL, []),
    }
    assert len(seals) == 4


async def test_the_board_follows_the_rule(panel):
    """Raw, Team C falls behind because the strict judge has seen it and not Team D; calibrated, it does not."""
    await panel.judge()
    raw = await panel.board()
    shown = (await panel.desk.get(f"{URL}/fairness")).json()
    assert [row["team"] for row in shown["projects"][:4]] == ["Team A", "Team B", "Team D", "Team C"]
    assert shown["off"] is None
    assert {row["team"]: pytest.approx(row["raw"] * 100, abs=6) for row in shown["projects"]} == raw
    async with database.reading() as c:
        await c.execute("update counting_rule set rule = 'calibrated'")
        await c.execute("select pg_notify('hackday', $1)", f"board:{panel.day}")

    now = {row.name: row.score for row in (await board.load(board.topic(panel.day))).board.rows}
    assert raw["Team D"] > raw["Team C"]
    assert now["Team C"] > now["Team D"]
    calibrated = {row["team"]: row["calibrated"]["mark"] for row in shown["projects"]}
    assert {name: pytest.approx(score / 100, abs=0.06) for name, score in now.items()} == calibrated


async def test_the_figures_explain_themselves(panel, browser_of):
    await panel.judge()
    shown = (await panel.desk.get(f"{URL}/fairness")).json()
    lenient = {judge["name"]: judge["leniency"] for judge in shown["judges"]}
    assert lenient["Ann Lee"] < 0 < lenient["Kit Wren"]
    first = shown["projects"][0]
    assert [given["judge"] for given in first["given"]] == ["Ann Lee", "Jo Vale", "Kit Wren"]
    assert first["calibrated"]["low"] < first["calibrated"]["mark"] < first["calibrated"]["high"]
    assert 1 <= first["calibrated"]["first"] <= first["calibrated"]["last"] <= 5
    told = (await panel.desk.get(f"{URL}/projects/{panel.projects[0]}/figure")).json()
    assert (told["mark"], told["judges"]) == (None, [])  # plain means count
    member = await browser_of(panel.members[0])
    for project in panel.projects[:2]:
        refused = await member.get(f"{URL}/projects/{project}/figure")
        assert (refused.status_code, refused.json()["code"]) == (404, "no_explanation")
    assert (await member.get(f"{URL}/fairness")).json()["code"] == "role_needed"
    assert (await panel.judges[0].get(f"{URL}/fairness")).json()["code"] == "role_needed"
    assert (await member.put(f"{URL}/rule", json={"rule": "raw"})).json()["code"] == "role_needed"


def test_off_with_too_few_marks_and_says_so():
    marks = [Mark("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-00000000000a", Fraction(1, 2))]
    projects = [report.Named(marks[0].project, "Team A", "T")]
    shown = report.fairness(marks, projects, {marks[0].judge: "Jo"}, replace(USUAL, rule=Rule.CALIBRATED))
    assert (shown.off, shown.projects[0].raw, shown.projects[0].calibrated) == ("few_projects", 50.0, None)
    assert report.scores(marks) is None
