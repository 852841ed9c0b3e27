"""The rules of the fullest pack written down anew for Cedar, and sessions on which both must find the same.

Cedar has no time zones and no ages, cannot look through lists of records, and says only which rules refuse: local times and
days are computed for it.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import cedarpy

from app.policy import (
    EvidenceFact,
    EvidenceKind,
    Facts,
    HostPoolFacts,
    Outcome,
    PairingFacts,
    PartnerFacts,
    PersonFacts,
    Policy,
    SessionFacts,
    Severity,
    Subject,
    Tightening,
    decide,
    host_is_able,
    host_is_free,
    is_bank_holiday,
    load_packs,
    needs_host,
)

LONDON: Final = ZoneInfo("Europe/London")
STARTS_AT: Final = datetime(2027, 3, 10, 14, 0, tzinfo=UTC)
WEEK: Final = timedelta(days=7)
NUMBERS: Final = count(1)

EVIDENCE: Final = (
    (EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER),
    (EvidenceKind.VIRTUAL_MEETING_CONSENT, Subject.MENTOR),
    (EvidenceKind.VIRTUAL_MEETING_CONSENT, Subject.MENTEE),
    (EvidenceKind.AT_RISK_MEASURES, Subject.PAIRING),
    (EvidenceKind.AT_RISK_MENTOR_CONSENT, Subject.MENTOR),
    (EvidenceKind.AT_RISK_MENTOR_TRAINING, Subject.MENTOR),
    (EvidenceKind.CHILD_PROTECTION_TRAINING, Subject.MENTOR),
    (EvidenceKind.MENTOR_INDUCTION, Subject.MENTOR),
    (EvidenceKind.MENTEE_INDUCTION, Subject.MENTEE),
    (EvidenceKind.CODE_OF_CONDUCT_ACCEPTED, Subject.MENTOR),
    (EvidenceKind.TECHNOLOGY_CONFIRMED, Subject.MENTOR),
    (EvidenceKind.TECHNOLOGY_CONFIRMED, Subject.MENTEE),
)


def new_id() -> UUID:
    return UUID(int=next(NUMBERS))


def fullest_pack() -> Policy:
    """Return the pack that asks for most rules."""

    def asked_for(name: str) -> int:
        return sum(setting.severity is not Severity.OFF for setting in load_packs()[name].rules.values())

    return Policy(load_packs()[max(load_packs(), key=asked_for)], version=1)


def session_of_an_adult_at_risk(**changes: Any) -> Facts:
    """Return a session in the middle of a plan that every rule has something to say about, and that is allowed."""
    given = {
        "decided_at": STARTS_AT - WEEK,
        "requested_by": "front_end",
        "session": SessionFacts(
            starts_at=STARTS_AT,
            ends_at=STARTS_AT + timedelta(hours=1),
            time_zone="Europe/London",
            modality="zoom",
            agreed_by_both=True,
        ),
        "partner": PartnerFacts(id=new_id()),
        "pairing": PairingFacts(
            id=new_id(),
            sessions_before=3,
            previous_session_at=STARTS_AT - WEEK,
            next_session_at=STARTS_AT + WEEK,
            approved_before=True,
        ),
        "mentor": PersonFacts(id=new_id(), age=40, adult_at_risk=False),
        "mentee": PersonFacts(id=new_id(), age=20, adult_at_risk=True),
        "evidence": tuple(
            EvidenceFact(id=new_id(), kind=kind, about=about, valid_from=date(2027, 1, 1), has_document=True)
            for kind, about in EVIDENCE
        ),
        "hosts": HostPoolFacts(
            hosts=3, active=3, with_proven_settings=3, with_sufficient_licence=3, with_changes_left=3, free=3
        ),
    }
    return Facts.model_validate(given | changes)


def with_everything_tightened(facts: Facts) -> Facts:
    """Return the same session with guidance of the partner, measures for the pairing and a wish."""
    guidance = Tightening.model_validate(
        {
            "rules": {"schedule.notice": {"severity": "deny", "parameters": {"hours": 48}}},
            "safety": {"meeting.video-on-entry": "no-video"},
        }
    )
    return facts.model_copy(
        update={
            "partner": facts.partner.model_copy(update={"guidance": guidance}),
            "pairing": facts.pairing.model_copy(update={"safety": {"meeting.screen-share": "nobody"}}),
            "session": facts.session.model_copy(update={"safety": {"meeting.audio": "computer-only"}}),
        }
    )


HOLDS: Final = (
    "(context.evidence has {key} && !context.evidence.{key}.withdrawn"
    " && context.evidence.{key}.valid_from <= context.day && context.day <= context.evidence.{key}.valid_until)"
)


def on_file(kind: EvidenceKind, about: Subject) -> str:
    return HOLDS.format(key=f"{about}_{kind}")


def documented(kind: EvidenceKind, about: Subject) -> str:
    return f"context.evidence.{about}_{kind}.has_document"


def cedar_rules(policy: Policy) -> dict[str, str]:
    """Return when each rule of the policy does not hold, as conditions of Cedar."""
    given = {code: setting.parameters for code, setting in policy.document.rules.items()}
    duration, cadence, hours = given["plan.duration"], given["plan.cadence"], given["schedule.working-hours"]
    young = "!(context has mentee_age) || context.mentee_age < "
    consent = EvidenceKind.VIRTUAL_MEETING_CONSENT, EvidenceKind.TECHNOLOGY_CONFIRMED
    each = [f"!({on_file(kind, Subject.MENTOR)} && {on_file(kind, Subject.MENTEE)})" for kind in consent]
    rhythm = " || ".join(
        f"context has {name} && (context.{name} < {int(str(cadence['days'])) - int(str(cadence['tolerance_days']))}"
        f" || context.{name} > {int(str(cadence['days'])) + int(str(cadence['tolerance_days']))})"
        for name in ("days_to_previous", "days_to_next")
    )
    return {
        "pairing.active": "!context.paired",
        "partner.written-consent": f"!({on_file(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER)}"
        f" && {documented(EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER)})",
        "mentee.minimum-age": f"{young}{given['mentee.minimum-age']['age']}",
        "mentee.age-band": f"{young}{given['mentee.age-band']['youngest']}"
        f" || context.mentee_age > {given['mentee.age-band']['oldest']}",
        "consent.virtual": each[0],
        "minor.booked-by-organisation": f'({young}18) && context.requested_by != "coordinator"',
        "minor.child-protection-training": f"({young}17)"
        f" && !{on_file(EvidenceKind.CHILD_PROTECTION_TRAINING, Subject.MENTOR)}",
        "minor.contact-details": f'({young}18) && context.modality == "phone"',
        "at-risk.measures": "(context.mentor_at_risk || context.mentee_at_risk) && (!context.approved_before"
        f" || !{on_file(EvidenceKind.AT_RISK_MEASURES, Subject.PAIRING)})",
        "at-risk.mentor-consent": "context.mentee_at_risk"
        f" && !{on_file(EvidenceKind.AT_RISK_MENTOR_CONSENT, Subject.MENTOR)}",
        "at-risk.mentor-training": "context.mentee_at_risk"
        f" && !{on_file(EvidenceKind.AT_RISK_MENTOR_TRAINING, Subject.MENTOR)}",
        "mentor.induction": f"!{on_file(EvidenceKind.MENTOR_INDUCTION, Subject.MENTOR)}",
        "mentee.induction": f"!{on_file(EvidenceKind.MENTEE_INDUCTION, Subject.MENTEE)}",
        "mentor.code-of-conduct": f"!{on_file(EvidenceKind.CODE_OF_CONDUCT_ACCEPTED, Subject.MENTOR)}",
        "technology.suitable": each[1],
        "schedule.notice": f"context.minutes_ahead < {given['schedule.notice']['hours']} * 60",
        "schedule.horizon": f"context.days_ahead > {given['schedule.horizon']['days']}",
        "schedule.mutual": "!context.agreed_by_both",
        "schedule.working-hours": f"!{json.dumps(hours['weekdays'])}.contains(context.weekday) || context.bank_holiday"
        f" || context.starts_at < {minutes(hours['start'])} || context.ends_at > {minutes(hours['end'])}",
        "schedule.clash": "!context.clashes.isEmpty() || !context.host_is_free",
        "plan.duration": f"context.minutes < {duration['minimum_minutes']}"
        f" || context.minutes > {duration['maximum_minutes']}",
        "plan.count": f"context.sessions_before >= {given['plan.count']['sessions']}",
        "plan.cadence": rhythm,
        "modality.allowed": f"!{json.dumps(given['modality.allowed']['allowed'])}.contains(context.modality)",
        "host.licence": "!context.host_is_able",
        "safety.camera": 'context.modality != "phone" && context.video == "no-video"',
        "safety.wishes": "!context.loosened.isEmpty()",
    }


def minutes(clock: object) -> int:
    hour, _, minute = str(clock).partition(":")
    return int(hour) * 60 + int(minute)


def cedar_policy(policy: Policy) -> cedarpy.PolicySet:
    """Return the policy as Cedar's: everything is permitted that no rule forbids; only rules that are asked for."""
    rules = cedar_rules(policy)
    texts = ["permit(principal, action, resource);"]
    texts += [
        f'@id("{code}")\nforbid(principal, action, resource) when {{ {rules[code]} }};'
        for code, setting in policy.document.rules.items()
        if setting.severity is not Severity.OFF
    ]
    return cedarpy.PolicySet.from_str("\n".join(texts))


