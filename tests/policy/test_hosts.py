"""Which hosts are suitable, and in which order they are taken."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.policy import HostFact, Outcome, suitable_hosts
from tests.policy.examples import facts, finding, host, session

hosts = st.lists(
    st.builds(
        HostFact,
        id=st.uuids(),
        licensed=st.booleans(),
        active=st.booleans(),
        proven=st.booleans(),
        free=st.booleans(),
        changes_left_today=st.integers(0, 3),
    ),
    max_size=5,
    unique_by=lambda each: each.id,
)


def test_licensed_hosts_are_kept_for_sessions_that_need_them_and_work_is_spread() -> None:
    candidates = (
        host(1, changes_left_today=5),
        host(2, changes_left_today=9),
        host(3, changes_left_today=9),
        host(4, licensed=False, changes_left_today=1),
    )
    short, long = session(minutes=40), session(minutes=41)
    assert suitable_hosts(facts(session=short, hosts=candidates)) == tuple(UUID(int=each) for each in (4, 2, 3, 1))
    assert suitable_hosts(facts(session=long, hosts=candidates)) == tuple(UUID(int=each) for each in (2, 3, 1))


def test_a_phone_session_has_no_suitable_host() -> None:
    assert suitable_hosts(facts(session=session(modality="phone"))) == ()


@given(hosts, st.sampled_from([30, 60]))
def test_there_is_a_suitable_host_exactly_when_no_rule_complains_of_hosts(
    candidates: list[HostFact], minutes: int
) -> None:
    asked = facts(session=session(minutes=minutes), hosts=tuple(candidates))
    complaints = [
        code for code in ("host.licence", "schedule.clash") if finding(code, asked).outcome is not Outcome.PASS
    ]
    assert len(complaints) == (0 if suitable_hosts(asked) else 1)


@given(hosts)
def test_every_suitable_host_is_active_proven_free_and_has_changes_left(candidates: list[HostFact]) -> None:
    by_id = {each.id: each for each in candidates}
    chosen = [by_id[each] for each in suitable_hosts(facts(hosts=tuple(candidates)))]
    assert all(each.active and each.proven and each.free and each.licensed for each in chosen)
    assert all(each.changes_left_today > 0 for each in chosen)
