"""`mentor.induction`: the mentor has been introduced to the programme."""

from app.policy.evidence import EvidenceKind, Subject
from app.policy.facts import Facts
from app.policy.requirements import on_file
from app.policy.rule import NoParameters, Verdict, rule
from app.policy.sources import Document, Source


@rule(
    code="mentor.induction",
    title="The mentor has completed the induction training",
    description="The mentor must have completed the programme's induction training by the day of the session.",
    sources=(Source(Document.BROKERAGE, "The role of the mentor"),),
    parameters=NoParameters,
)
def mentor_induction(facts: Facts, _: NoParameters) -> Verdict:
    """Look for the mentor's training."""
    return on_file(
        facts,
        EvidenceKind.MENTOR_INDUCTION,
        Subject.MENTOR,
        what="The record of the mentor's induction training",
        remedy="Ask the mentor to complete the induction training, and ask the partner's coordinator to record it.",
    )
