"""What follows from a session's room, in whatever order it is opened and closed, facts fail, people cancel, time passes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.bookings.room import RoomStep, is_in_time, what_follows
from app.bookings.states import KEEPS_MEETING, TRANSITIONS, WANTS_MEETING, BookingState
from app.policy import RoomRules

STARTS = datetime(2027, 3, 1, 10, tzinfo=UTC)
ENDS = STARTS + timedelta(minutes=45)
OVER = frozenset(
    {
        BookingState.COMPLETED,
        BookingState.NOT_HELD,
        BookingState.CANCELLED,
        BookingState.SUSPENDED,
        BookingState.BLOCKED,
    }
)
minutes = st.integers(0, 60)
any_rules = st.builds(RoomRules, opens_early_minutes=minutes, overrun_minutes=minutes)
acts = st.lists(
    st.sampled_from(["open", "close", "withdraw", "give back", "cancel", "block", "5 minutes", "40 minutes"]),
    max_size=30,
)


@dataclass
class Session:
    """A session, and a room that anybody may open as long as its meeting is at Zoom."""

    rules: RoomRules
    now: datetime = STARTS - timedelta(hours=2)
    state: BookingState = BookingState.CONFIRMED
    is_open: bool = False
    is_held: bool = False
    was_seen_in_time: bool = False

    def enter(self, state: BookingState) -> None:
        assert state in TRANSITIONS[self.state]
        if state in KEEPS_MEETING:
            assert self.now >= ENDS
        self.state = state

    def act(self, act: str) -> None:
        if act == "open" and self.state in WANTS_MEETING | KEEPS_MEETING:
            self.is_open = True
        elif act == "close":
            self.is_open = False
        elif act.endswith("minutes"):
            self.now += timedelta(minutes=int(act.split(maxsplit=1)[0]))
        wished = {
            "withdraw": BookingState.SUSPENDED,
            "give back": BookingState.CONFIRMED,
            "cancel": BookingState.CANCELLED,
            "block": BookingState.BLOCKED,
        }.get(act)
        asks_again = act != "give back" or self.state is BookingState.SUSPENDED
        if wished and asks_again and wished in TRANSITIONS[self.state]:
            self.enter(wished)

    def look(self) -> RoomStep:
        in_time = is_in_time(STARTS, ENDS, self.rules, self.now)
        if self.is_open and in_time and self.state in WANTS_MEETING:
            self.is_held = self.was_seen_in_time = True
        step = what_follows(
            self.state, STARTS, ENDS, self.rules, is_open=self.is_open, is_held=self.is_held, now=self.now
        )
        match step:
            case RoomStep.END_EARLY_ROOM | RoomStep.END_LATE_ROOM | RoomStep.REMOVE:
                self.is_open = False
            case RoomStep.COMPLETE:
                self.enter(BookingState.COMPLETED)
            case RoomStep.CALL_NOT_HELD:
                self.enter(BookingState.NOT_HELD)
        return step


@given(any_rules, acts)
def test_after_a_look_no_room_is_open_but_in_its_time_and_nothing_is_over_before_the_end(
    rules: RoomRules, acts: list[str]
) -> None:
    session = Session(rules)
    for act in acts:
        session.act(act)
        session.look()
        if session.is_open:
            assert session.state in WANTS_MEETING
            assert STARTS - rules.opens_early <= session.now < ENDS + rules.overruns
        assert session.state is not BookingState.COMPLETED or session.was_seen_in_time

    # However it went, it comes to an end: there is no state that time does not lead out of.
    session.now = max(session.now, ENDS + timedelta(hours=2))
    for _ in range(2):
        session.look()
    assert session.state in OVER
    assert not session.is_open


@given(any_rules, acts)
def test_until_the_end_a_meeting_that_is_wanted_is_protected_whatever_its_room_did(
    rules: RoomRules, acts: list[str]
) -> None:
    session = Session(rules)
    for act in acts:
        session.act(act)
        step = session.look()
        if session.state in WANTS_MEETING and session.now < ENDS:
            assert step in {RoomStep.PROTECT, RoomStep.END_EARLY_ROOM}
