"""What participants read: a study's own texts or the standard ones, as e-mails."""

from esmpress.delivery.messages.composing import compose, compose_sample
from esmpress.delivery.messages.message import Message, Template
from esmpress.delivery.messages.places import CLOSING_TIME, LATER, LINK, UNSUBSCRIBE
from esmpress.delivery.messages.study_mail import StudyMail, read_studies

__all__ = [
    "CLOSING_TIME",
    "LATER",
    "LINK",
    "UNSUBSCRIBE",
    "Message",
    "StudyMail",
    "Template",
    "compose",
    "compose_sample",
    "read_studies",
]
