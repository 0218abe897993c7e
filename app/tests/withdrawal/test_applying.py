from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from esmpress.delivery.models import Letter
from esmpress.participants.leavings import number_leavings
from esmpress.participants.models import Contact, Leaving, Participant
from esmpress.participants.unsubscribing import mark_subscribed, mark_unsubscribed
from esmpress.responses import intake
from esmpress.responses.models import Response
from esmpress.withdrawal import Level, withdraw
from esmpress.withdrawal.applying import Applied, apply_record
from esmpress.withdrawal.record import RecordBroken, read_record
from tests.factories import ANSWERS, make_participant, make_sent_prompt
from tests.withdrawal.losing import keep, lost_time

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def fresh(participant: Participant) -> Participant:
    return Participant.objects.get(pk=participant.pk)


def test_whoever_was_erased_in_the_lost_time_is_erased_again(tmp_path: Path, now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    intake.submit(prompt, ANSWERS, language="en", now=now)
    with lost_time(tmp_path, now=now):
        withdraw(prompt.participant, Level.ERASE, now=now)
    assert Response.objects.exists()

    applied = apply_record(read_record(tmp_path))

    assert not Response.objects.exists()
    assert not Contact.objects.exists()
    assert fresh(prompt.participant).withdrawn_at == now
    assert applied == Applied(lines=2, applied=2, known=0, strangers=0, missing=0, not_erased=0)


@pytest.mark.parametrize("level", list(Level))
def test_nobody_is_told_again(level: Level, tmp_path: Path, now: datetime) -> None:
    participant = make_participant()
    with lost_time(tmp_path, now=now):
        withdraw(participant, level, now=now)

    apply_record(read_record(tmp_path))

    assert fresh(participant).withdrawal_level == level
    assert not Letter.objects.exists()


def test_whoever_unsubscribed_gets_no_mail_and_whoever_came_back_does(
    tmp_path: Path, now: datetime
) -> None:
    gone, back = make_participant(), make_participant()
    with lost_time(tmp_path, now=now):
        for participant in (gone, back):
            mark_unsubscribed(participant, now=now)
        mark_subscribed(back, now=now + MINUTE)

    apply_record(read_record(tmp_path))

    assert not fresh(gone).gets_mail
    assert fresh(back).gets_mail


def test_a_second_time_changes_nothing_and_the_chain_goes_on(tmp_path: Path, now: datetime) -> None:
    first, second = make_participant(), make_participant()
    with lost_time(tmp_path, now=now):
        withdraw(first, Level.FORGET, now=now)
    lines = read_record(tmp_path)
    apply_record(lines)

    again = apply_record(lines)
    withdraw(second, Level.STOP, now=now)
    keep(tmp_path, now=now)

    assert (again.applied, again.known) == (0, 2)
    assert read_record(tmp_path)[:2] == lines
    assert len(read_record(tmp_path)) == 3


def test_what_was_noted_before_and_numbered_in_the_lost_time_keeps_its_number(
    tmp_path: Path, now: datetime
) -> None:
    withdraw(make_participant(), Level.FORGET, now=now)
    with lost_time(tmp_path, now=now):
        pass
    assert Leaving.objects.filter(seq__isnull=True).count() == 2

    apply_record(read_record(tmp_path))

    assert list(Leaving.objects.values_list("seq", flat=True)) == [1, 2]
    assert number_leavings(now=now) == 0


def test_another_with_the_same_number_is_left_alone(tmp_path: Path, now: datetime) -> None:
    participant = make_participant()
    with lost_time(tmp_path, now=now):
        withdraw(participant, Level.ERASE, now=now)
    Participant.objects.filter(pk=participant.pk).update(enrolled_at=now + MINUTE)

    applied = apply_record(read_record(tmp_path))

    assert (applied.applied, applied.strangers) == (0, 2)
    assert fresh(participant).status == "enrolled"


def test_a_record_that_contradicts_the_database_changes_nothing(
    tmp_path: Path, now: datetime
) -> None:
    withdraw(make_participant(), Level.STOP, now=now)
    keep(tmp_path, now=now)
    participant = make_participant()
    with lost_time(tmp_path, now=now):
        withdraw(participant, Level.STOP, now=now)
    first, second = read_record(tmp_path)

    with pytest.raises(RecordBroken, match=r"000000000001.json is not what the database has"):
        apply_record([replace(first, text="{}"), second])

    assert fresh(participant).status == "enrolled"


def test_data_left_of_an_erased_participant_are_counted(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    withdraw(prompt.participant, Level.STOP, now=now)
    Participant.objects.filter(pk=prompt.participant_id).update(withdrawal_level=Level.ERASE)

    assert apply_record([]).not_erased == 1


def test_lines_that_only_the_database_has_are_counted(tmp_path: Path, now: datetime) -> None:
    withdraw(make_participant(), Level.FORGET, now=now)
    keep(tmp_path, now=now)
    [first, _] = read_record(tmp_path)

    assert apply_record([first]).missing == 1
