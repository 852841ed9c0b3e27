"""Another engine, with the same rules written down anew in its own language, finds the same rules not to hold."""

import cedarpy

from oracles.cedar import (
    cedar_policy,
    check_that_both_decide_alike,
    fullest_pack,
    session_of_an_adult_at_risk,
    variations,
)


def test_cedar_finds_the_same_rules_not_to_hold() -> None:
    policy, facts = fullest_pack(), session_of_an_adult_at_risk()
    compared = check_that_both_decide_alike(policy, cedar_policy(policy), cedarpy.Entities.from_json_str("[]"), facts)
    assert compared == len(list(variations(facts)))
