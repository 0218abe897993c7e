"""Enrolling the included lines of a checked file, batch after batch, as one by one would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Max, QuerySet

from esmpress.participants.allocating import allocate_waiting
from esmpress.participants.enrolment import first_day
from esmpress.participants.models import (
    Contact,
    ImportLine,
    Participant,
    PeopleImport,
    email_index,
)
from esmpress.people_import.checking import reason_of, statuses_by_index
from esmpress.people_import.counting import count_lines
from esmpress.people_import.facts import Facts
from esmpress.people_import.lines import read_line
from esmpress.people_import.reading.columns import Field
from esmpress.people_import.storing import forget_file
from esmpress.people_import.verdicts import DOUBTS, Reading, Reason, Verdict
from esmpress.prompts.planning import plan_participants
from esmpress.studies.models import Study

AT_ONCE = 500
State, Outcome = PeopleImport.State, ImportLine.Outcome

log = structlog.get_logger(__name__)


class NotToBeImported(Exception):
    """The lines are not checked, or the import has begun before."""


def begin(stored: PeopleImport, *, now: datetime) -> None:
    """Let the import begin; raises NotToBeImported for all but one of those who ask."""
    begun = PeopleImport.objects.filter(pk=stored.pk, state=State.CHECKED)
    if not begun.update(state=State.IMPORTING, started_at=now):
        raise NotToBeImported


def stop(stored: PeopleImport, *, now: datetime) -> bool:
    """End a running import where it is; False when it had ended before. Who is in stays."""
    return _end(stored, State.STOPPED, now=now)


def enrol_lines(
    stored: PeopleImport,
    *,
    clock: Callable[[], datetime],
    report: Callable[[int, int], None],
) -> int:
    """Enrol all that are left, or go on after a crash; how many were enrolled now.

    `report` hears how many lines are done of how many. Ends early when the import is stopped.
    """
    total, enrolled = stored.lines.filter(is_included=True).count(), 0
    left = _waiting(stored).count()
    while left:
        people = enrol_batch(stored, now=clock())
        if people is None:
            return enrolled
        enrolled += len(people)
        _plan(stored.study, people, now=clock())
        left = _waiting(stored).count()
        report(total - left, total)
    _end(stored, State.IMPORTED, now=clock())
    return enrolled


@transaction.atomic
def enrol_batch(stored: PeopleImport, *, now: datetime) -> list[Participant] | None:
    """Enrol the next lines; None when the import was stopped."""
    # Whoever stops waits here, and whoever goes on after a crash finds the other at work.
    locked = PeopleImport.objects.select_for_update(no_key=True).get(pk=stored.pk)
    if locked.state != State.IMPORTING:
        return None
    # Numbers are given one after another: whoever enrols waits for the study's row.
    study = Study.objects.select_for_update(no_key=True).get(pk=locked.study_id)
    lines = list(_waiting(locked).order_by("number")[:AT_ONCE])
    people = _judge(study, lines, _readings(locked, study, lines))
    enrolled = _enrol(study, people, now=now)
    for line in lines:
        line.sealed_cells = line.email_index = None
    ImportLine.objects.bulk_update(
        lines, ["outcome", "reasons", "participant", "sealed_cells", "email_index"]
    )
    return enrolled


def _judge(
    study: Study, lines: Sequence[ImportLine], readings: Sequence[Reading]
) -> list[tuple[ImportLine, Reading]]:
    """Those who can be enrolled still; the others are marked as refused."""
    # Not by the indexes of the lines: the key that makes them may have been retired since.
    indexes = [email_index(study.pk, reading.email) for reading in readings]
    known = statuses_by_index(indexes)
    people = []
    for line, reading, index in zip(lines, readings, indexes, strict=True):
        found = reading.but(reason_of(known[index])) if index in known else reading
        if found.verdict == Verdict.REFUSED:
            line.outcome, line.reasons = Outcome.REFUSED, _first_refusal(found)
        else:
            people.append((line, found))
    return people


def _readings(stored: PeopleImport, study: Study, lines: Sequence[ImportLine]) -> list[Reading]:
    """The lines once more: the study may have changed since they were checked."""
    columns = {Field(name): place for name, place in stored.columns.items()}
    facts = Facts(study)
    return [read_line(stored.cells_of(line), columns, facts) for line in lines]


def _first_refusal(reading: Reading) -> list[Reason]:
    return [reason for reason in reading.reasons if reason not in DOUBTS][:1]


def _enrol(
    study: Study, people: Sequence[tuple[ImportLine, Reading]], *, now: datetime
) -> list[Participant]:
    """Participants with the next numbers of the study, their addresses, and their arms."""
    last = study.participants.aggregate(last=Max("number"))["last"] or 0
    participants = [
        _participant(study, reading, number=number, now=now)
        for number, (_, reading) in enumerate(people, start=last + 1)
    ]
    Participant.objects.bulk_create(participants)
    contacts = []
    for participant, (line, reading) in zip(participants, people, strict=True):
        contacts.append(Contact(participant=participant))
        contacts[-1].set_email(reading.email)
        line.participant, line.outcome = participant, Outcome.ENROLLED
    Contact.objects.bulk_create(contacts)
    allocate_waiting(study, now=now)
    return participants


def _participant(study: Study, reading: Reading, *, number: int, now: datetime) -> Participant:
    participant = Participant(
        study=study,
        number=number,
        language=reading.language,
        time_zone=reading.time_zone,
        stratum=reading.stratum,
        wake_times=reading.wake_times,
        enrolled_at=now,
    )
    if study.launched_at is not None:
        participant.start_date = first_day(study, participant)
    return participant


def _plan(study: Study, people: Sequence[Participant], *, now: datetime) -> None:
    """Plan their first days at once; what cannot be planned now is tried again every hour."""
    study.refresh_from_db()
    if not study.is_running:
        return
    try:
        mine = Participant.objects.filter(pk__in=[one.pk for one in people])
        plan_participants(study, mine, now=now)
    except Exception:
        log.exception("imported_people_not_planned_yet", study=study.slug)


def _waiting(stored: PeopleImport) -> QuerySet[ImportLine]:
    return stored.lines.filter(is_included=True, outcome="")


@transaction.atomic
def _end(stored: PeopleImport, state: str, *, now: datetime) -> bool:
    """End an import that runs: its file is gone, its counts stay."""
    running = PeopleImport.objects.filter(pk=stored.pk, state=State.IMPORTING)
    if not running.update(state=state, ended_at=now):
        return False
    forget_file(stored)
    PeopleImport.objects.filter(pk=stored.pk).update(counts=count_lines(stored))
    return True
