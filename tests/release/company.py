"""The company of `tests/data/company-500`, read in whole."""

from pathlib import Path
from uuid import UUID

from hackday.database import reading
from hackday.people.hr_file import read_hr_file
from hackday.people.staff_import import import_staff
from hackday.release.intake.imports import import_cover, import_rota, import_sign_ups
from tests.factories import grant, make_day

COMPANY = Path(__file__).parents[1] / "data" / "company-500"


async def load_staff() -> None:
    _, problems = await import_staff(read_hr_file((COMPANY / "people.csv").read_bytes()), source="people.csv")
    assert problems == []


async def load_company(day: str = "spring") -> tuple[UUID, UUID]:
    """Staff, rota, cover and sign-ups; gives the day and somebody who plans it."""
    await load_staff()
    day_id = await make_day(day)
    _, problems = await import_rota((COMPANY / "rota.csv").read_bytes(), source="rota.csv")
    assert problems == []
    _, problems = await import_cover((COMPANY / "cover.csv").read_bytes(), source="cover.csv")
    assert problems == []
    _, problems = await import_sign_ups((COMPANY / "signups.csv").read_bytes(), day, source="signups.csv")
    assert problems == []
    async with reading() as c:
        planner = await c.fetchval("select id from person where employee_no = 'E000499'")
    await grant(day_id, planner, "planner")
    return day_id, planner
