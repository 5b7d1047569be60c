"""Plays an invented hack day through the real imports and services, up to live judging."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from hackday.challenges import service as challenges
from hackday.challenges.brief import Brief, parse_all
from hackday.days import moving
from hackday.days import service as days
from hackday.days.schemas import DayDraft, Phase, PhaseTimeDraft, PhaseTimesDraft, Role
from hackday.demo import (
    announcing,
    approving,
    asking,
    attaching,
    building,
    joining,
    matching,
    proposing,
    releasing,
    staff,
)
from hackday.demo.company import Files, make_company
from hackday.demo.staff import Named
from hackday.demo.stage import SEED, SLUG, Stage, Tell
from hackday.errors import Refusal
from hackday.people import service as people_service
from hackday.people.hr_file import read_hr_file
from hackday.people.staff_import import import_staff
from hackday.release.intake.imports import import_cover, import_rota, import_sign_ups
from hackday.storage.files import Storage
from hackday.storage.sweep import home
from hackday.table_files import FileRefused, RowProblem

CHALLENGES = Path(__file__).parents[2] / "challenges"
ZONE = "Europe/London"
JUDGED_FOR = timedelta(minutes=50)
"""So long judging has gone on when the play ends."""
JUDGING_GOES_ON = timedelta(hours=3)
PER_JUDGE = 21
"""People of the company for each judge."""


async def play(*, people: int, now: datetime, tell: Tell, files: Storage, seed: int = SEED) -> None:
    """Fill an empty, migrated database with a company and its day; `now` is the moment up to which it is played.

    `files` is where the files of its people lie.
    """
    files.home = await home()
    times = phase_times(now)
    stage = Stage(at=now - timedelta(days=28), tell=tell, chance=Random(seed))  # noqa: S311
    briefs = read_briefs(CHALLENGES)
    sponsors = sponsors_of(briefs)
    tables = make_company(seed, people, today=local_date(now), sponsors=sponsors)
    await stage.step(import_company(tables))
    await stage.meet_everybody()
    await stage.step(create_day(stage, times, people, sponsors))
    await stage.step(publish(briefs))
    await stage.step(attaching.attach(stage, briefs, files))
    await turn(stage, times, Phase.PUBLISHED)
    await stage.step(proposing.propose_and_ask(stage, briefs))
    await stage.step(approving.send_for_approval(stage, briefs[0]))
    await turn(stage, times, Phase.FORMING)
    await stage.step(sign_up(tables))
    stage.later(days=1)
    await stage.step(joining.form_teams(stage, briefs))
    await stage.step(asking.ask_around(stage))
    await stage.step(matching.look(stage))
    stage.later(days=4)
    await stage.step(releasing.plan_release(stage))
    stage.later(hours=2)
    await stage.step(releasing.decide(stage))
    await turn(stage, times, Phase.HACKING)
    await stage.step(announcing.announce(stage, briefs[0]))
    stage.at = times[Phase.JUDGING] - timedelta(minutes=45)
    await stage.step(building.hand_in(stage, files))
    await stage.step(building.prepare_judging(stage))
    await turn(stage, times, Phase.JUDGING)
    await stage.step(building.score(stage, seed, until=now))


def phase_times(now: datetime) -> dict[Phase, datetime]:
    """When the day's phases begin, around a judging that is under way `now`."""
    judging = (now - JUDGED_FOR).replace(second=0, microsecond=0)
    judging -= timedelta(minutes=judging.minute % 5)
    first = local_date(now) - timedelta(days=1)
    return {
        Phase.PUBLISHED: judging - timedelta(days=21),
        Phase.FORMING: judging - timedelta(days=12),
        Phase.HACKING: datetime.combine(first, time(9), ZoneInfo(ZONE)),
        Phase.JUDGING: judging,
        Phase.FROZEN: judging + JUDGED_FOR + JUDGING_GOES_ON,
    }


def local_date(now: datetime) -> date:
    """Today, on the day's own calendar."""
    return now.astimezone(ZoneInfo(ZONE)).date()


def read_briefs(folder: Path) -> tuple[Brief, ...]:
    briefs, errors = parse_all((str(file), file.read_bytes()) for file in sorted(folder.glob("*/brief.md")))
    if errors or not briefs:
        raise DemoImpossible("\n".join(map(str, errors)) or f"There is no brief in {folder}.")
    return briefs


class DemoImpossible(Refusal):
    code = "demo_impossible"


def sponsors_of(briefs: Sequence[Brief]) -> list[Named]:
    """Those who ask and have an address of the company, each once."""
    named = {b.sponsor.email: Named(b.sponsor.name, b.sponsor.email) for b in briefs if b.sponsor.email}
    return [person for email, person in named.items() if email.endswith(f"@{staff.DOMAIN}")]


async def import_company(files: Files) -> str:
    people, problems = await import_staff(read_hr_file(files.people.encode()), source="people.csv")
    _check(problems)
    rota, problems = await import_rota(files.rota.encode(), source="rota.csv")
    _check(problems)
    cover, problems = await import_cover(files.cover.encode(), source="cover.csv")
    _check(problems)
    return f"{len(people.added):,} people, {len(rota.added):,} shifts, {len(cover.added):,} minimums imported"


async def create_day(stage: Stage, times: dict[Phase, datetime], people: int, sponsors: Sequence[Named]) -> str:
    organiser = stage.actors[staff.ORGANISER.email]
    await people_service.set_admin(organiser.email, is_admin=True)
    first = times[Phase.HACKING].date()
    await days.create_day(
        organiser,
        DayDraft(
            SLUG,
            f"Hack Days {first.year}",
            first,
            first + timedelta(days=1),
            ZONE,
            "Two days for what we never get round to. Everybody may go whose shifts can be covered.",
        ),
        by_command=True,
    )
    entry = await stage.enter(organiser)
    drafts = [PhaseTimeDraft(phase, moment.isoformat()) for phase, moment in times.items()]
    await moving.set_times(organiser, entry, PhaseTimesDraft(drafts))
    await days.grant_role(organiser, entry, stage.actors[staff.PLANNER.email].id, Role.PLANNER)
    for sponsor in sponsors:
        await days.grant_role(organiser, entry, stage.actors[sponsor.email].id, Role.SPONSOR)
    judges = await joining.choose_judges(stage, max(8, people // PER_JUDGE + 1))
    for judge in judges:
        await days.grant_role(organiser, entry, judge.id, Role.JUDGE)
    return f"day created: {len(sponsors)} sponsors, {len(judges)} judges"


async def publish(briefs: Sequence[Brief]) -> str:
    done = await challenges.publish_briefs(SLUG, briefs, dry_run=False)
    return f"{len(done.added)} challenges published"


async def sign_up(files: Files) -> str:
    counts, problems = await import_sign_ups(files.signups.encode(), SLUG, source="signups.csv")
    _check(problems)
    return f"{counts['sign-ups'].added} sign-ups, {counts['offers'].added} offers to step in"


async def turn(stage: Stage, times: dict[Phase, datetime], phase: Phase) -> None:
    """Let the day's own clock move it to `phase`."""
    stage.at = times[phase]

    async def move() -> str:
        while await moving.move_next_due():
            pass
        return f"the day is “{phase}”"

    await stage.step(move())


def _check(problems: list[RowProblem]) -> None:
    if problems:
        raise FileRefused(problems)
