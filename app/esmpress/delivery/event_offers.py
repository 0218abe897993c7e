"""The permanent links for events that an invitation reminds of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog

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


def event_offers(
    participants: Collection[Participant], *, now: datetime
) -> dict[int, list[EventOffer]]:
    """What each participant can report in these days, by their id.

    A study whose offers cannot be made is logged: it costs a line in a message, and no message.
    """
    offers: dict[int, list[EventOffer]] = defaultdict(list)
    for study_id, schedules in _schedules_by_study(participants).items():
        invited = [one for one in participants if one.study_id == study_id]
        try:
            for participant, offer in _offers_of(schedules, invited, now=now):
                offers[participant.pk].append(offer)
        except Exception:
            log.exception("event_links_left_out", study=study_id)
    return offers


def _schedules_by_study(participants: Collection[Participant]) -> dict[int, list[Schedule]]:
    studies = {participant.study_id for participant in participants}
    found: dict[int, list[Schedule]] = defaultdict(list)
    on_event = Schedule.objects.filter(study__in=studies, scheme__kind="on_event")
    for schedule in on_event.select_related("questionnaire"):
        found[schedule.study_id].append(schedule)
    return found


def _offers_of(
    schedules: list[Schedule], participants: list[Participant], *, now: datetime
) -> Iterator[tuple[Participant, EventOffer]]:
    by_id = {participant.pk: participant for participant in participants}
    study = participants[0].study
    protocol = Protocol(study)
    routes = read_routes(study, study.participants.filter(pk__in=by_id), lock=False)
    for schedule in schedules:
        title = latest_version(schedule).parsed().title
        for route in routes:
            if EventDays(protocol, route, schedule.pk).are_running(now):
                participant = by_id[route.participant_id]
                yield participant, EventOffer(title, event_link(participant, schedule))
