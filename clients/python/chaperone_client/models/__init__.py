"""Contains all the data models used in inputs/outputs"""

from .actor_kind import ActorKind
from .answer_kind import AnswerKind
from .answer_list import AnswerList
from .answer_read import AnswerRead
from .answer_read_content import AnswerReadContent
from .approval_read import ApprovalRead
from .archive_reason import ArchiveReason
from .archived_read import ArchivedRead
from .asked import Asked
from .assignment import Assignment
from .attempt_outcome import AttemptOutcome
from .attendee_read import AttendeeRead
from .attendee_role import AttendeeRole
from .audit_entry_page import AuditEntryPage
from .audit_entry_read import AuditEntryRead
from .audit_entry_read_after_type_0 import AuditEntryReadAfterType0
from .audit_entry_read_before_type_0 import AuditEntryReadBeforeType0
from .audit_order import AuditOrder
from .bookable_pairing_page import BookablePairingPage
from .bookable_pairing_read import BookablePairingRead
from .booking_create import BookingCreate
from .booking_create_safety import BookingCreateSafety
from .booking_move import BookingMove
from .booking_page import BookingPage
from .booking_read import BookingRead
from .booking_read_modality import BookingReadModality
from .booking_read_wishes import BookingReadWishes
from .booking_state import BookingState
from .calendar_read import CalendarRead
from .calendar_request import CalendarRequest
from .caller_read import CallerRead
from .cancellation import Cancellation
from .cause_read import CauseRead
from .change_proposed import ChangeProposed
from .change_subject import ChangeSubject
from .check_read import CheckRead
from .checked_session import CheckedSession
from .checked_session_safety import CheckedSessionSafety
from .concern_read import ConcernRead
from .concern_report import ConcernReport
from .condition_code import ConditionCode
from .condition_read import ConditionRead
from .contact import Contact
from .contact_list import ContactList
from .contact_read import ContactRead
from .contact_read_of import ContactReadOf
from .contact_role import ContactRole
from .coordinator_read import CoordinatorRead
from .coordinator_read_of import CoordinatorReadOf
from .correction_create import CorrectionCreate
from .correction_read import CorrectionRead
from .day_line import DayLine
from .decision_explained import DecisionExplained
from .decision_explained_facts_type_0 import DecisionExplainedFactsType0
from .decision_explained_safety import DecisionExplainedSafety
from .decision_kept import DecisionKept
from .decision_kept_facts_type_0 import DecisionKeptFactsType0
from .decision_outcome import DecisionOutcome
from .decision_read import DecisionRead
from .delivery_state import DeliveryState
from .difference_read import DifferenceRead
from .direction import Direction
from .disabled_because import DisabledBecause
from .document_difference_read import DocumentDifferenceRead
from .document_difference_read_doors import DocumentDifferenceReadDoors
from .document_difference_read_incidents import DocumentDifferenceReadIncidents
from .document_difference_read_opening import DocumentDifferenceReadOpening
from .document_difference_read_room import DocumentDifferenceReadRoom
from .done_read import DoneRead
from .door_code_read import DoorCodeRead
from .ended_by import EndedBy
from .enforcement import Enforcement
from .enrolled_evidence import EnrolledEvidence
from .enrolled_evidence_about import EnrolledEvidenceAbout
from .enrolled_person import EnrolledPerson
from .enrolment import Enrolment
from .enrolment_read import EnrolmentRead
from .enrolment_safety import EnrolmentSafety
from .enrolment_written import EnrolmentWritten
from .event_data import EventData
from .event_page import EventPage
from .event_read import EventRead
from .event_type import EventType
from .evidence_give import EvidenceGive
from .evidence_kind import EvidenceKind
from .evidence_kind_read import EvidenceKindRead
from .evidence_page import EvidencePage
from .evidence_read import EvidenceRead
from .evidence_withdraw import EvidenceWithdraw
from .evidence_withdrawn import EvidenceWithdrawn
from .feedback import Feedback
from .feedback_answer import FeedbackAnswer
from .feedback_list import FeedbackList
from .feedback_read import FeedbackRead
from .field_problem import FieldProblem
from .finding_read import FindingRead
from .finding_read_facts import FindingReadFacts
from .gap import Gap
from .guidance_read import GuidanceRead
from .guidance_read_doors import GuidanceReadDoors
from .guidance_read_opening import GuidanceReadOpening
from .guidance_read_room import GuidanceReadRoom
from .guidance_read_rules import GuidanceReadRules
from .guidance_read_safety import GuidanceReadSafety
from .guidance_write import GuidanceWrite
from .guidance_write_doors import GuidanceWriteDoors
from .guidance_write_opening import GuidanceWriteOpening
from .guidance_write_room import GuidanceWriteRoom
from .guidance_write_rules import GuidanceWriteRules
from .guidance_write_safety import GuidanceWriteSafety
from .health import Health
from .helpline import Helpline
from .host_change import HostChange
from .host_confirm import HostConfirm
from .host_confirmation_read import HostConfirmationRead
from .host_outcome import HostOutcome
from .host_page import HostPage
from .host_read import HostRead
from .host_read_proof_item import HostReadProofItem
from .host_readiness_read import HostReadinessRead
from .host_sync import HostSync
from .host_sync_outcome_read import HostSyncOutcomeRead
from .host_sync_read import HostSyncRead
from .host_sync_state import HostSyncState
from .incident_kind import IncidentKind
from .incident_kind_read import IncidentKindRead
from .incident_page import IncidentPage
from .incident_read import IncidentRead
from .incident_read_details import IncidentReadDetails
from .incident_severity import IncidentSeverity
from .incident_state import IncidentState
from .invitation import Invitation
from .invited_read import InvitedRead
from .invited_role import InvitedRole
from .judgement import Judgement
from .licence import Licence
from .link_request import LinkRequest
from .list_programme_feedback_format_type_0 import ListProgrammeFeedbackFormatType0
from .list_programme_sessions_format_type_0 import ListProgrammeSessionsFormatType0
from .logo import Logo
from .measures import Measures
from .meeting_access_read import MeetingAccessRead
from .meeting_read import MeetingRead
from .missing_read import MissingRead
from .move_read import MoveRead
from .move_state import MoveState
from .names_read import NamesRead
from .need_kind import NeedKind
from .need_read import NeedRead
from .next_operation import NextOperation
from .next_operation_method import NextOperationMethod
from .ordered_difference_read import OrderedDifferenceRead
from .outcome import Outcome
from .pack_list import PackList
from .pack_read import PackRead
from .pack_read_doors import PackReadDoors
from .pack_read_incidents import PackReadIncidents
from .pack_read_opening import PackReadOpening
from .pack_read_room import PackReadRoom
from .pack_read_rules import PackReadRules
from .pack_read_safety import PackReadSafety
from .pack_summary import PackSummary
from .pairing_change import PairingChange
from .pairing_change_safety import PairingChangeSafety
from .pairing_create import PairingCreate
from .pairing_create_safety import PairingCreateSafety
from .pairing_page import PairingPage
from .pairing_read import PairingRead
from .pairing_read_safety import PairingReadSafety
from .part import Part
from .participant_list import ParticipantList
from .participant_read import ParticipantRead
from .participant_role import ParticipantRole
from .participant_status import ParticipantStatus
from .partner_change import PartnerChange
from .partner_create import PartnerCreate
from .partner_page import PartnerPage
from .partner_read import PartnerRead
from .period_read import PeriodRead
from .person_change import PersonChange
from .person_create import PersonCreate
from .person_page import PersonPage
from .person_read import PersonRead
from .person_role import PersonRole
from .personal_link_list import PersonalLinkList
from .personal_link_read import PersonalLinkRead
from .policy_difference_read import PolicyDifferenceRead
from .policy_difference_read_doors import PolicyDifferenceReadDoors
from .policy_difference_read_incidents import PolicyDifferenceReadIncidents
from .policy_difference_read_opening import PolicyDifferenceReadOpening
from .policy_difference_read_room import PolicyDifferenceReadRoom
from .policy_set_read import PolicySetRead
from .policy_set_read_document import PolicySetReadDocument
from .policy_version_read import PolicyVersionRead
from .policy_version_read_document import PolicyVersionReadDocument
from .policy_version_summary import PolicyVersionSummary
from .policy_version_summary_page import PolicyVersionSummaryPage
from .policy_write import PolicyWrite
from .policy_write_doors import PolicyWriteDoors
from .policy_write_incidents import PolicyWriteIncidents
from .policy_write_opening import PolicyWriteOpening
from .policy_write_room import PolicyWriteRoom
from .policy_write_rules import PolicyWriteRules
from .policy_write_safety import PolicyWriteSafety
from .previous_values_page import PreviousValuesPage
from .previous_values_read import PreviousValuesRead
from .previous_values_read_values import PreviousValuesReadValues
from .problem_details import ProblemDetails
from .problem_details_loosening_type_0 import ProblemDetailsLooseningType0
from .problem_details_parties_type_0_item import ProblemDetailsPartiesType0Item
from .problem_details_type import ProblemDetailsType
from .programme_change import ProgrammeChange
from .programme_create import ProgrammeCreate
from .programme_page import ProgrammePage
from .programme_page_read import ProgrammePageRead
from .programme_page_read_words import ProgrammePageReadWords
from .programme_page_write import ProgrammePageWrite
from .programme_page_write_words import ProgrammePageWriteWords
from .programme_read import ProgrammeRead
from .proposal_judgement import ProposalJudgement
from .proposal_state import ProposalState
from .proposed_change_read import ProposedChangeRead
from .proposed_change_read_changes_type_0 import ProposedChangeReadChangesType0
from .proposed_change_summary import ProposedChangeSummary
from .proposed_change_summary_page import ProposedChangeSummaryPage
from .question_kind import QuestionKind
from .question_write import QuestionWrite
from .readiness import Readiness
from .readiness_read import ReadinessRead
from .reason_read import ReasonRead
from .reason_read_fixed_by import ReasonReadFixedBy
from .recipient import Recipient
from .record_kind import RecordKind
from .redelivered import Redelivered
from .redelivery import Redelivery
from .redelivery_which import RedeliveryWhich
from .refused_session import RefusedSession
from .report_read import ReportRead
from .reporter import Reporter
from .resolution import Resolution
from .role import Role
from .room_read import RoomRead
from .rotation import Rotation
from .rule_catalogue import RuleCatalogue
from .rule_catalogue_doors import RuleCatalogueDoors
from .rule_catalogue_opening import RuleCatalogueOpening
from .rule_catalogue_room import RuleCatalogueRoom
from .rule_difference_read import RuleDifferenceRead
from .rule_difference_read_parameters import RuleDifferenceReadParameters
from .rule_read import RuleRead
from .rule_read_packs import RuleReadPacks
from .rule_read_parameters import RuleReadParameters
from .rule_setting_read import RuleSettingRead
from .rule_setting_read_parameters import RuleSettingReadParameters
from .rule_setting_write import RuleSettingWrite
from .rule_setting_write_parameters import RuleSettingWriteParameters
from .rule_tightening import RuleTightening
from .rule_tightening_parameters import RuleTighteningParameters
from .safety_setting_read import SafetySettingRead
from .safety_setting_read_packs import SafetySettingReadPacks
from .said_read import SaidRead
from .seen_read import SeenRead
from .sentence_list import SentenceList
from .sentence_read import SentenceRead
from .series_create import SeriesCreate
from .series_create_safety import SeriesCreateSafety
from .series_move import SeriesMove
from .series_read import SeriesRead
from .session_read import SessionRead
from .setting_difference_read import SettingDifferenceRead
from .setting_proof_read import SettingProofRead
from .setting_readiness_read import SettingReadinessRead
from .setting_state import SettingState
from .severity import Severity
from .slot_read import SlotRead
from .slot_read_outcome import SlotReadOutcome
from .slots_read import SlotsRead
from .story_line import StoryLine
from .story_read import StoryRead
from .subject import Subject
from .survey_write import SurveyWrite
from .take_in_zoom_event_body import TakeInZoomEventBody
from .test_sent import TestSent
from .today_read import TodayRead
from .url_validation import UrlValidation
from .value_change_read import ValueChangeRead
from .webhook_attempt_page import WebhookAttemptPage
from .webhook_attempt_read import WebhookAttemptRead
from .webhook_change import WebhookChange
from .webhook_create import WebhookCreate
from .webhook_delivery_page import WebhookDeliveryPage
from .webhook_delivery_read import WebhookDeliveryRead
from .webhook_page import WebhookPage
from .webhook_read import WebhookRead
from .webhook_secret_read import WebhookSecretRead
from .webhook_state import WebhookState
from .week_read import WeekRead
from .week_row import WeekRow
from .why import Why
from .window import Window
from .withdrawal_written import WithdrawalWritten
from .written import Written

