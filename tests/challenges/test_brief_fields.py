"""Resources, what was tried before, and a challenge's own limits: through HTTP, on the page and in the difference."""

import pytest

from hackday import database
from tests.challenges.test_routes import ALL, DRAFT, organiser  # noqa: F401

URL = f"{ALL}/faster-forms"
FULL = DRAFT | {
    "resources": "Ask **Ines**.\n\n<script>alert(1)</script>",
    "tried": "- A page",
    "team_min_size": 2,
    "team_max_size": 4,
    "department_most": 3,
    "sites_least": 2,
}


async def test_resources_and_what_was_tried_are_rendered_and_run_nothing(organiser):  # noqa: F811
    page = (await organiser.post(ALL, json=FULL)).json()
    assert page["challenge"]["tried"] == "- A page"
    assert "<strong>Ines</strong>" in page["resources_html"]
    assert "<script" not in page["resources_html"]
    assert "<li>A page</li>" in page["tried_html"]
    assert (page["challenge"]["team_max_size"], page["challenge"]["sites_least"]) == (4, 2)


async def test_a_change_of_them_is_a_difference_and_one_of_limits_alone_is_kept(organiser):  # noqa: F811
    await organiser.post(ALL, json=FULL)
    await organiser.put(f"{URL}/state", json={"state": "published"})
    changed = await organiser.put(URL, json=FULL | {"tried": "- A poster", "version": 1})
    assert changed.status_code == 200, changed.text
    difference = (await organiser.get(f"{URL}/editions/2")).json()["changes"]
    assert [change["field"] for change in difference] == ["tried"]
    again = await organiser.put(URL, json=FULL | {"tried": "- A poster", "team_max_size": None, "version": 2})
    assert again.json()["challenge"]["team_max_size"] is None
    assert again.json()["challenge"]["version"] == 3
    same = await organiser.put(URL, json=FULL | {"tried": "- A poster", "team_max_size": None, "version": 3})
    assert same.json()["challenge"]["version"] == 3


@pytest.mark.parametrize(
    ("limits", "pointer"),
    [
        ({"team_min_size": 5, "team_max_size": 4}, "/team_min_size"),
        ({"team_min_size": None, "team_max_size": 1, "sites_least": None}, "/team_max_size"),
        ({"sites_least": 5}, "/sites_least"),
        ({"department_most": 0}, "/department_most"),
    ],
)
async def test_limits_that_leave_room_for_no_team_are_refused_by_field(organiser, limits, pointer):  # noqa: F811
    async with database.reading() as c:
        await c.execute("update day set team_min_size = 3, team_max_size = 6")
    refused = await organiser.post(ALL, json=FULL | limits)
    assert refused.status_code in (400, 422), refused.text
    assert pointer in [error["pointer"] for error in refused.json()["errors"]]
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from challenge") == 0
