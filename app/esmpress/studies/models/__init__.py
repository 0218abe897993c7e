"""What a study is: its protocol, joining and consent, feedback to participants; who works in it."""

from esmpress.studies.models.api_token import ApiToken, Scope
from esmpress.studies.models.feedback import FeedbackChart
from esmpress.studies.models.joining import ConsentDocument, Joining, Purpose
from esmpress.studies.models.membership import Invitation, Membership, Role
from esmpress.studies.models.protocol import (
    MAX_STUDY_DAYS,
    STRATUM_LENGTH,
    Arm,
    Phase,
    Schedule,
    ScheduleVersion,
    Study,
    StudyQuerySet,
    check_time_zone,
    checked_scheme,
    known_time_zones,
    new_seed,
)
from esmpress.studies.models.retention import LONGEST_DAYS, RetentionRule

__all__ = [
    "LONGEST_DAYS",
    "MAX_STUDY_DAYS",
    "STRATUM_LENGTH",
    "ApiToken",
    "Arm",
    "ConsentDocument",
    "FeedbackChart",
    "Invitation",
    "Joining",
    "Membership",
    "Phase",
    "Purpose",
    "RetentionRule",
    "Role",
    "Schedule",
    "ScheduleVersion",
    "Scope",
    "Study",
    "StudyQuerySet",
    "check_time_zone",
    "checked_scheme",
    "known_time_zones",
    "new_seed",
]