def cedar_context(facts: Facts) -> dict[str, Any]:
    """Return the facts in the form that Cedar's rules look at, with local times and days."""
    session, day = facts.session, facts.session.local_date
    starts_at, ends_at = (each.astimezone(LONDON) for each in (session.starts_at, session.ends_at))
    neighbours = {
        "days_to_previous": facts.pairing.previous_session_at,
        "days_to_next": facts.pairing.next_session_at,
    }
    return {
        "day": day.toordinal(),
        "weekday": f"{day:%A}".lower(),
        "bank_holiday": is_bank_holiday(day, "GB-ENG"),
        "starts_at": starts_at.hour * 60 + starts_at.minute,
        "ends_at": ends_at.hour * 60 + ends_at.minute,
        "minutes": session.length // timedelta(minutes=1),
        "minutes_ahead": (session.starts_at - facts.requested_at) // timedelta(minutes=1),
        "days_ahead": (day - facts.requested_at.astimezone(LONDON).date()).days,
        "modality": session.modality,
        "agreed_by_both": session.agreed_by_both,
        "requested_by": facts.requested_by,
        "paired": facts.pairing.active,
        "mentor_at_risk": facts.mentor.adult_at_risk,
        "mentee_at_risk": facts.mentee.adult_at_risk,
        "approved_before": facts.pairing.approved_before,
        "sessions_before": facts.pairing.sessions_before,
        "clashes": [*facts.clashes],
        "host_is_free": not needs_host(facts) or host_is_free(facts),
        "host_is_able": not needs_host(facts) or host_is_able(facts),
        "loosened": [],
        "video": facts.session.safety.get("meeting.video-on-entry", "off"),
        # What was said last counts.
        "evidence": {
            f"{each.about}_{each.kind}": {
                "has_document": each.has_document,
                "withdrawn": each.withdrawn,
                "valid_from": each.valid_from.toordinal(),
                "valid_until": (each.valid_until or date.max).toordinal(),
            }
            for each in sorted(facts.evidence, key=lambda each: (each.valid_from, each.id))
        },
        **({} if facts.mentee.age is None else {"mentee_age": facts.mentee.age}),
        **{name: abs((day - at.astimezone(LONDON).date()).days) for name, at in neighbours.items() if at is not None},
    }


