"""Examples for the docs page: they run as they stand against the demo data."""

from typing import Any, Final
from uuid import UUID

from fastapi import Body
from fastapi.openapi.models import Example

from app.hosts.examples import HOST
from app.http.example_times import day_placeholder

RIVERSIDE_PARTNER: Final = UUID("01990000-0001-7000-8000-000000000001")
HARBOUR_PARTNER: Final = UUID("01990000-0001-7000-8000-000000000002")

# One Million Mentors: virtual mentoring; The Brokerage: online mentoring.
ONE_MILLION_MENTORS_PROGRAMME: Final = UUID("01990000-0002-7000-8000-000000000001")
BROKERAGE_PROGRAMME: Final = UUID("01990000-0002-7000-8000-000000000002")

RIVERSIDE_MENTOR: Final = UUID("01990000-0003-7000-8000-000000000001")
RIVERSIDE_SECOND_MENTOR: Final = UUID("01990000-0003-7000-8000-000000000002")
RIVERSIDE_MENTEE: Final = UUID("01990000-0003-7000-8000-000000000003")
RIVERSIDE_SECOND_MENTEE: Final = UUID("01990000-0003-7000-8000-000000000004")
HARBOUR_MENTOR: Final = UUID("01990000-0003-7000-8000-000000000005")
HARBOUR_SECOND_MENTOR: Final = UUID("01990000-0003-7000-8000-000000000006")
HARBOUR_MENTEE: Final = UUID("01990000-0003-7000-8000-000000000007")
HARBOUR_SECOND_MENTEE: Final = UUID("01990000-0003-7000-8000-000000000008")

# Riverside's pairings are in the programme of One Million Mentors, Harbour's in The Brokerage's. In each, the first mentor
# meets the first mentee and the second the second: the example that pairs the first with the second must find it free.
RIVERSIDE_PAIRING: Final = UUID("01990000-0004-7000-8000-000000000001")
RIVERSIDE_SECOND_PAIRING: Final = UUID("01990000-0004-7000-8000-000000000002")
HARBOUR_PAIRING: Final = UUID("01990000-0004-7000-8000-000000000003")
HARBOUR_SECOND_PAIRING: Final = UUID("01990000-0004-7000-8000-000000000004")

# Recorded by mistake, and archived as such already: for the examples that archive and restore.
MISTAKEN_PARTNER: Final = UUID("01990000-0001-7000-8000-000000000003")
ARCHIVED_PARTNER: Final = UUID("01990000-0001-7000-8000-000000000004")
MISTAKEN_MENTOR: Final = UUID("01990000-0003-7000-8000-000000000009")
ARCHIVED_MENTOR: Final = UUID("01990000-0003-7000-8000-00000000000a")
MISTAKEN_PAIRING: Final = UUID("01990000-0004-7000-8000-000000000005")
ARCHIVED_PAIRING: Final = UUID("01990000-0004-7000-8000-000000000006")

RIVERSIDE_PARTNER_CONSENT: Final = UUID("01990000-0005-7000-8000-000000000001")
RIVERSIDE_MENTOR_CONSENT: Final = UUID("01990000-0005-7000-8000-000000000002")
RIVERSIDE_MENTEE_CONSENT: Final = UUID("01990000-0005-7000-8000-000000000003")
RIVERSIDE_SECOND_MENTOR_CONSENT: Final = UUID("01990000-0005-7000-8000-000000000004")
RIVERSIDE_SECOND_MENTEE_CONSENT: Final = UUID("01990000-0005-7000-8000-000000000005")
HARBOUR_PARTNER_CONSENT: Final = UUID("01990000-0005-7000-8000-000000000006")
HARBOUR_MENTOR_CONSENT: Final = UUID("01990000-0005-7000-8000-000000000007")
HARBOUR_MENTEE_CONSENT: Final = UUID("01990000-0005-7000-8000-000000000008")
HARBOUR_SECOND_MENTOR_CONSENT: Final = UUID("01990000-0005-7000-8000-000000000009")
HARBOUR_SECOND_MENTEE_CONSENT: Final = UUID("01990000-0005-7000-8000-00000000000a")
# Riverside's second mentor has confirmed suitable technology: no rule refuses a session without it, so the example that
# withdraws evidence stands in nobody's way.
RIVERSIDE_SECOND_MENTOR_TECHNOLOGY: Final = UUID("01990000-0005-7000-8000-00000000000b")

# Measures for Riverside's second pairing, as a record of which nobody is at risk: no session needs them.
RIVERSIDE_MEASURES: Final = UUID("01990000-0005-7000-8000-00000000000c")

