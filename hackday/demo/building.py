"""Teams hand in, judges are assigned and score."""

from datetime import datetime
from uuid import UUID, uuid4

from hackday.database import reading
from hackday.demo import drawing, prose, scoring, staff
from hackday.demo.stage import SEED, SLUG, Stage, sent
from hackday.judging import service as judging
from hackday.judging.assignment import service as assignment
from hackday.judging.assignment.schemas import TracksDraft
from hackday.judging.choice import service as choice
from hackday.judging.examples import service as examples
from hackday.judging.examples.schemas import ExampleAnswer
from hackday.judging.rubrics import service as rubrics
from hackday.judging.schemas import AssignmentDraft, SheetDraft, SheetPage
from hackday.people.schemas import Actor
from hackday.projects import service as projects
from hackday.projects.files import service as files
from hackday.projects.files.schemas import FileChange
from hackday.projects.schemas import Link, ProjectDraft
from hackday.storage.files import Storage

HALLS = "ABCDEFGH"
TABLES = 24
"""In each hall."""
PER_PROJECT = 4
PICTURES = (1, 3, 0)
"""Of one team after the other on a challenge."""
SCORED = 0.6
"""Share of the sheets that are sent when the play ends."""
NAMED_JUDGE_SCORED = 2
"""Of the named judge, so that whoever signs in as them has work left."""


async def hand_in(stage: Stage, storage: Storage) -> str:
    """Every team of which two were released hands in; the captain's does in any case."""
    async with reading() as c:
        rows = await c.fetch(
            """select t.name, c.slug, count(*) filter (where s.state = 'released') > 1 as can_build,
                      array_agg(p.email order by s.state <> 'released', p.id <> t.captain, p.id) as members
                 from team t join day d on d.id = t.day join challenge c on c.id = t.challenge
                 join membership m on m.team = t.id and m.left_at is null join person p on p.id = m.person
                 join sign_up s on s.day = d.id and s.person = p.id
                where d.slug = $1 group by t.id, c.slug order by t.name""",
            SLUG,
        )
    turns: dict[str, int] = {}
    for row in rows:
        if row["can_build"] or staff.CAPTAIN.email in row["members"]:
            turn = turns[row["slug"]] = turns.get(row["slug"], -1) + 1
            stage.later(seconds=2400 // len(rows))
            await _hand_in(stage.actors[row["members"][0]], stage, storage, row["slug"], turn, row["name"])
    return f"{sum(turns.values()) + len(turns)} projects handed in"


async def _hand_in(actor: Actor, stage: Stage, storage: Storage, challenge: str, turn: int, team: str) -> None:
    entry = await stage.enter(actor)
    work = prose.work_of(challenge, turn, team)
    stem = f"https://hack.{staff.DOMAIN}/{team.lower().replace(' ', '-')}"
    links = (Link("Demo", f"{stem}/demo"), Link("Source", f"{stem}/source"))
    draft = ProjectDraft(version=0, title=work.title, summary=work.summary, links=links)
    saved = await projects.save_draft(actor, entry, draft)
    assert saved.project
    for number in range(PICTURES[turn % len(PICTURES)]):
        await _show(actor, stage, storage, saved.project.id, f"{team} {number}", number)
    await projects.hand_in(actor, entry)


async def _show(actor: Actor, stage: Stage, storage: Storage, project: UUID, seed: str, number: int) -> None:
    entry, name = await stage.enter(actor), f"screen-{number + 1}.png"
    (*_, file) = await files.add(actor, entry, project, name, sent(drawing.screen(seed)), None, storage)
    if number == 0:
        change = FileChange(caption="The first screen, with the numbers of this week")
        await files.change(actor, entry, project, file.id, change)


async def prepare_judging(stage: Stage) -> str:
    """Tables, rubric and visits."""
    organiser = stage.actors[staff.ORGANISER.email]
    entry = await stage.enter(organiser)
    async with reading() as c:
        found = await c.fetch("select id from project where day = $1 and state = 'handed_in' order by id", entry.day.id)
    for place, row in enumerate(found):
        hall = HALLS[place // TABLES % len(HALLS)]
        await projects.set_place(organiser, entry, row["id"], f"table {hall}-{place % TABLES + 1}")
    await rubrics.define_rubric(organiser, entry, prose.RUBRIC)
    await examples.put_example(organiser, entry, prose.EXAMPLE)
    found = await assignment.planning(entry)
    for turn, judge in enumerate(found.judges):
        track = found.tracks[turn % len(found.tracks)]
        await assignment.set_tracks(organiser, entry, judge.id, TracksDraft([track]))
    for category in prose.CATEGORIES:
        await choice.add_category(organiser, entry, category)
    done = await assignment.assign_judges(organiser, entry, AssignmentDraft(per_project=PER_PROJECT, seed=SEED))
    return f"{done.visits} visits assigned to judges"


async def score(stage: Stage, seed: int, *, until: datetime) -> str:
    """Judges score the example, walk along their lists and send sheets, the last one just before `until`."""
    lists = await visits(stage)
    done = scoring.share_out(stage.chance, [len(pages) for _, pages in lists], SCORED)
    sent: list[tuple[float, Actor, SheetPage]] = []
    for (judge, pages), number in zip(lists, done, strict=True):
        if judge.email == staff.JUDGE.email:
            number = min(number, NAMED_JUDGE_SCORED)
        sent += [((place + stage.chance.random()) / number, judge, page) for place, page in enumerate(pages[:number])]
    for judge, pages in lists:
        points = scoring.points(seed, prose.EXAMPLE.title, judge.email, pages[0].rubric, version=0)
        await examples.score_example(judge, await stage.enter(judge), ExampleAnswer(points))
    begun, length = stage.at, until - stage.at
    for moment, judge, page in sorted(sent, key=lambda visit: visit[0]):
        stage.at = begun + length * (0.05 + 0.94 * moment)
        await send(stage, judge, page, seed, version=0)
    return f"{len(sent)} of {sum(len(pages) for _, pages in lists)} sheets scored"


async def visits(stage: Stage) -> list[tuple[Actor, tuple[SheetPage, ...]]]:
    """Every judge with the sheets on their list."""
    async with reading() as c:
        rows = await c.fetch(
            """select distinct p.email from assignment a join day d on d.id = a.day join person p on p.id = a.judge
                where d.slug = $1 order by p.email""",
            SLUG,
        )
    judges = [stage.actors[row["email"]] for row in rows]
    return [(judge, (await judging.judge_day(judge, await stage.enter(judge))).pages) for judge in judges]


async def send(stage: Stage, judge: Actor, page: SheetPage, seed: int, *, version: int) -> None:
    """One sheet, as the judge's phone sends it, over the given version."""
    draft = SheetDraft(
        rubric_id=page.rubric.id,
        base_version=version,
        points=scoring.points(seed, page.team, judge.email, page.rubric, version=version),
        comment=scoring.comment(seed, page.team, judge.email),
    )
    await judging.send_sheet(judge, await stage.enter(judge), page.project_id, uuid4(), draft)
