"""Which rows a class of data is, and how those of one participant are deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from esmpress.alerts.models import Alert
from esmpress.delivery.models import CoordinatorAlert, Letter, Notification, ProviderEvent
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.responses.models import Draft, Photo, Response
from esmpress.studies.models import RetentionRule
from esmpress.withdrawal.forgetting import forget
from esmpress.withdrawal.held import HELD, TO_THE_PERSON, Held

Data = RetentionRule.Data
_BY_NAME = {held.name: held for held in HELD}


@dataclass(frozen=True)
class DataClass:
    """What goes by one rule; takes a transaction in which the participant is held."""

    kinds: tuple[Held, ...]
    delete: Callable[[Participant], object]
    # Whether files of exports hold what goes.
    in_exports: bool = False


def _delete_answers(participant: Participant) -> None:
    # Who submits in this moment is waited for.
    prompts = Prompt.objects.filter(participant=participant).order_by("pk")
    list(prompts.select_for_update(of=("self",)).values_list("pk"))
    # That an answer needed a human tells something of it.
    Alert.objects.filter(response__prompt__participant=participant).delete()
    for model in (Response, Draft, Photo):
        model.objects.filter(prompt__participant=participant).delete()


def _delete_photos(participant: Participant) -> None:
    Photo.objects.filter(prompt__participant=participant).delete()


def _delete_messages(participant: Participant) -> None:
    rows = Notification.objects.filter(prompt__participant=participant)
    list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    ProviderEvent.objects.filter(notification_id__in=rows.values("public_id")).delete()
    rows.delete()
    CoordinatorAlert.objects.filter(participant=participant).delete()
    Letter.objects.filter(participant=participant).delete()


def _kinds(*names: str) -> tuple[Held, ...]:
    return tuple(_BY_NAME[name] for name in names)


CLASSES: dict[str, DataClass] = {
    Data.CONTACT: DataClass(TO_THE_PERSON, forget),
    Data.ANSWERS: DataClass(
        _kinds("responses", "drafts", "photos"), _delete_answers, in_exports=True
    ),
    Data.PHOTOS: DataClass(_kinds("photos"), _delete_photos),
    Data.MESSAGES: DataClass(
        _kinds("messages", "message_acts", "provider_events", "coordinator_alerts", "letters"),
        _delete_messages,
    ),
}
