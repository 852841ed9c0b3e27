"""What the rules that ask for evidence have in common: how it stands on the local day of the session, in words."""

from app.policy.evidence import EvidenceKind, Subject, standing_of
from app.policy.facts import Facts
from app.policy.rule import Met, Seen, Unmet
from app.policy.wording import capitalised, spoken_list


def on_file(
    facts: Facts, kind: EvidenceKind, about: Subject, *, what: str, remedy: str, edition: str | None = None
) -> Met | Unmet:
    """Ask for evidence that counts on the session's local date, not on the day of the request.

    Args:
        facts: The facts of the decision.
        kind: The kind of evidence.
        about: Whom or what it is about.
        what: What the evidence is, as the start of a sentence.
        remedy: Who must do what if there is none.
        edition: The edition that counts; any does if none is named.
    """
    day = facts.session.local_date
    found = standing_of(facts.evidence, kind, about, day, edition=edition)
    seen: Seen = {"session_date": day.isoformat(), "valid_evidence": [*found.holding_ids]}
    sentence = f"{what} {found.standing}."
    return Met(sentence, seen) if found.holds else Unmet(sentence, remedy, seen)


def on_file_for_each(facts: Facts, kind: EvidenceKind, *, what: str, met: str, remedy: str) -> Met | Unmet:
    """Ask for evidence about the mentor and about the mentee; one's never stands for the other's.

    Args:
        facts: The facts of the decision.
        kind: The kind of evidence.
        what: What the evidence is, as it follows "the mentor's".
        met: The sentence if there is evidence about both.
        remedy: Who must do what if not; `{who}` in it becomes those who lack it.
    """
    day = facts.session.local_date
    mentors = standing_of(facts.evidence, kind, Subject.MENTOR, day)
    mentees = standing_of(facts.evidence, kind, Subject.MENTEE, day)
    seen: Seen = {
        "session_date": day.isoformat(),
        "valid_mentor_evidence": [*mentors.holding_ids],
        "valid_mentee_evidence": [*mentees.holding_ids],
    }
    lacking = [(party, found) for party, found in (("mentor", mentors), ("mentee", mentees)) if not found.holds]
    if not lacking:
        return Met(met, seen)
    (first, its), *others = lacking
    gaps = [f"the {first}'s {what} {its.standing}", *(f"the {party}'s {found.standing}" for party, found in others)]
    who = spoken_list([f"the {party}" for party, _ in lacking])
    return Unmet(f"{capitalised(', and '.join(gaps))}.", remedy.format(who=who), seen)
