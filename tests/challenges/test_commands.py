"""`hackday challenges` on the real database."""

import filecmp
from pathlib import Path

import msgspec
import pytest
from anyio import to_thread
from click.testing import CliRunner

from hackday import database
from hackday.challenges.brief import parse, render
from hackday.challenges.commands import challenges
from tests.factories import make_day

BRIEFS = Path(__file__).parents[2] / "challenges"


@pytest.fixture
async def run(settings, db):
    """Runs a command in a thread, since it brings its own event loop; its pool takes the place of the test's."""
    await make_day(phase="published")
    pool, config = database.DB.pool, database.DB.config

    async def invoke(*args: object, code: int = 0) -> str:
        database.DB.pool = None
        try:
            result = await to_thread.run_sync(
                lambda: CliRunner().invoke(challenges, [str(arg) for arg in args], obj=settings)
            )
        finally:
            database.DB.pool, database.DB.config = pool, config
        assert result.exit_code == code, result.output
        return result.output

    return invoke


@pytest.fixture
def folder(tmp_path):
    for name in ("first-week", "swap-a-shift"):
        brief = parse((BRIEFS / name / "brief.md").read_bytes(), f"{name}/brief.md")
        (tmp_path / name).mkdir()
        (tmp_path / name / "brief.md").write_text(render(brief), encoding="utf-8")
    return tmp_path


async def count() -> int:
    async with database.reading() as c:
        return await c.fetchval("select count(*) from challenge where state = 'published'")


async def test_verify_names_file_line_and_reason(run, folder):
    assert await run("verify", folder) == "2 briefs in order.\n"
    file = folder / "first-week" / "brief.md"
    file.write_text(file.read_text().replace("track:", "trck:"))
    output = await run("verify", folder, code=1)
    line = file.read_text().splitlines().index(next(t for t in file.read_text().splitlines() if t[:5] == "trck:")) + 1
    assert f"{file}:{line}: unknown key trck: did you mean track?" in output


async def test_publish_is_idempotent_and_reports_what_is_left(run, folder):
    assert "2 added" in await run("publish", "spring", folder, "--dry-run")
    assert await count() == 0
    assert "2 added, 0 changed, 0 unchanged, 0 left" in await run("publish", "spring", folder)
    assert "0 added, 0 changed, 2 unchanged, 0 left" in await run("publish", "spring", folder)
    file = folder / "first-week" / "brief.md"
    brief = parse(file.read_bytes(), "first-week/brief.md")
    file.write_text(render(msgspec.structs.replace(brief, summary="New.")))
    (folder / "swap-a-shift" / "brief.md").unlink()
    output = await run("publish", "spring", folder)
    assert "changed    first-week\n" in output
    assert "left       swap-a-shift" in output
    assert await count() == 2


async def test_one_bad_brief_publishes_none(run, folder):
    (folder / "first-week" / "brief.md").write_text("no front matter")
    await run("publish", "spring", folder, code=1)
    assert await count() == 0


async def test_export_and_publish_are_a_round_trip(run, folder, tmp_path):
    await run("publish", "spring", folder)
    out = tmp_path / "out"
    assert await run("export", "spring", out) == f"2 briefs written to {out}.\n"
    for name in ("first-week", "swap-a-shift"):
        assert filecmp.cmp(folder / name / "brief.md", out / name / "brief.md", shallow=False)
    assert "0 added, 0 changed, 2 unchanged" in await run("publish", "spring", out)


async def test_a_day_that_judges_takes_no_other_text(run, folder):
    await run("publish", "spring", folder)
    async with database.reading() as c:
        await c.execute("update day set phase = 'judging'")
    assert "2 unchanged" in await run("publish", "spring", folder)
    async with database.reading() as c:
        await c.execute("update challenge set title = 'Other' where slug = 'first-week'")
    assert "judging" in await run("publish", "spring", folder, code=1)


async def test_an_unknown_day_is_refused(run, folder):
    assert "no such day" in await run("publish", "autumn", folder, code=1)
