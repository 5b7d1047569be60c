"""What a second look at judging found: each test failed before its mend."""

import asyncio
import contextvars
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import numpy as np
import pytest

from hackday import database
from hackday.app import moving
from hackday.judging import sheets
from hackday.judging.assignment.flow import EXPERT, OUTSIDE, assign
from hackday.judging.calibration import report
from hackday.judging.counting.schemas import USUAL
from hackday.judging.marks import Mark
from tests.deciding import decide
from tests.factories import grant, make_person
from tests.judging.hall import POINTS, RUBRIC, Hall
from tests.judging.test_assignment import hall as question
from tests.judging.test_examples import EXAMPLE
from tests.judging.test_plans import URL, Fair

DAY = "/api/days/spring"


@pytest.fixture
async def hall(browser_of):
    hall = await Hall().open(browser_of)
    await hall.assign()
    return hall


@pytest.fixture
async def fair(browser_of):
    return await Fair().open(browser_of)


async def move(hall, from_phase, to_phase):
    body = {"from_phase": from_phase, "to_phase": to_phase, "reason": "Now"}
    assert (await hall.desk.post(f"{DAY}/phase-moves", json=body)).status_code == 201


async def test_one_key_for_two_projects_at_the_same_moment_is_kept_once_and_refused_once(hall):
    for base in range(8):
        key = uuid4()
        answers = await asyncio.gather(*(hall.send(project, key=key, base=base) for project in hall.projects))
        assert sorted(answer.status_code for answer in answers) == [201, 422]
        kept = next(n for n, answer in enumerate(answers) if answer.status_code == 201)
        other = hall.projects[1 - kept]
        assert (await hall.send(other, base=base)).status_code == 201  # under a key of its own


async def test_a_role_that_goes_while_a_sheet_waits_is_gone(hall):
    context = contextvars.copy_context()  # outside of the transaction that holds the day
    async with database.tx() as c:
        await c.execute("select pg_advisory_xact_lock(hashtextextended('day:' || $1::text, 0))", str(hall.day))
        waiting = asyncio.create_task(hall.send(), context=context)
        await asyncio.sleep(0.2)
        await c.execute("delete from day_role where person = $1", hall.jo)
    assert (await waiting).json()["code"] == "role_needed"
    assert await hall.rows() == []


async def test_a_second_reveal_opens_nothing_before_its_own_last_rank(hall, browser_of):
    async with database.reading() as c:
        member = await c.fetchval(
            "select m.person from membership m join project p on p.team = m.team where p.id = $1", hall.projects[0]
        )
    team = await browser_of(member)
    paths = (f"{URL}/projects/{hall.projects[0]}/figure", f"{DAY}/feedback/mine", f"{DAY}/choice/results")
    await hall.send(comment="First")
    await hall.send(hall.projects[1], points={"impact": 3, "pitch": 3})
    await move(hall, "judging", "frozen")
    await move(hall, "frozen", "revealed")
    await decide(hall.desk, hall.judge)
    for step in range(2):
        body = {"from_step": step, "to_step": step + 1}
        assert (await hall.desk.post(f"{DAY}/boards/overall/reveal", json=body)).status_code == 200
    assert [(await team.get(path)).status_code for path in paths] == [200, 200, 200]
    await move(hall, "revealed", "frozen")
    assert (await hall.send(base=1, points={"impact": 1, "pitch": 1}, comment="Second")).status_code == 201
    await move(hall, "frozen", "revealed")
    assert [(await team.get(path)).status_code for path in paths] == [404, 409, 409]


async def test_the_example_asks_nobody_where_no_rubric_of_the_day_could_score_it(hall):
    await hall.desk.put(f"{URL}/example", json=EXAMPLE)
    own = await hall.desk.put(f"{URL}/rubric", json=RUBRIC | {"challenge_id": str(hall.challenge)})
    assert (await hall.send()).json()["code"] == "rubric_changed"
    assert (await hall.desk.delete(f"{URL}/rubrics/{hall.rubric['id']}")).status_code == 204
    hall.rubric = own.json()
    assert (await hall.send()).status_code == 201


