"""How teams form, and why not."""

import re
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from hackday.challenges.schemas import Challenge, ChallengeState
from hackday.days.rules import WrongPhase
from hackday.days.schemas import Entry, Phase, Role
from hackday.errors import Conflict, Forbidden, Invalid, NotFound
from hackday.people.schemas import Actor
from hackday.teams.schemas import (
    ChallengeLink,
    Details,
    Member,
    Standing,
    Team,
    TeamChange,
    TeamLimits,
    TeamPage,
    TeamState,
)

FORMING = (Phase.FORMING, Phase.HACKING)
"""People still change teams while they hack; from judging on a team is what judges see."""

JOIN_CODE_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"
"""Nothing that is misread or misheard for another: no 0 O, 1 I L, 2 Z, 5 S, 8 B."""
JOIN_CODE_LENGTH = 8
"""25^8, 1.5e11 codes; read aloud as two halves."""


class NoSuchTeam(NotFound):
    code = "no_such_team"

    def __init__(self) -> None:
        super().__init__("team")


class NoSuchJoinCode(NotFound):
    code = "no_such_join_code"

    def __init__(self) -> None:
        super().__init__("join code on this day; ask the team for its code again")


class TeamIsFull(Conflict):
    code = "team_is_full"

    def __init__(self, team: Team) -> None:
        super().__init__(f"“{team.name}” already has {team.max_size} members. Choose another team or found one.")


class TeamIsLocked(Conflict):
    code = "team_is_locked"

    def __init__(self, team: Team) -> None:
        super().__init__(f"“{team.name}” takes only people who have its join code. Ask a member for it.")


class AlreadyInATeam(Conflict):
    code = "already_in_a_team"

    def __init__(self) -> None:
        super().__init__("You are in a team of this day already. Leave it first; you can be in one team a day.")


class PersonHasATeam(Conflict):
    """Said to somebody else than the person."""

    code = "person_has_a_team"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is in a team already. A person can be in one team a day.")


class NameIsTaken(Conflict):
    code = "name_is_taken"

    def __init__(self) -> None:
        super().__init__("Another team of this day has this name. Choose a different one.")


class NoChallenge(NotFound):
    code = "no_such_challenge"

    def __init__(self) -> None:
        super().__init__("challenge")


class ChallengeIsFull(Conflict):
    code = "challenge_is_full"

    def __init__(self, challenge: Challenge) -> None:
        super().__init__(
            f"“{challenge.title}” takes no more teams. Choose another challenge, or join one of its teams."
        )


class ChallengeIsClosed(Conflict):
    code = "challenge_is_closed"

    def __init__(self, challenge: Challenge) -> None:
        super().__init__(f"“{challenge.title}” is closed for new teams. Choose another challenge.")


class NotTheCaptain(Forbidden):
    code = "not_the_captain"

    def __init__(self) -> None:
        super().__init__("Only the captain of this team may do this.")


class NotInATeam(Conflict):
    code = "not_in_a_team"

    def __init__(self) -> None:
        super().__init__("You are in no team of this day.")


class NotAMember(Conflict):
    code = "not_a_member"

    def __init__(self) -> None:
        super().__init__("This person is not in the team any more. Reload the page.")


class CaptainStays(Conflict):
    code = "captain_stays"

    def __init__(self) -> None:
        super().__init__("A captain cannot be removed. Hand the captaincy over first.")


class SignUpFirst(Conflict):
    code = "sign_up_first"

    def __init__(self) -> None:
        super().__init__("Sign up for the day first, so that you can be released from your shifts; then join a team.")


class NotAWebAddress(Invalid):
    code = "not_a_web_address"

    def __init__(self, pointer: str) -> None:
        super().__init__(
            "Give an address that begins with https://, such as https://chat.example/owls.", pointer=pointer
        )


def check_web_address(text: str, pointer: str) -> None:
    """Raise unless `text` is empty or an https address of a named host; one with a password in it is none."""
    if not text:
        return
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        raise NotAWebAddress(pointer) from None
    is_plain = re.fullmatch(r"[^\s\x00-\x1f\x7f<>\"\\^`{|}]+", text) is not None
    is_host = re.fullmatch(r"[\w-]+(\.[\w-]+)+", url.hostname or "") is not None
    if not (url.scheme == "https" and is_plain and is_host and url.username is None and port != 0):
        raise NotAWebAddress(pointer)


