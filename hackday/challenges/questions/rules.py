"""Who may ask, who may answer, and why not."""

from hackday.challenges.questions.schemas import AnswerDraft, Question
from hackday.challenges.schemas import Challenge, ChallengeState
from hackday.days.schemas import Phase
from hackday.errors import Conflict, Forbidden, Invalid, NotFound

ASKING = (Phase.PUBLISHED, Phase.FORMING, Phase.HACKING)
ANSWERING = tuple(phase for phase in Phase if phase is not Phase.CLOSED)
"""A late answer is better than none."""


class NoSuchQuestion(NotFound):
    code = "no_such_question"

    def __init__(self) -> None:
        super().__init__("question")


class NoSuchCannedAnswer(NotFound):
    code = "no_such_canned_answer"

    def __init__(self) -> None:
        super().__init__("answer kept ready")


class NotAnAnswerer(Forbidden):
    code = "not_an_answerer"

    def __init__(self) -> None:
        super().__init__("Only its sponsor and the organisers answer for a challenge.")


class NotOpenToQuestions(Conflict):
    code = "not_open_to_questions"

    def __init__(self, challenge: Challenge) -> None:
        super().__init__(f"“{challenge.title}” is not published yet: nobody can ask about it.")


class QuestionIsAnswered(Conflict):
    code = "question_is_answered"

    def __init__(self, question: Question) -> None:
        super().__init__(f"{question.answered_by_name or 'Somebody'} has answered this question meanwhile.")


class QuestionIsWithdrawn(Conflict):
    code = "question_is_withdrawn"

    def __init__(self) -> None:
        super().__init__("Whoever asked this has taken it back.")


class AnswerChanged(Conflict):
    code = "answer_changed"

    def __init__(self) -> None:
        super().__init__("Somebody else changed this answer meanwhile. Open it again and repeat your change.")


class PinnedIsPublic(Invalid):
    code = "pinned_is_public"

    def __init__(self) -> None:
        super().__init__("Only an answer to all can be pinned.", pointer="/is_pinned")


def is_open_to_questions(challenge: Challenge) -> bool:
    return challenge.state in (ChallengeState.PUBLISHED, ChallengeState.CLOSED)


def check_open_to_questions(challenge: Challenge) -> None:
    if not is_open_to_questions(challenge):
        raise NotOpenToQuestions(challenge)


def check_may_answer(question: Question) -> None:
    if not question.may_answer:
        raise NotAnAnswerer


def check_answer(draft: AnswerDraft) -> None:
    if draft.is_pinned and not draft.is_public:
        raise PinnedIsPublic


def check_unanswered(question: Question) -> None:
    if question.withdrawn_at is not None:
        raise QuestionIsWithdrawn
    if question.answered_at is not None:
        raise QuestionIsAnswered(question)
