"""Participants, what became of their participation, and how they came to agree to it."""

from esmpress.participants.models.joining import Consent, JoinRequest
from esmpress.participants.models.leaving import Leaving
from esmpress.participants.models.link_request import LinkRequest
from esmpress.participants.models.participation import (
    Allocation,
    Contact,
    MailStop,
    Participant,
    ParticipantQuerySet,
    Pause,
    ZoneChange,
    email_index,
    unsealed_email,
)
from esmpress.participants.models.people_import import ImportLine, ImportPiece, PeopleImport
from esmpress.participants.models.withdrawal_step import WithdrawalStep

__all__ = [
    "Allocation",
    "Consent",
    "Contact",
    "ImportLine",
    "ImportPiece",
    "JoinRequest",
    "Leaving",
    "LinkRequest",
    "MailStop",
    "Participant",
    "ParticipantQuerySet",
    "Pause",
    "PeopleImport",
    "WithdrawalStep",
    "ZoneChange",
    "email_index",
    "unsealed_email",
]
