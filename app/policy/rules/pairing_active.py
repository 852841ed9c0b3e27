"""`pairing.active`: mentor and mentee are still a pairing."""

from app.policy.facts import Facts
from app.policy.rule import Met, NoParameters, Unmet, Verdict, rule
from app.policy.sources import Document, Source


@rule(
    code="pairing.active",
    title="The mentor and the mentee are still paired",
    description="Mentor and mentee meet while their pairing lasts. Sessions that were booked do not outlive it.",
    sources=(Source(Document.PRODUCT, "Only those who are paired meet"),),
    parameters=NoParameters,
)
def pairing_active(facts: Facts, _: NoParameters) -> Verdict:
    """Look whether the pairing has been ended."""
    seen = {"active": facts.pairing.active}
    if facts.pairing.active:
        return Met("The mentor and the mentee are paired.", seen)
    return Unmet(
        "The pairing of this mentor and this mentee has ended.",
        "Ask the partner's coordinator whether the two should meet again, and to take the pairing up again if so.",
        seen,
    )
