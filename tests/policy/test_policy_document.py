"""What a policy may say, and that nothing it says goes below the floor."""

from collections.abc import Mapping
from typing import Any

import pytest

from app.policy import (
    RULES,
    RULES_BY_CODE,
    SETTINGS,
    Policy,
    PolicyDocument,
    PolicyError,
    SafetyProfile,
    Severity,
    load_packs,
    pack,
)
from app.policy.rules.schedule_notice import schedule_notice
from tests.support.policy_examples import policy


def document(rules: Mapping[str, Any] | None = None, **changes: Any) -> PolicyDocument:
    given = {"pack": "ours", "title": "Our programme", "rules": rules or {}}
    return PolicyDocument.model_validate(given | changes)


def test_a_policy_that_says_nothing_is_the_floor() -> None:
    empty, floor = document(), pack("baseline")
    assert empty.rules == floor.rules
    assert empty.safety == floor.safety == SafetyProfile.baseline().levels()


def test_a_policy_names_every_rule_parameter_and_setting_in_catalogue_order() -> None:
    built = document({"host.licence": {"severity": "deny"}, "schedule.notice": {"severity": "deny"}})
    assert [*built.rules] == [rule.code for rule in RULES]
    assert [*built.safety] == [setting.code for setting in SETTINGS]
    assert built.rules["schedule.notice"].parameters == {"hours": 24, "second_person": False}


def test_a_policy_comes_back_from_its_json_with_the_same_digest() -> None:
    for name in load_packs():
        again = PolicyDocument.model_validate_json(pack(name).model_dump_json())
        assert Policy(again, version=9).digest == policy(name).digest


def test_the_digest_is_the_same_however_the_policy_is_written_and_another_when_it_says_something_else() -> None:
    implicit = document({"schedule.notice": {"severity": "deny"}})
    explicit = document({"schedule.notice": {"parameters": {"hours": 24}, "severity": "deny"}}, safety={})
    other = document({"schedule.notice": {"severity": "deny", "parameters": {"hours": 25}}})
    digests = [Policy(each, version=1).digest for each in (implicit, explicit, other)]
    assert digests[0] == digests[1] != digests[2]
    assert all(len(each) == 64 for each in digests)


def test_a_rules_parameters_can_be_asked_for_with_their_type() -> None:
    assert policy("mentor247").parameters_of(schedule_notice).hours == 2


