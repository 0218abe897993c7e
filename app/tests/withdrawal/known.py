"""Somebody of whom there is everything, and a look at what leads to them."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from esmpress.accounts.models import Researcher
from esmpress.delivery.models import CoordinatorAlert, MessageAct, ProviderEvent
from esmpress.participants.models import Participant
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.prompts import stopping
from esmpress.prompts.lifecycle import mark_opened
from esmpress.prompts.moving import move
from esmpress.responses import intake
from esmpress.responses.drafts import Change, save_draft
from esmpress.studies.models import Study
from tests.alerts.builders import make_alert, make_rule
from tests.delivery.builders import make_notification
from tests.factories import ANSWERS, make_participant, make_prompt, make_sent_prompt


def make_known(study: Study, researcher: Researcher, now: datetime) -> Participant:
    """Somebody of whom there is a row of every kind."""
    participant = make_participant(study, email=f"{uuid.uuid4().hex}@example.org")
    prompt, _ = make_sent_prompt(participant)
    make_prompt(participant, trigger="follow_up", triggered_by=prompt)
    message = make_notification(prompt)
    MessageAct.objects.create(
        notification=message,
        act="call_off",
        at=now,
        researcher=researcher,
        why="asked",
        attempts_before=0,
    )
    ProviderEvent.objects.create(
        event_id=uuid.uuid4().hex,
        notification_id=message.public_id,
        kind="bounce",
        occurred_at=now,
        received_at=now,
    )
    intake.submit(prompt, ANSWERS, language="en", now=now)
    begun, _ = make_sent_prompt(participant)
    mark_opened(begun, now=now)
    save_draft(begun, [Change("stress", 10, 900)], version=1, now=now)
    CoordinatorAlert.objects.create(participant=participant, kind="bounced", raised_at=now)
    rule = make_rule(study, "risk")
    make_alert(rule, participant, response=prompt.response, note="called them")
    mark_unsubscribed(participant, now=now)
    move(participant, "Asia/Tokyo", now=now)
    other = study.arms.exclude(participants=participant).get()
    stopping.change_arm(participant, other, reason="asked for it", researcher=researcher, now=now)
    stopping.pause(participant, now=now)
    LogEntry.objects.create(
        user=researcher,
        content_type=ContentType.objects.get_for_model(Participant),
        object_id=str(participant.pk),
        action_flag=CHANGE,
        change_message="Moved to Asia/Tokyo.",
    )
    return participant


def rows_of(participant: Participant) -> dict[str, int]:
    """How many rows of each table lead to a participant, by whatever foreign keys there are."""
    found: dict[str, int] = {}
    for model in apps.get_models():
        for path in paths_to_people(model):
            count = model._default_manager.filter(**{path: participant.pk}).count()
            found[model._meta.label] = max(found.get(model._meta.label, 0), count)
    return {label: count for label, count in found.items() if count}


def paths_to_people(model: type[Model], depth: int = 3) -> list[str]:
    """The ways from a model to its participant over foreign keys."""
    paths = []
    for field in model._meta.get_fields():
        target = (
            getattr(field, "related_model", None)
            if getattr(field, "many_to_one", False)
            or (getattr(field, "one_to_one", False) and not field.auto_created)
            else None
        )
        if target is Participant:
            paths.append(field.name)
        elif target not in (None, model) and depth:
            paths += [f"{field.name}__{path}" for path in paths_to_people(target, depth - 1)]
    return paths
