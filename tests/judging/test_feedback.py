"""Feedback: the comments of the newest sheets, for the team alone, after the reveal, as the policy lets them out."""

import pytest

from hackday import database
from tests.deciding import decide
from tests.factories import make_person, make_revealed
from tests.judging.test_routes import Hall
from tests.judging.voting import refused

FEEDBACK = "/api/days/spring/feedback"


@pytest.fixture
async def hall(browser_of):
    hall = await Hall().open(browser_of)
    await hall.assign()
    async with database.reading() as c:
        hall.members = [
            await c.fetchval(
                "select m.person from membership m join project p on p.team = m.team where p.id = $1", project
            )
            for project in hall.projects
        ]
    hall.team = await browser_of(hall.members[0])
    hall.kit_browser = await browser_of(hall.kit)
    return hall


async def to(phase):
    async with database.reading() as c:
        await c.execute("update day set phase = $1", phase)


async def told(person):
    async with database.reading() as c:
        rows = await c.fetch("select title, link from notice where person = $1 and title like 'Read what%'", person)
    return [tuple(row) for row in rows]


async def move(hall, from_phase, to_phase):
    answer = await hall.desk.post(
        "/api/days/spring/phase-moves", json={"from_phase": from_phase, "to_phase": to_phase, "reason": "Now"}
    )
    assert answer.status_code == 201


async def set_policy(hall, policy):
    return await hall.desk.put(FEEDBACK, json={"policy": policy})


async def test_a_team_reads_the_newest_comments_without_names(hall):
    await hall.send(comment="Too long.")
    await hall.send(base=1, comment=" Well told. ")
    await hall.send(judge=hall.kit_browser, comment=" \n ")
    await hall.send(hall.projects[1], comment="About the others.")
    await make_revealed(hall.day)
    mine = (await hall.team.get(f"{FEEDBACK}/mine")).json()
    assert mine == {"project": str(hall.projects[0]), "comments": [{"text": "Well told.", "judge": None}]}
    await to("closed")
    assert (await hall.team.get(f"{FEEDBACK}/mine")).json() == mine


@pytest.mark.parametrize(
    ("policy", "comments"),
    [("nothing", []), ("unnamed", [("Well told.", None)]), ("named", [("Well told.", "Jo Vale")])],
)
async def test_the_policy_decides(hall, policy, comments):
    assert (await hall.team.get(FEEDBACK)).json() == {"policy": "unnamed", "is_promised": False}
    assert (await set_policy(hall, policy)).json()["policy"] == policy
    await hall.send(comment="Well told.")
    await make_revealed(hall.day)
    answer = await hall.team.get(f"{FEEDBACK}/mine")
    assert [(comment["text"], comment["judge"]) for comment in answer.json()["comments"]] == comments
    if policy != "named":
        assert "Jo Vale" not in answer.text


@pytest.mark.parametrize("phase", ["hacking", "judging", "frozen"])
async def test_before_the_reveal_nobody_reads_anything(hall, phase):
    await hall.send(comment="Well told.")
    await to(phase)
    for browser in (hall.team, hall.desk, hall.judge):
        assert refused(await browser.get(f"{FEEDBACK}/mine")) == (409, "wrong_phase")


async def test_nobody_else_ever_reads_it(hall, browser_of):
    await hall.send(comment="Well told.")
    await make_revealed(hall.day)
    other, stranger = await browser_of(hall.members[1]), await browser_of(await make_person())
    for browser in (hall.desk, hall.judge, hall.kit_browser, other, stranger):
        answer = await browser.get(f"{FEEDBACK}/mine")
        assert (answer.status_code, answer.json()["comments"]) == (200, [])
    async with database.reading() as c:
        await c.execute("update membership set left_at = now() where person = $1", hall.members[0])
    assert (await hall.team.get(f"{FEEDBACK}/mine")).json() == {"project": None, "comments": []}
    assert refused(await (await browser_of()).get(f"{FEEDBACK}/mine")) == (401, "sign_in_needed")


async def test_what_judges_were_promised_holds(hall):
    assert refused(await hall.team.put(FEEDBACK, json={"policy": "named"})) == (403, "role_needed")
    await set_policy(hall, "named")
    await set_policy(hall, "unnamed")
    await hall.send(comment="Well told.")
    assert refused(await set_policy(hall, "named")) == (409, "policy_is_promised")
    assert (await set_policy(hall, "nothing")).json() == {"policy": "nothing", "is_promised": True}
    assert refused(await set_policy(hall, "unnamed")) == (409, "policy_is_promised")


async def test_teams_are_told_once_when_all_is_revealed(hall):
    await hall.send(comment="Well told.")
    await hall.send(hall.projects[1])
    await move(hall, "judging", "frozen")
    await move(hall, "frozen", "revealed")
    await decide(hall.desk, hall.kit_browser)
    board = "/api/days/spring/boards/overall"
    last = len((await hall.desk.get(f"{board}/final")).json()["steps"])
    assert last > 0
    for step in range(last):
        assert await told(hall.members[0]) == []
        assert (await hall.desk.post(f"{board}/reveal", json={"from_step": step, "to_step": step + 1})).is_success
    link = "/days/spring/project"
    assert await told(hall.members[0]) == [("Read what judges wrote about your project", link)]
    assert await told(hall.members[1]) == []  # nobody wrote anything to them
    await hall.desk.post(f"{board}/reveal", json={"from_step": last, "to_step": last - 1})
    await hall.desk.post(f"{board}/reveal", json={"from_step": last - 1, "to_step": last})
    await move(hall, "revealed", "closed")
    assert len(await told(hall.members[0])) == 1


async def test_nobody_is_told_of_what_the_policy_holds_back(hall):
    await set_policy(hall, "nothing")
    await hall.send(comment="Well told.")
    await move(hall, "judging", "closed")
    assert await told(hall.members[0]) == []