async def test_no_rubric_goes_once_the_result_is_counted(hall):
    await hall.send(points={"impact": 10, "pitch": 1})
    turned = {"criteria": [{"key": "impact", "label": "I"}, {"key": "pitch", "label": "P", "weight": 9}]}
    scope = {"challenge_id": str(hall.challenge), "is_confirmed": True}
    own = (await hall.desk.put(f"{URL}/rubric", json=turned | scope)).json()
    await move(hall, "judging", "revealed")
    assert (await hall.desk.delete(f"{URL}/rubrics/{own['id']}")).json()["code"] == "wrong_phase"


async def test_the_heaviest_criterion_counts_by_the_scale_that_it_was_given_on(hall):
    await hall.send(points={"impact": 9, "pitch": 1})
    await hall.desk.put(f"{URL}/rubric", json=RUBRIC | {"scale_max": 5, "is_confirmed": True})
    assert await sheets.heaviest(hall.day) == {str(hall.projects[0]): Fraction(8, 9)}


@pytest.mark.parametrize("change", ["update project set state = 'draft'", "update team set state = 'disbanded'"])
async def test_what_was_taken_back_is_nobodys_to_read_or_to_score(hall, change):
    async with database.reading() as c:
        await c.execute(change)
    assert (await hall.judge.get(f"{URL}/sheets/{hall.projects[0]}")).json()["code"] == "not_your_visit"
    assert (await hall.judge.get(f"{URL}/mine")).json()["pages"] == []
    assert (await hall.send()).json()["code"] == "not_your_visit"


async def test_a_list_is_read_whole_while_the_rubric_changes(hall):
    for _ in range(25):
        answers = await asyncio.gather(
            hall.judge.get(f"{URL}/mine"),
            hall.desk.put(f"{URL}/rubric", json=RUBRIC),
            *(hall.judge.get(f"{URL}/mine") for _ in range(3)),
        )
        assert {answer.status_code for answer in answers} == {200}


async def test_a_declaration_after_an_organisers_conflict_adds_no_further_judge(hall, browser_of):
    for n in range(3):
        await grant(hall.day, await make_person(f"More {n}"), "judge")

    async def judges():
        async with database.reading() as c:
            return await c.fetchval("select count(*) from assignment where project = $1", hall.projects[0])

    before = await judges()
    body = {"judge": str(hall.jo), "project": str(hall.projects[0])}
    await hall.desk.post(f"{URL}/conflicts", json=body)
    assert (await hall.judge.post(f"{URL}/sheets/{hall.projects[0]}/conflict", json={})).status_code == 204
    assert await judges() == before


def test_followers_of_a_move_are_named_once():
    assert len(set(moving.followers)) == len(moving.followers)


def test_who_is_gone_holds_no_rank():
    projects, judges = [str(UUID(int=n)) for n in range(5)], [str(UUID(int=100 + n)) for n in range(3)]
    marks = [Mark(p, j, Fraction(90 - 10 * n - m, 100)) for n, p in enumerate(projects) for m, j in enumerate(judges)]
    shown = report.fairness(marks, [report.Named(one, one, one) for one in projects[1:]], {}, USUAL)
    assert [(row.raw_rank, row.calibrated.rank) for row in shown.projects] == [(n, n) for n in range(1, 5)]
    assert all(change.now and change.then for judge in shown.judges for change in judge.changes)


def test_experts_and_bridges_are_asked_for_as_far_as_there_is_room():
    visits = assign(asked := question(6, 4, each=1, barred=0))
    assert list(visits.sum(1)) == [1] * 6
    assert ((visits & (asked.kind == EXPERT)).sum(1) >= np.minimum(1, (asked.kind == EXPERT).sum(1))).all()
    full = question(2, 4, each=2, barred=0, kind=np.array([[0, 0, EXPERT, OUTSIDE]] * 2, dtype=np.int8))
    fixed = np.array([[True, True, False, False], [False, False, False, False]])
    assert (assign(full._replace(fixed=fixed))[0] == fixed[0]).all()


