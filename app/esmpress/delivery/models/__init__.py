"""What delivery keeps: ledger, acts on it, the provider's events, alerts, own texts, letters."""

from esmpress.delivery.models.coordinator_alert import CoordinatorAlert
from esmpress.delivery.models.letter import Letter
from esmpress.delivery.models.message_act import MessageAct
from esmpress.delivery.models.message_template import MessageTemplate
from esmpress.delivery.models.notification import Notification, NotificationQuerySet
from esmpress.delivery.models.phone_check import PhoneCheck
from esmpress.delivery.models.provider_event import ProviderEvent
from esmpress.delivery.models.sender_check import SenderCheck
from esmpress.delivery.models.written_message import WrittenMessage

__all__ = [
    "CoordinatorAlert",
    "Letter",
    "MessageAct",
    "MessageTemplate",
    "Notification",
    "NotificationQuerySet",
    "PhoneCheck",
    "ProviderEvent",
    "SenderCheck",
    "WrittenMessage",
]
