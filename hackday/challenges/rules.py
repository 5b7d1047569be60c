"""What may be done with a challenge, by whom, and why not."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime

from hackday.challenges.brief import KEYS, BadBrief, Brief, Sponsor, parse, path_of, render
from hackday.challenges.schemas import Challenge, ChallengeDraft, ChallengeState, Publishing, StateChange
from hackday.days.local_time import instant
from hackday.days.schemas import Day, Entry, Phase, Role
from hackday.errors import Conflict, Forbidden, Invalid, NotFound
from hackday.people.schemas import Actor

WRITING = (Phase.DRAFT, Phase.PUBLISHED, Phase.FORMING, Phase.HACKING)
"""Once judging has begun, nobody moves the goal posts."""

MOVES = {
    ChallengeState.DRAFT: {ChallengeState.REVIEW, ChallengeState.SCHEDULED, ChallengeState.PUBLISHED},
    ChallengeState.REVIEW: {ChallengeState.DRAFT, ChallengeState.SCHEDULED, ChallengeState.PUBLISHED},
    ChallengeState.SCHEDULED: {ChallengeState.DRAFT, ChallengeState.SCHEDULED, ChallengeState.PUBLISHED},
    ChallengeState.PUBLISHED: {ChallengeState.CLOSED},
    ChallengeState.CLOSED: {ChallengeState.PUBLISHED},
}


class NoSuchChallenge(NotFound):
    code = "no_such_challenge"

    def __init__(self) -> None:
        super().__init__("challenge")


class ChangedMeanwhile(Conflict):
    code = "changed_meanwhile"

    def __init__(self) -> None:
        super().__init__("Somebody else changed this challenge meanwhile. Open it again and repeat your change.")


class SlugIsTaken(Conflict):
    code = "challenge_slug_is_taken"

    def __init__(self, slug: str) -> None:
        super().__init__(f"Somebody wrote a challenge “{slug}” at this very moment. Look at it, then publish again.")


class WrongState(Conflict):
    code = "wrong_state"

    def __init__(self, challenge: Challenge, wanted: ChallengeState) -> None:
        super().__init__(f"“{challenge.title}” is {challenge.state} and cannot become {wanted}.")


class ApprovalNeeded(Forbidden):
    code = "approval_needed"

    def __init__(self, challenge: Challenge) -> None:
        who = challenge.owner_name or "An organiser"
        super().__init__(f"{who} approves “{challenge.title}” before it is published. Send it for review.")


class ChallengeHasTeams(Conflict):
    code = "challenge_has_teams"

    def __init__(self, challenge: Challenge) -> None:
        super().__init__(f"Teams have worked on “{challenge.title}”. Close it, so that no more can take it.")


class TooFewPlaces(Invalid):
    code = "too_few_places"

    def __init__(self, challenge: Challenge) -> None:
        super().__init__(
            f"{challenge.team_count} teams work on “{challenge.title}” already; give at least as many places.",
            pointer="/team_places",
        )


def may_see(challenge: Challenge, actor: Actor, entry: Entry) -> bool:
    return challenge.state.is_public or may_change(challenge, actor, entry)


def may_change(challenge: Challenge, actor: Actor, entry: Entry) -> bool:
    """Organisers, and the sponsor whose address stands in the brief."""
    return Role.ORGANISER in entry.roles or challenge.sponsor_email.lower() == actor.email


def may_approve(challenge: Challenge, actor: Actor, entry: Entry) -> bool:
    """The owner alone; organisers where the sponsor is nobody who could come here and do it."""
    return challenge.sponsor_email.lower() == actor.email or (
        not challenge.owner_name and Role.ORGANISER in entry.roles
    )


def is_approval(challenge: Challenge, wanted: ChallengeState) -> bool:
    return not challenge.state.is_public and wanted in (ChallengeState.SCHEDULED, ChallengeState.PUBLISHED)


def check_state(challenge: Challenge, wanted: ChallengeState) -> None:
    if wanted not in MOVES[challenge.state]:
        raise WrongState(challenge, wanted)


def publish_at(change: StateChange, day: Day, *, now: datetime) -> datetime | None:
    """When a scheduled challenge appears; Invalid where the time is missing, past, or belongs to no schedule."""
    if (change.state == "scheduled") != bool(change.publish_at):
        raise Invalid("A time belongs to a scheduled challenge, and to no other.", pointer="/publish_at")
    if not change.publish_at:
        return None
    moment = instant(change.publish_at, day.time_zone, pointer="/publish_at")
    if moment <= now:
        raise Invalid("This time is over. Choose a later one, or publish now.", pointer="/publish_at")
    return moment


def check_places(challenge: Challenge, team_places: int | None) -> None:
    if team_places is not None and team_places < challenge.team_count:
        raise TooFewPlaces(challenge)


LIMITS = ("team_min_size", "team_max_size", "department_most", "sites_least")


def check_limits(draft: ChallengeDraft, day: Day) -> None:
    """What the challenge leaves open is as the day has it; both together must leave room for a team."""
    smallest, largest = draft.team_min_size or day.team_min_size, draft.team_max_size or day.team_max_size
    for name, value in (("team_min_size", smallest), ("sites_least", draft.sites_least or 1)):
        if value > largest:
            where = name if getattr(draft, name) else "team_max_size"
            raise Invalid(f"A team has {largest} people at most here; {value} do not fit.", pointer=f"/{where}")


def same_limits(challenge: Challenge, draft: ChallengeDraft) -> bool:
    return all(getattr(challenge, name) == getattr(draft, name) for name in LIMITS)


def slug_of(title: str, taken: Collection[str]) -> str:
    """A free slug that resembles the title: `Café at night` gives `cafe-at-night`, then `cafe-at-night-2`."""
    latin = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    stem = "-".join(re.findall("[a-z0-9]+", latin))[:50].strip("-") or "challenge"
    number = 2
    slug = stem if len(stem) > 1 else f"challenge-{stem}"
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def brief_of(draft: ChallengeDraft, slug: str) -> Brief:
    """The draft as a brief that could stand in a file; Invalid names the first field that could not."""
    written = Brief(
        slug=slug,
        title=draft.title,
        summary=draft.summary,
        sponsor=Sponsor(draft.sponsor_name, draft.sponsor_email),
        track=draft.track,
        data=draft.data,
        measure=draft.measure,
        body=draft.body.replace("\r\n", "\n"),
        sites=tuple(draft.sites),
        skills=tuple(draft.skills),
        team_places=draft.team_places,
        resources=draft.resources,
        tried=draft.tried,
    )
    try:
        return parse(render(written), path_of(written))
    except BadBrief as bad:
        message = bad.errors[0].message
        key = message.split()[0].replace(".", "_")
        known = key.split("_")[0] in ("sponsor", "body") or key in KEYS
        raise Invalid(message, pointer=f"/{key}" if known else "/body") from None


def published_brief(challenge: Challenge) -> Brief:
    """The brief that a challenge was made from."""
    return Brief(
        slug=challenge.slug,
        title=challenge.title,
        summary=challenge.summary,
        sponsor=Sponsor(challenge.sponsor_name, challenge.sponsor_email),
        track=challenge.track,
        data=challenge.data,
        measure=challenge.measure,
        body=challenge.body,
        sites=tuple(challenge.sites),
        skills=tuple(challenge.skills),
        team_places=challenge.team_places,
        resources=challenge.resources,
        tried=challenge.tried,
    )


def publishing(briefs: Iterable[Brief], standing: Iterable[Challenge]) -> Publishing:
    """What it takes to bring the challenges that stand to the text of the briefs; what is not public becomes so."""
    wanted = {brief.slug: brief for brief in briefs}
    there = {challenge.slug: challenge for challenge in standing}
    changed = []
    for slug in sorted(wanted.keys() & there.keys()):
        challenge = there[slug]
        check_places(challenge, wanted[slug].team_places)
        if not challenge.state.is_public or published_brief(challenge) != wanted[slug]:
            changed.append(slug)
    return Publishing(
        added=sorted(wanted.keys() - there.keys()),
        changed=changed,
        overwritten=[slug for slug in changed if there[slug].source == "browser"],
        unchanged=sorted((wanted.keys() & there.keys()) - set(changed)),
        left=sorted(slug for slug in there.keys() - wanted.keys() if there[slug].state.is_public),
    )
