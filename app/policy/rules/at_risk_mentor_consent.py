"""`at-risk.mentor-consent`: the mentor has agreed to work with an adult at risk."""

from app.policy.evidence import EvidenceKind, Subject
from app.policy.facts import Facts
from app.policy.requirements import on_file
from app.policy.rule import NoParameters, NotConcerned, Verdict, rule
from app.policy.sources import Document, Source


@rule(
    code="at-risk.mentor-consent",
    title="The mentor has agreed to work with an adult at risk",
    description=(
        "For a mentee who is an adult at risk, the mentor must have agreed beforehand to work with an adult at risk, "
        "and the agreement must be valid on the day of the session."
    ),
    sources=(Source(Document.BROKERAGE, "Child protection and safeguarding"),),
    parameters=NoParameters,
)
def at_risk_mentor_consent(facts: Facts, _: NoParameters) -> Verdict:
    """Look for the mentor's agreement where the mentee is an adult at risk."""
    if not facts.mentee.adult_at_risk:
        return NotConcerned("The mentee is not recorded as an adult at risk.")
    return on_file(
        facts,
        EvidenceKind.AT_RISK_MENTOR_CONSENT,
        Subject.MENTOR,
        what="The mentor's agreement to work with an adult at risk",
        remedy="Ask the mentor whether they agree, and ask the partner's coordinator to record the agreement if they do.",
    )
