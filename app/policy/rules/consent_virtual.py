"""`consent.virtual`: mentor and mentee have each agreed to meet virtually."""

from app.policy.evidence import EvidenceKind, Subject, standing_of
from app.policy.facts import Facts
from app.policy.rule import Met, NoParameters, Seen, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.wording import capitalised, spoken_list


@rule(
    code="consent.virtual",
    title="Mentor and mentee have both agreed to meet virtually",
    description=(
        "The mentor and the mentee must each have agreed to meet virtually. "
        "The agreement must be valid on the day of the session, and may be withdrawn at any time."
    ),
    sources=(Source(Document.MENTEES_1MM, "Practical considerations"), Source(Document.ZOOM_1MM, "Participants")),
    parameters=NoParameters,
)
def consent_virtual(facts: Facts, _: NoParameters) -> Verdict:
    """Look for each party's own agreement; one party's never stands for the other's."""
    day = facts.session.local_date
    consents = {
        party: standing_of(facts.evidence, EvidenceKind.VIRTUAL_MEETING_CONSENT, party, day)
        for party in (Subject.MENTOR, Subject.MENTEE)
    }
    seen: Seen = {
        "session_date": day.isoformat(),
        **{f"valid_{party}_consents": [*consent.holding_ids] for party, consent in consents.items()},
    }
    lacking = {party: consent for party, consent in consents.items() if not consent.holds}
    if not lacking:
        return Met("The mentor and the mentee have both agreed to meet virtually.", seen)
    (first, its_consent), *others = lacking.items()
    gaps = [f"the {first}'s agreement to meet virtually {its_consent.standing}"]
    gaps += [f"the {party}'s {consent.standing}" for party, consent in others]
    who = spoken_list([f"the {party}" for party in lacking])
    return Unmet(
        f"{capitalised(', and '.join(gaps))}.",
        f"Ask {who} whether they agree to meet virtually, "
        "and ask the partner's coordinator to record each agreement that is given.",
        seen,
    )
