"""`at-risk.mentor-training`: the mentor is trained to work with an adult at risk."""

from app.policy.evidence import EvidenceKind, Subject
from app.policy.facts import Facts
from app.policy.requirements import on_file
from app.policy.rule import NoParameters, NotConcerned, Verdict, rule
from app.policy.sources import Document, Source


@rule(
    code="at-risk.mentor-training",
    title="The mentor is trained to work with an adult at risk",
    description=(
        "For a mentee who is an adult at risk, the mentor must have been trained to work with an adult at risk, "
        "and the training must be valid on the day of the session."
    ),
    sources=(Source(Document.BROKERAGE, "Child protection and safeguarding"),),
    parameters=NoParameters,
)
def at_risk_mentor_training(facts: Facts, _: NoParameters) -> Verdict:
    """Look for the mentor's training where the mentee is an adult at risk."""
    if not facts.mentee.adult_at_risk:
        return NotConcerned("The mentee is not recorded as an adult at risk.")
    return on_file(
        facts,
        EvidenceKind.AT_RISK_MENTOR_TRAINING,
        Subject.MENTOR,
        what="The record of the mentor's training to work with an adult at risk",
        remedy="Ask the partner's coordinator to see that the mentor is trained, and to record the training.",
    )
