"""Managers and employees around one desk: cover, shifts that change hands, a rota that comes in, a map to read."""

import pytest
from playwright.async_api import Page, expect

from hackday.database import reading
from tests.browser.conftest import violations
from tests.factories import grant, make_person
from tests.release.desk import Desk

pytestmark = pytest.mark.browser
RELEASE = "/days/spring/release"
CSV = """employee_no,site,role,starts_at,ends_at
{number},Leeds,desk,2027-03-10T06:00:00+00:00,2027-03-10T14:00:00+00:00
{number},Leeds,desk,2027-03-11T22:00:00+00:00,2027-03-12T06:00:00+00:00
"""


@pytest.fixture
async def desk(db):
    """Three at a desk of two; Eve offered to step in, Fay could."""
    desk = await Desk().make()
    desk.eve = await make_person("Eve Lund", manager=desk.tom, roles=("desk",))
    desk.fay = await make_person("Fay Moss", manager=desk.tom, roles=("desk",))
    desk.orla = await make_person("Orla Byrne")
    await grant(desk.day, desk.orla, "organiser")
    async with reading() as c:
        await c.execute("insert into cover_offer (id, day, person) values (uuidv7(), $1, $2)", desk.day, desk.eve)
    return desk


async def opened(page_of, person, part, **options) -> Page:
    page = await page_of(person, **options)
    await page.goto(f"{RELEASE}/{part}")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.get_by_text("Loading …")).to_have_count(0)
    return page


async def test_a_manager_approves_with_a_colleague_in_two_actions_and_the_employee_sees_it(desk, page_of):
    bo = await opened(page_of, desk.bo, "mine", phone=True)
    tom = await opened(page_of, desk.tom, "people")
    await tom.get_by_role("button", name="Approve Bo Chen").click()
    await expect(bo.get_by_text("You are released.")).to_be_visible(timeout=5_000)

    ada = await opened(page_of, desk.ada, "mine", phone=True)
    mia = await opened(page_of, desk.mia, "people")
    await expect(mia.get_by_text("Approving would break cover")).to_be_visible()
    assert await violations(mia) == []
    await mia.get_by_role("button", name="Approve with cover … Ada Park").click()
    assert await violations(mia) == []
    await mia.get_by_role("dialog").get_by_role("button", name="Approve with Eve Lund").click()
    await expect(ada.get_by_text("You are released.")).to_be_visible(timeout=5_000)
    await expect(mia.get_by_text("Eve Lund takes over")).to_be_visible()
    assert await violations(ada) == []

    eve = await opened(page_of, desk.eve, "shifts", phone=True)
    await expect(eve.get_by_role("heading", name="You took")).to_be_visible()
    assert await violations(eve) == []


async def test_an_employee_finds_cover_and_managers_confirm(desk, page_of):
    tom = await opened(page_of, desk.tom, "people")
    await tom.get_by_role("button", name="Approve Bo Chen").click()
    ada = await opened(page_of, desk.ada, "shifts")
    await ada.get_by_role("button", name="Find cover for a shift of mine").click()
    assert await violations(ada) == []
    await ada.get_by_role("dialog").get_by_role("button", name="Open to everybody").click()
    await expect(ada.get_by_role("heading", name="You gave")).to_be_visible()

    fay = await opened(page_of, desk.fay, "shifts", phone=True)
    await fay.get_by_role("button", name="Take it").click()
    await expect(fay.get_by_text("You take this shift; a manager confirms it.")).to_be_visible()
    await tom.goto(f"{RELEASE}/shifts")
    await tom.get_by_role("button", name="Confirm").click()
    await expect(tom.get_by_role("button", name="Confirm")).to_have_count(0)

    mia = await opened(page_of, desk.mia, "people")
    await mia.get_by_role("button", name="Approve Ada Park").click()
    await expect(mia.get_by_role("button", name="Call back Ada Park")).to_be_visible()


