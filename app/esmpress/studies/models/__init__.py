"""What a study is: its protocol, joining and what is agreed to, feedback to participants."""

from esmpress.studies.models.feedback import FeedbackChart
from esmpress.studies.models.joining import ConsentDocument, Joining, Purpose
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

__all__ = [
    "MAX_STUDY_DAYS",
    "STRATUM_LENGTH",
    "Arm",
    "ConsentDocument",
    "FeedbackChart",
    "Joining",
    "Phase",
    "Purpose",
    "Schedule",
    "ScheduleVersion",
    "Study",
    "StudyQuerySet",
    "check_time_zone",
    "checked_scheme",
    "known_time_zones",
    "new_seed",
]
