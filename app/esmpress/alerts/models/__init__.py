"""What alerts keep: the rules of a study, what they raised, and whom that was mailed to."""

from esmpress.alerts.models.alert import Alert, AlertQuerySet
from esmpress.alerts.models.mail import AlertMail, MailWishes, Way
from esmpress.alerts.models.rule import AlertRule
from esmpress.alerts.models.turn import Turn

__all__ = ["Alert", "AlertMail", "AlertQuerySet", "AlertRule", "MailWishes", "Turn", "Way"]
