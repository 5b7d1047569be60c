"""What may be done with an idea, by whom, and why not."""

import re
from uuid import UUID

from hackday.challenges.brief import BODY_MOST
from hackday.challenges.ideas.schemas import Comment, Idea, IdeaState
from hackday.days.schemas import Entry, Phase, Role
from hackday.errors import Conflict, Forbidden, Invalid, NotFound
from hackday.people.schemas import Actor

PROPOSING = tuple(phase for phase in Phase if phase is not Phase.CLOSED)
"""Longer than challenges are written: what comes to mind while others are judged is for the next day."""
WORDS_MOST = 30
"""So many different words of a text are looked for; the first say what it is about."""
WORD_LEAST = 3  # characters: shorter ones begin too many others
_CURSOR = re.compile(r"(\d{1,9})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


class NoSuchIdea(NotFound):
    code = "no_such_idea"

    def __init__(self) -> None:
        super().__init__("idea")


class NoSuchComment(NotFound):
    code = "no_such_comment"

    def __init__(self) -> None:
        super().__init__("comment")


class IdeaIsAdopted(Conflict):
    code = "idea_is_adopted"

    def __init__(self, idea: Idea) -> None:
        super().__init__(f"“{idea.title}” has become a challenge meanwhile. Reload the page.")


class IdeaIsWithdrawn(Conflict):
    code = "idea_is_withdrawn"

    def __init__(self, idea: Idea) -> None:
        super().__init__(f"“{idea.title}” was withdrawn.")


class IdeaChanged(Conflict):
    code = "idea_changed"

    def __init__(self) -> None:
        super().__init__("The idea was changed meanwhile. Open it again, read it and repeat what you did.")


class NotTheAuthor(Forbidden):
    code = "not_the_author"

    def __init__(self) -> None:
        super().__init__("Only its author may do this.")


class OwnIdea(Conflict):
    code = "own_idea"

    def __init__(self) -> None:
        super().__init__("That you are interested in your own idea goes without saying.")


class ReasonNeeded(Invalid):
    code = "reason_needed"

    def __init__(self) -> None:
        super().__init__("Say why: whoever wrote this will read it.", pointer="/reason")


class NoRoomForAuthor(Invalid):
    code = "no_room_for_author"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The author of the idea is named below the text; shorten it to {most:,} characters.", pointer="/body"
        )


class BadCursor(Invalid):
    code = "bad_cursor"

    def __init__(self) -> None:
        super().__init__("There is no such page. Begin with the first one.")


def may_see(idea: Idea, actor: Actor, entry: Entry) -> bool:
    return idea.state is not IdeaState.WITHDRAWN or may_withdraw(idea, actor, entry)


def may_withdraw(idea: Idea, actor: Actor, entry: Entry) -> bool:
    return idea.author == actor.id or Role.ORGANISER in entry.roles


def check_open(idea: Idea) -> None:
    if idea.state is IdeaState.ADOPTED:
        raise IdeaIsAdopted(idea)
    check_there(idea)


def check_there(idea: Idea) -> None:
    if idea.state is IdeaState.WITHDRAWN:
        raise IdeaIsWithdrawn(idea)


def check_author(idea: Idea, actor: Actor) -> None:
    if idea.author != actor.id:
        raise NotTheAuthor


def check_version(idea: Idea, version: int) -> None:
    if idea.version != version:
        raise IdeaChanged


def check_may_remove(author: UUID, actor: Actor, entry: Entry, reason: str) -> None:
    """One's own without a word; an organiser may remove what others wrote, and says why."""
    if author == actor.id:
        return
    if Role.ORGANISER not in entry.roles:
        raise NotTheAuthor
    if not reason.strip():
        raise ReasonNeeded


def check_comment_stands(comment: Comment | None) -> Comment:
    if comment is None or comment.removed_at is not None:
        raise NoSuchComment
    return comment


def credited(body: str, idea: Idea) -> str:
    """The text of a challenge with the author of its idea named below, whatever the name is made of."""
    name = _MARKS.sub(r"\\\1", " ".join(idea.author_name.split()))
    credit = f"\n\n---\n\nFrom an idea of **{name}**."
    if len(body.rstrip()) + len(credit) > BODY_MOST:
        raise NoRoomForAuthor(BODY_MOST - len(credit))
    return body.rstrip() + credit


def telling_words(text: str) -> list[str]:
    """The different words to look for in a text, in their order."""
    words = re.findall(r"[^\W_]+", text.lower())
    return list(dict.fromkeys(word for word in words if len(word) >= WORD_LEAST))[:WORDS_MOST]


def cursor_of(idea: Idea) -> str:
    return f"{idea.interest_count}.{idea.id}"


def place_of(cursor: str) -> tuple[int, UUID]:
    """The interest and the idea after which the page begins."""
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise BadCursor
    return int(found[1]), UUID(found[2])