__all__ = (
    "ActorKind",
    "AnswerKind",
    "AnswerList",
    "AnswerRead",
    "AnswerReadContent",
    "ApprovalRead",
    "ArchivedRead",
    "ArchiveReason",
    "Asked",
    "Assignment",
    "AttemptOutcome",
    "AttendeeRead",
    "AttendeeRole",
    "AuditEntryPage",
    "AuditEntryRead",
    "AuditEntryReadAfterType0",
    "AuditEntryReadBeforeType0",
    "AuditOrder",
    "BookablePairingPage",
    "BookablePairingRead",
    "BookingCreate",
    "BookingCreateSafety",
    "BookingMove",
    "BookingPage",
    "BookingRead",
    "BookingReadModality",
    "BookingReadWishes",
    "BookingState",
    "CalendarRead",
    "CalendarRequest",
    "CallerRead",
    "Cancellation",
    "CauseRead",
    "ChangeProposed",
    "ChangeSubject",
    "CheckedSession",
    "CheckedSessionSafety",
    "CheckRead",
    "ConcernRead",
    "ConcernReport",
    "ConditionCode",
    "ConditionRead",
    "Contact",
    "ContactList",
    "ContactRead",
    "ContactReadOf",
    "ContactRole",
    "CoordinatorRead",
    "CoordinatorReadOf",
    "CorrectionCreate",
    "CorrectionRead",
    "DayLine",
    "DecisionExplained",
    "DecisionExplainedFactsType0",
    "DecisionExplainedSafety",
    "DecisionKept",
    "DecisionKeptFactsType0",
    "DecisionOutcome",
    "DecisionRead",
    "DeliveryState",
    "DifferenceRead",
    "Direction",
    "DisabledBecause",
    "DocumentDifferenceRead",
    "DocumentDifferenceReadDoors",
    "DocumentDifferenceReadIncidents",
    "DocumentDifferenceReadOpening",
    "DocumentDifferenceReadRoom",
    "DoneRead",
    "DoorCodeRead",
    "EndedBy",
    "Enforcement",
    "EnrolledEvidence",
    "EnrolledEvidenceAbout",
    "EnrolledPerson",
    "Enrolment",
    "EnrolmentRead",
    "EnrolmentSafety",
    "EnrolmentWritten",
    "EventData",
    "EventPage",
    "EventRead",
    "EventType",
    "EvidenceGive",
    "EvidenceKind",
    "EvidenceKindRead",
    "EvidencePage",
    "EvidenceRead",
    "EvidenceWithdraw",
    "EvidenceWithdrawn",
    "Feedback",
    "FeedbackAnswer",
    "FeedbackList",
    "FeedbackRead",
    "FieldProblem",
    "FindingRead",
    "FindingReadFacts",
    "Gap",
    "GuidanceRead",
    "GuidanceReadDoors",
    "GuidanceReadOpening",
    "GuidanceReadRoom",
    "GuidanceReadRules",
    "GuidanceReadSafety",
    "GuidanceWrite",
    "GuidanceWriteDoors",
    "GuidanceWriteOpening",
    "GuidanceWriteRoom",
    "GuidanceWriteRules",
    "GuidanceWriteSafety",
    "Health",
    "Helpline",
    "HostChange",
    "HostConfirm",
    "HostConfirmationRead",
    "HostOutcome",
    "HostPage",
    "HostRead",
    "HostReadinessRead",
    "HostReadProofItem",
    "HostSync",
    "HostSyncOutcomeRead",
    "HostSyncRead",
    "HostSyncState",
    "IncidentKind",
    "IncidentKindRead",
    "IncidentPage",
    "IncidentRead",
    "IncidentReadDetails",
    "IncidentSeverity",
    "IncidentState",
    "Invitation",
    "InvitedRead",
    "InvitedRole",
    "Judgement",
    "Licence",
    "LinkRequest",
    "ListProgrammeFeedbackFormatType0",
    "ListProgrammeSessionsFormatType0",
    "Logo",
    "Measures",
    "MeetingAccessRead",
    "MeetingRead",
    "MissingRead",
    "MoveRead",
    "MoveState",
    "NamesRead",
    "NeedKind",
    "NeedRead",
    "NextOperation",
    "NextOperationMethod",
    "OrderedDifferenceRead",
    "Outcome",
    "PackList",
    "PackRead",
    "PackReadDoors",
    "PackReadIncidents",
    "PackReadOpening",
    "PackReadRoom",
    "PackReadRules",
    "PackReadSafety",
    "PackSummary",
    "PairingChange",
    "PairingChangeSafety",
    "PairingCreate",
    "PairingCreateSafety",
    "PairingPage",
    "PairingRead",
    "PairingReadSafety",
    "Part",
    "ParticipantList",
    "ParticipantRead",
    "ParticipantRole",
    "ParticipantStatus",
    "PartnerChange",
    "PartnerCreate",
    "PartnerPage",
    "PartnerRead",
    "PeriodRead",
    "PersonalLinkList",
    "PersonalLinkRead",
    "PersonChange",
    "PersonCreate",
    "PersonPage",
    "PersonRead",
    "PersonRole",
    "PolicyDifferenceRead",
    "PolicyDifferenceReadDoors",
    "PolicyDifferenceReadIncidents",
    "PolicyDifferenceReadOpening",
    "PolicyDifferenceReadRoom",
    "PolicySetRead",
    "PolicySetReadDocument",
    "PolicyVersionRead",
    "PolicyVersionReadDocument",
    "PolicyVersionSummary",
    "PolicyVersionSummaryPage",
    "PolicyWrite",
    "PolicyWriteDoors",
    "PolicyWriteIncidents",
    "PolicyWriteOpening",
    "PolicyWriteRoom",
    "PolicyWriteRules",
    "PolicyWriteSafety",
    "PreviousValuesPage",
    "PreviousValuesRead",
    "PreviousValuesReadValues",
    "ProblemDetails",
    "ProblemDetailsLooseningType0",
    "ProblemDetailsPartiesType0Item",
    "ProblemDetailsType",
    "ProgrammeChange",
    "ProgrammeCreate",
    "ProgrammePage",
    "ProgrammePageRead",
    "ProgrammePageReadWords",
    "ProgrammePageWrite",
    "ProgrammePageWriteWords",
    "ProgrammeRead",
    "ProposalJudgement",
    "ProposalState",
    "ProposedChangeRead",
    "ProposedChangeReadChangesType0",
    "ProposedChangeSummary",
    "ProposedChangeSummaryPage",
    "QuestionKind",
    "QuestionWrite",
    "Readiness",
    "ReadinessRead",
    "ReasonRead",
    "ReasonReadFixedBy",
    "Recipient",
    "RecordKind",
    "Redelivered",
    "Redelivery",
    "RedeliveryWhich",
    "RefusedSession",
    "Reporter",
    "ReportRead",
    "Resolution",
    "Role",
    "RoomRead",
    "Rotation",
    "RuleCatalogue",
    "RuleCatalogueDoors",
    "RuleCatalogueOpening",
    "RuleCatalogueRoom",
    "RuleDifferenceRead",
    "RuleDifferenceReadParameters",
    "RuleRead",
    "RuleReadPacks",
    "RuleReadParameters",
    "RuleSettingRead",
    "RuleSettingReadParameters",
    "RuleSettingWrite",
    "RuleSettingWriteParameters",
    "RuleTightening",
    "RuleTighteningParameters",
    "SafetySettingRead",
    "SafetySettingReadPacks",
    "SaidRead",
    "SeenRead",
    "SentenceList",
    "SentenceRead",
    "SeriesCreate",
    "SeriesCreateSafety",
    "SeriesMove",
    "SeriesRead",
    "SessionRead",
    "SettingDifferenceRead",
    "SettingProofRead",
    "SettingReadinessRead",
    "SettingState",
    "Severity",
    "SlotRead",
    "SlotReadOutcome",
    "SlotsRead",
    "StoryLine",
    "StoryRead",
    "Subject",
    "SurveyWrite",
    "TakeInZoomEventBody",
    "TestSent",
    "TodayRead",
    "UrlValidation",
    "ValueChangeRead",
    "WebhookAttemptPage",
    "WebhookAttemptRead",
    "WebhookChange",
    "WebhookCreate",
    "WebhookDeliveryPage",
    "WebhookDeliveryRead",
    "WebhookPage",
    "WebhookRead",
    "WebhookSecretRead",
    "WebhookState",
    "WeekRead",
    "WeekRow",
    "Why",
    "Window",
    "WithdrawalWritten",
    "Written",
)
