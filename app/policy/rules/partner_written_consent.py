"""`partner.written-consent`: the delivering partner allows virtual mentoring, in writing."""

from typing import Final

from app.policy.evidence import EvidenceKind, Subject, standing_of
from app.policy.facts import Facts
from app.policy.requirements import on_file
from app.policy.rule import Met, NoParameters, Seen, Unmet, Verdict, rule
from app.policy.sources import Document, Source

_RECORD: Final = (
    "Ask the partner's coordinator to record the partner's written consent, valid on the day of the session, with a "
    "reference to where the signed document is kept."
)


@rule(
    code="partner.written-consent",
    title="The partner has agreed in writing to virtual mentoring",
    description=(
        "The partner that delivers the programme must have given written consent to virtual mentoring, "
        "and the consent must be valid on the day of the session. It counts as written where the record says where the "
        "document is kept."
    ),
    sources=(Source(Document.ZOOM_1MM, "Organisation"),),
    parameters=NoParameters,
)
def partner_written_consent(facts: Facts, _: NoParameters) -> Verdict:
    """Look for a consent that counts on the day of the session, and for the document that makes it a written one."""
    kind, about = EvidenceKind.PARTNER_WRITTEN_CONSENT, Subject.PARTNER
    consent = on_file(facts, kind, about, what="The partner's written consent to virtual mentoring", remedy=_RECORD)
    newest = standing_of(facts.evidence, kind, about, facts.session.local_date).newest
    has_document = newest is not None and newest.has_document
    seen: Seen = {**consent.seen, "has_document": has_document}
    if isinstance(consent, Unmet):
        return Unmet(consent.sentence, consent.remedy, seen)
    if has_document:
        return Met(consent.sentence, seen)
    return Unmet(
        "The partner's consent to virtual mentoring is on file, but nothing says where the document is, so it does not count "
        "as written.",
        _RECORD,
        seen,
    )
