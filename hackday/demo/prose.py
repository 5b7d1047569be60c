"""What invented people write: names of teams, projects for the briefs of `challenges/`, comments, reasons. Pure."""

from random import Random
from typing import NamedTuple

from hackday.judging.choice.schemas import CategoryDraft
from hackday.judging.examples.schemas import ExampleDraft
from hackday.judging.rubrics.schemas import CriterionDraft, Level, RubricChange

FIRST_WORDS = (
    "Amber Binary Carbon Copper Crimson Delta Fluent Hyper Indigo Iron Lucid Lunar Magnetic Midnight Neon Northern "
    "Opal Orbital Polar Quantum Quiet Rapid Second Silent Solar Tidal Vector Velvet"
)
SECOND_WORDS = (
    "Badgers Circuit Compass Cranes Falcons Ferns Foxes Garage Harbour Herons Kernel Lanterns Ledger Lighthouse "
    "Magpies Meridian Orchard Otters Pioneers Pulse Ravens Shift Sparrows Switchboard Thistles Tin-Openers "
    "Weavers Workshop"
)

RUBRIC = RubricChange(
    criteria=(
        CriterionDraft(
            key="impact",
            label="Business impact",
            question="Would someone pay for this, or save a shift with it?",
            weight=3,
            low="None",
            high="Ship it now",
            levels=(Level(4, "Helps one team now and then"), Level(7, "Saves every shift a few minutes")),
            guidance="Count what it changes in the first year. A big market that nobody asked does not count.",
        ),
        CriterionDraft(
            key="depth",
            label="Technical depth",
            question="Is the hard part really built?",
            weight=3,
            low="Slides only",
            high="Works end to end",
            levels=(Level(5, "The core runs on made-up data"),),
            guidance="Ask to see the hard part run. What was there before today does not count.",
        ),
        CriterionDraft(
            key="experience",
            label="Experience",
            question="Could a colleague use it without help?",
            weight=2,
            low="Only its makers",
            high="At first sight",
        ),
        CriterionDraft(
            key="pitch",
            label="Pitch",
            question="Did three minutes make you care?",
            weight=2,
            low="Lost me",
            high="Told everybody",
        ),
    )
)

EXAMPLE = ExampleDraft(
    title="Parking by text message",
    summary=(
        "Three people built a number that staff write to on their way to work; the answer names a free space. "
        "It ran in front of us on yesterday's counts from one gate. They asked twelve colleagues, nine would use it. "
        "Nobody could say who would keep the counters at the other gates running."
    ),
    points={"impact": 7, "depth": 8, "experience": 9, "pitch": 8},
    reason="A real nuisance, which every shift has, seen at one gate only, hence 7. It runs on real counts, hence 8.",
)

CATEGORIES = (
    CategoryDraft(name="People's choice", description="The one that you would use on Monday."),
    CategoryDraft(name="Bravest scope", description="Who tried what nobody thought could be done in two days?"),
)

COMMENTS = (
    "Clear problem, clear answer. Who owns it after today?",
    "The demo worked on real rows, twice.",
    "I would use this on Monday.",
    "Good idea, thin evidence. Measure it against last month.",
    "Brave scope for two days; the core of it stands.",
    "Ask the night shift before you build more.",
    "Lovely to use with a keyboard alone.",
    "The graph says more than the five slides before it.",
)

DECLINED = (
    "The audit visit falls on the second day; next time for sure.",
    "Hands over to the new colleague this week.",
    "On call for the migration of the payroll system.",
)

BELOW_MINIMUM = "The site lead takes this shift himself; it is one of two quiet ones."
NOT_COVERED = "The rota cannot spare you this time. You have the first call next time."

PITCHES = (
    "We know this problem from the night shift.",
    "Two who build, one who asks the right people. Designers welcome!",
    "Small, finished and in use by Friday.",
    "We have the data already and would like company.",
    "First hack day for most of us. Beginners are at home here.",
)


class Work(NamedTuple):
    title: str
    summary: str


OTHER_WORK = (
    Work("A first useful step", "A working slice of the answer, tried with three colleagues who have the problem."),
    Work("Ask, measure, repeat", "A small tool that takes the question to those who know, and shows what changed."),
    Work("The short way", "Leaves out two of the five steps that nobody could explain to us, and logs the rest."),
)
"""For a brief that is not among WORK."""

