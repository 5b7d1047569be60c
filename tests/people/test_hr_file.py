"""The staff file: what is taken, and what is refused with its line and reason."""

import pytest

from hackday.people.hr_file import HrRow, read_hr_file
from hackday.people.staff import Known, compare

HEADER = "employee_no,name,email,site,time_zone,department,manager_email,roles,skills,locale\n"
ADA = "E1,Ada Park,ada@corp.example,Leeds,Europe/London,Ops,,service-desk,python;data,en\n"


def read(*lines):
    return read_hr_file((HEADER + "".join(lines)).encode())


def reasons(file):
    return [str(problem) for problem in file.problems]


def test_a_row_is_taken_whole():
    file = read("E1,विपुल  झादव,Vipul@Corp.Example,Leeds,Europe/London,Ops,,a; b ;a,python,de_AT\n")
    assert file.rows == [
        HrRow(2, "E1", "विपुल झादव", "vipul@corp.example", "Leeds", "Europe/London", "Ops", "", ("a", "b"),
              ("python",), "de-AT")
    ]  # fmt: skip
    assert file.problems == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Ada,a@b.c,Leeds,Europe/London,Ops,,,,", "line 3, employee_no: is empty"),
        ("E2,,a@b.c,Leeds,Europe/London,Ops,,,,", "line 3, name: is empty"),
        ("E2,Ada,not a mail,Leeds,Europe/London,Ops,,,,", "line 3, email: “not a mail” is not a mail address"),
        ("E2,Ada,a@b.c,York,Europe/Leeds,Ops,,,,", "line 3, time_zone: “Europe/Leeds” is not a time zone"),
        ("E2,Ada,a@b.c,Leeds,Europe/Paris,Ops,,,,", "Leeds is in Europe/Paris here, but in Europe/London on line 2"),
        ("E1,Ada,a@b.c,Leeds,Europe/London,Ops,,,,", "line 3, employee_no: “E1” stands on line 2 already"),
        ("E2,Ada,ADA@corp.example,Leeds,Europe/London,Ops,,,,", "line 3, email: “ada@corp.example” stands on line 2"),
        ("E2,Ada,a@b.c,Leeds,Europe/London,Ops,a@b.c,,,", "nobody can be their own manager"),
        (f"E2,{'x' * 201},a@b.c,Leeds,Europe/London,Ops,,,,", "line 3, name: is longer than 200 characters"),
        ("E2,A\0da,a@b.c,Leeds,Europe/London,Ops,,,,", "line 3, name: holds the character U+0000"),
        ("E2,Ada,a@b.c,Leeds,Europe/London,Ops,,,", "line 3: has 9 columns, the header has 10"),
        ("E2,Ada,a@b.c,Leeds,Europe/London,Ops,,,,1234", "is not a language"),
        (f"E2,Ada,a@b.c,Leeds,Europe/London,Ops,,{'x' * 61},,", "line 3, roles: takes at most"),
    ],
)
def test_a_bad_row_names_line_and_reason(row, reason):
    told = reasons(read(ADA, row + "\n"))
    assert len(told) == 1
    assert reason in told[0]


def known(number, email, *, manager="", active=True, admin=False, name="Ada Park", zone_site="Leeds"):
    return Known(None, number, name, email, zone_site, "Ops", manager, (), (), "en", active, admin)


def rows(*people):
    return read(*(f"{n},Ada Park,{mail},Leeds,Europe/London,Ops,{manager},,,en\n" for n, mail, manager in people)).rows


def test_added_changed_and_left():
    before = [known("E1", "a@x.y"), known("E2", "b@x.y"), known("E3", "c@x.y"), known("E4", "d@x.y", active=False)]
    after = rows(("E1", "a@x.y", ""), ("E2", "b2@x.y", "a@x.y"), ("E4", "d@x.y", ""), ("E5", "e@x.y", ""))
    found = compare(after, before, {"Leeds": "Europe/Dublin"}, left_stay=False)
    assert [row.employee_no for row in found.added] == ["E5"]
    assert [(c.row.employee_no, c.fields) for c in found.changed] == [
        ("E2", ("email", "manager")),
        ("E4", ("is_active",)),
    ]
    assert [person.employee_no for person in found.left] == ["E3"]
    assert found.moved_sites == [("Leeds", "Europe/Dublin", "Europe/London")]
    assert found.problems == []


def test_administrators_never_leave_by_a_file():
    assert compare([], [known("E1", "a@x.y", admin=True)], {}, left_stay=False).left == []


def test_managers_may_come_later_or_stay_behind_but_must_be_known():
    people = rows(("E1", "a@x.y", "b@x.y"), ("E2", "b@x.y", ""), ("E3", "c@x.y", "old@x.y"))
    old = [known("E9", "old@x.y")]
    assert compare(people, old, {}, left_stay=True).problems == []
    (problem,) = compare(people, old, {}, left_stay=False).problems
    assert str(problem) == "line 4, manager_email: nobody has the address “old@x.y”"


def test_circles_of_managers_are_refused_also_over_people_of_before():
    ring = rows(("E1", "a@x.y", "b@x.y"), ("E2", "b@x.y", "c@x.y"), ("E3", "c@x.y", "a@x.y"), ("E4", "d@x.y", "a@x.y"))
    assert [p.line for p in compare(ring, [], {}, left_stay=False).problems] == [2, 3, 4]
    half = rows(("E1", "a@x.y", "b@x.y"))
    assert len(compare(half, [known("E2", "b@x.y", manager="E1")], {}, left_stay=True).problems) == 1
    assert compare(half, [known("E2", "b@x.y")], {}, left_stay=True).problems == []


def test_a_mail_of_somebody_who_left_is_named():
    (problem,) = compare(rows(("E1", "a@x.y", "")), [known("E9", "a@x.y", active=False)], {}, left_stay=False).problems
    assert "belongs to E9" in str(problem)