# What the second coordinator proposed about Riverside's second mentee, and the first one about Riverside's second mentor.
PROPOSED_CHANGE: Final = UUID("01990000-000a-7000-8000-000000000001")
OWN_PROPOSED_CHANGE: Final = UUID("01990000-000a-7000-8000-000000000002")


def _one(summary: str, value: object) -> dict[str, Example]:
    return {"demo": {"summary": summary, "value": value}}


def _body(summary: str, value: object) -> Any:
    return Body(openapi_examples=_one(summary, value))


def _id(summary: str, value: UUID) -> dict[str, Example]:
    return _one(summary, str(value))


PARTNER_ID: Final = _id("Riverside Youth Trust", RIVERSIDE_PARTNER)
PROGRAMME_ID: Final = _id("Virtual mentoring", ONE_MILLION_MENTORS_PROGRAMME)
PERSON_ID: Final = _id("A mentor of Riverside", RIVERSIDE_SECOND_MENTOR)
PAIRING_ID: Final = _id("A pairing of Riverside", RIVERSIDE_SECOND_PAIRING)
EVIDENCE_ID: Final = _id("Technology confirmed", RIVERSIDE_SECOND_MENTOR_TECHNOLOGY)
MEASURES_ID: Final = _id("Measures for a pairing of Riverside", RIVERSIDE_MEASURES)
HOST_ID: Final = _id("The first host", HOST)
PROPOSED_CHANGE_ID: Final = _id("A mentee's birth date", PROPOSED_CHANGE)
OWN_PROPOSED_CHANGE_ID: Final = _id("A mentor's birth date", OWN_PROPOSED_CHANGE)
CHANGED_PERSON: Final = _id("A mentor of Riverside", RIVERSIDE_SECOND_MENTOR)
MISTAKEN_PERSON_ID: Final = _id("A mentor who was entered twice", MISTAKEN_MENTOR)
MISTAKEN_PAIRING_ID: Final = _id("Two who were paired by mistake", MISTAKEN_PAIRING)
MISTAKEN_PARTNER_ID: Final = _id("A partner that was entered twice", MISTAKEN_PARTNER)
ARCHIVED_PERSON_ID: Final = _id("A mentor who is archived", ARCHIVED_MENTOR)
ARCHIVED_PAIRING_ID: Final = _id("A pairing that is archived", ARCHIVED_PAIRING)
ARCHIVED_PARTNER_ID: Final = _id("A partner that is archived", ARCHIVED_PARTNER)
PACK_NAME: Final = _one("One Million Mentors", "one-million-mentors")

# Schema examples show what a filter looks like; unlike the ones above, they do not fill it in.
PARTNER_FILTER: Final = [str(RIVERSIDE_PARTNER)]
PROGRAMME_FILTER: Final = [str(ONE_MILLION_MENTORS_PROGRAMME)]
MENTOR_FILTER: Final = [str(RIVERSIDE_MENTOR)]
MENTEE_FILTER: Final = [str(RIVERSIDE_MENTEE)]
PAIRING_FILTER: Final = [str(RIVERSIDE_PAIRING)]

_CONTACT: Final = {
    "name": "Safeguarding desk",
    "role": "Designated safeguarding lead",
    "phone": "+44 20 7946 0000",
    "email": "safeguarding@example.org",
}

CREATE_PROGRAMME: Final = _body(
    "A programme by the rules of One Million Mentors",
    {
        "name": "Evening mentoring",
        "pack": "one-million-mentors",
        "time_zone": "Europe/London",
        "host_pool": "default",
        "safeguarding_contacts": [_CONTACT],
    },
)
# First what changes nothing that protects: with another id and nothing else changed it takes no contact from anybody.
CHANGE_PROGRAMME: Final = Body(
    openapi_examples={
        "pool": {"summary": "Hosts of the pool that the demo uses", "value": {"host_pool": "default"}},
        "contact": {
            "summary": "Another contact, in place of those before",
            "value": {"safeguarding_contacts": [{**_CONTACT, "name": "Duty desk"}]},
        },
    }
)

# Notice stays short enough for every other example.
_NOTICE: Final = "schedule.notice"
SET_POLICY: Final = _body(
    "The pack of One Million Mentors, with six hours more of notice",
    {
        "pack": "one-million-mentors",
        "title": "One Million Mentors, with more notice",
        "rules": {_NOTICE: {"severity": "deny", "parameters": {"hours": 30}}},
    },
)

CREATE_PARTNER: Final = _body("A partner", {"name": "Northgate Youth Centre"})
CHANGE_PARTNER: Final = _body("Another name", {"name": "Riverside Youth Trust and Friends"})
SET_GUIDANCE: Final = _body(
    "A day and a half of notice, and nobody is charged for a call",
    {"rules": {_NOTICE: {"parameters": {"hours": 36}}}, "safety": {"meeting.audio": "computer-only"}},
)