async def test_below_the_minimum_only_in_writing_and_the_organiser_reads_it(desk, page_of):
    tom = await opened(page_of, desk.tom, "people")
    await tom.get_by_role("button", name="Approve Bo Chen").click()
    mia = await opened(page_of, desk.mia, "people")
    await mia.get_by_role("button", name="Approve anyway … Ada Park").click()
    dialog = mia.get_by_role("dialog")
    await dialog.get_by_role("button", name="Approve").click()
    await expect(dialog.get_by_text("Write at least 10 characters.")).to_be_visible()
    await dialog.get_by_label("Reason").fill("I take the desk myself that morning.")
    await dialog.get_by_role("button", name="Approve").click()
    await expect(mia.get_by_text("Below minimum")).to_be_visible()
    orla = await opened(page_of, desk.orla, "plan")
    await expect(orla.get_by_text("I take the desk myself that morning.")).to_be_visible()
    await orla.goto(f"{RELEASE}/cover")
    await expect(orla.get_by_text("1 shift is short of people")).to_be_visible()
    assert await violations(orla) == []


async def test_a_rota_is_shown_before_it_is_written(desk, page_of, tmp_path):
    async with reading() as c:
        number = await c.fetchval("select employee_no from person where id = $1", desk.ada)
    file = tmp_path / "rota.csv"
    file.write_text(CSV.format(number=number))
    pat = await opened(page_of, desk.pat, "rota")
    await pat.get_by_label("Choose a file").set_input_files(file)
    await pat.get_by_role("button", name="See what changes").click()
    await expect(pat.get_by_role("heading", name="What changes")).to_be_visible()
    assert await violations(pat) == []
    async with reading() as c:
        assert await c.fetchval("select count(*) from shift") == 3
    await pat.get_by_role("button", name="Take it in").click()
    await expect(pat.get_by_text("It is written.")).to_be_visible()
    async with reading() as c:
        assert await c.fetchval("select count(*) from shift") == 4


async def test_the_map_is_read_with_the_keyboard(desk, page_of):
    pat = await opened(page_of, desk.pat, "cover")
    cell = pat.get_by_role("gridcell").first
    await cell.focus()
    await pat.keyboard.press("Enter")
    await expect(pat.get_by_role("dialog")).to_contain_text("Leeds")
    assert await violations(pat) == []


async def test_a_manager_approves_with_the_keyboard_alone(desk, page_of):
    tom = await opened(page_of, desk.tom, "people")
    approve = tom.get_by_role("button", name="Approve Bo Chen")
    await expect(approve).to_be_visible()
    for _ in range(40):
        await tom.keyboard.press("Tab")
        if await approve.evaluate("button => button === document.activeElement"):
            break
    await expect(approve).to_be_focused()
    await tom.keyboard.press("Enter")
    await expect(tom.get_by_role("button", name="Call back Bo Chen")).to_be_visible()


async def test_somebody_is_off_work_and_the_plan_is_mended_as_shown(desk, page_of):
    pat = await opened(page_of, desk.pat, "plan")
    await pat.get_by_role("button", name="Make a plan").click()
    await pat.get_by_role("button", name="Publish the plan").click(timeout=30_000)
    await pat.get_by_role("dialog").get_by_role("button", name="Publish the plan").click()
    await expect(pat.get_by_text("Every approved release holds.")).to_be_visible()
    await pat.get_by_text("Somebody is off work").click()
    await pat.get_by_label("Name of the colleague").fill("Cy")
    await pat.get_by_role("button", name="Cy Diaz, Leeds").click()
    await pat.get_by_label("From", exact=True).fill("2027-03-10T06:00")
    await pat.get_by_label("Until", exact=True).fill("2027-03-10T14:00")
    await pat.get_by_role("button", name="Note it").click()
    await expect(pat.get_by_role("button", name="Cy Diaz is at work after all")).to_be_visible()
    await pat.get_by_role("button", name="Repair with least change").click()
    await expect(pat.get_by_role("button", name="Apply this repair")).to_be_visible()
    assert await violations(pat) == []
    await pat.get_by_role("button", name="Apply this repair").click()
    await pat.get_by_role("dialog").get_by_role("button", name="Apply this repair").click()
    await expect(pat.get_by_role("button", name="Apply this repair")).to_have_count(0)
    await expect(pat.get_by_text("Every approved release holds.")).to_be_visible()
