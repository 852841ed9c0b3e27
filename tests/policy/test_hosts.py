"""What the rules make of the hosts of a pool."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.policy import HostPoolFacts, Outcome, host_is_able, host_is_free
from tests.support.policy_examples import ExampleHost, facts, finding, session

hosts = st.lists(
    st.builds(
        ExampleHost,
        licensed=st.booleans(),
        active=st.booleans(),
        proven=st.booleans(),
        free=st.booleans(),
        changes_left_today=st.integers(0, 3),
    ),
    max_size=5,
)


def test_a_phone_session_needs_no_host() -> None:
    call = facts(session=session(modality="phone"), hosts=())
    assert not host_is_able(call)
    assert not host_is_free(call)
    assert finding("schedule.clash", call).outcome is Outcome.PASS


@given(hosts, st.sampled_from([30, 60]))
def test_there_is_a_free_host_exactly_when_no_rule_complains_of_hosts(
    candidates: list[ExampleHost], minutes: int
) -> None:
    asked = facts(session=session(minutes=minutes), hosts=tuple(candidates))
    complaints = [
        code for code in ("host.licence", "schedule.clash") if finding(code, asked).outcome is not Outcome.PASS
    ]
    assert len(complaints) == (0 if host_is_free(asked) else 1)


@pytest.mark.parametrize("counts", [{"active": 1}, {"hosts": 2, "active": 2, "free": 1}, {"hosts": -1}])
def test_numbers_of_hosts_that_cannot_be_are_refused(counts: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        HostPoolFacts(**counts)
