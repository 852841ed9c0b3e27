"""Which state follows from a decision; above all, when there may be a meeting."""

from hypothesis import given
from hypothesis import strategies as st

from app.access.models import Role
from app.bookings.deciding import asking_for_approval, state_after
from app.bookings.models import Booking
from app.bookings.states import KEEPS_MEETING, TRANSITIONS, WANTS_MEETING, BookingState
from app.kit.clock import utc_now
from app.kit.identifiers import new_id
from app.policy import RULES, Decision, DecisionOutcome, Facts, Policy, decide
from tests.support.policy_strategies import any_facts, any_policy

ahead = st.sampled_from(
    [
        BookingState.AWAITING_APPROVAL,
        BookingState.PROVISIONING,
        BookingState.CONFIRMED,
        BookingState.IN_PROGRESS,
        BookingState.SUSPENDED,
    ]
)


def booking(decision: Decision, state: BookingState, approved: set[str]) -> Booking:
    now = utc_now()
    return Booking(
        partner_id=new_id(),
        programme_id=new_id(),
        pairing_id=new_id(),
        policy_version=1,
        modality="zoom",
        starts_at=now,
        ends_at=now,
        time_zone="Europe/London",
        agreed_by_both=True,
        state=state,
        safety=dict(decision.safety),
        requested_by=new_id(),
        requested_by_role=Role.COORDINATOR,
        approved_rules=sorted(approved),
    )


@given(any_policy, any_facts, ahead, st.sets(st.sampled_from([rule.code for rule in RULES])))
def test_only_what_is_allowed_or_approved_as_it_is_ever_leads_to_a_meeting(
    policy: Policy, facts: Facts, state: BookingState, approved: set[str]
) -> None:
    decision = decide(policy, facts)
    may_meet = decision.outcome is DecisionOutcome.ALLOW or (
        decision.outcome is DecisionOutcome.APPROVE and asking_for_approval(decision) <= approved
    )

    after = state_after(decision, booking(decision, state, approved))

    assert (after in WANTS_MEETING) is may_meet
    assert (after is BookingState.SUSPENDED) is (decision.outcome is DecisionOutcome.DENY)


@given(any_policy, any_facts)
def test_a_new_session_has_been_approved_by_nobody(policy: Policy, facts: Facts) -> None:
    decision = decide(policy, facts)

    assert (state_after(decision) in WANTS_MEETING) is (decision.outcome is DecisionOutcome.ALLOW)


def test_from_what_is_over_for_good_no_state_leads_to_a_meeting() -> None:
    over = {BookingState.CANCELLED, BookingState.DECLINED, BookingState.NOT_HELD, BookingState.COMPLETED}
    for state in over:
        assert TRANSITIONS[state] <= over


def test_a_session_whose_room_is_open_can_go_wherever_a_confirmed_one_can() -> None:
    confirmed, running = BookingState.CONFIRMED, BookingState.IN_PROGRESS
    assert TRANSITIONS[confirmed] - {running} == TRANSITIONS[running] - {confirmed}


def test_a_meeting_is_wanted_and_left_alone_never_both() -> None:
    assert not WANTS_MEETING & KEEPS_MEETING
