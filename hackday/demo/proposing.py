"""People propose ideas, like and discuss them, ask about challenges, and sponsors answer."""

from collections.abc import Sequence
from typing import NamedTuple

from hackday.challenges.brief import Brief
from hackday.challenges.ideas import service as ideas
from hackday.challenges.ideas.schemas import Adoption, CommentDraft, IdeaDraft, Interest
from hackday.challenges.questions import service as questions
from hackday.challenges.questions.schemas import AnswerDraft, CannedDraft, QuestionDraft
from hackday.demo import staff
from hackday.demo.stage import SLUG, Stage
from hackday.people.schemas import Actor


class Said(NamedTuple):
    title: str
    body: str
    comments: tuple[str, ...] = ()


IDEAS = (
    Said(
        "One number for the night",
        "Between 22:00 and 6:00 nobody knows which of the **seven** on-call numbers is right. One number that asks "
        "what it is about and rings whoever is on duty would save us the list on the wall.",
        ("Yes please. I called three wrong people last Tuesday.", "The list exists as a spreadsheet; I can share it."),
    ),
    Said(
        "Swap shifts from the phone",
        "To swap a shift I write to a group chat and hope. Show me who could take mine without breaking their rest, "
        "and let them say yes with one press.",
        ("Would the planner still see it before it counts?",),
    ),
    Said(
        "Say why a parcel waits",
        "Customers call because *in transit* says nothing. We know the reason; the tracking page does not show it.",
    ),
    Said(
        "A quiet room that can be booked",
        "After a hard call ten minutes of quiet help more than coffee. Two of our meeting rooms stand empty at night.",
        ("Leeds has one already. It is always taken, which says something.",),
    ),
    Said(
        "Handover notes that write themselves",
        "Everything that goes into the handover is in three systems already. Collect it, let me add a line, done.",
    ),
    Said("Forms in simple words", "Half of the questions on the claim form are called in about. Let us test new ones."),
)
ADOPTED = len(IDEAS) - 1
QUESTIONS = (
    ("Can we use the call records, or only the summaries?", "Only the summaries; they are in the shared folder.", True),
    (
        "Is a clickable sketch enough, or must it run?",
        "A sketch is enough if somebody outside your team tried it.",
        True,
    ),
    ("My team lead wrote the old tool. May I still say what is wrong with it?", "Please do.", False),
)
OPEN_QUESTIONS = ("Does it have to work in Polish too?", "Who decides after the day whether it is built?")
CANNED = CannedDraft("Where the data is", "All data that may be used is named under *What data there is* on this page.")


async def propose_and_ask(stage: Stage, briefs: Sequence[Brief]) -> str:
    """The first brief whose sponsor is of the company is asked about, and its sponsor adopts an idea."""
    brief = next(brief for brief in briefs if brief.sponsor.email in stage.actors)
    sponsor = stage.actors[brief.sponsor.email]
    people = [actor for actor in stage.actors.values() if actor != sponsor]
    people = stage.chance.sample(people, min(len(people), 60))
    for number, said in enumerate(IDEAS):
        stage.later(hours=5)
        await _propose(
            stage, said, people[number], people[len(IDEAS) :], adopter=sponsor if number == ADOPTED else None
        )
    asked = [people[-1 - number] for number in range(len(QUESTIONS))]
    for asker, (text, answer, is_public) in zip(asked, QUESTIONS, strict=True):
        stage.later(hours=2)
        question = await questions.ask(asker, SLUG, brief.slug, QuestionDraft(text))
        stage.later(hours=1)
        await questions.answer(
            sponsor, SLUG, question.id, AnswerDraft(answer, is_public=is_public, is_pinned=is_public)
        )
    for text in OPEN_QUESTIONS:
        stage.later(hours=3)
        await questions.ask(stage.actors[staff.CAPTAIN.email], SLUG, brief.slug, QuestionDraft(text))
    await questions.keep_canned(sponsor, SLUG, None, CANNED)
    return f"{len(IDEAS)} ideas proposed, {len(QUESTIONS) + len(OPEN_QUESTIONS)} questions asked"


async def _propose(stage: Stage, said: Said, author: Actor, others: Sequence[Actor], *, adopter: Actor | None) -> None:
    idea = (await ideas.propose(author, SLUG, IdeaDraft(said.title, said.body))).idea
    for person in stage.chance.sample(list(others), stage.chance.randint(2, min(25, len(others)))):
        await ideas.set_interest(person, SLUG, idea.id, Interest(True))
    for person, body in zip(others, said.comments, strict=False):
        await ideas.comment(person, SLUG, idea.id, CommentDraft(body))
    if adopter:
        adoption = Adoption(
            title=said.title,
            summary="Claims are called in about because their form asks in the language of lawyers.",
            sponsor_name=adopter.name,
            track="Customer care",
            data="A hundred forms as they came in, without names.",
            measure="How many of ten people fill it in without asking.",
            body=said.body,
            version=1,
        )
        await ideas.adopt(adopter, SLUG, idea.id, adoption)
