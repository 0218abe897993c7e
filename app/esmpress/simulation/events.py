"""Events: now and then something happens to a participant, who reports it by the own link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from esmpress.participants.models import Participant
from esmpress.prompts.event_links import event_link, find_event
from esmpress.prompts.events import NotAskedNow, NotYet, report_event
from esmpress.prompts.models import Prompt
from esmpress.simulation.agenda import Agenda
from esmpress.simulation.outline import Outline
from esmpress.simulation.parameters import Parameters
from esmpress.simulation.people import Person
from esmpress.simulation.streams import stream
from esmpress.simulation.visiting import VISIT, Visiting
from esmpress.simulation.visits import fill_in
from esmpress.studies.models import Schedule

# Events happen from eight in the morning to ten at night.
BEGINS = time(8)
HOURS = timedelta(hours=14)
# Of the events that are reported, so many are described to the end.
FINISHED = 0.9
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


class Events:
    """The events of all participants in a study."""

    def __init__(self, outline: Outline, parameters: Parameters, visiting: Visiting) -> None:
        """Begin with none."""
        self._outline, self._parameters, self._visiting = outline, parameters, visiting

    def note_all(self, agenda: Agenda, people: dict[int, tuple[Person, Participant]]) -> None:
        """Note every event of every participant."""
        for schedule in self._outline.events():
            for person, participant in people.values():
                for at, draws in self._happenings(schedule, person, participant):
                    report = partial(self._report, schedule, person, participant, draws)
                    agenda.note(at, VISIT, report)

    def _happenings(
        self, schedule: Schedule, person: Person, participant: Participant
    ) -> Iterator[tuple[datetime, Random]]:
        assert participant.start_date is not None
        for day in range(1, self._outline.last_day + 1):
            draws = stream(self._parameters.seed, "events", person.number, schedule.pk, day)
            on = participant.start_date + (day - 1) * DAY
            for at in _moments(on, person.time_zone, self._parameters.events_per_day, draws):
                yield at, draws

    def _report(
        self,
        schedule: Schedule,
        person: Person,
        participant: Participant,
        draws: Random,
        now: datetime,
    ) -> None:
        link = find_event(event_link(participant, schedule).rpartition("/")[2])
        try:
            prompt = report_event(link, now=now)
        except (NotAskedNow, NotYet):
            return
        assert prompt.finish_until is not None
        visit = fill_in(
            person,
            now,
            last=prompt.finish_until - SECOND,
            items=len(self._outline.forms[schedule.pk].definition.items),
            draws=draws,
            submits=draws.random() < FINISHED,
        )
        self._visiting.go_on(Prompt.objects.get(pk=prompt.pk), visit, draws)


def _moments(on: date, time_zone: str, rate: float, draws: Random) -> list[datetime]:
    """A Poisson process over the waking hours of a day, in whole seconds."""
    begin = datetime.combine(on, BEGINS, ZoneInfo(time_zone))
    moments: list[datetime] = []
    share = draws.expovariate(rate) if rate else 1.0
    while share < 1:
        # On the time line, not on the clock of the wall.
        seconds = SECOND * int(share * HOURS.total_seconds())
        moments.append(datetime.fromtimestamp(begin.timestamp(), begin.tzinfo) + seconds)
        share += draws.expovariate(rate)
    return moments