def variations(facts: Facts) -> Iterator[Facts]:
    """Yield the session and others that fail one rule or several, to see that both decide alike."""
    yield facts
    yield facts.model_copy(update={"evidence": ()})
    for left_out in facts.evidence:
        yield facts.model_copy(update={"evidence": tuple(each for each in facts.evidence if each is not left_out)})
    for age in (None, 16, 17, 26):
        yield facts.model_copy(update={"mentee": facts.mentee.model_copy(update={"age": age})})
    written = next(each for each in facts.evidence if each.kind is EvidenceKind.PARTNER_WRITTEN_CONSENT)
    later = {"id": new_id(), "valid_from": written.valid_from + timedelta(days=1)}
    for changes in (
        {"id": later["id"], "has_document": False},
        {**later, "withdrawn": True},
        {**later, "has_document": False},
    ):
        yield facts.model_copy(update={"evidence": (*facts.evidence, written.model_copy(update=changes))})
    for at_risk in ((True, False), (False, False), (True, True)):
        mentor, mentee = (
            person.model_copy(update={"adult_at_risk": each})
            for person, each in zip((facts.mentor, facts.mentee), at_risk, strict=True)
        )
        pairing = facts.pairing.model_copy(update={"approved_before": False})
        yield facts.model_copy(update={"mentor": mentor, "mentee": mentee, "pairing": pairing})
    sessions: tuple[dict[str, Any], ...] = (
        {"safety": {"meeting.video-on-entry": "no-video"}},
        {"modality": "phone"},
        {"agreed_by_both": False},
        {"ends_at": STARTS_AT + timedelta(minutes=59)},
        {"starts_at": STARTS_AT + timedelta(hours=6), "ends_at": STARTS_AT + timedelta(hours=7)},
        {"starts_at": STARTS_AT + timedelta(days=3), "ends_at": STARTS_AT + timedelta(days=3, hours=1)},
    )
    for changes in sessions:
        yield facts.model_copy(update={"session": facts.session.model_copy(update=changes)})
    pairings: tuple[dict[str, Any], ...] = ({"sessions_before": 7}, {"active": False})
    for changes in pairings:
        yield facts.model_copy(update={"pairing": facts.pairing.model_copy(update=changes)})
    yield facts.model_copy(update={"requested_at": STARTS_AT - timedelta(hours=1)})
    yield facts.model_copy(update={"clashes": ("mentor",)})


def decide_by_cedar(policies: cedarpy.PolicySet, entities: cedarpy.Entities, context: str) -> cedarpy.AuthzResult:
    request = {
        "principal": 'Requester::"front_end"',
        "action": 'Action::"book"',
        "resource": 'Session::"one"',
        "context": context,
    }
    return cedarpy.is_authorized(request, policies, entities)


def check_that_both_decide_alike(
    policy: Policy, policies: cedarpy.PolicySet, entities: cedarpy.Entities, facts: Facts
) -> int:
    """Return for how many sessions both find the same rules not to hold."""
    checked = 0
    for each in variations(facts):
        ours = {found.code for found in decide(policy, each).findings if found.outcome >= Outcome.WARN}
        result = decide_by_cedar(policies, entities, json.dumps(cedar_context(each)))
        theirs = set(result.diagnostics.id_annotations_by_reason.values())
        if result.diagnostics.errors or ours != theirs:
            raise SystemExit(f"not alike: {sorted(ours ^ theirs)} {result.diagnostics.errors}")
        checked += 1
    return checked
