"""The models keep no secret that makes its holder the host, show none, and refuse what Zoom would bend."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from app.zoom.schemas import Meeting, MeetingListItem, MeetingRequest, User, UserSettings, schedule
from tests.support.zoom_api import meeting_answer

VALID: dict[str, Any] = {
    "agenda": "Reference: 1",
    "start": datetime(2027, 1, 12, 16, tzinfo=UTC),
    "duration": 45,
    "time_zone": "Europe/London",
    "passcode": "aB3-defg",
    "settings": {"alternative_hosts": "colleague@example.org"},
}


def test_no_secret_and_no_address_is_shown_by_any_model() -> None:
    person = {"id": "u", "type": 2, "email": "host@example.org", "display_name": "Fake Name", "host_key": "445566"}
    models = [
        Meeting.model_validate(meeting_answer(settings={"contact_email": "office@example.org"})),
        MeetingListItem.model_validate(meeting_answer()),
        MeetingRequest(**VALID),
        User.model_validate(person),
        UserSettings.model_validate({"schedule_meeting": {"pmi_password": "pmi-secret"}}),
    ]
    shown = " ".join(f"{model!r} {model}" for model in models)
    for secret in ("secret", "aB3-defg", "example.org", "Fake Name", "445566", "482913", "778899"):
        assert secret not in shown


def test_what_makes_its_holder_the_host_is_not_kept_at_all() -> None:
    kept = str(Meeting.model_validate(meeting_answer()).model_dump())
    for secret in ("host-secret", "778899", "482913", "start_url", "host@example.org"):
        assert secret not in kept


def test_a_validation_error_does_not_quote_what_zoom_sent() -> None:
    with pytest.raises(ValidationError) as caught:
        Meeting.model_validate(meeting_answer(id="join-secret"))
    assert "join-secret" not in str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        {"start": datetime(2027, 1, 12, 16)},  # noqa: DTZ001 - that it is refused is the point
        {"duration": 0},
        {"duration": 1441},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"passcode": ""},
        {"passcode": "elevenchars"},
        {"passcode": "with space"},
        {"passcode": "päss"},
        {"passcode": "line\n"},
        {"topic": ""},
        {"topic": "x" * 201},
        {"agenda": "x" * 251},
        {"unknown": 1},
    ],
    ids=str,
)
def test_a_request_that_zoom_would_refuse_or_bend_is_not_made(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        MeetingRequest(**(VALID | change))


def test_a_request_without_a_passcode_sends_none() -> None:
    assert "password" not in MeetingRequest(**(VALID | {"passcode": None})).body()


def test_a_schedule_needs_an_offset() -> None:
    request = MeetingRequest(**VALID)
    with pytest.raises(ValueError, match="offset"):
        schedule(start=datetime(2027, 1, 12), duration=45, time_zone=request.time_zone)  # noqa: DTZ001 - the point
