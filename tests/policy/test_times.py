"""Deciding about one session at many times is deciding about each of them."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.policy import DecisionOutcome, Facts, Policy, decide
from app.policy.times import Times
from tests.support.policy_strategies import any_facts, any_policy

changes = st.fixed_dictionaries(
    {
        "minutes": st.integers(-36 * 60, 36 * 60),
        "busy": st.lists(st.sampled_from(["mentor", "mentee"]), unique=True),
        "free": st.booleans(),
        "next_in_days": st.none() | st.integers(1, 12),
    }
)


def at_another_time(facts: Facts, change: dict[str, Any]) -> Facts:
    later = timedelta(minutes=change["minutes"])
    session = facts.session.model_copy(
        update={"starts_at": facts.session.starts_at + later, "ends_at": facts.session.ends_at + later}
    )
    following = change["next_in_days"]
    pairing = facts.pairing.model_copy(
        update={"next_session_at": None if following is None else session.starts_at + timedelta(days=following)}
    )
    pool = facts.hosts if change["free"] else facts.hosts.model_copy(update={"free": 0})
    return facts.model_copy(
        update={"session": session, "pairing": pairing, "clashes": tuple(change["busy"]), "hosts": pool}
    )


@given(any_policy, any_facts, st.lists(changes, min_size=1, max_size=6))
def test_what_is_permitted_at_each_time_is_what_is_decided_about_it(
    policy: Policy, facts: Facts, each: list[dict[str, Any]]
) -> None:
    times = Times(policy)
    for at in [facts, *(at_another_time(facts, change) for change in each)]:
        decision = decide(policy, at)
        expected = None if decision.outcome is DecisionOutcome.DENY else decision.findings
        assert times.permitted(at) == expected
