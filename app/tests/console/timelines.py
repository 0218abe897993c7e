"""Timelines of participants and what stands in them, for the tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.console.timeline.page import Page, timeline_page
from esmpress.delivery.models import MessageAct, Notification
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from tests.delivery.builders import make_notification

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


def url_of(participant: Participant) -> str:
    return reverse("admin:participants_participant_timeline", args=[participant.pk])


def page_of(participant: Participant, now: datetime, asked: str = "") -> Page:
    return timeline_page(participant, asked, sees_arms=True, now=now)


def delivered(prompt: Prompt, **fields: Any) -> Notification:
    """An invitation two seconds late, in the mailbox three seconds later."""
    at = prompt.scheduled_at
    instants = {
        "claimed_at": at + SECOND,
        "handed_over_at": at + 2 * SECOND,
        "accepted_at": at + 3 * SECOND,
        "settled_at": at + 3 * SECOND,
        "delivered_at": at + 5 * SECOND,
    }
    return make_notification(prompt, status="delivered", attempts=1, **instants | fields)


def decide(row: Notification, at: datetime, act: str = "try_again", **before: Any) -> MessageAct:
    """An act of Dr Nowak's."""
    researcher, _ = Researcher.objects.get_or_create(email="n@uni.pl", name="Dr Nowak")
    known: dict[str, Any] = {"status_before": "failed", "attempts_before": 1}
    return MessageAct.objects.create(
        notification=row,
        researcher=researcher,
        act=act,
        at=at,
        why="the key was wrong",
        **known | before,
    )
