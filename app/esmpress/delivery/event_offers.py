"""The permanent links for events that an invitation reminds of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from esmpress.delivery.outgoing import Outgoing
from esmpress.participants.models import Participant
from esmpress.prompts.event_days import EventDays
from esmpress.prompts.event_links import event_link
from esmpress.prompts.routes import read_routes
from esmpress.prompts.versions import latest_version
from esmpress.studies.design import Protocol
from esmpress.studies.models import Schedule

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class EventOffer:
    """What a participant can report, as they know it in each language, and their link for it."""

    title: dict[str, str]
    link: str


def event_offers(rows: Collection[Outgoing], *, now: datetime) -> dict[int, list[EventOffer]]:
    """What each participant of the rows can report in these days, by their id.

    A study whose offers cannot be made is logged: it costs a line in a message, and no message.
    """
    offers: dict[int, list[EventOffer]] = defaultdict(list)
    for study_id in sorted({row.study_id for row in rows}):
        ids = {row.participant_id for row in rows if row.study_id == study_id}
        invited = Participant.objects.filter(pk__in=ids).select_related("study")
        try:
            # What fails must not end the transaction in which messages are made.
            with transaction.atomic():
                found = list(_offers_of(study_id, list(invited), now=now))
            for participant, offer in found:
                offers[participant.pk].append(offer)
        except Exception:
            log.exception("event_links_left_out", study=study_id)
    return offers


def _offers_of(
    study_id: int, participants: list[Participant], *, now: datetime
) -> Iterator[tuple[Participant, EventOffer]]:
    by_id = {participant.pk: participant for participant in participants}
    study = participants[0].study
    protocol = Protocol(study)
    routes = read_routes(study, study.participants.filter(pk__in=by_id), lock=False)
    schedules = Schedule.objects.filter(study=study_id, scheme__kind="on_event")
    for schedule in schedules.select_related("questionnaire"):
        title = latest_version(schedule).parsed().title
        for route in routes:
            if EventDays(protocol, route, schedule.pk).are_running(now):
                participant = by_id[route.participant_id]
                yield participant, EventOffer(title, event_link(participant, schedule))