CREATE_PERSON: Final = Body(
    openapi_examples={
        "mentee": {
            "summary": "A mentee",
            "value": {
                "partner_id": str(RIVERSIDE_PARTNER),
                "role": "mentee",
                "name": "Example Mentee",
                "birth_date": "2005-02-28",
            },
        },
        "mentor": {
            "summary": "A mentor",
            "value": {
                "partner_id": str(RIVERSIDE_PARTNER),
                "role": "mentor",
                "name": "Example Mentor",
                "email": "example.mentor@example.org",
            },
        },
    }
)
CHANGE_PERSON: Final = _body("Another e-mail address", {"email": "another.address@example.org"})

CREATE_PAIRING: Final = _body(
    "Riverside's first mentor and second mentee",
    {
        "programme_id": str(ONE_MILLION_MENTORS_PROGRAMME),
        "mentor_id": str(RIVERSIDE_MENTOR),
        "mentee_id": str(RIVERSIDE_SECOND_MENTEE),
    },
)
CHANGE_PAIRING: Final = Body(
    openapi_examples={
        "measures": {
            "summary": "Measures ask for sound by computer alone",
            "value": {"safety": {"meeting.audio": "computer-only"}},
        },
        "end": {"summary": "The two no longer meet", "value": {"active": False}},
    }
)

ARCHIVE: Final = _body("Why", {"reason": "Entered twice by mistake."})
RESTORE: Final = _body("Why", {"reason": "It was no mistake: both are needed."})

ENROL: Final = Body(
    openapi_examples={
        "new": {
            "summary": "A new mentor and a new mentee, with what is on paper already",
            "value": {
                "programme_id": str(ONE_MILLION_MENTORS_PROGRAMME),
                "partner_id": str(RIVERSIDE_PARTNER),
                "mentor": {"name": "New Example Mentor", "email": "new.mentor@example.org"},
                "mentee": {"name": "New Example Mentee", "birth_date": "2005-02-28"},
                "evidence": [
                    {
                        "about": "mentor",
                        "kind": "virtual_meeting_consent",
                        "document": "Consent folder 2026, sheet 31",
                    },
                    {
                        "about": "mentee",
                        "kind": "virtual_meeting_consent",
                        "document": "Consent folder 2026, sheet 32",
                    },
                    {"about": "mentor", "kind": "code_of_conduct_accepted", "edition": "2026"},
                ],
            },
        },
        "on_file": {
            "summary": "Somebody on file, with somebody new",
            "value": {
                "programme_id": str(ONE_MILLION_MENTORS_PROGRAMME),
                "partner_id": str(RIVERSIDE_PARTNER),
                "mentor": {"id": str(RIVERSIDE_MENTOR)},
                "mentee": {"name": "Another Example Mentee", "birth_date": "2005-02-28"},
            },
        },
    }
)

CONFIRM_CHANGE: Final = _body("Why", {"reason": "The birth certificate was shown to us: the year was mistyped."})
DECLINE_CHANGE: Final = _body("Why", {"reason": "Nobody could show a document for the other date."})
WITHDRAW_CHANGE: Final = _body("Why", {"reason": "The date belongs to somebody else; the first one was right."})

GIVE_EVIDENCE: Final = Body(
    openapi_examples={
        "consent": {
            "summary": "A mentee agrees to meet virtually",
            "value": {
                "kind": "virtual_meeting_consent",
                "person_id": str(RIVERSIDE_MENTEE),
                "document": "Consent folder 2026, sheet 12",
            },
        },
        "training": {
            "summary": "A mentor's child protection training, for a year",
            "value": {
                "kind": "child_protection_training",
                "person_id": str(RIVERSIDE_MENTOR),
                "valid_from": "2026-01-15",
                "valid_until": "2027-01-14",
            },
        },
        "measures": {
            "summary": "Measures for a pairing of which somebody is an adult at risk",
            "value": {
                "kind": "at_risk_measures",
                "pairing_id": str(RIVERSIDE_SECOND_PAIRING),
                "measures": {
                    "agreed": "A coordinator calls the mentee after each session. The mentor's camera stays on.",
                    "discussed_with": "The partner's safeguarding lead",
                    "review_on": day_placeholder(days_ahead=180),
                },
            },
        },
        "code_of_conduct": {
            "summary": "A mentor accepts an edition of the code of conduct",
            "value": {
                "kind": "code_of_conduct_accepted",
                "person_id": str(RIVERSIDE_MENTOR),
                "edition": "2026",
            },
        },
    }
)
WITHDRAW_EVIDENCE: Final = _body("Why", {"reason": "The mentor's computer has been replaced."})

CHANGE_HOST: Final = _body("In the pool that the demo's programmes use", {"pool": "default", "enabled": True})
