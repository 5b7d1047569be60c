"""An organiser plans visits, looks, publishes, lets a judge go; and sees how fair the scores are."""

from uuid import uuid4

import pytest
from playwright.async_api import expect

from hackday import database
from tests.browser.conftest import violations
from tests.factories import grant, make_challenge, make_day, make_person, make_team

pytestmark = pytest.mark.browser


class Fair:
    """Six projects in two tracks, four judges, a rubric of one criterion."""

    async def open(self, phase="judging"):
        self.day = await make_day(phase=phase)
        self.organiser = await make_person("Olga Reed")
        await grant(self.day, self.organiser, "organiser")
        self.projects = []
        async with database.reading() as c:
            self.rubric = await c.fetchval("insert into rubric (id, day) values (uuidv7(), $1) returning id", self.day)
            await c.execute(
                "insert into criterion (id, rubric, key, label) values (uuidv7(), $1, 'impact', 'Impact')", self.rubric
            )
            for track in ("Care", "Ops"):
                challenge = await make_challenge(self.day, slug=track.lower(), track=track)
                for n in range(3):
                    team = await make_team(self.day, challenge, (await make_person(),), name=f"{track} {n}")
                    self.projects.append(
                        await c.fetchval(
                            """insert into project (id, day, team, title, summary, state, handed_in_at)
                               values (uuidv7(), $1, $2, 'T', 'S', 'handed_in', now()) returning id""",
                            self.day, team,
                        )
                    )  # fmt: skip
        self.judges = [await make_person(name) for name in ("Ann Lee", "Ben Cox", "Cleo Ray", "Dov Katz")]
        for judge in self.judges:
            await grant(self.day, judge, "judge")
        return self

    async def score(self):
        """All but two; Dov is strict."""
        async with database.reading() as c:
            for place, project in enumerate(self.projects):
                for at, judge in enumerate(self.judges):
                    if at == 3 and place >= 4:
                        continue
                    points = max(1, 9 - place + (at % 2) - (3 if at == 3 else 0))
                    await c.execute(
                        """insert into score (id, day, project, judge, rubric, version, points, idempotency_key)
                           values (gen_random_uuid(), $1, $2, $3, $4, 1, $5, $6)""",
                        self.day, project, judge, self.rubric, {"impact": points}, uuid4(),
                    )  # fmt: skip


async def test_a_plan_is_looked_at_published_and_mended_when_a_judge_leaves(db, page_of):
    fair = await Fair().open()
    desk = await page_of(fair.organiser)
    await desk.goto("/days/spring/judging/visits")
    await desk.get_by_role("button", name="Tracks of Ann Lee").click()
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_label("Care").check()
    assert await violations(desk) == []
    await dialog.get_by_role("button", name="Save").click()
    await expect(desk.get_by_role("row", name="Ann Lee")).to_contain_text("Care")
    await desk.get_by_label("With a timetable").check()
    await desk.get_by_role("button", name="Look at the plan").click()
    await expect(
        desk.get_by_role("link", name="Say when the first visit begins.")
        .or_(desk.get_by_text("Say when the first visit begins."))
        .first
    ).to_be_visible()
    await desk.get_by_label("First visit").fill("2037-03-01T13:00")
    await desk.get_by_role("button", name="Look at the plan").click()
    await expect(desk.get_by_role("heading", name="The plan")).to_be_visible()
    await expect(desk.get_by_role("row", name="Ben Cox").first).to_contain_text("→")
    await desk.evaluate("window.scrollTo(0, 0)")
    assert await violations(desk) == []
    await desk.get_by_role("button", name="Publish").click()
    await dialog.get_by_role("button", name="Publish").click()
    await expect(desk.get_by_text("18 visits published.")).to_be_visible()
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from assignment where starts_at is not null") == 18
    await desk.get_by_role("button", name="Dov Katz leaves").click()
    await dialog.get_by_role("button", name="Leaves").click()
    await expect(
        desk.get_by_text("went to other judges.").or_(desk.get_by_text("went to another judge."))
    ).to_be_visible()
    await expect(desk.get_by_role("row", name="Dov Katz")).to_have_count(0)
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from assignment") == 18


async def test_fairness_is_shown_side_by_side(db, page_of):
    fair = await Fair().open()
    desk = await page_of(fair.organiser)
    await desk.goto("/days/spring/judging/fairness")
    await expect(desk.get_by_text("No sheet is in yet")).to_be_visible()
    assert await violations(desk) == []
    await fair.score()
    await desk.reload()
    row = desk.get_by_role("row", name="Care 0")
    await expect(row).to_contain_text("rank 1")
    await row.get_by_role("button", name="Why Care 0 has this figure").click()
    await expect(desk.get_by_text("Dov Katz scores")).to_be_visible()
    await expect(desk.get_by_role("row", name="Dov Katz").last).to_contain_text("-")
    assert await violations(desk) == []
    phone = await page_of(fair.organiser, phone=True, color_scheme="dark")
    await phone.goto("/days/spring/judging/fairness")
    await expect(phone.get_by_role("row", name="Care 0")).to_be_visible()
    assert await violations(phone) == []


async def test_the_rule_is_chosen_before_judging(db, page_of):
    fair = await Fair().open(phase="hacking")
    desk = await page_of(fair.organiser)
    await desk.goto("/days/spring/judging/fairness")
    await desk.get_by_label("The result counts by").select_option(label="Calibrated: leniency of judges taken off")
    assert await violations(desk) == []
    await desk.get_by_role("button", name="Save the rule").click()
    await expect(desk.get_by_text("Saved. It is sealed when judging begins.")).to_be_visible()
    async with database.reading() as c:
        assert await c.fetchval("select rule from counting_rule") == "calibrated"


async def test_a_free_judge_is_sent_on_and_the_organiser_sees_where(db, page_of):
    fair = await Fair().open()
    phone = await page_of(fair.judges[0], phone=True)
    await phone.goto("/days/spring/judging")
    assert await violations(phone) == []
    await phone.get_by_role("button", name="Give me one more project").click()
    await expect(phone.get_by_role("radiogroup", name="Impact")).to_be_visible()
    team = await phone.get_by_role("heading", level=1).inner_text()
    desk = await page_of(fair.organiser)
    await desk.goto("/days/spring/judging")
    await expect(desk.get_by_role("row", name="Ann Lee")).to_contain_text(team)
    assert await violations(desk) == []
    await phone.get_by_role("radio", name="7", exact=True).check()
    await phone.get_by_role("button", name="Save score").click()
    await expect(phone.get_by_text("The server has your score.")).to_be_visible()
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from score") == 1
