"""`schedule.mutual`: the time suits both."""

from app.policy.facts import Facts
from app.policy.rule import Met, NoParameters, Seen, Unmet, Verdict, rule
from app.policy.sources import Document, Source


@rule(
    code="schedule.mutual",
    title="Mentor and mentee have both agreed to the time",
    description="Whoever books must have confirmed that the time suits the mentor and the mentee.",
    sources=(Source(Document.MENTEES_1MM, "Practical considerations"), Source(Document.CREATIVE, "For mentees")),
    parameters=NoParameters,
)
def schedule_mutual(facts: Facts, _: NoParameters) -> Verdict:
    """Take the word of whoever books."""
    seen: Seen = {"agreed_by_both": facts.session.agreed_by_both}
    if facts.session.agreed_by_both:
        return Met("The mentor and the mentee have both agreed to the time.", seen)
    return Unmet(
        "It was not confirmed that the time suits both the mentor and the mentee.",
        "Ask the mentor and the mentee whether the time suits them, and confirm it with the booking.",
        seen,
    )
