"""The first half of the walk: from the imports to people who are released. Each function is what one person does."""

import asyncio
import re
from pathlib import Path

from playwright.async_api import Page, expect

from tests.browser import small_company
from tests.browser.small_company import FIRST, LAST
from tests.browser.walk import Walk

DAY = "/days/spring"
CHALLENGE = "Hand over a night shift in five minutes"


async def signs_in_by_link(walk: Walk, files: Path) -> Page:
    """The staff is imported, and the one who runs the day comes in by a link that works once."""
    assert "30 added" in await walk.command("import", "people", files / "people.csv")
    await walk.command("admin", "grant", small_company.email("Ada"))
    link = (await walk.command("sign-in-link", small_company.email("Ada"))).strip()
    page = await walk.page(None)
    await walk.go(page, "/days/spring/team", "Sign in")
    await page.goto(link)
    await walk.look(page, "Hack days")
    await expect(page.get_by_text("No day is open yet")).to_be_visible()
    return page


async def plans_the_day(walk: Walk, page: Page) -> None:
    await page.get_by_role("link", name="Create a day").click()
    await walk.look(page, "Create a day")
    await page.get_by_role("button", name="Create as a draft").click()
    await expect(page.get_by_role("alert")).to_contain_text("Give the day a name.")
    await walk.look(page, "Create a day")
    await page.get_by_label("Name", exact=True).fill("Spring hack day")
    await page.get_by_label("Short name in addresses").fill("spring")
    await page.get_by_label("First day").fill(FIRST.isoformat())
    await page.get_by_label("Last day").fill(LAST.isoformat())
    await page.get_by_label("Time zone of the day's times").select_option(small_company.ZONE)
    await page.get_by_label("What it is about").fill("Two days for what we never get round to.")
    await page.get_by_label("Leeds").check()
    await page.get_by_role("button", name="Create as a draft").click()

    await walk.look(page, "Settings")
    for phase, clock in (
        ("Hacking", f"{FIRST}T09:00"),
        ("Judging", f"{LAST}T13:00"),
        ("Board frozen", f"{LAST}T15:00"),
    ):
        await page.get_by_label(phase).fill(clock)
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved.")).to_be_visible()

    await page.get_by_role("link", name="Roles").click()
    for name, role in (
        ("Piotr Żurawik", "Rota planner"),
        ("Jo Reed", "Judge"),
        ("Kim Sato", "Judge"),
        ("Sam Sponsor", "Sponsor"),
    ):
        await page.get_by_label("Name, e-mail or number").fill(name)
        await page.get_by_label("Role", exact=True).select_option(role)
        await page.get_by_role("button", name=f"Give {name} this role").click()
        await expect(page.get_by_text(f"{name}: {role}")).to_be_visible()
    await walk.look(page, "Settings")
    await page.get_by_role("link", name="Details").click()
    await expect(page.get_by_label("Leeds")).to_be_checked()
    await walk.look(page, "Settings")
    await page.get_by_role("link", name="Overview").click()
    await walk.look(page, "Spring hack day")


async def asks_for_help(walk: Walk, page: Page) -> None:
    """One challenge written in the browser with the page growing beside it, the others from their files."""
    await page.get_by_role("link", name="Challenges", exact=True).click()
    await expect(page.get_by_text("There are no challenges yet")).to_be_visible()
    await walk.look(page, "Challenges")
    await page.get_by_role("link", name="Write a challenge").click()
    await page.get_by_label("Title").fill(CHALLENGE)
    await page.get_by_label("Summary").fill("Half of every night's first hour goes into telling what happened.")
    await page.get_by_label("Brief", exact=True).fill(
        "# Today\n\nFour **tools** and a phone call.\n\n<script>alert(1)</script>"
    )
    preview = page.get_by_role("region", name="Preview")
    await expect(preview.get_by_role("heading", name="Today")).to_be_visible()
    await expect(preview.get_by_text("tools")).to_be_visible()
    await page.get_by_label("What data there is", exact=True).fill("Three weeks of logs.")
    await page.get_by_label("How success is measured", exact=True).fill("Five minutes in place of thirty.")
    await page.get_by_label("Track").fill("Operations")
    await page.get_by_label("Sponsor's name").fill("Sam Sponsor")
    await page.get_by_label("Sponsor's e-mail").fill(small_company.email("Sam"))
    await walk.look(page, "New challenge")
    await page.get_by_role("button", name="Save as draft").click()
    await page.get_by_role("button", name="Send for review").click()
    await page.get_by_role("dialog").get_by_role("button", name="Send for review").click()
    await expect(page.get_by_text("Waits for the approval of Sam Sponsor.")).to_be_visible()
    sponsor = await walk.page("Sam", phone=True)
    await sponsor.goto(page.url)
    await walk.look(sponsor, CHALLENGE)
    await sponsor.get_by_role("button", name="Approve and publish").click()
    await sponsor.get_by_role("dialog").get_by_role("button", name="Approve and publish").click()
    await expect(sponsor.get_by_role("button", name="Close", exact=True)).to_be_visible()
    await walk.look(sponsor, CHALLENGE)
    assert " added" in await walk.command("challenges", "publish", "spring")
    await page.get_by_role("link", name="Challenges", exact=True).first.click()
    await walk.look(page, "Challenges")
    await page.get_by_role("searchbox").fill("night shift in five")
    await expect(page.get_by_role("link", name=CHALLENGE)).to_be_visible()


