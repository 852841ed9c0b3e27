"""`mentor.code-of-conduct`: the mentor has accepted the code of conduct that is in force."""

from typing import Annotated

from pydantic import Field

from app.policy.evidence import EvidenceKind, Subject
from app.policy.facts import Facts
from app.policy.requirements import on_file
from app.policy.rule import Met, Parameters, Seen, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter


class CodeOfConduct(Parameters):
    """Which edition of the code counts."""

    edition: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=40,
            pattern=r"^[^\x00-\x1f\x7f]+$",
            description="Name of the edition of the code that is in force; none if any edition counts",
        ),
        Tighter.NEITHER,
    ] = None


@rule(
    code="mentor.code-of-conduct",
    title="The mentor has accepted the code of conduct",
    description=(
        "The mentor must have accepted the programme's code of conduct, in the edition that is in force "
        "where the programme names one."
    ),
    sources=(
        Source(Document.BROKERAGE, "Mentor Code of Conduct"),
        Source(Document.MENTOR247, "Mentor Code of Conduct"),
        Source(Document.ZOOM_1MM, "Zoom Etiquette"),
    ),
    parameters=CodeOfConduct,
)
def mentor_code_of_conduct(facts: Facts, code: CodeOfConduct) -> Verdict:
    """Look for an acceptance of the edition in force; one of another edition is told apart from none."""
    in_force = _accepted(facts, code.edition)
    seen: Seen = {**in_force.seen, "edition": code.edition}
    if isinstance(in_force, Met):
        return Met(in_force.sentence, seen)
    if isinstance(_accepted(facts, None), Met):
        return Unmet(
            "The mentor has accepted another edition of the code of conduct than the one that is in force.",
            "Ask the mentor to accept the edition that is in force, and ask the partner's coordinator to record it.",
            seen,
        )
    return Unmet(in_force.sentence, in_force.remedy, seen)


def _accepted(facts: Facts, edition: str | None) -> Met | Unmet:
    return on_file(
        facts,
        EvidenceKind.CODE_OF_CONDUCT_ACCEPTED,
        Subject.MENTOR,
        what="The mentor's acceptance of the code of conduct",
        remedy="Ask the mentor to accept the code of conduct, and ask the partner's coordinator to record it.",
        edition=edition,
    )
