"""The rules, one file each. To add one: write its file, name it here, give it a severity in each pack."""

from typing import Any

from app.policy.rule import Rule
from app.policy.rules.consent_virtual import consent_virtual
from app.policy.rules.host_licence import host_licence
from app.policy.rules.mentee_minimum_age import mentee_minimum_age
from app.policy.rules.minor_booked_by_organisation import minor_booked_by_organisation
from app.policy.rules.modality_allowed import modality_allowed
from app.policy.rules.partner_written_consent import partner_written_consent
from app.policy.rules.plan_duration import plan_duration
from app.policy.rules.safety_wishes import safety_wishes
from app.policy.rules.schedule_clash import schedule_clash
from app.policy.rules.schedule_notice import schedule_notice

RULES: tuple[Rule[Any], ...] = (
    partner_written_consent,
    mentee_minimum_age,
    consent_virtual,
    minor_booked_by_organisation,
    schedule_notice,
    schedule_clash,
    plan_duration,
    modality_allowed,
    host_licence,
    safety_wishes,
)
"""Every rule, in the order in which findings are listed: first who may meet, then when and how, then how safely."""