async def moves_to(page: Page, phase: str, reason: str) -> None:
    """The organiser moves the day by hand, and says why."""
    await page.goto(f"{DAY}/settings/phases")
    await page.get_by_role("button", name="Move to another phase").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("To", exact=True).select_option(phase)
    await dialog.get_by_label("Reason").fill(reason)
    await dialog.get_by_role("button", name=f"Move to “{phase}”").click()
    await expect(page.get_by_role("row", name=reason)).to_be_visible()


async def signs_up(walk: Walk, page: Page, skill: str) -> None:
    await walk.go(page, DAY, "Spring hack day")
    await page.get_by_role("textbox", name="What you can do").fill(skill)
    await page.get_by_role("textbox", name="What you can do").press("Enter")
    await page.get_by_label("From").fill("08:00")
    await page.get_by_role("button", name="Sign up").click()
    await expect(page.get_by_text("Say both when you begin and when you end").first).to_be_visible()
    await page.get_by_label("Until").fill("16:00")
    await page.get_by_role("button", name="Sign up").click()
    await expect(page.get_by_text("You are signed up.")).to_be_visible()


async def employees_sign_up_and_team_up(walk: Walk) -> None:
    captain, lena, tom = await walk.page("Chidi"), await walk.page("Lena", phone=True), await walk.page("Tom")
    await signs_up(walk, captain, "python")
    await walk.go(captain, f"{DAY}/challenges", "Challenges")
    await captain.get_by_role("link", name=CHALLENGE).click()
    await walk.look(captain, CHALLENGE)
    await captain.get_by_role("button", name="Found a team").click()
    dialog = captain.get_by_role("dialog", name="Found a team")
    await dialog.get_by_label("Name of the team").fill("Copper Falcons")
    await dialog.get_by_label("Pitch").fill("Listen to the radio log, write the handover.")
    await dialog.get_by_role("button", name="Found a team").click()
    await walk.look(captain, "Copper Falcons")
    code = await captain.get_by_text(re.compile("^[0-9A-Z]{4}-[0-9A-Z]{4}$")).inner_text()

    for page, skill in ((lena, "design"), (tom, "data")):
        await signs_up(walk, page, skill)
        await walk.go(page, f"{DAY}/team", "My team")
        await page.get_by_label("Join code").fill(code)
        await page.get_by_role("button", name="Join").click()
        await walk.look(page, "Copper Falcons")
    await expect(lena.get_by_text("8 hours together")).to_be_visible()
    await walk.go(lena, f"{DAY}/teams", "Teams")
    await walk.go(lena, "/notices", "Notices")
    await changes_mind_twice(walk, lena, code)


async def changes_mind_twice(walk: Walk, page: Page, code: str) -> None:
    """Withdraws, which gives the place in the team back, and comes again."""
    await page.goto(DAY)
    await page.get_by_role("button", name="Withdraw").click()
    await page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    await expect(page.get_by_text("You have withdrawn.")).to_be_visible()
    await walk.look(page, "Spring hack day")
    await signs_up(walk, page, "design")
    await page.goto(f"{DAY}/team")
    await page.get_by_label("Join code").fill(code)
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_text("3 of 6 places taken")).to_be_visible()


async def people_are_released(walk: Walk, files: Path) -> None:
    """The planner finds who can go, the manager decides, and whoever it is about sees it without reloading."""
    await asyncio.gather(
        walk.command("import", "rota", files / "rota.csv"),
        walk.command("import", "cover", files / "cover.csv"),
        walk.command("import", "signups", files / "signups.csv", "spring"),
    )
    nils, lena = await walk.page("Nils"), await walk.page("Lena", phone=True)
    for page in (nils, lena):
        await walk.go(page, f"{DAY}/release", "Release")
        await expect(page.get_by_text("Waiting for the plan.")).to_be_visible()

    planner = await walk.page("Piotr")
    await walk.go(planner, f"{DAY}/release/plan", "Release")
    await planner.get_by_role("button", name="Make a plan").click()
    await expect(planner.get_by_text("This plan is not published yet.")).to_be_visible(timeout=30_000)
    await walk.look(planner, "Release")
    await planner.get_by_role("button", name="Publish the plan").click()
    await planner.get_by_role("dialog").get_by_role("button", name="Publish the plan").click()
    await expect(planner.get_by_text("This plan is published.")).to_be_visible()
    await walk.look(planner, "Release")
    await expect(nils.get_by_text("The plan keeps you at work.")).to_be_visible()
    await walk.look(nils, "Release")

    manager = await walk.page("Mei")
    await walk.go(manager, f"{DAY}/release/people", "Release")
    await manager.get_by_role("button", name="Approve Lena Fischer").click()
    await expect(lena.get_by_text("You are released.")).to_be_visible()
    await walk.look(lena, "Release")
    await manager.get_by_role("button", name="Decline Nils Holm").click()
    dialog = manager.get_by_role("dialog")
    await dialog.get_by_label("Reason").fill("Nobody else watches the network that night.")
    await dialog.get_by_role("button", name="Decline").click()
    await expect(nils.get_by_text("Nobody else watches the network that night.")).to_be_visible()
    await walk.look(nils, "Release")
    for name in ("Chidi Okafor", "Tom de Vries"):
        await manager.get_by_role("button", name=f"Approve {name}").click()
        await expect(manager.get_by_role("button", name=f"Call back {name}")).to_be_visible()
    await walk.look(manager, "Release")
