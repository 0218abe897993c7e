"""One simulation on a fake clock: the real planner, ledger and intake, and synthetic people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.participants.models import Participant
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from esmpress.simulation.agenda import Agenda
from esmpress.simulation.events import Events
from esmpress.simulation.mailbox import Mailbox
from esmpress.simulation.outline import Outline
from esmpress.simulation.parameters import Parameters
from esmpress.simulation.people import Person
from esmpress.simulation.visiting import Visiting
from esmpress.studies.models import Study

# In this order at one instant; visits have rank 1.
PLAN, EXPIRE, DISPATCH = 0, 2, 3
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Is told how many hours of how many have passed; what it raises ends the simulation.
Passed = Callable[[int, int], object]
# What may be left after the last study day: follow-ups, their windows, the time to finish.
AFTERWARDS = timedelta(days=30)


def untold(hours: int, of: int) -> None:
    """Nobody wants to know."""
    del hours, of


class Run:
    """The sweeps on the fake clock; the participants' visits come between them."""

    def __init__(
        self, study: Study, people: Mapping[int, Person], outline: Outline, parameters: Parameters
    ) -> None:
        """Begin before anything is planned."""
        self._study, self._people, self._outline = study, people, outline
        self._parameters = parameters
        self._agenda, self._mailbox = Agenda(), Mailbox()
        self._visiting = Visiting(
            people, outline, parameters, self._agenda, on_answer=self._look_for_follow_ups
        )
        self._last_seen = 0

    def to_the_end(self, *, passed: Passed = untold) -> None:
        """Let the study happen, to its end or for the days that were asked for."""
        begin = max(person.enrols_at for person in self._people.values())
        self._plan(begin)
        participants = {one.number: one for one in self._study.participants.all()}
        known = {number: (self._people[number], one) for number, one in participants.items()}
        Events(self._outline, self._parameters, self._visiting).note_all(self._agenda, known)
        end = self._note_plannings(begin, participants)
        hours = (end - begin) // HOUR
        if self._parameters.days is None:
            end += AFTERWARDS
        self._agenda.run(
            until=end, passed=lambda at: passed(min((at - begin) // HOUR, hours), hours)
        )
        lifecycle.expire_overdue_prompts(now=end)

    def _note_plannings(self, begin: datetime, participants: Mapping[int, Participant]) -> datetime:
        """Plan once a day until the days are over; the end of the last study day."""
        days = min(self._parameters.days or self._outline.last_day, self._outline.last_day)
        end = max(_midnight_after(one, days) for one in participants.values())
        at = begin + DAY
        while at < end:
            self._agenda.note(at, PLAN, self._plan)
            at += DAY
        return end

    def _plan(self, now: datetime) -> None:
        plan_study(self._study, now=now)
        self._note_new_prompts()

    def _look_for_follow_ups(self) -> None:
        if self._outline.has_follow_ups:
            self._note_new_prompts()

    def _note_new_prompts(self) -> None:
        """Note when the sweeps have something to do for prompts that were not there before."""
        for prompt in Prompt.objects.filter(pk__gt=self._last_seen).order_by("pk"):
            self._last_seen = prompt.pk
            prompt.leads_on = self._outline.has_follow_ups
            self._visiting.expect(prompt)
            for minutes in (0, *self._outline.schemes[prompt.schedule_id].reminders):
                due = prompt.scheduled_at + timedelta(minutes=minutes)
                self._agenda.note_tick(due, self._outline.tick, DISPATCH, self._dispatch)
            self._agenda.note_tick(prompt.open_until, HOUR, EXPIRE, _expire)

    def _dispatch(self, now: datetime) -> None:
        dispatch_due_notifications(now=now, connect=lambda _: self._mailbox)
        self._visiting.take(self._mailbox.collect())


def _expire(now: datetime) -> None:
    lifecycle.expire_overdue_prompts(now=now)


def _midnight_after(participant: Participant, day: int) -> datetime:
    assert participant.start_date is not None
    midnight = datetime.combine(
        participant.start_date + day * DAY, time.min, ZoneInfo(participant.time_zone)
    )
    return midnight.astimezone(UTC)
