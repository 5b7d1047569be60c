"""A whole company from its files to a board: import, teams, release, projects, judging, counted again by hand."""

import random
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

from hackday import database
from hackday.challenges.brief import parse_all
from hackday.challenges.service import publish_briefs
from tests.factories import grant
from tests.release.company import load_company

DAY = "/api/days/spring"
BRIEFS = Path(__file__).parents[2] / "challenges"
CRITERIA = {"impact": 3, "depth": 2, "pitch": 1}
RUBRIC = {"criteria": [{"key": key, "label": key.title(), "weight": weight} for key, weight in CRITERIA.items()]}


async def done(answer, status=200):
    answer = await answer
    assert answer.status_code == status, answer.text
    return answer.json()


async def move(day, phase):
    async with database.reading() as c:
        await c.execute("update day set phase = $2 where id = $1", day, phase)


async def test_a_company_goes_from_its_files_to_a_board(app, db, browser_of):
    day, planner = await load_company()
    briefs, errors = parse_all([(str(p), p.read_bytes()) for p in sorted(BRIEFS.glob("*/brief.md"))])
    assert not errors
    await publish_briefs("spring", briefs, dry_run=False)
    async with database.reading() as c:
        parties = await c.fetch(
            """select array_agg(s.person order by p.employee_no) as people from sign_up s
                 join person p on p.id = s.person where s.party <> '' group by s.party
               having count(*) between 3 and 6 order by min(p.employee_no) limit 12"""
        )
        judges = await c.fetch(
            """select id from person where id not in (select person from sign_up) and id <> $1
                order by employee_no desc limit 8""",  # those who lead few: a boss may be in a team
            planner,
        )
    await grant(day, planner, "organiser")
    desk = await browser_of(planner)

    captains = []
    for number, party in enumerate(parties):
        first, *others = [await browser_of(person) for person in party["people"]]
        team = await done(
            first.post(f"{DAY}/teams", json={"challenge": briefs[number].slug, "name": f"Team {number}"}), 201
        )
        for other in others:
            await done(other.post(f"{DAY}/team", json={"join_code": team["join_code"]}), 201)
        captains.append(first)

    answer = await done(desk.post(f"{DAY}/release/plans", json={"seconds": 20, "seed": 7}), 202)
    await app.state.runs.finished()
    plan = (await done(desk.get(f"{DAY}/release/plans/{answer['id']}")))["plan"]
    assert (plan["state"], plan["gap"] <= 0.01, plan["goes"] > 100) == ("ready", True, True)
    await done(desk.post(f"{DAY}/release/plans/{plan['id']}/publish"))

    await move(day, "hacking")
    for number, captain in enumerate(captains):
        draft = {"version": 0, "title": f"Project {number}", "summary": "What it does, and for whom it does that."}
        await done(captain.put(f"{DAY}/my-project", json=draft))
        await done(captain.post(f"{DAY}/my-project/hand-in"))
    for judge in judges:
        await grant(day, judge["id"], "judge")
    rubric = await done(desk.put(f"{DAY}/judging/rubric", json=RUBRIC))
    assert (await done(desk.post(f"{DAY}/judging/assignments", json={"per_project": 4}), 201))["shortages"] == []
    await move(day, "judging")

    chance, given = random.Random(500), {}
    for judge in judges:
        browser = await browser_of(judge["id"])
        for page in (await done(browser.get(f"{DAY}/judging/mine")))["pages"]:
            points = {key: chance.randint(1, 10) for key in CRITERIA}
            await done(
                browser.post(
                    f"{DAY}/judging/sheets/{page['project_id']}",
                    json={"rubric_id": rubric["id"], "base_version": 0, "points": points},
                    headers={"idempotency-key": str(uuid4())},
                ),
                201,
            )
            given.setdefault(page["team"], []).append(points)
    assert {len(sheets) for sheets in given.values()} == {4}

    board = (await done((await browser_of()).get(f"{DAY}/boards/overall")))["board"]
    counted = {team: by_hand(sheets) for team, sheets in given.items()}
    assert {row["name"]: row["score"] for row in board["rows"]} == counted
    assert [row["name"] for row in board["rows"]] == sorted(counted, key=lambda team: (-counted[team], team))
    assert board["ranks"] == [
        1 + sum(other > counted[row["name"]] for other in counted.values()) for row in board["rows"]
    ]


def by_hand(sheets):
    """Hundredths of the mean of the judges' weighted means, from 1..10 to 0..100; half up."""
    whole = sum(CRITERIA.values())
    totals = [
        sum(Fraction(weight * (sheet[key] - 1), whole * 9) for key, weight in CRITERIA.items()) for sheet in sheets
    ]
    return int(sum(totals) / len(totals) * 10_000 + Fraction(1, 2))
