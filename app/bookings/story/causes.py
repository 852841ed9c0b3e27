"""What changed between two decisions about a booking: the causes of what followed. PURE.

Decisions keep all facts that the rules saw, so what is told here is what the rules really went by.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple
from uuid import UUID

from app.policy.evidence import SHOWS, EvidenceKind

_ABOUT: Final[Mapping[str, str]] = {
    "partner": "the partner",
    "mentor": "the mentor",
    "mentee": "the mentee",
    "pairing": "the pairing",
}
_PERSON: Final = ("age", "adult_at_risk")


class Change(NamedTuple):
    """Something that changed; `evidence_id` where it is a piece of evidence, `withdrawn` where that was withdrawn."""

    sentence: str
    path: str | None = None
    evidence_id: UUID | None = None
    withdrawn: bool = False


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Tell what differs in the facts of two decisions, evidence first."""
    had = {each["id"]: each for each in before["evidence"]}
    for each in after["evidence"]:
        was = had.get(each["id"])
        if each["withdrawn"] and (was is None or not was["withdrawn"]):
            yield _of_evidence(each, "was withdrawn", withdrawn=True)
        elif was is None:
            yield _of_evidence(each, "was recorded", withdrawn=False)
    for role in ("mentor", "mentee"):
        if any(before[role][name] != after[role][name] for name in _PERSON):
            yield Change(f"What is on file about the {role} changed.", f"/v1/people/{after[role]['id']}")
    pairing = f"/v1/pairings/{after['pairing']['id']}"
    if before["pairing"]["active"] != after["pairing"]["active"]:
        yield Change(f"The pairing was {'taken up again' if after['pairing']['active'] else 'ended'}.", pairing)
    if before["pairing"]["safety"] != after["pairing"]["safety"]:
        yield Change("The measures for the pairing changed.", pairing)
    if before["partner"]["guidance"] != after["partner"]["guidance"]:
        yield Change("The partner's own guidance changed.", f"/v1/partners/{after['partner']['id']}/guidance")
    if before["clashes"] != after["clashes"]:
        yield Change("Who is booked around that time changed.")


def _of_evidence(evidence: Mapping[str, Any], what: str, *, withdrawn: bool) -> Change:
    shows = SHOWS[EvidenceKind(evidence["kind"])]
    sentence = f"Evidence about {_ABOUT[evidence['about']]} {what}: “{shows}”."
    return Change(sentence, f"/v1/evidence/{evidence['id']}", UUID(evidence["id"]), withdrawn)
