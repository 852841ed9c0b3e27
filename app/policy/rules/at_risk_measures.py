"""`at-risk.measures`: sessions of an adult at risk take place under measures that were agreed for them."""

from app.policy.evidence import EvidenceKind, Subject
from app.policy.facts import Facts
from app.policy.outcomes import Severity
from app.policy.requirements import on_file
from app.policy.rule import Met, NoParameters, NotConcerned, Unmet, Verdict, rule
from app.policy.sources import Document, Source


@rule(
    code="at-risk.measures",
    title="There are measures for a mentee who is an adult at risk",
    description=(
        "For a mentee who is an adult at risk, the programme and the partner must have agreed on measures and recorded "
        "them; without them no session takes place. A coordinator approves the first session of the pairing."
    ),
    sources=(Source(Document.ZOOM_1MM, "Participants"),),
    parameters=NoParameters,
)
def at_risk_measures(facts: Facts, _: NoParameters) -> Verdict:
    """Refuse without measures, however a programme takes the rule; with them, ask for one approval per pairing."""
    if not facts.mentee.adult_at_risk:
        return NotConcerned("The mentee is not recorded as an adult at risk.")
    measures = on_file(
        facts,
        EvidenceKind.AT_RISK_MEASURES,
        Subject.PAIRING,
        what="The record of the measures for this mentee, who is an adult at risk,",
        remedy="Ask the partner's coordinator to agree on measures with the programme and to record them.",
    )
    seen = {**measures.seen, "approved_before": facts.pairing.approved_before}
    if isinstance(measures, Unmet):
        return Unmet(measures.sentence, measures.remedy, seen, at_least=Severity.DENY)
    if facts.pairing.approved_before:
        return Met("There are measures for this mentee, and a coordinator has approved a session before.", seen)
    return Unmet(
        "The mentee is an adult at risk. There are measures, and no session of this pairing was approved before.",
        "Ask a coordinator of the partner to look at the measures and to approve the session.",
        seen,
    )
