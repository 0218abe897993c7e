from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from esmpress.console.progress import progress_of
from esmpress.delivery.models import Letter
from esmpress.participants.models import Contact, Participant
from esmpress.participants.portal_links import UnknownPortalLink, find_participant, portal_link
from esmpress.prompts import stopping
from esmpress.prompts.models import Prompt
from esmpress.responses import intake
from esmpress.responses.models import Response
from esmpress.withdrawal import AlreadyWithdrawn, Level, levels_left, withdraw
from tests.export.reading import read_export
from tests.factories import ANSWERS, make_participant, make_prompt, make_sent_prompt

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def answered_prompt(now: datetime) -> Prompt:
    prompt, _ = make_sent_prompt()
    intake.submit(prompt, ANSWERS, language="en", now=now)
    return prompt


def fresh(participant: Participant) -> Participant:
    return Participant.objects.select_related("study").get(pk=participant.pk)


@pytest.mark.parametrize(
    ("level", "has_address", "is_exported", "has_answers"),
    [
        (Level.STOP, True, True, True),
        (Level.FORGET, False, True, True),
        (Level.EXCLUDE, False, False, True),
        (Level.ERASE, False, False, False),
    ],
)
def test_each_level_does_what_those_before_it_do_and_more(
    level: Level, has_address: bool, is_exported: bool, has_answers: bool, now: datetime
) -> None:
    participant = answered_prompt(now).participant

    withdraw(participant, level, now=now)

    row = fresh(participant)
    assert (row.status, row.withdrawn_at, row.withdrawal_level) == ("withdrawn", now, level)
    assert Contact.objects.exists() is has_address
    assert bool(read_export(row.study)) is is_exported
    assert Response.objects.exists() is has_answers


@pytest.mark.parametrize(("level", "answered"), [(Level.FORGET, 1), (Level.EXCLUDE, 0)])
def test_the_counts_of_a_study_are_those_of_its_export(
    level: Level, answered: int, now: datetime
) -> None:
    participant = answered_prompt(now).participant

    withdraw(participant, level, now=now)

    assert progress_of(participant.study).answered == answered


def test_a_withdrawal_calls_off_what_is_ahead(now: datetime) -> None:
    prompt = make_prompt()

    cancelled = withdraw(prompt.participant, Level.FORGET, now=now)

    prompt.refresh_from_db()
    assert cancelled == 1
    assert (prompt.status, prompt.status_reason) == ("cancelled", "withdrawn")


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        (Level.STOP, Level.FORGET, 2),
        (Level.STOP, Level.ERASE, 0),
        (Level.FORGET, Level.EXCLUDE, 1),
        (Level.EXCLUDE, Level.ERASE, 0),
    ],
)
def test_a_withdrawal_can_go_further_later_and_keeps_its_date(
    first: Level, second: Level, left: int, now: datetime
) -> None:
    participant = make_participant()
    withdraw(participant, first, now=now)

    withdraw(participant, second, now=now + HOUR)

    row = fresh(participant)
    assert (row.withdrawal_level, row.withdrawn_at) == (second, now)
    assert len(levels_left(row)) == left


@pytest.mark.parametrize("second", [Level.STOP, Level.FORGET])
def test_a_withdrawal_never_goes_back_nor_is_it_done_twice(second: Level, now: datetime) -> None:
    participant = make_participant()
    withdraw(participant, Level.FORGET, now=now)

    with pytest.raises(AlreadyWithdrawn):
        withdraw(participant, second, now=now)

    assert fresh(participant).withdrawal_level == Level.FORGET


def test_somebody_can_still_withdraw_when_the_study_has_ended(now: datetime) -> None:
    participant = make_participant()
    stopping.end_study(participant.study, now=now)

    withdraw(fresh(participant), Level.ERASE, now=now)

    assert fresh(participant).withdrawal_level == Level.ERASE


def test_all_links_are_unknown_to_who_was_forgotten(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    token = portal_link(prompt.participant_id, now=now).rpartition("/")[2]

    withdraw(prompt.participant, Level.FORGET, now=now)

    with pytest.raises(UnknownPortalLink):
        find_participant(token, now=now)
    assert Prompt.objects.get().token_hash is None


@pytest.mark.parametrize("level", list(Level))
def test_the_farewell_is_written_before_the_address_goes(level: Level, now: datetime) -> None:
    participant = make_participant(email="ola@example.org", language="pl")

    withdraw(participant, level, now=now)

    letter = Letter.objects.get()
    assert (letter.kind, letter.payload) == (Letter.Kind.WITHDRAWN, {"variant": level})
    assert (letter.email, letter.language, letter.participant) == ("ola@example.org", "pl", None)


def test_no_farewell_goes_where_mail_does_not(now: datetime) -> None:
    participant = make_participant()
    Participant.objects.update(suppressed_at=now, suppressed_reason="bounced")

    withdraw(participant, Level.STOP, now=now)

    assert not Letter.objects.exists()
