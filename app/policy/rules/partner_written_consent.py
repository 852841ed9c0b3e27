"""`partner.written-consent`: the delivering partner allows virtual mentoring, in writing."""

from app.policy.evidence import EvidenceKind, Subject, standing_of
from app.policy.facts import Facts
from app.policy.rule import Met, NoParameters, Seen, Unmet, Verdict, rule
from app.policy.sources import Document, Source


@rule(
    code="partner.written-consent",
    title="The partner has agreed in writing to virtual mentoring",
    description=(
        "The partner that delivers the programme must have given written consent to virtual mentoring, "
        "and the consent must be valid on the day of the session."
    ),
    sources=(Source(Document.ZOOM_1MM, "Organisation"),),
    parameters=NoParameters,
)
def partner_written_consent(facts: Facts, _: NoParameters) -> Verdict:
    """Look for a consent that counts on the session's local date, not on the day of the request."""
    day = facts.session.local_date
    consent = standing_of(facts.evidence, EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER, day)
    seen: Seen = {"session_date": day.isoformat(), "valid_consents": [*consent.holding_ids]}
    sentence = f"The partner's written consent to virtual mentoring {consent.standing}."
    if consent.holds:
        return Met(sentence, seen)
    return Unmet(
        sentence,
        "Ask the partner's coordinator to record the partner's written consent, valid on the day of the session.",
        seen,
    )
