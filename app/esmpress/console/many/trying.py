"""Trying a message to participants on oneself first."""

from __future__ import annotations

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.console.message_test import (
    TooManyTests,
    outcome_for_the_log,
    outcome_in_words,
    send_as_test,
)
from esmpress.delivery.messages import Message
from esmpress.studies.models import Study


def try_on(researcher: Researcher, study: Study, mail: Message) -> str:
    """Send the mail to the researcher and note that in the study's history; what to tell them."""
    try:
        outcome = send_as_test(mail, researcher, now=timezone.now())
    except TooManyTests:
        return _("You have sent many test mails just now; wait a few minutes.")
    LogEntry.objects.create(
        user_id=researcher.pk,
        content_type=ContentType.objects.get_for_model(Study),
        object_id=str(study.pk),
        object_repr=str(study)[:200],
        action_flag=CHANGE,
        change_message=outcome_for_the_log(outcome, "message to participants"),
    )
    return outcome_in_words(outcome, researcher)
