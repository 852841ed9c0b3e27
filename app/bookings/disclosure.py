"""What a caller is told of a decision: to the person at the screen, to whoever books, and to who may read the registry."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from app.access.models import Scope
from app.access.principal import Principal
from app.http.findings import CoordinatorRead, FindingRead, Fixer, ReasonRead
from app.policy.outcomes import Outcome
from app.policy.rules.host_licence import host_licence
from app.policy.rules.modality_allowed import modality_allowed
from app.policy.rules.plan_cadence import plan_cadence
from app.policy.rules.plan_count import plan_count
from app.policy.rules.plan_duration import plan_duration
from app.policy.rules.safety_wishes import safety_wishes
from app.policy.rules.schedule_clash import schedule_clash
from app.policy.rules.schedule_horizon import schedule_horizon
from app.policy.rules.schedule_mutual import schedule_mutual
from app.policy.rules.schedule_notice import schedule_notice
from app.policy.rules.schedule_working_hours import schedule_working_hours
from app.policy.wording import counted, spoken_duration, spoken_range
from app.registry.contacts.schemas import ContactRole
from app.registry.contacts.service import contacts_of
from app.registry.lookup import PairingContext

Finding = Mapping[str, Any]
"""A finding as it is recorded."""


@dataclass(frozen=True)
class _AboutTheSession:
    """A rule about the session that is asked for and the calendar: who can settle it, and its sentence to a participant."""

    fixed_by: Fixer
    sentence: Callable[[Mapping[str, Any]], str]


_ASK_YOUR_COORDINATOR: Final = "please ask your programme's coordinator"


def _notice(seen: Mapping[str, Any]) -> str:
    if seen["minutes_ahead"] < 0:
        return "That time has passed; please choose a later one."
    notice = spoken_duration(timedelta(hours=seen["hours_asked_for"]))
    return f"That is too soon; please choose a time at least {notice} from now."


def _horizon(seen: Mapping[str, Any]) -> str:
    return f"That is too far ahead; please choose a day in the next {counted(seen['most_days_ahead'], 'day')}."


def _duration(seen: Mapping[str, Any]) -> str:
    shortest, longest = (timedelta(minutes=seen[name]) for name in ("minimum_minutes", "maximum_minutes"))
    if shortest == longest:
        return f"Sessions last {spoken_duration(longest)}; please choose that length."
    return f"Sessions last {spoken_range(shortest, longest)}; please choose another length."


def _clash(seen: Mapping[str, Any]) -> str:
    if {*seen["busy"]} == {"host"}:
        return "No meeting room is free at that time; please choose another time."
    return "Somebody is already booked at that time; please choose another time."


def _always(sentence: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda _: sentence


# What whoever books knows already: the session that they ask for, and the calendar. A rule that is not here is withheld, so
# that a new one is private until somebody decides.
_ABOUT_THE_SESSION: Final[Mapping[str, _AboutTheSession]] = {
    schedule_notice.code: _AboutTheSession("booker", _notice),
    schedule_horizon.code: _AboutTheSession("booker", _horizon),
    schedule_clash.code: _AboutTheSession("booker", _clash),
    schedule_working_hours.code: _AboutTheSession(
        "booker",
        _always("That is outside the hours in which this programme holds sessions; please choose another time."),
    ),
    plan_duration.code: _AboutTheSession("booker", _duration),
    plan_cadence.code: _AboutTheSession(
        "booker",
        _always("That day does not fit the programme's rhythm of sessions; please choose another day."),
    ),
    plan_count.code: _AboutTheSession(
        "coordinator",
        _always(f"All the sessions that your programme plans are booked or held already; {_ASK_YOUR_COORDINATOR}."),
    ),
    modality_allowed.code: _AboutTheSession(
        "booker", _always("This programme does not hold sessions in that way; please choose another way to meet.")
    ),
    schedule_mutual.code: _AboutTheSession(
        "booker", _always("Please check first that the time suits both of you, and then confirm it.")
    ),
    safety_wishes.code: _AboutTheSession(
        "booker", _always("The settings that were asked for cannot be used; please ask for the session without them.")
    ),
    host_licence.code: _AboutTheSession(
        "administrator", _always(f"No video meeting can be made for this session just now; {_ASK_YOUR_COORDINATOR}.")
    ),
}


def is_about_the_session(code: str) -> bool:
    """Tell whether a rule looks at the session and the calendar alone, and at nobody's registry."""
    return code in _ABOUT_THE_SESSION


WITHHELD: Final = "registry"
"""The code of the one finding that stands for all of those that rest on the registry."""

_ASK: Final = "Ask a coordinator of the programme, who can see the reason and correct it."
# One stands for all, however many rules there are: their number would tell which they are.
_NEUTRAL: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.WARN: ("There is something that a coordinator should look at.", _ASK),
    Outcome.APPROVE: (
        "The session needs a coordinator's approval.",
        "A coordinator of the programme can approve the session; nobody else needs to do anything.",
    ),
    Outcome.DENY: ("The programme's rules do not allow the session as things stand.", _ASK),
}

