"""What a decision tells whom: findings that rest on the registry are for keys that may read the registry."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.access.models import Scope
from app.access.principal import Principal
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

# What whoever books knows already: the session that they ask for, and the calendar. A rule that is not here is withheld, so
# that a new one is private until somebody decides.
_ABOUT_THE_SESSION: Final = frozenset(
    rule.code
    for rule in (
        host_licence,
        modality_allowed,
        plan_cadence,
        plan_count,
        plan_duration,
        safety_wishes,
        schedule_clash,
        schedule_horizon,
        schedule_mutual,
        schedule_notice,
        schedule_working_hours,
    )
)

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


def findings_for(principal: Principal, findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
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


def rules_for(principal: Principal, codes: Iterable[str]) -> list[str]:
    """Return the codes of rules as this caller may see them, as `findings_for` does."""
    if principal.may(Scope.REGISTRY_READ):
        return list(codes)
    return sorted({code if code in _ABOUT_THE_SESSION else WITHHELD for code in codes})


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
