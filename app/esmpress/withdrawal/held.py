"""What is held of a participant, table by table, and which level of a withdrawal deletes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from esmpress.alerts.models import Alert, AlertMail
from esmpress.delivery.models import (
    CoordinatorAlert,
    Letter,
    MessageAct,
    Notification,
    ProviderEvent,
)
from esmpress.lazy_texts import lazily
from esmpress.participants.models import (
    Consent,
    Contact,
    JoinRequest,
    MailStop,
    Participant,
    Pause,
    ZoneChange,
)
from esmpress.prompts.models import Prompt
from esmpress.responses.models import Draft, Photo, Response

Level = Participant.Level
# Of the participants it is given.
Rows = Callable[[QuerySet[Participant]], QuerySet[Any]]


@dataclass(frozen=True)
class Held:
    """Rows of one table, or those whose column says something of a person."""

    name: str
    words: str
    model: type[Model]
    rows: Rows
    # Leads from a row to its participant; empty where no foreign keys do.
    path: str = ""

    @property
    def table(self) -> str:
        """The table's name in the database."""
        return self.model._meta.db_table


def _held(name: str, words: str, model: Any, path: str = "participant", *only: Q) -> Held:
    def rows(people: QuerySet[Participant]) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.filter(*only, **{f"{path}__in": people})
        return found

    return Held(name, words, model, rows, path)


def _requests(people: QuerySet[Participant]) -> QuerySet[JoinRequest]:
    """Also those that were never confirmed, as long as the address can be looked for."""
    contacts = Contact.objects.filter(participant__in=people)
    same_address = Q(email_index__in=contacts.values("email_index"))
    return JoinRequest.objects.filter(Q(participant__in=people) | same_address)


def _events(people: QuerySet[Participant]) -> QuerySet[ProviderEvent]:
    messages = Notification.objects.filter(prompt__participant__in=people)
    return ProviderEvent.objects.filter(notification_id__in=messages.values("public_id"))


# What leads from a person to their answers.
TO_THE_PERSON: tuple[Held, ...] = (
    _held("addresses", lazily("addresses"), Contact),
    Held("join_requests", lazily("requests to join"), JoinRequest, _requests),
    _held("letters", lazily("letters"), Letter),
    _held(
        "links",
        lazily("links to questionnaires"),
        Prompt,
        "participant",
        Q(token_hash__isnull=False),
    ),
    _held(
        "mail_server_words",
        lazily("words of mail servers"),
        CoordinatorAlert,
        "participant",
        ~Q(reason=""),
    ),
    _held("notes", lazily("researchers' notes on alerts"), Alert, "participant", ~Q(note="")),
)
# What they gave, and what happened in the course of it.
GIVEN: tuple[Held, ...] = (
    _held("prompts", lazily("prompts"), Prompt),
    _held("responses", lazily("responses"), Response, "prompt__participant"),
    _held("drafts", lazily("responses in part"), Draft, "prompt__participant"),
    _held("photos", lazily("photos"), Photo, "prompt__participant"),
    _held("messages", lazily("messages"), Notification, "prompt__participant"),
    _held(
        "message_acts",
        lazily("decisions about messages"),
        MessageAct,
        "notification__prompt__participant",
    ),
    Held("provider_events", lazily("reports of the mail provider"), ProviderEvent, _events),
    _held("consents", lazily("consents"), Consent),
    _held("pauses", lazily("pauses"), Pause),
    _held("mail_stops", lazily("times without mail"), MailStop),
    _held("moves", lazily("moves to another time zone"), ZoneChange),
    _held("alerts", lazily("alerts"), Alert),
    _held("alert_mails", lazily("mails about alerts"), AlertMail, "alert__participant"),
    _held("coordinator_alerts", lazily("news for the coordinator"), CoordinatorAlert),
)
HELD = (*TO_THE_PERSON, *GIVEN)
# Tables with rows about a participant that no withdrawal deletes, and why.
STAYS: dict[str, str] = {
    "participants_participant": lazily(
        "The participant's number, status, dates and level: so that it can be reported how many "
        "took part and left."
    ),
    "participants_allocation": lazily(
        "The draw of the arm, without reasons in words: the next participants' places in the "
        "sequence depend on it."
    ),
    "participants_withdrawalstep": lazily(
        "What this certificate is made from: counts, no contents."
    ),
    "participants_leaving": lazily(
        "That they left, when and how far, by the number of a row: a restored backup must not "
        "bring them back."
    ),
    "participants_importline": lazily(
        "That they came with a file, by the number of its line; the line itself is gone."
    ),
}


def deleted_by(level: str) -> tuple[Held, ...]:
    """What a withdrawal as far as `level` leaves nothing of."""
    return {Level.STOP: (), Level.ERASE: HELD}.get(Level(level), TO_THE_PERSON)


def counted(participant: Participant, level: str) -> Counter[str]:
    """How many there are of each that a withdrawal as far as `level` deletes."""
    return _counts(participant, deleted_by(level))


def held_of(participant: Participant) -> Counter[str]:
    """How many there are of everything."""
    return _counts(participant, HELD)


def _counts(participant: Participant, kinds: Iterable[Held]) -> Counter[str]:
    one = Participant.objects.filter(pk=participant.pk)
    return Counter({held.name: held.rows(one).count() for held in kinds})
