from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Model

from esmpress.accounts.models import Researcher
from esmpress.delivery.models import CoordinatorAlert, MessageAct, ProviderEvent
from esmpress.participants.models import Allocation, Participant
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.prompts import stopping
from esmpress.prompts.lifecycle import mark_opened
from esmpress.prompts.moving import move
from esmpress.responses import intake
from esmpress.responses.drafts import Change, save_draft
from esmpress.studies.models import Study
from esmpress.withdrawal import Level, withdraw
from tests.alerts.builders import make_alert, make_rule
from tests.delivery.builders import make_notification
from tests.factories import ANSWERS, make_participant, make_prompt, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


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


@pytest.fixture
def researcher() -> Researcher:
    """Who acts."""
    return Researcher.objects.create_superuser("anna@example.org")


@pytest.fixture
def study() -> Study:
    """A study with two arms."""
    return make_study(arms={"app": 1, "control": 1})


def rows_of(participant: Participant) -> dict[str, int]:
    """How many rows of each table lead to a participant, by whatever foreign keys there are."""
    found: dict[str, int] = {}
    for model in apps.get_models():
        for path in _paths(model):
            count = model._default_manager.filter(**{path: participant.pk}).count()
            found[model._meta.label] = max(found.get(model._meta.label, 0), count)
    return {label: count for label, count in found.items() if count}


def _paths(model: type[Model], depth: int = 3) -> list[str]:
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
            paths += [f"{field.name}__{path}" for path in _paths(target, depth - 1)]
    return paths


def test_nothing_leads_to_the_erased_but_the_draws_of_their_arm(
    study: Study, researcher: Researcher, now: datetime
) -> None:
    participant = make_known(study, researcher, now)
    before = rows_of(participant)

    withdraw(participant, Level.ERASE, now=now)

    assert len(before) >= 10
    assert rows_of(participant) == {"participants.Allocation": 2}
    assert not ProviderEvent.objects.exists()
    assert not MessageAct.objects.exists()


def test_of_the_row_stay_number_status_dates_and_level(
    study: Study, researcher: Researcher, now: datetime
) -> None:
    participant = make_known(study, researcher, now)

    withdraw(participant, Level.ERASE, now=now + DAY)

    row = Participant.objects.values().get()
    told = {
        "id": participant.pk,
        "study_id": study.pk,
        "number": 1,
        "status": "withdrawn",
        "withdrawn_at": now + DAY,
        "withdrawal_level": "erase",
        "enrolled_at": participant.enrolled_at,
        "start_date": date(2027, 1, 11),
        "arm_id": row["arm_id"],
        "portal_epoch": 1,
        "language": "en",
        "time_zone": "Europe/Warsaw",
    }
    left = {name: value for name, value in row.items() if value not in (None, "")}
    # Which tells that there was a change.
    assert left.pop("changed_at") is not None
    assert left == told


def test_what_researchers_wrote_about_them_is_erased_and_that_they_acted_is_kept(
    study: Study, researcher: Researcher, now: datetime
) -> None:
    participant = make_known(study, researcher, now)

    withdraw(participant, Level.ERASE, now=now)

    reasons = Allocation.objects.order_by("pk").values_list("origin", "reason")
    assert list(reasons) == [("drawn", ""), ("changed", "erased")]
    assert list(LogEntry.objects.values_list("change_message", flat=True)) == ["erased"]


def test_nobody_else_loses_anything(study: Study, researcher: Researcher, now: datetime) -> None:
    gone, other = (make_known(study, researcher, now) for _ in range(2))
    before = rows_of(other), Participant.objects.values().get(pk=other.pk)

    withdraw(gone, Level.ERASE, now=now)

    assert (rows_of(other), Participant.objects.values().get(pk=other.pk)) == before
    assert ProviderEvent.objects.count() == 1


def test_a_reason_is_erased_only_of_who_is_erased(
    study: Study, researcher: Researcher, now: datetime
) -> None:
    make_known(study, researcher, now)

    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        Allocation.objects.filter(origin="changed").update(reason="erased")


def test_the_next_draw_goes_on_after_the_erased(
    study: Study, researcher: Researcher, now: datetime
) -> None:
    gone = make_known(study, researcher, now)
    withdraw(gone, Level.ERASE, now=now)

    after = make_participant(study)

    places = (
        Allocation.objects.filter(origin="drawn").order_by("pk").values_list("place", flat=True)
    )
    assert list(places) == [1, 2]
    assert after.number == 2
