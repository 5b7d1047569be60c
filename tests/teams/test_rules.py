"""How teams form, and why not."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from hackday.teams import rules
from hackday.teams.schemas import Member, Standing, Team, TeamState

ADA, BEA, CAI = (UUID(int=n) for n in (1, 2, 3))
TEAM = Team(
    id=UUID(int=9), name="Copper Falcons", pitch="", state=TeamState.OPEN, captain=ADA, challenge=UUID(int=8),
    join_code="K7RX4DPW", min_size=3, max_size=3, member_count=3,
)  # fmt: skip


def member(person, hour):
    return Member(person, "", "Leeds", "Europe/London", "", [], datetime(2027, 3, 1, hour, tzinfo=UTC), False)


def test_the_longest_of_the_others_follows_a_captain():
    assert rules.successor([member(ADA, 8), member(BEA, 10), member(CAI, 9)], ADA) == CAI
    assert rules.successor([member(CAI, 9), member(BEA, 9)], ADA) == BEA
    assert rules.successor([member(ADA, 8)], ADA) is None


@pytest.mark.parametrize("text", ["K7RX4DPW", "k7rx-4dpw", " k7rx – 4dpw\n", "k7.rx.4d.pw"])
def test_a_code_is_the_same_however_it_is_typed(text):
    assert rules.normal_join_code(text) == "K7RX4DPW"


def test_no_letter_of_a_code_is_taken_for_another():
    assert not set("0O1IL2Z5S8B") & set(rules.JOIN_CODE_ALPHABET)
    assert len(set(rules.JOIN_CODE_ALPHABET)) == 25


@pytest.mark.parametrize(
    ("team", "join_code", "refusal"),
    [
        (None, None, rules.NoSuchTeam),
        (msgspec.structs.replace(TEAM, state=TeamState.DISBANDED), None, rules.NoSuchTeam),
        (msgspec.structs.replace(TEAM, state=TeamState.LOCKED), None, rules.TeamIsLocked),
        (msgspec.structs.replace(TEAM, state=TeamState.LOCKED), "K7RX4DPW", rules.TeamIsFull),
        (TEAM, "AAAAAAAA", rules.NoSuchJoinCode),
        (TEAM, None, rules.TeamIsFull),
    ],
)
def test_the_reason_for_no_place_is_named(team, join_code, refusal):
    assert type(rules.why_not_joined(team, join_code=join_code)) is refusal


def test_one_team_a_day_and_a_sign_up_before_it():
    rules.check_may_join(Standing(is_signed_up=True, team=None))
    with pytest.raises(rules.SignUpFirst):
        rules.check_may_join(Standing(is_signed_up=False, team=None))
    with pytest.raises(rules.AlreadyInATeam):
        rules.check_may_join(Standing(is_signed_up=True, team=TEAM.id))


def test_a_captain_is_not_removed():
    rules.check_removable(TEAM, BEA)
    with pytest.raises(rules.CaptainStays):
        rules.check_removable(TEAM, ADA)