@pytest.mark.parametrize(
    ("rules", "changes", "why"),
    [
        ({"mentee.shoe-size": {"severity": "deny"}}, {}, "mentee.shoe-size: there is no such rule"),
        ({"host.licence": {"severity": "warn"}}, {}, "host.licence, severity: warn is below the floor of every"),
        ({"host.licence": {"severity": "n/a"}}, {}, "host.licence, severity: n/a is below the floor of every"),
        ({"schedule.notice": {"severity": "n/a"}}, {}, "schedule.notice, severity: n/a is below the floor of every"),
        (
            {"host.licence": {"severity": "deny", "coordinator_severity": "approve"}},
            {},
            "host.licence, coordinator_severity: approve is below the floor of every programme, deny",
        ),
        ({"host.licence": {"severity": "sometimes"}}, {}, "host.licence, severity: Input should be 'n/a', 'warn'"),
        ({"host.licence": {}}, {}, "host.licence, severity: this is missing"),
        ({"host.licence": {"severity": "deny", "colour": 1}}, {}, "host.licence, colour: this is not a known name"),
        (
            {"schedule.notice": {"severity": "deny", "parameters": {"hours": 1}}},
            {},
            "schedule.notice, hours: 1 is below the floor of every programme, 2",
        ),
        (
            {"plan.duration": {"severity": "deny", "parameters": {"minimum_minutes": 14}}},
            {},
            "plan.duration, minimum_minutes: 14 is below the floor of every programme, 15",
        ),
        (
            {"plan.duration": {"severity": "deny", "parameters": {"maximum_minutes": 91}}},
            {},
            "plan.duration, maximum_minutes: 91 is below the floor of every programme, 90",
        ),
        (
            {"plan.duration": {"severity": "deny", "parameters": {"minimum_minutes": 60, "maximum_minutes": 30}}},
            {},
            "plan.duration: the shortest session must not be longer than the longest",
        ),
        (
            {"schedule.notice": {"severity": "deny", "parameters": {"hours": "24"}}},
            {},
            "schedule.notice, hours: Input should be a valid integer",
        ),
        (
            {"schedule.notice": {"severity": "deny", "parameters": {"hours": True}}},
            {},
            "schedule.notice, hours: Input should be a valid integer",
        ),
        (
            {"schedule.notice": {"severity": "deny", "parameters": {"days": 2}}},
            {},
            "schedule.notice, days: this is not a known name",
        ),
        (
            {"modality.allowed": {"severity": "deny", "parameters": {"allowed": ["zoom", "teams"]}}},
            {},
            "modality.allowed, allowed, 1: Input should be 'zoom' or 'phone'",
        ),
        (
            {"modality.allowed": {"severity": "deny", "parameters": {"allowed": []}}},
            {},
            "modality.allowed: sessions must be allowed in at least one place",
        ),
        (
            {"minor.booked-by-organisation": {"severity": "deny", "parameters": {"adult_from": 16}}},
            {},
            "minor.booked-by-organisation, adult_from: Input should be greater than or equal to 18",
        ),
        (
            {"minor.child-protection-training": {"severity": "deny", "parameters": {"required_under": 16}}},
            {},
            "minor.child-protection-training, required_under: Input should be greater than or equal to 17",
        ),
        (
            {"schedule.horizon": {"severity": "deny", "parameters": {"days": 181}}},
            {},
            "schedule.horizon, days: 181 is below the floor of every programme, 180",
        ),
        (
            {"mentee.age-band": {"severity": "warn", "parameters": {"youngest": 26}}},
            {},
            "mentee.age-band: the youngest age must not be above the oldest",
        ),
        (
            {"mentor.code-of-conduct": {"severity": "deny", "parameters": {"edition": ""}}},
            {},
            "mentor.code-of-conduct, edition: String should have at least 1 character",
        ),
        (
            {"plan.count": {"severity": "deny", "parameters": {"sessions": 0}}},
            {},
            "plan.count, sessions: Input should be greater than or equal to 1",
        ),
        ({}, {"safety": {"meeting.recording": "allowed"}}, "meeting.recording: the level allowed is looser"),
        ({}, {"safety": {"meeting.passcode": 10}}, "meeting.passcode: Input should be a valid string"),
        ({}, {"safety": {"meeting.colour": "red"}}, "meeting.colour: there is no such setting"),
        ({}, {"pack": "Our Pack"}, "pack: this text has characters that are not allowed here"),
        ({}, {"title": "Ours\x00"}, "title: this text has characters that are not allowed here"),
        ({}, {"owner": "someone"}, "owner: this is not a known name"),
        (["host.licence"], {}, "Input should be a valid dictionary"),
    ],
)
def test_a_policy_that_is_not_acceptable_is_refused_with_the_rule_and_the_reason(
    rules: Any, changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(PolicyError) as refused:
        document(rules, **changes)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("code", "severity"),
    [
        (code, severity)
        for code, floor in pack("baseline").rules.items()
        for severity in Severity
        if severity < floor.severity
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["severity", "coordinator_severity"])
def test_no_severity_below_the_floor_is_taken(code: str, severity: Severity, name: str) -> None:
    setting = {"severity": "deny", name: severity.value}
    with pytest.raises(PolicyError) as refused:
        document({code: setting})
    assert str(refused.value).startswith(f"{code}, {name}: {severity} is below the floor of every programme, ")


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(PolicyError) as refused:
        document(
            {
                "no.such": {"severity": "deny"},
                "host.licence": {"severity": "warn"},
                "plan.duration": {"severity": "deny", "parameters": {"maximum_minutes": "long"}},
            },
            safety={"meeting.recording": "allowed"},
        )
    assert [problem.path for problem in refused.value.problems] == [
        ("rules", "no.such"),
        ("rules", "plan.duration", "parameters", "maximum_minutes"),
        ("rules", "host.licence", "severity"),
        ("safety", "meeting.recording"),
    ]


def test_a_parameter_of_a_rule_that_the_floor_does_not_ask_for_is_the_programmes_choice() -> None:
    built = document({"mentee.minimum-age": {"severity": "deny", "parameters": {"age": 16}}})
    assert built.rules["mentee.minimum-age"].parameters == {"age": 16, "second_person": False}


def test_a_policy_built_by_its_constructor_is_checked_just_the_same() -> None:
    with pytest.raises(PolicyError, match=r"meeting\.recording"):
        PolicyDocument(pack="ours", title="Ours", safety={"meeting.recording": "allowed"})


def test_a_refusal_does_not_repeat_what_it_was_given() -> None:
    with pytest.raises(PolicyError) as refused:
        document({"host.licence": {"severity": "someone@example.org"}, "\x1b[31m" + "x" * 500: {"severity": "deny"}})
    assert "example.org" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ is True


def test_an_unknown_name_is_shown_shortened_and_without_control_characters() -> None:
    with pytest.raises(PolicyError) as refused:
        document({"\x1b[31m" + "x" * 500: {"severity": "deny"}})
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 150


@pytest.mark.parametrize("name", [*load_packs()])
def test_every_pack_is_at_least_as_strict_as_the_floor(name: str) -> None:
    floor = pack("baseline").rules
    for code, setting in pack(name).rules.items():
        for requester in ("front_end", "coordinator"):
            assert setting.severity_for(requester) >= floor[code].severity_for(requester)


def test_the_published_severities_are_the_packs() -> None:
    off, warn, approve, deny = Severity
    names = ("baseline", "one-million-mentors", "the-brokerage", "mentor247", "creative-network")
    published = {
        "partner.written-consent": (off, deny, off, off, off),
        "mentee.minimum-age": (off, deny, off, off, off),
        "mentee.age-band": (off, warn, off, off, off),
        "consent.virtual": (off, deny, warn, off, off),
        "minor.booked-by-organisation": (deny, deny, deny, deny, deny),
        "minor.child-protection-training": (deny, deny, deny, deny, deny),
        "minor.contact-details": (approve, approve, deny, approve, approve),
        "at-risk.measures": (approve, approve, approve, approve, approve),
        "at-risk.mentor-consent": (off, off, deny, off, off),
        "at-risk.mentor-training": (off, off, deny, off, off),
        "mentor.induction": (off, off, deny, off, off),
        "mentee.induction": (off, off, warn, off, off),
        "mentor.code-of-conduct": (off, warn, deny, deny, off),
        "technology.suitable": (off, warn, off, warn, off),
        "pairing.active": (deny, deny, deny, deny, deny),
        "schedule.notice": (warn, deny, warn, deny, warn),
        "schedule.horizon": (deny, deny, deny, deny, deny),
        "schedule.mutual": (off, deny, warn, off, warn),
        "schedule.working-hours": (off, approve, warn, off, warn),
        "schedule.clash": (deny, deny, deny, deny, deny),
        "plan.duration": (deny, deny, deny, deny, deny),
        "plan.count": (off, off, deny, deny, off),
        "plan.cadence": (off, off, warn, off, off),
        "modality.allowed": (deny, deny, deny, deny, deny),
        "host.licence": (deny, deny, deny, deny, deny),
        "safety.camera": (off, off, off, warn, off),
        "safety.wishes": (deny, deny, deny, deny, deny),
    }
    assert {code: tuple(pack(name).rules[code].severity for name in names) for code in RULES_BY_CODE} == published


def test_the_published_exceptions_for_coordinators_are_the_packs() -> None:
    found = {
        (name, code): setting.coordinator_severity
        for name, document in load_packs().items()
        for code, setting in document.rules.items()
        if setting.coordinator_severity is not None
    }
    assert found == {
        ("one-million-mentors", "schedule.notice"): Severity.WARN,
        ("the-brokerage", "plan.count"): Severity.APPROVE,
    }
