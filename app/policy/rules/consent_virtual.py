"""`consent.virtual`: mentor and mentee have each agreed to meet virtually."""

from app.policy.evidence import EvidenceKind
from app.policy.facts import Facts
from app.policy.requirements import on_file_for_each
from app.policy.rule import NoParameters, Verdict, rule
from app.policy.sources import Document, Source


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
    return on_file_for_each(
        facts,
        EvidenceKind.VIRTUAL_MEETING_CONSENT,
        what="agreement to meet virtually",
        met="The mentor and the mentee have both agreed to meet virtually.",
        remedy=(
            "Ask {who} whether they agree to meet virtually, "
            "and ask the partner's coordinator to record each agreement that is given."
        ),
    )
