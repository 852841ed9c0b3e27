"""Working days and bank holidays of regions, and the moments at which a working day starts and ends."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy import Outcome, PolicyError, Weekday, bank_holidays, is_bank_holiday, is_working_day
from app.policy.calendar import is_region
from tests.support.policy_examples import adjusted, facts, finding, session


@pytest.mark.parametrize(
    ("day", "england", "scotland", "northern_ireland"),
    [
        (date(2027, 1, 1), True, True, True),
        (date(2027, 1, 4), False, True, False),
        (date(2027, 3, 17), False, False, True),
        (date(2027, 3, 26), True, True, True),
        (date(2027, 3, 28), False, False, False),
        (date(2027, 3, 29), True, False, True),
        (date(2027, 8, 2), False, True, False),
        (date(2027, 8, 30), True, False, True),
        (date(2027, 12, 27), True, True, True),
        (date(2027, 12, 28), True, True, True),
        (date(2027, 12, 29), False, False, False),
    ],
)
def test_bank_holidays_are_those_of_the_region_with_their_substitute_days(
    day: date, england: bool, scotland: bool, northern_ireland: bool
) -> None:
    found = [is_bank_holiday(day, region) for region in ("GB-ENG", "GB-SCT", "GB-NIR")]
    assert found == [england, scotland, northern_ireland]


def test_a_day_of_national_mourning_was_a_bank_holiday_too() -> None:
    assert is_bank_holiday(date(2022, 9, 19), "GB-ENG")


@pytest.mark.parametrize("region", ["GB", "GB-ENG", "GB-NIR", "IE", "US-CA", "DE-BY"])
def test_a_country_or_a_part_of_one_is_a_region(region: str) -> None:
    assert is_region(region)
    assert date(2027, 12, 25) in bank_holidays(region, 2027)


@pytest.mark.parametrize("region", ["GB", "UK"])
def test_a_stored_policy_that_names_the_whole_united_kingdom_keeps_the_bank_holidays_of_all_its_parts(
    region: str,
) -> None:
    parts = ("GB-ENG", "GB-WLS", "GB-SCT", "GB-NIR")
    assert bank_holidays(region, 2027) == frozenset().union(*(bank_holidays(part, 2027) for part in parts))
    by = adjusted("one-million-mentors", hours(region=region))
    on_easter_monday = facts(session=session(starts_at=datetime(2027, 3, 29, 13, 0, tzinfo=UTC)))
    assert finding("schedule.working-hours", on_easter_monday, by).outcome is Outcome.APPROVE


@pytest.mark.parametrize(
    ("region", "instead"), [("GB", "GB-ENG, GB-WLS, GB-SCT, GB-NIR"), ("UK", "GB-ENG"), ("UK-SCT", "GB-SCT")]
)
def test_no_new_policy_names_the_whole_united_kingdom(region: str, instead: str) -> None:
    with pytest.raises(PolicyError, match=r"schedule\.working-hours") as refused:
        adjusted("one-million-mentors", hours(region=region)).document.check_may_be_new()
    assert instead in str(refused.value)
    adjusted("one-million-mentors", hours(region="GB-ENG")).document.check_may_be_new()


@pytest.mark.parametrize("region", ["", "-", "GB-", "gb-eng", "GBR", "XX", "GB-XX", "England", "GB ENG", "../GB", "ÄÖ"])
def test_whatever_else_is_none(region: str) -> None:
    assert not is_region(region)
    with pytest.raises(ValueError, match="are not known"):
        bank_holidays(region, 2027)


@given(st.text(max_size=8) | st.from_regex(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", fullmatch=True))
def test_no_text_is_more_than_a_region_or_none(region: str) -> None:
    assert is_region(region) in {True, False}


@given(st.dates(), st.sampled_from(["GB-ENG", "GB-SCT", "US"]))
def test_a_working_day_is_a_weekday_that_is_no_bank_holiday(day: date, region: str) -> None:
    assert is_working_day(day, region) == (day.weekday() < 5 and not is_bank_holiday(day, region))
    assert is_working_day(day, region, tuple(Weekday)) == (not is_bank_holiday(day, region))
    assert not is_working_day(day, region, ())


def hours(**parameters: object) -> dict[str, dict[str, object]]:
    return {"schedule.working-hours": {"severity": "approve", "parameters": parameters}}


@pytest.mark.parametrize(
    ("starts_at", "minutes", "expected"),
    [
        # In spring the clocks show 00:59 and then 02:00: a working day from 00:30 to 02:30 has one hour.
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), 60, Outcome.PASS),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), 61, Outcome.APPROVE),
        # In autumn they show every minute from 01:00 to 01:59 twice, and 02:30 only after both.
        (datetime(2027, 10, 30, 23, 30, tzinfo=UTC), 180, Outcome.PASS),
        (datetime(2027, 10, 30, 23, 30, tzinfo=UTC), 181, Outcome.APPROVE),
        (datetime(2027, 10, 30, 23, 29, tzinfo=UTC), 60, Outcome.APPROVE),
    ],
)
def test_a_working_day_across_a_clock_change_is_as_long_as_it_is(
    starts_at: datetime, minutes: int, expected: Outcome
) -> None:
    on_sunday = hours(weekdays=["sunday"], start="00:30", end="02:30")
    asked = facts(session=session(starts_at=starts_at, minutes=minutes))
    assert finding("schedule.working-hours", asked, adjusted("one-million-mentors", on_sunday)).outcome is expected


def test_a_working_day_that_ends_while_the_clocks_are_put_back_ends_when_they_show_its_end_for_the_first_time() -> None:
    on_sunday = adjusted("one-million-mentors", hours(weekdays=["sunday"], start="00:30", end="01:30"))
    first, second = (
        facts(session=session(starts_at=datetime(2027, 10, 30, 23, 30, tzinfo=UTC), minutes=minutes))
        for minutes in (60, 120)
    )
    assert finding("schedule.working-hours", first, on_sunday).outcome is Outcome.PASS
    assert finding("schedule.working-hours", second, on_sunday).outcome is Outcome.APPROVE


@pytest.mark.parametrize(
    ("region", "expected"), [("GB-ENG", Outcome.PASS), ("GB-NIR", Outcome.APPROVE), ("GB-SCT", Outcome.PASS)]
)
def test_bank_holidays_are_those_of_the_programmes_region(region: str, expected: Outcome) -> None:
    on_saint_patricks_day = facts(session=session(starts_at=datetime(2027, 3, 17, 14, 0, tzinfo=UTC)))
    by = adjusted("one-million-mentors", hours(region=region))
    assert finding("schedule.working-hours", on_saint_patricks_day, by).outcome is expected


def test_hours_are_those_where_the_programme_is() -> None:
    in_new_york = session(starts_at=datetime(2027, 3, 10, 14, 0, tzinfo=UTC), time_zone="America/New_York")
    assert finding("schedule.working-hours", facts(session=in_new_york)).outcome is Outcome.PASS
    too_early = session(starts_at=datetime(2027, 3, 10, 13, 59, tzinfo=UTC), time_zone="America/New_York")
    assert finding("schedule.working-hours", facts(session=too_early)).outcome is Outcome.APPROVE


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"start": "9:00"}, "start: this text has characters that are not allowed here"),
        ({"start": "24:00"}, "start: this text has characters that are not allowed here"),
        ({"end": 1730}, "end: Input should be a valid string"),
        ({"start": "17:30"}, "schedule.working-hours: the working day must end after it starts"),
        ({"weekdays": []}, "schedule.working-hours: there must be at least one working day"),
        ({"weekdays": ["Monday"]}, "weekdays, 0: Input should be 'monday'"),
        ({"weekdays": "monday"}, "weekdays: Input should be a valid tuple"),
        ({"region": "England"}, "region: the bank holidays of this region are not known; it is written as in GB-ENG"),
        ({"region": 44}, "region: Input should be a valid string"),
        ({"reason_replaces_approval": "yes"}, "reason_replaces_approval: Input should be a valid boolean"),
    ],
)
def test_hours_that_make_no_sense_are_refused(parameters: dict[str, object], why: str) -> None:
    with pytest.raises(PolicyError) as refused:
        adjusted("one-million-mentors", hours(**parameters))
    assert why in str(refused.value)
