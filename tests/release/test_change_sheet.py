"""The file for the workforce tool: it comes back through the import, and no spreadsheet computes anything of it."""

import csv
import io

from hackday.release.feeds.sheet import write_sheet
from hackday.release.intake.rota_file import read_rota
from tests.factories import grant, make_person
from tests.release.desk import PAGE
from tests.release.floor import ZONES, Floor


async def test_the_file_comes_back_through_the_import(db, browser_of):
    floor = await Floor().make(3)
    for _ in range(25):
        await floor.step()
    planner = await make_person("Planner")
    await grant(floor.day, planner, "planner")
    answer = await (await browser_of(planner)).get(f"{PAGE}/changes.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="spring-rota-changes.csv"'
    head, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert head == ["employee_no", "name", "site", "role", "change", "starts_at", "ends_at"]
    kyoto = [line for line in lines if line[2] == "Kyoto"]
    assert kyoto
    assert all(line[5].endswith("+09:00") for line in kyoto)
    on = write_sheet(head, [line for line in lines if line[4] == "on"])
    rows, problems = read_rota(on, ZONES)
    assert problems == []
    due = {(site, role, s, e) for kind, _, site, role, s, e in await floor.due() if kind == "on"}
    assert {(r.site, r.role, r.starts_at, r.ends_at) for r in rows} == due
    assert due


EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1"]


def test_no_cell_is_a_formula():
    rows = [[cell, 'a "quote", and\nmore'] for cell in EVIL]
    read = list(csv.reader(io.StringIO(write_sheet(["a", "b"], rows).decode("utf-8-sig"), newline="")))
    assert [row[0] for row in read[1:]] == [f"'{cell}" for cell in EVIL]
    assert {row[1] for row in read[1:]} == {rows[0][1]}
    # The falsifier: the plain writer leaves them as they are.
    plain = io.StringIO(newline="")
    csv.writer(plain).writerows(rows)
    assert next(iter(csv.reader(io.StringIO(plain.getvalue(), newline=""))))[0] == EVIL[0]
