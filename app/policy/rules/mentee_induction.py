"""`mentee.induction`: the mentee has been introduced to the programme."""

from app.policy.evidence import EvidenceKind, Subject
from app.policy.facts import Facts
from app.policy.requirements import on_file
from app.policy.rule import NoParameters, Verdict, rule
from app.policy.sources import Document, Source


@rule(
    code="mentee.induction",
    title="The mentee has been trained on their role",
    description="The mentee must have been trained on their role in the programme by the day of the session.",
    sources=(Source(Document.BROKERAGE, "The role of The Brokerage"),),
    parameters=NoParameters,
)
def mentee_induction(facts: Facts, _: NoParameters) -> Verdict:
    """Look for the mentee's training."""
    return on_file(
        facts,
        EvidenceKind.MENTEE_INDUCTION,
        Subject.MENTEE,
        what="The record of the mentee's training on their role",
        remedy="Ask the partner's coordinator to see that the mentee is trained on their role, and to record the training.",
    )
