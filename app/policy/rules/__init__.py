"""The rules, one file each. To add one: write its file, name it here, give it a severity in each pack."""

from typing import Any

from app.policy.rule import Rule
from app.policy.rules.at_risk_measures import at_risk_measures
from app.policy.rules.at_risk_mentor_consent import at_risk_mentor_consent
from app.policy.rules.at_risk_mentor_training import at_risk_mentor_training
from app.policy.rules.consent_virtual import consent_virtual
from app.policy.rules.host_licence import host_licence
from app.policy.rules.mentee_age_band import mentee_age_band
from app.policy.rules.mentee_induction import mentee_induction
from app.policy.rules.mentee_minimum_age import mentee_minimum_age
from app.policy.rules.mentor_code_of_conduct import mentor_code_of_conduct
from app.policy.rules.mentor_induction import mentor_induction
from app.policy.rules.minor_booked_by_organisation import minor_booked_by_organisation
from app.policy.rules.minor_child_protection_training import minor_child_protection_training
from app.policy.rules.minor_contact_details import minor_contact_details
from app.policy.rules.modality_allowed import modality_allowed
from app.policy.rules.pairing_active import pairing_active
from app.policy.rules.partner_written_consent import partner_written_consent
from app.policy.rules.plan_cadence import plan_cadence
from app.policy.rules.plan_count import plan_count
from app.policy.rules.plan_duration import plan_duration
from app.policy.rules.safety_camera import safety_camera
from app.policy.rules.safety_wishes import safety_wishes
from app.policy.rules.schedule_clash import schedule_clash
from app.policy.rules.schedule_horizon import schedule_horizon
from app.policy.rules.schedule_mutual import schedule_mutual
from app.policy.rules.schedule_notice import schedule_notice
from app.policy.rules.schedule_working_hours import schedule_working_hours
from app.policy.rules.technology_suitable import technology_suitable

RULES: tuple[Rule[Any], ...] = (
    partner_written_consent,
    mentee_minimum_age,
    mentee_age_band,
    consent_virtual,
    minor_booked_by_organisation,
    minor_child_protection_training,
    minor_contact_details,
    at_risk_measures,
    at_risk_mentor_consent,
    at_risk_mentor_training,
    mentor_induction,
    mentee_induction,
    mentor_code_of_conduct,
    technology_suitable,
    pairing_active,
    schedule_notice,
    schedule_horizon,
    schedule_mutual,
    schedule_working_hours,
    schedule_clash,
    plan_duration,
    plan_count,
    plan_cadence,
    modality_allowed,
    host_licence,
    safety_camera,
    safety_wishes,
)
"""Every rule, in the order in which findings are listed: first who may meet, then when and how, then how safely."""
