"""`hackday day export|verify|import|mirror` on a real folder and a real database."""

import pytest
from anyio import to_thread
from click.testing import CliRunner

from hackday import clock, database
from hackday.cli import day
from hackday.dayfiles import service
from hackday.dayfiles.writing import write
from tests.dayfiles.test_day_as_code import DAY, NOW


@pytest.fixture
async def run(settings, db):
    """Runs a command in a thread, since it brings its own event loop; its pool takes the place of the test's."""
    pool, config = database.DB.pool, database.DB.config
    with clock.use(lambda: NOW):
        await service.bring(write(DAY), dry_run=False)

    async def invoke(*args: object, code: int = 0) -> str:
        database.DB.pool = None
        try:
            result = await to_thread.run_sync(lambda: CliRunner().invoke(day, [str(a) for a in args], obj=settings))
        finally:
            database.DB.pool, database.DB.config = pool, config
        assert result.exit_code == code, result.output
        return result.output

    return invoke


def held(folder) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


async def test_out_and_in_again(run, tmp_path):
    folder = tmp_path / "spring"
    assert f"spring: {len(write(DAY))} files" in await run("export", "spring", folder)
    assert held(folder) == write(DAY)
    assert "in order" in await run("verify", folder)
    assert "0 created, 0 changed, 0 removed" in await run("import", folder)
    (folder / "about.md").write_text("Other.\n")
    assert "changed    about.md" in await run("import", folder, "--dry-run")
    assert "changed    about.md" in await run("import", folder)
    assert "0 created, 0 changed, 0 removed" in await run("import", folder)
    assert "not empty" in await run("export", "spring", folder, code=1)
    assert "no day.yaml" in await run("verify", tmp_path, code=1)
    await run("export", "autumn", tmp_path / "new", code=1)


async def test_faults_end_with_one_and_write_nothing(run, tmp_path):
    folder = tmp_path / "spring"
    await run("export", "spring", folder)
    (folder / "day.yaml").write_text((folder / "day.yaml").read_text().replace("time_zone:", "timezone:"))
    (folder / "about.md").write_text("Other.\n")
    for command in ("verify", "import"):
        output = await run(command, folder, code=1)
        assert f"{folder}/day.yaml:6: unknown key timezone: did you mean time_zone?" in output
    assert await service.files_of("spring") == write(DAY)


async def test_mirror_removes_what_the_day_has_no_more_and_nothing_else(run, tmp_path):
    folder = tmp_path / "spring"
    assert "created    day.yaml" in await run("mirror", "spring", folder)
    (folder / ".git").mkdir()
    async with database.tx() as c:
        await c.execute("delete from challenge where slug = 'swap'")
    assert "removed    challenges/swap/brief.md" in await run("mirror", "spring", folder)
    assert not (folder / "challenges" / "swap").exists()
    assert (folder / ".git").is_dir()
    before = held(folder)
    (folder / "about.md").write_text("Mine.\n")
    (folder / "notes.txt").write_text("Not of the day.\n")
    assert "notes.txt" in await run("mirror", "spring", folder, code=1)
    assert (folder / "about.md").read_text() == "Mine.\n"
    (folder / "notes.txt").unlink()
    assert "changed    about.md" in await run("mirror", "spring", folder)
    assert held(folder) == before


async def test_mirror_leaves_links_and_folders_of_other_days(run, tmp_path):
    folder, outside = tmp_path / "spring", tmp_path / "outside.md"
    await run("export", "spring", folder)
    outside.write_text("Keep me.\n")
    (folder / "about.md").unlink()
    (folder / "about.md").symlink_to(outside)
    assert "about.md" in await run("mirror", "spring", folder, code=1)
    assert outside.read_text() == "Keep me.\n"
    (folder / "about.md").unlink()
    (folder / "day.yaml").write_text((folder / "day.yaml").read_text().replace("slug: spring", "slug: autumn"))
    assert "slug: spring" in await run("mirror", "spring", folder, code=1)
    assert not (folder / "about.md").exists()
