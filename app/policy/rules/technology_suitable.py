"""`technology.suitable`: mentor and mentee have what they need to meet online, and know what it costs."""

from app.policy.evidence import EvidenceKind
from app.policy.facts import Facts
from app.policy.requirements import on_file_for_each
from app.policy.rule import NoParameters, Verdict, rule
from app.policy.sources import Document, Source


@rule(
    code="technology.suitable",
    title="Mentor and mentee have suitable technology",
    description=(
        "The mentor and the mentee must each have confirmed that they have suitable technology, "
        "and that they know what their internet connection or phone call costs."
    ),
    sources=(
        Source(Document.ZOOM_1MM, "Technology"),
        Source(Document.MENTOR247, "Internet Connection & technical requirements"),
    ),
    parameters=NoParameters,
)
def technology_suitable(facts: Facts, _: NoParameters) -> Verdict:
    """Look for each party's own confirmation; one party's never stands for the other's."""
    return on_file_for_each(
        facts,
        EvidenceKind.TECHNOLOGY_CONFIRMED,
        what="confirmation of suitable technology",
        met="The mentor and the mentee have both confirmed that they have suitable technology.",
        remedy=(
            "Ask {who} to test their equipment and to find out what the connection costs, "
            "and ask the partner's coordinator to record it."
        ),
    )