def columns_of(change: TeamChange) -> dict[str, Any]:
    """What a change sets but limits, tidied: texts trimmed, skills in lower case, each once. Raises NotAWebAddress."""
    columns: dict[str, Any] = msgspec.to_builtins(change)
    columns = {name: value for name, value in columns.items() if name not in TeamLimits.__struct_fields__}
    for name, value in columns.items():
        columns[name] = tidy_words(value) if isinstance(value, list) else value.strip()
    for name in ("chat_url", "repository_url"):
        check_web_address(columns.get(name, ""), f"/{name}")
    return columns


def tidy_words(words: list[str]) -> list[str]:
    """Skills are compared in lower case, and nothing stands twice."""
    return list(dict.fromkeys(" ".join(word.split()).lower() for word in words))


def check_may_join(standing: Standing) -> None:
    if (refusal := why_no_team(standing)) is not None:
        raise refusal


def why_no_team(standing: Standing) -> Conflict | None:
    """Why somebody can join none at all."""
    if standing.team is not None:
        return AlreadyInATeam()
    return None if standing.is_signed_up else SignUpFirst()


def why_not_now(standing: Standing, *, is_forming: bool) -> str | None:
    """The code of the refusal that joining any team would get."""
    if not is_forming:
        return WrongPhase.code
    refusal = why_no_team(standing)
    return refusal.code if refusal else None


def check_leads(team: Team, actor: Actor, entry: Entry) -> None:
    """The captain, or an organiser when a captain is out of reach."""
    if not leads(team.captain, actor, entry):
        raise NotTheCaptain


def leads(captain: UUID | None, actor: Actor, entry: Entry) -> bool:
    return captain == actor.id or Role.ORGANISER in entry.roles


def check_removable(team: Team, person: UUID) -> None:
    if team.captain == person:
        raise CaptainStays


def why_not_founded(challenge: Challenge | None) -> Conflict | NotFound:
    """The reason why a challenge gave no place to a new team."""
    if challenge is None or not challenge.state.is_public:
        return NoChallenge()
    if challenge.state is ChallengeState.CLOSED:
        return ChallengeIsClosed(challenge)
    return ChallengeIsFull(challenge)


def why_not_joined(team: Team | None, *, join_code: str | None) -> Conflict | NotFound:
    """The reason why a team gave no place to one more."""
    if team is None or team.state is TeamState.DISBANDED:
        return NoSuchTeam() if join_code is None else NoSuchJoinCode()
    if join_code is not None and join_code != team.join_code:
        return NoSuchJoinCode()
    if team.state is TeamState.LOCKED and join_code is None:
        return TeamIsLocked(team)
    return TeamIsFull(team)


def why_not_let_in(team: Team | None) -> Conflict | NotFound:
    """The reason why a team gave no place to somebody whom its captain chose."""
    return NoSuchTeam() if team is None or team.state is TeamState.DISBANDED else TeamIsFull(team)


def successor(members: list[Member], leaver: UUID) -> UUID | None:
    """Who becomes captain when `leaver` goes: the longest of the others; None when nobody is left."""
    others = sorted((member.joined_at, member.id) for member in members if member.id != leaver)
    return others[0][1] if others else None


def normal_join_code(text: str) -> str:
    """A code as it is stored: `k7rx - 4dpw` gives `K7RX4DPW`."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def page_of(
    team: Team,
    members: list[Member],
    challenge: ChallengeLink,
    standing: Standing,
    actor: Actor,
    entry: Entry,
    *,
    details: Details,
    my_request: UUID | None,
) -> TeamPage:
    """The team as the actor may see it."""
    is_mine, is_forming = standing.team == team.id, entry.day.phase in FORMING
    why_not = None if is_mine else why_not_now(standing, is_forming=is_forming) or details.why_not
    sees_inside = is_mine or Role.ORGANISER in entry.roles
    return TeamPage(
        id=team.id,
        name=team.name,
        pitch=team.pitch,
        challenge=challenge,
        state=team.state,
        min_size=team.min_size,
        max_size=team.max_size,
        members=members,
        join_code=team.join_code if sees_inside else None,
        wanted=details.wanted,
        wanted_skills=details.wanted_skills,
        chat_url=details.chat_url if sees_inside else None,
        repository_url=details.repository_url if sees_inside else None,
        department_most=details.department_most,
        sites_least=details.sites_least,
        own_limits=details.own,
        usual_limits=details.usual,
        my_request=my_request,
        is_mine=is_mine,
        may_lead=is_forming and leads(team.captain, actor, entry),
        may_join=not is_mine and why_not is None,
        why_not=why_not,
        may_ask=not is_mine and why_not in (None, TeamIsLocked.code) and details.may_come and my_request is None,
        may_leave=is_forming and is_mine,
    )
