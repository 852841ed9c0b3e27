"""Any facts, any policy that is not below the floor, and any tightening, for laws that hold for all of them."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final

from hypothesis import strategies as st

from app.policy import (
    RULES_BY_CODE,
    SETTINGS,
    SUBJECTS_OF,
    EvidenceFact,
    EvidenceKind,
    Facts,
    PartnerFacts,
    Policy,
    PolicyDocument,
    Severity,
    Tightening,
    checked_tightening,
    load_packs,
    pack,
)
from app.policy.calendar import Weekday
from app.policy.errors import PolicyError
from app.policy.tighter import Tighter
from tests.support.policy_examples import ALL_EVIDENCE, SESSION_DAY, STARTS_AT, facts, host, pairing, policy, session

_weekdays = st.lists(st.sampled_from([day.value for day in Weekday]), min_size=1, unique=True)
_OF_ITS_OWN: Final[Mapping[str, Mapping[str, st.SearchStrategy[Any]]]] = {
    "mentee.minimum-age": {"age": st.integers(15, 21)},
    "mentee.age-band": {"youngest": st.integers(15, 21), "oldest": st.integers(18, 26)},
    "minor.booked-by-organisation": {"adult_from": st.integers(18, 21)},
    "minor.child-protection-training": {"required_under": st.integers(17, 20)},
    "minor.contact-details": {"adult_from": st.integers(18, 21)},
    "mentor.code-of-conduct": {"edition": st.none() | st.sampled_from(["first", "second"])},
    "schedule.notice": {"hours": st.integers(0, 72)},
    "schedule.horizon": {"days": st.integers(1, 180)},
    "schedule.working-hours": {
        "weekdays": _weekdays,
        "start": st.sampled_from(["00:00", "09:00", "09:01", "12:30"]),
        "end": st.sampled_from(["13:00", "17:30", "23:59"]),
        "region": st.sampled_from(["GB-ENG", "GB-SCT", "DE-BY", "US"]),
        "reason_replaces_approval": st.booleans(),
    },
    "schedule.clash": {"gap_minutes": st.integers(0, 60), "host_gap_minutes": st.integers(0, 60)},
    "plan.duration": {"minimum_minutes": st.integers(10, 60), "maximum_minutes": st.integers(30, 90)},
    "plan.count": {"sessions": st.integers(1, 9)},
    "plan.cadence": {"days": st.integers(1, 14), "tolerance_days": st.integers(0, 5)},
    "modality.allowed": {"allowed": st.lists(st.sampled_from(["zoom", "phone"]), min_size=1, unique=True)},
}
PARAMETERS: Final[Mapping[str, Mapping[str, st.SearchStrategy[Any]]]] = {
    code: {**_OF_ITS_OWN.get(code, {}), "second_person": st.booleans()} for code in RULES_BY_CODE
}
"""Values of every parameter around those that matter to the facts below."""

days = st.integers(-3, 3).map(lambda offset: SESSION_DAY + timedelta(days=offset))
evidence_items = st.builds(
    lambda about_kind, number, valid_from, valid_until, withdrawn, edition, has_document: EvidenceFact(
        id=number,
        kind=about_kind[0],
        about=about_kind[1],
        valid_from=valid_from,
        valid_until=valid_until,
        withdrawn=withdrawn,
        edition=edition if about_kind[0] is EvidenceKind.CODE_OF_CONDUCT_ACCEPTED else None,
        has_document=has_document,
    ),
    st.sampled_from([(kind, about) for kind, subjects in SUBJECTS_OF.items() for about in sorted(subjects)]),
    st.uuids(),
    days,
    st.none() | days,
    st.booleans(),
    st.none() | st.sampled_from(["first", "second"]),
    st.booleans(),
)


def _few_of(values: Mapping[str, st.SearchStrategy[Any]], *, at_most: int = 4) -> st.SearchStrategy[dict[str, Any]]:
    """A few of these keys, each with a value of its own; much faster to draw than every key being there or not."""
    items = [st.tuples(st.just(key), value) for key, value in values.items()]
    return st.lists(st.one_of(items), max_size=at_most).map(dict) if items else st.just({})


tighter_levels = _few_of({each.code: st.sampled_from(each.levels[each.rank(each.baseline) :]) for each in SETTINGS})
any_wishes = _few_of({each.code: st.sampled_from(each.levels) for each in SETTINGS})
_neighbours = st.none() | st.integers(0, 12).map(timedelta)


def _acceptable(code: str, wanted: Mapping[str, Any]) -> bool:
    """Whether it neither contradicts itself nor asks for less than the floor."""
    try:
        checked_tightening({"rules": {code: wanted}})
    except PolicyError:
        return False
    return True


def _tightenable(code: str) -> dict[str, st.SearchStrategy[Any]]:
    directions = RULES_BY_CODE[code].parameters.directions()
    return {
        name: values for name, values in PARAMETERS.get(code, {}).items() if directions[name] is not Tighter.NEITHER
    }


_tightened_rules = _few_of(
    {
        code: st.fixed_dictionaries(
            {"severity": st.sampled_from(Severity), "parameters": _few_of(_tightenable(code))}
        ).filter(partial(_acceptable, code))
        for code in RULES_BY_CODE
    }
)
any_tightening = st.builds(
    lambda rules, safety: checked_tightening({"rules": rules, "safety": safety}), _tightened_rules, tighter_levels
)
any_guidance = st.just(Tightening()) | any_tightening


def _facts(
    age: int | None,
    at_risk: tuple[bool, bool],
    requested_by: str,
    moved: int,
    minutes: int,
    asked_for: Mapping[str, Any],
    ahead: int,
    on_file: list[EvidenceFact],
    about_pairing: Mapping[str, Any],
    about_hosts: Mapping[str, Any],
    clashes: list[str],
    guidance: Tightening,
) -> Facts:
    starts_at = STARTS_AT + timedelta(minutes=moved)
    neighbours = {
        "previous_session_at": None if (gap := about_pairing["before"]) is None else starts_at - gap,
        "next_session_at": None if (gap := about_pairing["after"]) is None else starts_at + gap,
    }
    return facts(
        mentee_age=age,
        mentor_at_risk=at_risk[0],
        adult_at_risk=at_risk[1],
        requested_by=requested_by,
        session=session(starts_at=starts_at, minutes=minutes, **asked_for),
        decided_at=starts_at - timedelta(minutes=ahead),
        evidence=tuple(on_file),
        pairing=pairing(**about_pairing["facts"], **neighbours),
        hosts=(host(**about_hosts),),
        clashes=tuple(clashes),
        partner=PartnerFacts(id=facts().partner.id, guidance=guidance),
    )


any_facts = st.builds(
    _facts,
    st.none() | st.integers(15, 27),
    st.tuples(st.booleans(), st.booleans()),
    st.sampled_from(["coordinator", "front_end"]),
    st.sampled_from([0, -300, -299, 90, 91, 150, 151, 600, 4 * 24 * 60, 19 * 24 * 60]),
    st.sampled_from([10, 15, 30, 31, 60, 90, 120]),
    st.fixed_dictionaries(
        {
            "modality": st.sampled_from(["zoom", "phone", "teams"]),
            "agreed_by_both": st.booleans(),
            "outside_hours_reason": st.booleans(),
            "safety": any_wishes,
        }
    ),
    st.sampled_from([-60, 0, 60, 119, 120, 1439, 1440, 30 * 24 * 60, 180 * 24 * 60, 182 * 24 * 60]),
    st.lists(evidence_items, max_size=4) | st.lists(st.sampled_from(ALL_EVIDENCE), unique=True),
    st.fixed_dictionaries(
        {
            "facts": st.fixed_dictionaries(
                {"sessions_before": st.integers(0, 8), "approved_before": st.booleans(), "safety": tighter_levels}
            ),
            "before": _neighbours,
            "after": _neighbours,
        }
    ),
    st.fixed_dictionaries(
        {"licensed": st.booleans(), "free": st.booleans(), "changes_left_today": st.sampled_from([0, 90])}
    ),
    st.lists(st.sampled_from(["mentor", "mentee"]), max_size=2),
    any_guidance,
)


def _not_below_the_floor(given: Mapping[str, Mapping[str, Any]], safety: Mapping[str, str]) -> Policy:
    """The floor, in which each rule and setting is at least as strict as asked for."""
    rules: dict[str, Any] = pack("baseline").model_dump(mode="json")["rules"]
    for code, wanted in given.items():
        rule, floor = RULES_BY_CODE[code], rules[code]
        severity = Severity(floor["severity"])
        directions = rule.parameters.directions()
        parameters = {
            name: value
            if severity is Severity.OFF or directions[name] is Tighter.NEITHER
            else directions[name].tighter_of(value, floor["parameters"][name])
            for name, value in wanted["parameters"].items()
        }
        if rule.parameters.model_validate({**floor["parameters"], **parameters}).contradiction() is None:
            floor["parameters"] |= parameters
        floor["severity"] = max(severity, wanted["severity"])
        if wanted["coordinator_severity"] is not None:
            floor["coordinator_severity"] = max(severity, wanted["coordinator_severity"])
    document = {"pack": "any", "title": "Any", "rules": rules, "safety": safety}
    return Policy(PolicyDocument.model_validate(document), version=1)


any_policy = st.sampled_from([*load_packs()]).map(policy) | st.builds(
    _not_below_the_floor,
    _few_of(
        {
            code: st.fixed_dictionaries(
                {
                    "severity": st.sampled_from(Severity),
                    "coordinator_severity": st.none() | st.sampled_from(Severity),
                    "parameters": _few_of(PARAMETERS.get(code, {})),
                }
            )
            for code in RULES_BY_CODE
        },
        at_most=8,
    ),
    tighter_levels,
)
