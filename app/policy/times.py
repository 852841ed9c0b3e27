"""Deciding about one session at many times: as `decide`, without what does not change from one time to the next."""

from collections.abc import Hashable
from typing import Final

from app.policy.decision import Finding, asked_of, finding_of
from app.policy.document import Policy
from app.policy.facts import Facts
from app.policy.outcomes import Outcome
from app.policy.rules.host_licence import host_licence
from app.policy.rules.plan_cadence import plan_cadence
from app.policy.rules.plan_count import plan_count
from app.policy.rules.plan_duration import plan_duration
from app.policy.rules.schedule_clash import schedule_clash
from app.policy.rules.schedule_horizon import schedule_horizon
from app.policy.rules.schedule_notice import schedule_notice
from app.policy.rules.schedule_working_hours import schedule_working_hours

OF_THE_TIME: Final = frozenset(
    rule.code
    for rule in (
        host_licence,
        plan_cadence,
        plan_count,
        plan_duration,
        schedule_clash,
        schedule_horizon,
        schedule_notice,
        schedule_working_hours,
    )
)
"""Rules that look at the hour, or at who is free and when the others meet. The others see the local day alone."""


class Times:
    """A policy, asked about one session at many times."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._of_the_day: dict[Hashable, dict[str, Finding]] = {}

    def permitted(self, facts: Facts) -> tuple[Finding, ...] | None:
        """Return what `decide` finds about a session that may take place, at once or with an approval; None for another.

        Args:
            facts: Those of the session at one time. From one call to the next only what follows from the time may differ: the
                session's start and end, the people's ages, who is busy, which hosts are free, the pairing's other sessions.
        """
        tightened, required = asked_of(self._policy, facts)
        day = (facts.session.local_date, facts.pairing.approved_before)
        known = self._of_the_day.setdefault(day, {})
        findings = []
        for applied in tightened.applied_rules:
            code = applied.rule.code
            finding = known.get(code)
            if finding is None:
                finding = finding_of(applied, facts, required)
                if code not in OF_THE_TIME:
                    known[code] = finding
            if finding.outcome is Outcome.DENY:
                return None
            findings.append(finding)
        return tuple(findings)
