"""`at-risk.measures`: sessions of an adult at risk take place under measures that were agreed for them."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

import rfc8785
from pydantic import Field

from app.policy.evidence import EvidenceFact, EvidenceKind, Subject, standing_of
from app.policy.facts import Facts
from app.policy.outcomes import Severity
from app.policy.requirements import on_file
from app.policy.rule import Met, NotConcerned, Parameters, Unmet, Verdict, rule
from app.policy.sources import Document, Source
from app.policy.tighter import Tighter
from app.policy.wording import capitalised, spoken_list


class FirstSession(Parameters):
    """Who approves the first session of a pairing."""

    second_person: Annotated[
        bool,
        Field(description="Whether the approval must come from another person than who asked for the session"),
        Tighter.HIGHER,
    ] = True


@rule(
    code="at-risk.measures",
    title="There are measures where somebody is an adult at risk",
    description=(
        "Where the mentor or the mentee is an adult at risk, the programme and the partner must have agreed on measures "
        "and recorded them; without them no session takes place. A coordinator approves each session until one that was "
        "approved under these measures was held; a cancelled one does not count."
    ),
    sources=(Source(Document.ZOOM_1MM, "Participants"),),
    parameters=FirstSession,
)
def at_risk_measures(facts: Facts, _: FirstSession) -> Verdict:
    """Refuse without measures, however a programme takes the rule; with them, ask for approval until a session was held."""
    at_risk = adults_at_risk(facts)
    if not at_risk:
        return NotConcerned("Neither the mentor nor the mentee is recorded as an adult at risk.")
    who, is_one = spoken_list(at_risk), "is an adult" if len(at_risk) == 1 else "are adults"
    measures = on_file(
        facts,
        EvidenceKind.AT_RISK_MEASURES,
        Subject.PAIRING,
        what=f"The record of the measures for {who}, who {is_one} at risk,",
        remedy="Ask the partner's coordinator to agree on measures with the programme and to record them.",
    )
    seen = {**measures.seen, "approved_before": facts.pairing.approved_before}
    if isinstance(measures, Unmet):
        return Unmet(measures.sentence, measures.remedy, seen, at_least=Severity.DENY)
    if facts.pairing.approved_before:
        return Met(f"There are measures for {who}, and a session that was approved under them has been held.", seen)
    return Unmet(
        f"{capitalised(who)} {is_one} at risk. There are measures, and no session approved under them has been held yet.",
        "Ask a coordinator of the partner to look at the measures and to approve the session.",
        seen,
        only_approval_helps=True,
    )


def measures_in_force(evidence: Iterable[EvidenceFact], safety: Mapping[str, str], day: date) -> str:
    """The name of the measures that a pairing's session takes place under: another one as soon as they are changed.

    Args:
        evidence: What is on file.
        safety: The levels of settings that the measures for the pairing ask for, by code.
        day: The session's local date.

    Returns:
        SHA-256, in hexadecimal, of which record of the measures counts and of the levels, in canonical JSON (RFC 8785).
    """
    recorded = standing_of(evidence, EvidenceKind.AT_RISK_MEASURES, Subject.PAIRING, day).holding_ids
    content = rfc8785.dumps({"recorded": [*recorded], "safety": dict(safety)})
    return hashlib.sha256(content).hexdigest()


def adults_at_risk(facts: Facts) -> list[str]:
    """Who of the two is recorded as an adult at risk, as a sentence names them."""
    parties = (("the mentor", facts.mentor), ("the mentee", facts.mentee))
    return [name for name, person in parties if person.adult_at_risk]
