"""`partner.written-consent`: the delivering partner allows virtual mentoring, in writing."""

from app.policy.evidence import EvidenceKind, Subject
from app.policy.facts import Facts
from app.policy.requirements import on_file
from app.policy.rule import NoParameters, Verdict, rule
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
    """Look for a consent that counts on the day of the session."""
    return on_file(
        facts,
        EvidenceKind.PARTNER_WRITTEN_CONSENT,
        Subject.PARTNER,
        what="The partner's written consent to virtual mentoring",
        remedy="Ask the partner's coordinator to record the partner's written consent, valid on the day of the session.",
    )
