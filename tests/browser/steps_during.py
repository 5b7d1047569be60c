"""The second half of the walk: built, judged on phones, shown live, frozen and revealed."""

import re

from playwright.async_api import Page, expect

from tests.browser.steps_before import CHALLENGE, DAY
from tests.browser.walk import Walk

CRITERIA = ("Business impact", "Technical depth", "Experience", "Pitch")
HALL = {"width": 1920, "height": 1080}
FALCONS, RIVALS = "Copper Falcons", "Neon Otters"


async def teams_hand_in(walk: Walk) -> None:
    """The captain's team through the screens; its rivals by the same requests, so that there is somebody to beat."""
    rival = await walk.page("Colleague 20")
    await rival.goto(DAY)
    project = {"version": 0, "title": "A map of who knows what", "summary": "Ask once, find who can answer."}
    for method, path, body in (
        ("post", "/teams", {"challenge": "contract-reminders", "name": RIVALS, "pitch": ""}),
        ("put", "/my-project", project),
        ("post", "/my-project/hand-in", None),
    ):
        answer = await rival.request.fetch(f"/api{DAY}{path}", method=method, data=body, headers={"origin": walk.site})
        assert answer.ok, await answer.text()

    captain = await walk.page("Chidi")
    await walk.go(captain, f"{DAY}/project", "Our project")
    await captain.get_by_role("button", name="Hand in").click()
    await expect(captain.get_by_role("alert")).to_contain_text("Give the project a title.")
    await walk.look(captain, "Our project")
    await captain.get_by_role("textbox", name="Title").fill("Handover by radio")
    await captain.get_by_role("textbox", name="What you built").fill("Writes the handover from the radio log.")
    await captain.get_by_role("button", name="Add a link").click()
    await captain.get_by_label("Name").fill("Demo")
    await captain.get_by_label("Address").fill("https://demo.corp.example/handover")
    await expect(captain.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    await captain.get_by_role("button", name="Hand in").click()
    await captain.get_by_role("dialog").get_by_role("button", name="Hand in").click()
    await expect(captain.get_by_text("You can still improve it.")).to_be_visible()
    await walk.look(captain, "Our project")

    member = await walk.page("Lena", phone=True)
    await walk.go(member, f"{DAY}/projects", "Projects")
    await member.get_by_role("link", name="Handover by radio").click()
    await walk.look(member, "Handover by radio")
    await expect(member.get_by_role("link", name=CHALLENGE)).to_be_visible()


async def judging_is_prepared(walk: Walk, organiser: Page) -> None:
    await walk.go(organiser, f"{DAY}/judging/setup", "Judging")
    await organiser.get_by_role("button", name="Use the standard rubric").click()
    await walk.look(organiser, "Judging")
    await organiser.get_by_role("button", name="Save the rubric").click()
    await expect(organiser.get_by_text("Saved. Judges see it at once.")).to_be_visible()
    await walk.go(organiser, f"{DAY}/judging/visits", "Judging")
    await organiser.get_by_label("Judges for each project").fill("2")
    await organiser.get_by_role("button", name="Look at the plan").click()
    await walk.look(organiser, "Judging")
    await organiser.get_by_role("button", name="Publish").click()
    await organiser.get_by_role("dialog").get_by_role("button", name="Publish").click()
    await expect(organiser.get_by_text("4 visits published.")).to_be_visible()
    await walk.look(organiser, "Judging")
    await walk.go(organiser, f"{DAY}/judging/progress", "Judging")


async def scores(page: Page, team: str, points: int) -> None:
    """Fill in a judge's open sheet, the same for each criterion, and save it."""
    await expect(page.get_by_role("heading", level=1, name=team)).to_be_visible()
    for label in CRITERIA:
        group = page.get_by_role("radiogroup", name=label)
        await group.get_by_role("radio", name=str(points), exact=True).check()
    await page.get_by_role("button", name="Save score").click()


async def opens_sheet(page: Page, team: str) -> None:
    mine = page.get_by_role("list", name="My list")
    await expect(mine.get_by_role("listitem")).to_have_count(2)
    await mine.get_by_role("link", name=team).click()


class Audience:
    """A phone and the big screen of the hall; nobody is signed in."""

    def __init__(self, phone: Page, screen: Page) -> None:
        self.phone, self.screen = phone, screen

    async def sees(self, *rows: tuple[str, str, str]) -> None:
        """Both show these teams in this order: place, name, points."""
        for page, table in ((self.phone, "Scoreboard"), (self.screen, "The first")):
            shown = page.get_by_role("table", name=table).get_by_role("row")
            await expect(shown).to_have_count(1 + len(rows))
            for at, (place, team, points) in enumerate(rows, start=1):
                await expect(shown.nth(at)).to_contain_text(re.compile(f"^\\s*{place}.*{team}.*{points}\\s*$", re.S))

    async def is_told(self, status: str) -> None:
        for page in (self.phone, self.screen):
            await expect(page.get_by_text(status, exact=True)).to_be_visible()


async def audience_gathers(walk: Walk) -> Audience:
    audience = Audience(await walk.page(None, phone=True), await walk.page(None, viewport=HALL))
    await walk.go(audience.phone, f"{DAY}/board", "Scoreboard")
    await walk.go(audience.screen, f"{DAY}/board/screen", "Scoreboard")
    await audience.is_told("Live")
    await expect(audience.phone.get_by_role("navigation")).to_have_count(0)  # it would lead to where one must sign in
    return audience


async def judges_score(walk: Walk, audience: Audience) -> Page:
    """Jo scores without a network, and the board gets it once she is back; then Kim. Jo has one team left."""
    jo, kim = await walk.page("Jo", phone=True), await walk.page("Kim", phone=True)
    await walk.go(jo, f"{DAY}/judging", "Judging")
    await jo.evaluate("navigator.serviceWorker.ready")
    await jo.wait_for_function("navigator.serviceWorker.controller !== null")
    await jo.context.set_offline(True)
    await opens_sheet(jo, FALCONS)
    await walk.look(jo, FALCONS)
    await scores(jo, FALCONS, 8)
    await expect(jo.get_by_text("Offline · 1 to send")).to_be_visible()
    await walk.look(jo, FALCONS)
    await jo.context.set_offline(False)
    await expect(jo.get_by_text("All sent")).to_be_visible()
    await walk.look(jo, FALCONS)
    await audience.sees(("1", FALCONS, "77.78"), ("–", RIVALS, "–"))

    await walk.go(kim, f"{DAY}/judging", "Judging")
    await opens_sheet(kim, RIVALS)
    await scores(kim, RIVALS, 9)
    await expect(kim.get_by_text("All sent")).to_be_visible()
    await audience.sees(("1", RIVALS, "88.89"), ("2", FALCONS, "77.78"))
    await walk.look(audience.phone, "Scoreboard")
    await walk.look(audience.screen, "Scoreboard")
    return jo


async def board_freezes(walk: Walk, organiser: Page, audience: Audience) -> Page:
    await walk.go(organiser, f"{DAY}/board/stage", "On stage")
    await organiser.get_by_role("button", name="Freeze the board").click()
    await organiser.get_by_role("dialog").get_by_role("button", name="Freeze the board").click()
    await audience.is_told("Frozen")
    await walk.look(audience.phone, "Scoreboard")
    await walk.look(organiser, "On stage")
    return organiser


async def late_score_stays_hidden(jo: Page, audience: Audience) -> None:
    """It makes the other team the first, and only the stage knows."""
    await jo.get_by_role("link", name="Next project").click()
    await scores(jo, RIVALS, 3)
    await expect(jo.get_by_text("The server has your score.")).to_be_visible()
    await audience.phone.reload()
    await audience.sees(("1", RIVALS, "88.89"), ("2", FALCONS, "77.78"))


async def result_is_decided(walk: Walk, organiser: Page, jo: Page) -> None:
    """Scoring closes, an award is written, the count agrees, and two people stand for the result."""
    await walk.go(organiser, f"{DAY}/board/room", "The judges’ room")
    await organiser.get_by_role("button", name="Close scoring").click()
    await organiser.get_by_role("dialog").get_by_role("button", name="Close scoring").click()
    await expect(organiser.get_by_text("No sheet is taken any more.")).to_be_visible()
    await organiser.get_by_role("button", name="Count again").click()
    await expect(organiser.get_by_text("It came to the same result")).to_be_visible()
    await organiser.get_by_role("button", name="Add an award").click()
    await organiser.get_by_label("Award", exact=True).fill("Bravest scope")
    await organiser.get_by_label("Goes to").select_option(index=1)
    await organiser.get_by_label("Citation").fill("They tried what nobody did.")
    await organiser.get_by_role("button", name="Save the awards").click()
    await expect(organiser.get_by_text("Saved.")).to_be_visible()
    await walk.look(organiser, "The judges’ room")
    await walk.go(jo, f"{DAY}/board/room", "The judges’ room")
    await expect(jo.get_by_role("row", name=FALCONS).first).to_be_visible()
    await walk.look(jo, "The judges’ room")
    for page in (organiser, jo):
        await page.get_by_role("button", name="I confirm this result").click()
        await page.get_by_role("dialog").get_by_role("button", name="I confirm this result").click()
        await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(jo.get_by_text("The result is decided.")).to_be_visible()
    await walk.go(organiser, f"{DAY}/board/stage", "On stage")


async def results_are_revealed(walk: Walk, stage: Page, audience: Audience) -> None:
    await stage.get_by_role("button", name="End judging, begin the reveal").click()
    await stage.get_by_role("dialog").get_by_role("button", name="End judging").click()
    await audience.is_told("Reveal")
    await walk.look(stage, "On stage")
    await stage.get_by_role("button", name="Uncover next").click()
    await walk.look(audience.phone, "Scoreboard")
    await walk.look(audience.screen, "Scoreboard")
    await stage.get_by_role("button", name="Uncover next").click()
    await expect(stage.get_by_text("Everything is uncovered: the board is final.")).to_be_visible()
    await audience.is_told("Final")
    await audience.sees(("1", FALCONS, "77.78"), ("2", RIVALS, "55.56"))
    await walk.look(audience.phone, "Scoreboard")
    await walk.look(audience.screen, "Scoreboard")
    await walk.look(stage, "On stage")
