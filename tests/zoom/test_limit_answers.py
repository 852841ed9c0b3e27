"""What Zoom's answers tell of its limits."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.zoom.errors import Circumstances, Operation, RateLimitedError, RateLimitScope
from app.zoom.limits.answers import Closing, LimitHeaders, closing_of, parse_limit_headers
from app.zoom.limits.ledger import Told
from app.zoom.limits.plans import QUOTAS, Label, Plan

NOW = datetime(2027, 1, 12, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({}, LimitHeaders()),
        ({"x-ratelimit-category": "Light"}, LimitHeaders(label=Label.LIGHT)),
        ({"x-ratelimit-category": "Resource-intensive"}, LimitHeaders(label=Label.RESOURCE_INTENSIVE)),
        ({"x-ratelimit-category": "Featherweight"}, LimitHeaders()),
        ({"x-ratelimit-type": "Daily-limit", "x-ratelimit-remaining": "5"}, LimitHeaders(remaining_today=5)),
        ({"x-ratelimit-type": "Daily-limit", "x-ratelimit-remaining": "-5"}, LimitHeaders()),
        ({"x-ratelimit-type": "QPS", "x-ratelimit-remaining": "5"}, LimitHeaders()),
        ({"x-ratelimit-type": "QPS", "x-ratelimit-remaining": "0"}, LimitHeaders(is_full=True)),
        ({"x-ratelimit-remaining": "0"}, LimitHeaders()),
    ],
)
def test_the_headers_of_an_answer_are_read(headers: dict[str, str], told: LimitHeaders) -> None:
    assert parse_limit_headers(headers) == told


@given(
    st.dictionaries(st.sampled_from([f"x-ratelimit-{name}" for name in ("category", "type", "remaining")]), st.text())
)
def test_no_header_is_taken_for_less_than_nothing(headers: dict[str, str]) -> None:
    told = parse_limit_headers(headers)
    assert told.remaining_today is None or told.remaining_today >= 0


@pytest.mark.parametrize(
    ("scope", "retry_after", "closing"),
    [
        (RateLimitScope.PER_HOST_AND_DAY, timedelta(hours=8), None),
        (RateLimitScope.PER_REGISTRANT_AND_DAY, timedelta(hours=8), None),
        (RateLimitScope.PER_DAY, None, Closing(timedelta(hours=8), slower=False)),
        (RateLimitScope.PER_DAY, timedelta(minutes=5), Closing(timedelta(minutes=5), slower=False)),
        (RateLimitScope.PER_SECOND, None, Closing(timedelta(seconds=1), slower=True)),
        (RateLimitScope.PER_SECOND, timedelta(seconds=3), Closing(timedelta(seconds=3), slower=True)),
        (RateLimitScope.UNKNOWN, None, Closing(timedelta(seconds=1), slower=False)),
        (RateLimitScope.UNKNOWN, timedelta(hours=8), Closing(timedelta(minutes=1), slower=False)),
    ],
)
def test_a_refusal_closes_what_it_is_about(
    scope: RateLimitScope, retry_after: timedelta | None, closing: Closing | None
) -> None:
    refusal = RateLimitedError(Circumstances(Operation.CREATE_MEETING), retry_after=retry_after, scope=scope)
    assert closing_of(refusal, now=NOW) == closing


days = st.dates(min_value=NOW.date(), max_value=NOW.date() + timedelta(days=1))
told = st.one_of(
    st.builds(Told, st.integers(0, 100)), st.builds(Told, st.integers(0, 100), st.integers(0, 60_000), days)
)


@given(told, told)
def test_what_zoom_says_later_never_frees_calls_of_the_same_day(earlier: Told, later: Told) -> None:
    both = earlier.and_then(later, most=80)
    assert both.skip == min(earlier.skip + later.skip, 80)
    if later.used is None:
        assert (both.used, both.day) == (earlier.used, earlier.day)
    else:
        same_day = earlier.used is not None and earlier.day == later.day
        assert (both.used, both.day) == (max(earlier.used or 0, later.used) if same_day else later.used, later.day)


@pytest.mark.parametrize("plan", Plan)
def test_a_part_of_a_quota_allows_no_more_than_the_quota(plan: Plan) -> None:
    for quota in QUOTAS[plan].values():
        part = quota.part(0.5)
        assert part.interval == pytest.approx(2 * quota.interval)
        assert (part.per_day or 0) * 2 == (quota.per_day or 0)
        assert part.pot == quota.pot
