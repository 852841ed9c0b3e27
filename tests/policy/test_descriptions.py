"""The catalogue as it is shown: stable codes, in JSON, with what each pack makes of it."""

import json
import re

from app.policy import RULES, RULES_BY_CODE, SETTINGS, SETTINGS_BY_CODE, describe_rules, describe_settings, load_packs


def test_rules_are_described_in_catalogue_order_with_a_severity_per_pack() -> None:
    described = [json.loads(each.model_dump_json()) for each in describe_rules()]
    assert [each["code"] for each in described] == [rule.code for rule in RULES]
    assert all([*each["packs"]] == [*load_packs()] for each in described)
    notice = next(each for each in described if each["code"] == "schedule.notice")
    assert notice["packs"]["one-million-mentors"] == {
        "severity": "deny",
        "coordinator_severity": "warn",
        "parameters": {"hours": 24, "second_person": False},
        "citation": "1mm-mentees, Practical considerations",
    }
    assert notice["parameters"]["properties"]["hours"]["tighter"] == "higher"


def test_every_parameter_is_described_with_a_default_and_the_way_it_gets_tighter() -> None:
    for rule in describe_rules():
        properties = json.loads(rule.model_dump_json())["parameters"].get("properties", {})
        for schema in properties.values():
            assert {"description", "default", "tighter"} <= schema.keys()


def test_settings_are_described_with_their_levels_from_loose_to_tight() -> None:
    described = [json.loads(each.model_dump_json()) for each in describe_settings()]
    assert [each["code"] for each in described] == [setting.code for setting in SETTINGS]
    chat = next(each for each in described if each["code"] == "meeting.lasting-chat")
    assert chat["levels"] == ["allowed", "in-meeting-only", "chat-off"]
    assert chat["baseline"] == chat["packs"]["mentor247"] == "in-meeting-only"


def test_codes_are_distinct_and_well_formed() -> None:
    codes = [*RULES_BY_CODE, *SETTINGS_BY_CODE]
    assert len(set(codes)) == len(RULES) + len(SETTINGS)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*", code) for code in codes)


def test_the_published_directions_of_parameters_are_the_rules() -> None:
    found = {
        f"{rule.code} {name}": str(direction)
        for rule in RULES
        for name, direction in rule.parameters.directions().items()
    }
    assert {found.pop(f"{rule.code} second_person") for rule in RULES} == {"higher"}
    assert found == {
        "mentee.minimum-age age": "higher",
        "mentee.age-band youngest": "higher",
        "mentee.age-band oldest": "lower",
        "minor.booked-by-organisation adult_from": "higher",
        "minor.child-protection-training required_under": "higher",
        "minor.contact-details adult_from": "higher",
        "mentor.code-of-conduct edition": "neither",
        "schedule.notice hours": "higher",
        "schedule.horizon days": "lower",
        "schedule.working-hours weekdays": "fewer",
        "schedule.working-hours start": "higher",
        "schedule.working-hours end": "lower",
        "schedule.working-hours region": "neither",
        "schedule.working-hours reason_replaces_approval": "lower",
        "schedule.clash gap_minutes": "higher",
        "schedule.clash host_gap_minutes": "higher",
        "plan.duration minimum_minutes": "higher",
        "plan.duration maximum_minutes": "lower",
        "plan.count sessions": "lower",
        "plan.cadence days": "neither",
        "plan.cadence tolerance_days": "lower",
        "modality.allowed allowed": "fewer",
    }
