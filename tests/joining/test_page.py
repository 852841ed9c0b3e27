"""What a page says and what its button does, by the state of the booking, the role and the moment."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from app.bookings.participants.models import ParticipantRole
from app.bookings.states import BookingState
from app.joining.pages.page import Button, Notice, Page, SessionSeen, page_of
from app.joining.pages.preparation import PREPARATIONS, preparations_for
from app.joining.pages.words import ENGLISH, catalogue
from app.kit.revisions import ROOT
from app.policy import DoorRules, load_packs

STARTS_AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ENDS_AT = STARTS_AT + timedelta(minutes=45)
MINUTE = timedelta(minutes=1)
MOMENTS = {
    "a day before": STARTS_AT - timedelta(days=1),
    "16 minutes before": STARTS_AT - 16 * MINUTE,
    "15 minutes before": STARTS_AT - 15 * MINUTE,
    "10 minutes before": STARTS_AT - 10 * MINUTE,
    "at the start": STARTS_AT,
    "in its last second": ENDS_AT - timedelta(seconds=1),
    "at its end": ENDS_AT,
    "a day after": ENDS_AT + timedelta(days=1),
}
BEFORE_THE_END = [*MOMENTS][:6]
S, N, R = BookingState, Notice, ParticipantRole
# What is said, before the end and from then on; of a confirmed session it depends on the moment, see below.
BY_STATE: dict[BookingState, tuple[Notice, Notice]] = {
    S.AWAITING_APPROVAL: (N.AWAITING_APPROVAL, N.NOT_HELD),
    S.PROVISIONING: (N.BEING_ARRANGED, N.NOT_HELD),
    S.SUSPENDED: (N.SUSPENDED, N.NOT_HELD),
    S.CANCELLED: (N.CANCELLED, N.CANCELLED),
    S.DECLINED: (N.DECLINED, N.DECLINED),
    S.BLOCKED: (N.NO_MEETING, N.NO_MEETING),
    S.FAILED: (N.NO_MEETING, N.NO_MEETING),
    S.COMPLETED: (N.OVER, N.OVER),
    S.NOT_HELD: (N.NOT_HELD, N.NOT_HELD),
}
# Whoever opens the room may go in from 15 minutes before, the others from 10 minutes before.
WINDOW = {
    "a day before": (N.TOO_EARLY, N.TOO_EARLY),
    "16 minutes before": (N.TOO_EARLY, N.TOO_EARLY),
    "15 minutes before": (N.OPEN, N.TOO_EARLY),
    "10 minutes before": (N.OPEN, N.OPEN),
    "at the start": (N.OPEN, N.OPEN),
    "in its last second": (N.OPEN, N.OPEN),
    "at its end": (N.OVER, N.OVER),
    "a day after": (N.OVER, N.OVER),
}


def seen(state: BookingState = S.CONFIRMED, **more: Any) -> SessionSeen:
    return SessionSeen(state=state, starts_at=STARTS_AT, ends_at=ENDS_AT, **more)


def page(state: BookingState, role: ParticipantRole, moment: str, *, opens: bool = False, **more: bool) -> Page:
    return page_of(seen(state, **more), role, DoorRules(), opens=opens, now=MOMENTS[moment])


@pytest.mark.parametrize("state", BookingState)
def test_every_state_role_and_moment_has_its_sentence_and_only_an_open_session_a_button(state: BookingState) -> None:
    for role, moment, opens in product(R, MOMENTS, (True, False)):
        shown = page(state, role, moment, opens=opens)
        of_state, of_window = BY_STATE.get(state), WINDOW[moment][0 if opens else 1]
        if role is R.COORDINATOR and not opens and moment in BEFORE_THE_END:
            # The mentor opens: whoever stands by needs no button.
            of_window = N.STAND_BY
        expected = of_window if of_state is None else of_state[moment not in BEFORE_THE_END]
        assert shown.notice is expected, (role, moment, opens)
        button = (Button.OPEN_ROOM if opens else Button.JOIN) if expected is N.OPEN else Button.NONE
        assert shown.button is button, (role, moment, opens)


@pytest.mark.parametrize("state", [S.CONFIRMED, S.IN_PROGRESS])
def test_a_session_that_is_looked_at_again_and_one_by_telephone_have_no_button(state: BookingState) -> None:
    for role, moment in product(R, BEFORE_THE_END):
        without_meeting = page(state, role, moment, has_meeting=False)
        call = page(state, role, moment, has_meeting=False, is_by_telephone=True)
        assert (without_meeting.notice, without_meeting.button) == (N.BEING_ARRANGED, Button.NONE)
        assert (call.notice, call.button) == (N.PHONE, Button.NONE)


@pytest.mark.parametrize("state", BookingState)
def test_what_else_a_page_offers_follows_from_state_role_and_moment(state: BookingState) -> None:
    for role, moment in product(R, MOMENTS):
        shown = page(state, role, moment, was_moved=True)
        is_ahead = moment in BEFORE_THE_END and state in {
            S.AWAITING_APPROVAL, S.PROVISIONING, S.CONFIRMED, S.IN_PROGRESS, S.SUSPENDED
        }  # fmt: skip
        is_of_the_pairing = role in {R.MENTOR, R.MENTEE}
        assert shown.prepares is shown.may_decline is shown.was_moved is is_ahead, (role, moment)
        assert shown.agrees is (is_ahead and is_of_the_pairing), (role, moment)
        before_the_start = MOMENTS[moment] < STARTS_AT
        assert shown.may_ask_another_time is (is_ahead and is_of_the_pairing and before_the_start), (role, moment)
        took_its_course = shown.notice in {N.OVER, N.NOT_HELD}
        assert shown.asks_afterwards is (took_its_course and is_of_the_pairing), (role, moment)


def test_the_windows_are_those_of_the_policy() -> None:
    doors = DoorRules(opener_from_minutes=5, others_from_minutes=0)
    seen = SessionSeen(state=S.CONFIRMED, starts_at=STARTS_AT, ends_at=ENDS_AT)
    opener = page_of(seen, R.MENTOR, doors, opens=True, now=STARTS_AT - 5 * MINUTE)
    mentee = page_of(seen, R.MENTEE, doors, opens=False, now=STARTS_AT - timedelta(seconds=1))
    assert (opener.button, opener.opens_at) == (Button.OPEN_ROOM, STARTS_AT - 5 * MINUTE)
    assert (mentee.notice, mentee.opens_at) == (N.TOO_EARLY, STARTS_AT)


def test_whoever_opens_the_room_is_asked_to_do_so_in_time_until_it_is_open() -> None:
    in_time: dict[str, Any] = {"asked_before": timedelta(minutes=5)}
    for moment in ("a day before", "15 minutes before", "at the start"):
        asked = page_of(seen(**in_time), R.MENTOR, DoorRules(), opens=True, now=MOMENTS[moment])
        assert asked.open_by == STARTS_AT - 5 * MINUTE
        is_open = page_of(seen(**in_time, room_is_open=True), R.MENTOR, DoorRules(), opens=True, now=MOMENTS[moment])
        waits = page_of(seen(**in_time), R.MENTEE, DoorRules(), opens=False, now=MOMENTS[moment])
        assert (is_open.open_by, waits.open_by) == (None, None)
    assert page(S.CONFIRMED, R.MENTOR, "at its end", opens=True).open_by is None
    assert page(S.SUSPENDED, R.MENTOR, "at the start", opens=True).open_by is None
    assert load_packs()["mentor247"].opening.asked_before == 5 * MINUTE


def test_every_programmes_people_are_told_what_the_guidance_asks_of_them() -> None:
    for pack in load_packs():
        for role in (R.MENTOR, R.MENTEE):
            keys = {each.key for each in preparations_for(role, pack, is_first_session=True, is_on_video=True)}
            assert {"quiet_place", "not_a_bedroom", "background", "dress", "camera_at_eye_level"} <= keys
            assert {"test_equipment", "data_costs", "ground_rules", f"first_session_{role}"} <= keys
            assert ("camera_on" in keys) is (pack == "mentor247" and role is R.MENTOR)


def test_a_call_and_a_later_session_need_less_preparation() -> None:
    call = {each.key for each in preparations_for(R.MENTEE, "baseline", is_first_session=False, is_on_video=False)}
    assert "quiet_place" in call
    assert call.isdisjoint({"camera_at_eye_level", "data_costs", "first_session_mentee", "first_session_mentor"})


def test_every_sentence_that_follows_from_a_name_is_in_the_catalogue() -> None:
    words = catalogue(ENGLISH)
    notices = {f"notice.{each}.title" for each in Notice}
    sources = {f"guidance.{each.source.document}" for each in PREPARATIONS}
    assert {f"prepare.{each.key}" for each in PREPARATIONS} | notices | sources <= words.keys()


def test_every_sentence_that_a_template_or_the_code_names_is_in_the_catalogue() -> None:
    folder = ROOT / "app" / "joining" / "pages"
    files = [*folder.glob("*.py"), *folder.glob("templates/*.html")]
    named = {key for file in files for key in re.findall(r"say\(\s*f?\"([a-z0-9_.-]+)\"[,)]", file.read_text())}
    assert len(named) > 50
    assert named <= catalogue(ENGLISH).keys()


@pytest.mark.parametrize("role", list(R))
@pytest.mark.parametrize("moment", list(MOMENTS))
def test_of_a_session_that_was_ended_a_page_says_so_and_offers_no_way_in(moment: str, role: ParticipantRole) -> None:
    page = page_of(
        seen(is_ended=True, has_meeting=False), role, DoorRules(), opens=role is R.MENTOR, now=MOMENTS[moment]
    )

    assert page.notice is (N.ENDED if moment in BEFORE_THE_END else N.OVER)
    assert page.button is Button.NONE
    assert not any((page.prepares, page.agrees, page.may_decline, page.may_ask_another_time))