_DENIED_FOR_USER: Final = f"This session cannot be booked at the moment; {_ASK_YOUR_COORDINATOR}."
_APPROVAL_FOR_USER: Final = "A coordinator of your programme needs to approve this session first."
SERIES_FOR_USER: Final = "These sessions cannot all be booked as asked; please look at each date."
TAKEN_FOR_USER: Final = "That time has just been taken; please choose another time."


def findings_for(principal: Principal, findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as this caller may see them.

    Without `registry:read`, those that rest on people and papers become one neutral finding with the worst of their outcomes, or
    none where all of them pass. Whether it is an age, a risk or a missing paper, nobody can tell.
    """
    if principal.may(Scope.REGISTRY_READ):
        return [dict(each) for each in findings]
    seen: list[dict[str, Any]] = []
    withheld: set[Outcome] = set()
    for each in findings:
        if each["code"] in _ABOUT_THE_SESSION:
            seen.append(dict(each))
        else:
            withheld.add(Outcome(each["outcome"]))
    worst = max(withheld, default=Outcome.PASS)
    return [_neutral(worst), *seen] if worst in _NEUTRAL else seen


def findings_shown(principal: Principal, findings: Iterable[Finding]) -> list[FindingRead]:
    """Return findings as the API tells them to this caller."""
    return [FindingRead.model_validate(each) for each in findings_for(principal, findings)]


def rules_for(principal: Principal, codes: Iterable[str]) -> list[str]:
    """Return the codes of rules as this caller may see them, as `findings_for` does."""
    if principal.may(Scope.REGISTRY_READ):
        return list(codes)
    return sorted({code if code in _ABOUT_THE_SESSION else WITHHELD for code in codes})


def for_user(findings: Iterable[Finding]) -> str | None:
    """Return the sentence for the person at the screen, the same whoever asks; None where nothing stands in the way.

    It is neutral about people and papers: whatever of them is in the way, the sentence is one and the same.
    """
    by_outcome: dict[Outcome, list[Finding]] = {}
    for each in findings:
        by_outcome.setdefault(Outcome(each["outcome"]), []).append(each)
    if denying := by_outcome.get(Outcome.DENY):
        # In the order of the table: what is said first helps most.
        said = {each["code"]: each["facts"] for each in denying}
        if not all(map(_is_about_the_session, denying)):
            return _DENIED_FOR_USER
        return next(told.sentence(said[code]) for code, told in _ABOUT_THE_SESSION.items() if code in said)
    return _APPROVAL_FOR_USER if Outcome.APPROVE in by_outcome else None


def reasons_for(principal: Principal, findings: Iterable[Finding]) -> list[ReasonRead]:
    """Return what stands in the way, as this caller may see it: what was found, what helps, and who can do it.

    What only needs an approval is there where nothing else stands in the way.
    """
    seen = findings_for(principal, findings)
    worst = max((Outcome(each["outcome"]) for each in seen), default=Outcome.PASS)
    if worst < Outcome.APPROVE:
        return []
    return [
        ReasonRead(code=each["code"], sentence=each["sentence"], remedy=each["remedy"], fixed_by=_fixed_by(each, worst))
        for each in seen
        if Outcome(each["outcome"]) is worst
    ]


def contacts_for(principal: Principal, context: PairingContext, reasons: Iterable[ReasonRead]) -> list[CoordinatorRead]:
    """Return how to reach those who can do something about these reasons, for a caller who may read contacts.

    There are none where whoever books can settle everything.
    """
    needs_others = any(each.fixed_by != "booker" for each in reasons)
    if not needs_others or not (principal.may(Scope.BOOKINGS_READ) or principal.may(Scope.REGISTRY_READ)):
        return []
    coordinators = contacts_of(context.partner, context.programme, [ContactRole.COORDINATOR])
    return [CoordinatorRead(**each.model_dump(exclude={"contact_role"})) for each in coordinators]


def _fixed_by(finding: Finding, outcome: Outcome) -> Fixer:
    if outcome is Outcome.APPROVE or not _is_about_the_session(finding):
        return "coordinator"
    return _ABOUT_THE_SESSION[finding["code"]].fixed_by


def _is_about_the_session(finding: Finding) -> bool:
    # Where programme and partner contradict each other, no rule has looked at anything, and no other time helps.
    return finding["code"] in _ABOUT_THE_SESSION and bool(finding["facts"])


def _neutral(outcome: Outcome) -> dict[str, Any]:
    sentence, remedy = _NEUTRAL[outcome]
    return {
        "code": WITHHELD,
        "outcome": outcome.value,
        "sentence": sentence,
        "facts": {},
        "remedy": remedy,
        "source": "The programme's policy",
    }
