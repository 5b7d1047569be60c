"""A judge's phone over bad Wi-Fi: what was saved survives, is told honestly, and reaches the server exactly once."""

import re
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Page, Route, expect

from hackday import database
from tests.browser.conftest import sign_in, violations
from tests.factories import grant, make_challenge, make_day, make_person, make_team

pytestmark = pytest.mark.browser

CRITERIA = ("Business impact", "Technical depth", "Experience", "Pitch")
SCORES = re.compile("/judging/sheets/[0-9a-f-]+$")


class Hall:
    """A day in judging: one judge with three projects to visit."""

    projects: list[UUID]

    async def open(self):
        self.day = await make_day(phase="judging")
        self.judge = await make_person("Jo Vale")
        await grant(self.day, self.judge, "judge")
        challenge = await make_challenge(self.day)
        async with database.reading() as c:
            self.rubric = await c.fetchval("insert into rubric (id, day) values (uuidv7(), $1) returning id", self.day)
            await c.executemany(
                """insert into criterion (id, rubric, key, label, question, low, high, position)
                   values (uuidv7(), $1, $2, $3, 'Is it so?', 'None', 'Ship it now', $4)""",
                [(self.rubric, label.split()[0].lower(), label, place) for place, label in enumerate(CRITERIA)],
            )
        self.projects = [
            await self._project(challenge, name, place)
            for place, name in enumerate(("Copper Falcons", "Neon Otters", "Quiet Storm"))
        ]
        return self

    async def _project(self, challenge, name, place):
        team = await make_team(self.day, challenge, (await make_person(),), name=name)
        async with database.reading() as c:
            project = await c.fetchval(
                """insert into project (id, day, team, title, summary, place, state, handed_in_at)
                   values (uuidv7(), $1, $2, $3, 'What it does.', 'table C-14', 'handed_in', now()) returning id""",
                self.day, team, f"Project of {name}",
            )  # fmt: skip
            await c.execute(
                "insert into assignment (id, day, judge, project, position) values (uuidv7(), $1, $2, $3, $4)",
                self.day, self.judge, project, place,
            )  # fmt: skip
        return project

    def path(self, at=0):
        return f"/days/spring/judging/{self.projects[at]}"

    async def rows(self):
        async with database.reading() as c:
            return await c.fetch("select project, version, points, comment from score order by project, version")

    async def score_elsewhere(self, **points):
        """A sheet that the judge's second device sends."""
        async with database.reading() as c:
            await c.execute(
                """insert into score (id, day, project, judge, rubric, version, points, idempotency_key)
                   values (gen_random_uuid(), $1, $2, $3, $4, 1, $5, $6)""",
                self.day, self.projects[0], self.judge, self.rubric, points, uuid4(),
            )  # fmt: skip


@pytest.fixture
async def hall(db):
    return await Hall().open()


async def fill(page: Page, points=(8, 7, 9, 6)):
    for label, value in zip(CRITERIA, points, strict=True):
        group = page.get_by_role("radiogroup", name=label)
        await group.get_by_role("radio", name=str(value), exact=True).check()


async def save(page: Page):
    await page.get_by_role("button", name="Save score").click()


async def told(page: Page, text: str):
    await expect(page.locator(".sync")).to_have_text(text)


async def arrived(page: Page):
    await expect(page.get_by_text("The server has your score.")).to_be_visible(timeout=15_000)
    await told(page, "All sent")


async def works_offline(page: Page):
    """Resolves when the service worker holds the shell."""
    await page.evaluate("navigator.serviceWorker.ready")
    await page.wait_for_function("navigator.serviceWorker.controller !== null")