WORK = {
    "contract-reminders": (
        Work("Noted: the day we may still say no", "Reads the notice clause, shows it, and asks the person who pays."),
        Work("Silent Renewal Alarm", "One page per owner: price, use, last day of notice; keep or end by reply."),
        Work("Clause finder", "Finds 54 of 60 dates in the held-back contracts and sends the other six to a lawyer."),
    ),
    "customer-backlog": (
        Work("Nobody's letters", "Finds letters that changed groups three times, and puts a name beside each by nine."),
        Work("Ping-pong detector", "Predicts from two hand-overs which letter gets stuck; 41% fewer after ten days."),
        Work("The tail, made visible", "A list of a hundred letters for the team lead, ordered by how lost they are."),
    ),
    "data-hall-energy": (
        Work("Quiet or idle?", "Tells a standby database from a forgotten one by its pulse; 212 could be off."),
        Work("Night watts", "Forecasts each row's load within 4% and lists what could sleep from one to five."),
        Work("Swapped strips", "Finds 23 power strips wired to another rack than the inventory says."),
    ),
    "empty-floors": (
        Work("Warm where we are", "Invites teams two days ahead to sit together on the floors that will be heated."),
        Work("Friday on three", "Simulates last winter floor by floor: 19% less energy, nobody moved twice a week."),
        Work("Floor weather", "A forecast of headcounts by the lift doors, so that people choose for themselves."),
    ),
    "field-routes": (
        Work("Bend, don't break", "Re-plans a day in nine seconds and calls only the two customers concerned."),
        Work("Home by five", "Plans backwards from the end of the shift; 23 km less a day in the replay."),
        Work("Closed doors", "Learns which windows are missed and offers another one the evening before."),
    ),
    "first-week": (
        Work("First useful thing", "Plans the week backwards from the first change a newcomer ships."),
        Work("Buddy by Tuesday", "Matches each newcomer with a buddy whose rota overlaps; tells both why."),
        Work("Badge, laptop, lunch", "One line for each thing still missing, and the person who can release it."),
    ),
    "forgotten-access": (
        Work("Keys of the past", "Shows a manager only what differs from the neighbours: nine lines in place of 400."),
        Work("Last used in 2021", "Sorts rights by their last use; one click takes them away, one gives them back."),
        Work("Honest review", "Slips a known false line into each review and measures who noticed."),
    ),
    "forms-everyone-can-fill-in": (
        Work("Tab, tab, sent", "Five forms rebuilt on plain HTML; each filled in with a keyboard on film."),
        Work("Plain leave", "The leave form in 80 words, read aloud by three screen readers without a stumble."),
        Work("Form repair kit", "A linter that names the broken field, shows who it locks out, and offers the patch."),
    ),
    "incident-timeline": (
        Work("Minute by minute", "A draft timeline in twelve minutes; every line links to the message it came from."),
        Work("Who knew when", "Puts chat, alarms and deploys on one clock, and marks where two sources disagree."),
        Work("Scribe on call", "Asks one question at a time in the incident channel and writes the answers down."),
    ),
    "meeting-room-no-shows": (
        Work("Still coming?", "Asks ten minutes in, waits five, gives the room back, and says sorry if it was wrong."),
        Work("Rooms, not stairs", "A door sign that lends empty rooms for twenty minutes at a time."),
        Work("The polite release", "Learns whose weekly booking is a habit and offers it to those on the stairs."),
    ),
    "meetings-in-plain-captions": (
        Work("Our words", "A list of 900 product names brings word errors in design reviews from 19% to 7%."),
        Work("Read the room", "Captions with speakers' names, big enough for the last row and kept for nobody."),
        Work("Correct me once", "One correction in a meeting is known in the next; nothing leaves the building."),
    ),
    "night-shift-handover": (
        Work("Six o'clock page", "Drafts the handover from tickets and chat; the shift lead strikes out and signs."),
        Work("Three lines and a voice", "A ninety-second recording with three lines of text, ready at six."),
        Work("What still burns", "Sorts the night by what the day must do first, not by when it happened."),
    ),
    "phishing-reports": (
        Work("Thank you, it was real", "Answers each report in four minutes; warns everybody who got the same mail."),
        Work("Report club", "Tells the sharpest reporters what became of their find; reports up 30% in a trial."),
        Work("Nine hundred to nine", "Groups a week's reports into campaigns; nine need a human."),
    ),
    "release-calendar": (
        Work("The calendar that says no", "Shows a clash two weeks ahead, and who could move at least cost."),
        Work("Weekend traffic light", "Reads forty teams' plans and finds the pairs that share a database."),
        Work("Move me", "Offers three other slots with each refusal; most teams take the first."),
    ),
    "safety-notices": (
        Work("Six languages, one meaning", "Translates back and marks each sentence whose sense has moved."),
        Work("The ladder test", "Twelve colleagues answer one question per notice; below eleven it is rewritten."),
        Work("Pictures first", "A notice made of eight pictures and forty words, out in a day."),
    ),
    "spare-parts-forecast": (
        Work("No more taxis", "Would have put 31 of last year's 52 taxi parts on the right shelf."),
        Work("Shelf sense", "Says how sure it is, and orders only where being wrong is cheap."),
        Work("Old pumps, hot summers", "One model for fourteen thousand parts, by age, site and weather."),
    ),
    "swap-a-shift": (
        Work("Before dinner", "Asks five colleagues who may by rest and role, one after the other, in twenty minutes."),
        Work("Fair swap", "Keeps a ledger of favours that both sides can see; nobody is asked thrice."),
        Work("Ten o'clock, covered", "A swap by phone that checks eleven hours of rest before anyone says yes."),
    ),
}  # fmt: skip


def team_names(chance: Random) -> list[str]:
    """Every pair of words, in an order of chance."""
    names = [f"{first} {second}" for first in FIRST_WORDS.split() for second in SECOND_WORDS.split()]
    chance.shuffle(names)
    return names


def work_of(challenge: str, turn: int, team: str) -> Work:
    """What the team with this turn builds on the challenge with this slug. No title stands twice."""
    works = WORK.get(challenge, OTHER_WORK)
    title, summary = works[turn % len(works)]
    return Work(title if turn < len(works) and challenge in WORK else f"{title} · {team}", summary)
