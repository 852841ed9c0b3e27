"""`minor.child-protection-training`: whoever mentors a young mentee is trained in child protection."""

from typing import Annotated

from pydantic import Field

from app.policy.ages import may_be_under
from app.policy.evidence import EvidenceKind, Subject
from app.policy.facts import Facts
from app.policy.requirements import on_file
from app.policy.rule import NotConcerned, Parameters, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter


class TrainingAge(Parameters):
    """Up to which age of the mentee the mentor needs the training."""

    required_under: Annotated[
        int,
        Field(ge=17, le=120, description="Mentors of mentees younger than this, in whole years, need the training"),
        Tighter.HIGHER,
    ] = 17


@rule(
    code="minor.child-protection-training",
    title="The mentor of a young mentee is trained in child protection",
    description=(
        "Where the mentee is under 17, or the age is not known, the mentor must have had child protection training, "
        "and the training must be valid on the day of the session."
    ),
    sources=(Source(Document.BROKERAGE, "Child protection and safeguarding"),),
    parameters=TrainingAge,
)
def minor_child_protection_training(facts: Facts, training: TrainingAge) -> Verdict:
    """Treat an unknown age as a young one: when in doubt, the mentor is trained."""
    if not may_be_under(facts.mentee.age, training.required_under):
        return NotConcerned(
            f"The mentee will be {training.required_under} or over on the day of the session.",
            {"required_under": training.required_under},
        )
    return on_file(
        facts,
        EvidenceKind.CHILD_PROTECTION_TRAINING,
        Subject.MENTOR,
        what="The record of the mentor's child protection training, which a mentee of this age calls for,"
        if facts.mentee.age is not None
        else "The mentee's age is not known, and the record of the mentor's child protection training",
        remedy=(
            "Ask the partner's coordinator to see that the mentor is trained in child protection, "
            "and to record the training."
        ),
    )