async def test_a_score_is_saved_offline_survives_a_reload_and_is_sent_once(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.goto("/days/spring/judging")
    await expect(page.get_by_role("link", name="Go on with Copper Falcons")).to_be_visible()
    await works_offline(page)

    await page.context.set_offline(True)
    await page.get_by_role("link", name="Go on with Copper Falcons").click()
    await fill(page)
    await save(page)
    await expect(page.get_by_text("Saved on this phone.")).to_be_visible()
    await told(page, "Offline · 1 to send")
    assert await hall.rows() == []

    await page.reload()
    await told(page, "Offline · 1 to send")
    await expect(page.get_by_text("30/40")).to_be_visible()
    await expect(page.get_by_role("radiogroup", name="Pitch").get_by_role("radio", name="6")).to_be_checked()

    await page.context.set_offline(False)
    await told(page, "All sent")
    rows = await hall.rows()
    assert [(row["project"], row["version"], sum(row["points"].values())) for row in rows] == [
        (hall.projects[0], 1, 30)
    ]


async def test_the_list_opens_offline_and_names_the_next_project(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.goto("/days/spring/judging")
    await expect(page.get_by_role("listitem")).to_have_count(3)
    await works_offline(page)
    await page.context.set_offline(True)
    await page.reload()
    await expect(page.get_by_role("listitem")).to_have_count(3)
    await page.get_by_role("link", name="Go on with Copper Falcons").click()
    await fill(page)
    await save(page)
    await page.wait_for_timeout(700)  # the next project opens to a second thought, not to a double tap
    await page.get_by_role("link", name="Next project").click()
    await expect(page.get_by_role("heading", name="Neon Otters")).to_be_visible()
    await page.get_by_role("link", name="To my list").click()
    await expect(page.get_by_role("listitem").first).to_contain_text("Saved on this phone")


async def _score_with_a_lost_answer(page: Page, hall: Hall, *, new_key: bool):
    """Send one sheet whose first answer is dropped after the server has handled it."""
    lost = []

    async def lose_the_first(route: Route):
        headers = route.request.headers | ({"idempotency-key": str(uuid4())} if new_key else {})
        if route.request.method != "POST":
            await route.continue_()
        elif not lost:
            answer = await route.fetch(headers=headers)
            lost.append(answer.status)
            await route.abort("connectionreset")
        else:
            await route.continue_(headers=headers)

    await page.route(SCORES, lose_the_first)
    await page.goto(hall.path())
    await fill(page)
    await save(page)
    return lost


async def test_a_lost_answer_counts_once(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    lost = await _score_with_a_lost_answer(page, hall, new_key=False)
    await arrived(page)
    assert lost == [201]
    assert len(await hall.rows()) == 1


async def test_a_key_made_anew_for_each_try_would_be_noticed(hall, page_of):
    """The falsifier of the test above: the second try then looks like another device, and the judge is asked."""
    page = await page_of(hall.judge, phone=True)
    lost = await _score_with_a_lost_answer(page, hall, new_key=True)
    await told(page, "1 not taken")
    assert lost == [201]


async def test_a_correction_after_a_lost_answer_needs_no_question(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    handled = []

    async def lose(route: Route):
        if route.request.method == "POST" and not handled:
            handled.append((await route.fetch()).status)
            await page.context.set_offline(True)
            await route.abort("connectionreset")
        else:
            await route.continue_()

    await page.route(SCORES, lose)
    await page.goto(hall.path())
    await fill(page)
    await save(page)
    await told(page, "Offline · 1 to send")
    await fill(page, (8, 7, 9, 10))
    await save(page)
    await page.context.set_offline(False)
    await arrived(page)
    assert [(row["version"], row["points"]["pitch"]) for row in await hall.rows()] == [(1, 6), (2, 10)]


async def test_saving_too_early_names_what_is_missing(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.goto(hall.path())
    await page.get_by_role("radiogroup", name="Business impact").get_by_role("radio", name="8").check()
    await save(page)
    summary = page.get_by_role("alert")
    await expect(summary).to_contain_text("3 scores are missing")
    assert await violations(page) == []
    await summary.get_by_role("link", name="Choose a score for Pitch").click()
    await expect(page.get_by_role("radiogroup", name="Pitch").get_by_role("radio").first).to_be_focused()
    assert await hall.rows() == []


async def test_arrow_keys_score_and_a_draft_survives(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.goto(hall.path())
    await page.get_by_role("radiogroup", name="Experience").get_by_role("radio", name="3").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("ArrowRight")
    await page.get_by_label("Comment").fill("Told well.")
    await expect(page.get_by_text("1 of 4 scored")).to_be_visible()
    await page.wait_for_timeout(400)  # the draft is written after a pause of 300 ms
    await page.reload()
    await expect(page.get_by_role("radiogroup", name="Experience").get_by_role("radio", name="4")).to_be_checked()
    await expect(page.get_by_label("Comment")).to_have_value("Told well.")


async def test_a_second_device_is_compared_and_the_judge_chooses(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.goto(hall.path())
    await fill(page)
    await hall.score_elsewhere(business=1, technical=2, experience=3, pitch=4)
    await save(page)
    await expect(page.get_by_text("You sent another score from a second device.")).to_be_visible()
    await expect(page.get_by_role("row", name="Pitch 6 4")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="Save mine as newest").click()
    await arrived(page)
    assert [row["points"]["pitch"] for row in await hall.rows()] == [4, 6]


async def test_taking_the_sent_one_writes_nothing(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.goto(hall.path())
    await fill(page)
    await hall.score_elsewhere(business=1, technical=2, experience=3, pitch=4)
    await save(page)
    await page.get_by_role("button", name="Take the one sent").click()
    await told(page, "All sent")
    await expect(page.get_by_role("radiogroup", name="Pitch").get_by_role("radio", name="4")).to_be_checked()
    assert len(await hall.rows()) == 1


async def test_a_correction_becomes_the_next_version(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await hall.score_elsewhere(business=1, technical=2, experience=3, pitch=4)
    await page.goto(hall.path())
    await expect(page.get_by_text("10/40")).to_be_visible()
    await page.get_by_role("radiogroup", name="Pitch").get_by_role("radio", name="9").check()
    await save(page)
    await arrived(page)
    assert [(row["version"], row["points"]["pitch"]) for row in await hall.rows()] == [(1, 4), (2, 9)]


async def test_too_late_is_told_and_kept(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.goto(hall.path())
    await fill(page)
    async with database.reading() as c:
        await c.execute("update day set phase = 'revealed' where id = $1", hall.day)
    await save(page)
    await expect(page.get_by_role("alert")).to_contain_text("This score was not counted.")
    await page.reload()
    await expect(page.get_by_role("alert")).to_contain_text("This score was not counted.")
    await expect(page.get_by_text("30/40")).to_be_visible()


async def test_a_session_that_ran_out_keeps_the_score_until_the_judge_is_back(hall, page_of, site):
    page = await page_of(hall.judge, phone=True)
    await page.goto(hall.path())
    await fill(page)
    await page.context.clear_cookies()
    await save(page)
    await told(page, "Signed out · 1 to send")
    await expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    await sign_in(page.context, site, hall.judge)
    await page.reload()
    await told(page, "All sent")
    assert len(await hall.rows()) == 1


async def test_signing_out_with_an_unsent_score_asks_first(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.route(SCORES, lambda route: route.abort())
    await page.goto(hall.path())
    await fill(page)
    await save(page)
    await expect(page.get_by_text("Saved on this phone.")).to_be_visible()
    await page.get_by_role("link", name="To my list").click()
    await page.get_by_text("Your account").click(force=True)
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("dialog")).to_contain_text("1 score is only on this device")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_is_in_the_way_of_a_screen_reader(hall, page_of, scheme):
    page = await page_of(hall.judge, phone=True, color_scheme=scheme)
    for path in ("/days/spring/judging", hall.path()):
        await page.goto(path)
        await told(page, "All sent")
        assert await violations(page) == []
