"""What may happen when."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from hackday.days import rules
from hackday.days.local_time import ClockTimeMissing, ClockTimeTwice, NotATime, instant
from hackday.days.schemas import Day, Entry, Phase, PhaseTime, Role

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def day(phase):
    return Day(UUID(int=1), "spring", "Spring", "", date(2027, 3, 10), date(2027, 3, 11), "Europe/London", phase, NOW)


def times(**hours):
    return [(Phase(name), NOW + timedelta(hours=h)) for name, h in hours.items()]


def test_phases_stand_in_the_order_of_the_day():
    assert [phase.place for phase in Phase] == list(range(8))


def test_an_action_outside_its_phase_is_refused_by_name():
    rules.check_phase(day(Phase.FORMING), Phase.PUBLISHED, Phase.FORMING)
    with pytest.raises(rules.WrongPhase, match=r"“forming”; Spring is “hacking” now"):
        rules.check_phase(day(Phase.HACKING), Phase.FORMING)


def test_a_draft_is_hidden_from_all_but_those_who_prepare_it():
    rules.check_visible(day(Phase.DRAFT), frozenset({Role.SPONSOR}))
    with pytest.raises(rules.NoSuchDay):
        rules.check_visible(day(Phase.DRAFT), frozenset())


def test_an_organiser_may_do_what_a_planner_does_but_does_not_judge():
    roles = rules.effective_roles(None, frozenset({Role.ORGANISER}))
    rules.check_role(Entry(day(Phase.FORMING), roles), Role.PLANNER)
    with pytest.raises(rules.RoleNeeded):
        rules.check_role(Entry(day(Phase.FORMING), roles), Role.JUDGE)


def test_times_are_kept_in_the_order_of_the_day():
    checked = rules.check_times(day(Phase.PUBLISHED), times(hacking=2, forming=1), before={}, now=NOW)
    assert [(time.phase, time.is_done) for time in checked] == [(Phase.FORMING, False), (Phase.HACKING, False)]


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        (times(forming=2, hacking=1), rules.TimesOutOfOrder),
        (times(forming=1, hacking=1), rules.TimesOutOfOrder),
        (times(forming=0), rules.TimeHasPassed),
        (times(draft=5), rules.PhaseHasNoTime),
        (times(forming=1) + times(forming=2), rules.PhaseHasNoTime),
    ],
)
def test_times_that_cannot_be(told, refusal):
    with pytest.raises(refusal) as caught:
        rules.check_times(day(Phase.PUBLISHED), told, before={}, now=NOW)
    assert caught.value.pointer.startswith("/times/")


def test_the_time_of_a_phase_that_was_reached_is_done():
    told = times(published=-9, forming=1)
    checked = rules.check_times(day(Phase.PUBLISHED), told, before={}, now=NOW)
    assert [time.is_done for time in checked] == [True, False]


def test_after_a_move_backwards_an_old_time_stays_done_until_it_is_changed():
    before = {Phase.HACKING: PhaseTime(Phase.HACKING, NOW - timedelta(hours=1), True)}
    same = rules.check_times(day(Phase.FORMING), times(hacking=-1), before=before, now=NOW)
    later = rules.check_times(day(Phase.FORMING), times(hacking=3), before=before, now=NOW)
    assert [same[0].is_done, later[0].is_done] == [True, False]
    with pytest.raises(rules.TimeHasPassed):
        rules.check_times(day(Phase.FORMING), times(hacking=-2), before=before, now=NOW)


def test_a_day_moves_anywhere_but_only_from_where_it_is():
    rules.check_move(day(Phase.JUDGING), from_phase=Phase.JUDGING, to_phase=Phase.FORMING)
    with pytest.raises(rules.PhaseHasMoved):
        rules.check_move(day(Phase.JUDGING), from_phase=Phase.HACKING, to_phase=Phase.FROZEN)
    with pytest.raises(rules.AlreadyThere):
        rules.check_move(day(Phase.JUDGING), from_phase=Phase.HACKING, to_phase=Phase.JUDGING)


def test_a_clock_time_is_a_moment_in_the_days_zone():
    assert instant("2027-06-01T09:00", "Europe/Berlin") == datetime(2027, 6, 1, 7, tzinfo=UTC)
    assert instant("2027-06-01T09:00+05:30", "Europe/Berlin") == datetime(2027, 6, 1, 3, 30, tzinfo=UTC)


def test_a_clock_time_that_a_clock_change_skips_or_repeats_is_named():
    with pytest.raises(ClockTimeMissing, match=r"2027-03-28 02:30 does not exist in Europe/Berlin"):
        instant("2027-03-28T02:30", "Europe/Berlin")
    with pytest.raises(ClockTimeTwice, match=r"2027-10-31T02:30\+02:00 or 2027-10-31T02:30\+01:00"):
        instant("2027-10-31T02:30", "Europe/Berlin")
    assert instant("2027-10-31T02:30+02:00", "Europe/Berlin") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "tomorrow", "2027-02-30T09:00", "0001-01-01T00:00", "9999-12-31T23:59-12:00"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(NotATime):
        instant(text, "Asia/Tokyo")
