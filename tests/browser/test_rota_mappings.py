"""How a workforce tool writes its file is chosen, kept, renamed and deleted in the browser."""

import pytest
from playwright.async_api import expect

from hackday.database import reading
from tests.browser.conftest import violations
from tests.release.desk import Desk

pytestmark = pytest.mark.browser


async def names() -> list[str]:
    async with reading() as c:
        return [row["name"] for row in await c.fetch("select name from rota_mapping")]


async def test_a_file_is_read_otherwise_and_that_is_kept_renamed_and_deleted(db, page_of, tmp_path):
    desk = await Desk().make()
    file = tmp_path / "rota.csv"
    file.write_bytes("Nr|Ort;Büro|Rolle\n1|Leeds|desk\n".encode("cp850"))
    pat = await page_of(desk.pat)
    await pat.goto("/days/spring/release/rota")
    await pat.get_by_label("Choose a file").set_input_files(file)
    await expect(pat.get_by_text("Columns are split by: Vertical bar")).to_be_visible()
    await pat.get_by_label("Encoding", exact=True).select_option("cp850")
    await expect(pat.get_by_label("Site", exact=True).get_by_text("Ort;Büro")).to_be_attached()
    await pat.get_by_label("Columns are split by").select_option(";")
    await expect(pat.get_by_label("Site", exact=True).get_by_text("Büro|Rolle")).to_be_attached()
    await pat.get_by_label("Keep this under a name").fill("Tool")
    await pat.get_by_role("button", name="Save", exact=True).click()
    await expect(pat.get_by_text("Saved as “Tool”.")).to_be_visible()
    assert await violations(pat) == []

    await pat.get_by_role("button", name="Rename Tool").click()
    dialog = pat.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Weekly")
    await dialog.get_by_role("button", name="Rename").click()
    await expect(pat.get_by_role("button", name="Delete Weekly")).to_be_visible()
    assert await names() == ["Weekly"]
    await pat.get_by_role("button", name="Delete Weekly").click()
    await dialog.get_by_role("button", name="Cancel").click()
    assert await names() == ["Weekly"]
    await pat.get_by_role("button", name="Delete Weekly").click()
    await dialog.get_by_role("button", name="Delete").click()
    await expect(pat.get_by_role("heading", name="Saved ways to read a file")).to_have_count(0)
    assert await names() == []


async def test_who_plans_one_site_reads_with_saved_mappings_but_does_not_change_them(db, page_of):
    desk = await Desk().make()
    async with reading() as c:
        await c.execute("insert into rota_mapping (id, name, mapping, saved_by) values (uuidv7(), 'Tool', '{}', null)")
        await c.execute(
            """insert into planner_site (id, day_role, site) select uuidv7(), r.id, 'Leeds' from day_role r
                where r.person = $1 and r.role = 'planner'""",
            desk.pat,
        )
    pat = await page_of(desk.pat)
    await pat.goto("/days/spring/release/rota")
    await expect(pat.get_by_role("heading", name="Saved ways to read a file")).to_be_visible()
    await expect(pat.get_by_role("button", name="Rename Tool")).to_have_count(0)