async def test_one_judge_a_project_can_be_planned_with_tracks(fair):
    answer = await fair.desk.post(f"{URL}/assignments", json={"per_project": 1})
    assert (answer.status_code, answer.json()["visits"]) == (201, 8)


async def score(fair, browser_of, judge, project):
    rubric = (await fair.desk.get(f"{URL}/rubrics")).json()[0]["id"]
    answer = await (await browser_of(judge)).post(
        f"{URL}/sheets/{project}",
        json={"rubric_id": rubric, "base_version": 0, "points": POINTS},
        headers={"idempotency-key": str(uuid4())},
    )
    assert answer.status_code == 201


async def test_a_sheet_that_does_not_count_holds_no_place_in_a_plan(fair, browser_of):
    await fair.publish(await fair.preview())
    judge, project = sorted(await fair.lists())[0]
    await score(fair, browser_of, judge, project)
    await fair.desk.post(f"{URL}/conflicts", json={"judge": str(judge), "project": str(project)})
    await fair.publish(await fair.preview())
    judges = {one for one, of in await fair.lists() if of == project}
    assert (len(judges), judge in judges) == (3, False)


async def test_what_a_judge_finished_is_not_done_again_when_they_leave(fair, browser_of):
    await fair.publish(await fair.preview())
    gone = fair.judges[2]
    mine = [project for judge, project in await fair.lists() if judge == gone]
    for project in mine[:3]:
        await score(fair, browser_of, gone, project)
    done = (await fair.desk.post(f"{URL}/judges/{gone}/leave")).json()
    assert (done["added"], done["removed"], done["short"]) == (1, 1, [])
    after = await fair.lists()
    assert [sum(of == project for _, of in after) for project in mine[:3]] == [3, 3, 3]


async def test_times_stay_when_a_judge_leaves(fair):
    start = datetime.now(UTC) - timedelta(hours=1)
    await fair.publish(await fair.preview(starts_at=start.isoformat()))

    async def times():
        async with database.reading() as c:
            rows = await c.fetch("select judge, project, starts_at, position from assignment")
        return {(row[0], row[1]): (row[2], row[3]) for row in rows}

    before = await times()
    await fair.desk.post(f"{URL}/judges/{fair.judges[2]}/leave")
    after = await times()
    stayed = [pair for pair in before if pair[0] != fair.judges[2]]
    assert {pair: after[pair] for pair in stayed} == {pair: before[pair] for pair in stayed}
    assert {after[pair][0] for pair in after.keys() - before.keys()} == {None}  # nobody said when


async def test_who_leaves_is_replaced_by_the_plan_that_stands(fair):
    await fair.publish(await fair.preview(per_project=2))
    await fair.desk.post(f"{URL}/assignments", json={"per_project": 4})
    assert len(await fair.lists()) == 32
    await fair.desk.post(f"{URL}/judges/{fair.judges[2]}/leave")
    assert len(await fair.lists()) == 32


async def test_before_any_plan_a_leaver_leaves_and_nothing_is_published(fair):
    done = await fair.desk.post(f"{URL}/judges/{fair.judges[2]}/leave")
    assert (done.status_code, done.json()["added"], await fair.lists()) == (200, 0, set())


async def test_the_last_judge_may_leave_too(hall):
    for judge in (hall.kit, hall.jo):
        done = await hall.desk.post(f"{URL}/judges/{judge}/leave")
        assert done.status_code == 200, done.text
    assert sorted(one["team"] for one in done.json()["short"]) == ["Copper Falcons", "Neon Otters"]
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from assignment") == 0


async def test_a_flag_again_moves_nothing(hall):
    first, second = [visit["project_id"] for visit in (await hall.judge.get(f"{URL}/mine")).json()["visits"]]
    for project in (first, second, first):
        await hall.judge.post(f"{URL}/sheets/{project}/absence")
    visits = (await hall.judge.get(f"{URL}/mine")).json()["visits"]
    assert [visit["project_id"] for visit in visits] == [first, second]
