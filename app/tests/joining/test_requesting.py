"""Who can ask to join, what comes of it by mail, and what is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog

from esmpress.delivery.letters.sending import send_letters
from esmpress.delivery.models import Letter
from esmpress.joining import requesting
from esmpress.joining.purging import delete_old_requests
from esmpress.joining.refusals import JoiningClosed, JoiningFull, JoinRefused, NotEligible
from esmpress.joining.requesting import request_to_join
from esmpress.participants.models import JoinRequest, Participant
from esmpress.questionnaires.answers import InvalidAnswers
from esmpress.studies.models import Joining, Study
from tests.delivery.builders import withdraw
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_participant
from tests.joining.builders import make_document, make_joining, make_wish

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_a_wish_is_kept_sealed_and_mailed_to_its_address(now: datetime) -> None:
    joining = make_joining()

    request_to_join(joining, make_wish(), now=now)

    request, letter = JoinRequest.objects.get(), Letter.objects.get()
    assert (request.email, request.document.number) == ("ola@example.org", 1)
    assert b"ola" not in bytes(request.sealed_email or b"")
    assert request.choices == {"taking_part": True, "interview": False}
    assert (letter.kind, letter.email) == ("join_confirm", "ola@example.org")
    assert not Participant.objects.exists()


def test_a_known_address_is_told_so_by_mail_alone(smtp: SmtpServer, now: datetime) -> None:
    joining = make_joining()
    participant = make_participant(joining.study, email="ola@example.org")

    request_to_join(joining, make_wish("Ola@Example.org"), now=now)
    send_letters(now=now)

    assert Letter.objects.get().kind == "join_known"
    assert Letter.objects.get().participant == participant
    assert JoinRequest.objects.get().sealed_email is None
    assert "/me/" in str(smtp.messages()[0])
    assert "/join/" not in str(smtp.messages()[0])


def test_who_has_left_is_told_that_nobody_joins_twice(smtp: SmtpServer, now: datetime) -> None:
    joining = make_joining()
    withdraw(make_participant(joining.study, email="ola@example.org"), now=now)

    request_to_join(joining, make_wish(), now=now)
    send_letters(now=now)

    assert "took part before" in str(smtp.messages()[0])
    assert "/me/" not in str(smtp.messages()[0])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"email": "ola"}, [("email", "not_an_address")]),
        ({"email": "ola@example.org\n"}, []),
        ({"email": "a@b.example, c@d.example"}, [("email", "not_an_address")]),
        ({"language": "fr"}, [("language", "unknown")]),
        ({"consent_version": 2}, [("consent", "other_version")]),
        ({"consent_version": 0}, [("consent", "other_version")]),
        ({"choices": {}}, [("taking_part", "required")]),
        ({"choices": {"taking_part": False}}, [("taking_part", "required")]),
        ({"choices": {"taking_part": True, "more": True}}, [("purposes", "unknown")]),
        (
            {"email": "", "choices": {}},
            [("email", "not_an_address"), ("taking_part", "required")],
        ),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_kept(
    now: datetime, fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    joining, errors = make_joining(), []

    try:
        request_to_join(joining, make_wish(**fields), now=now)
    except JoinRefused as refused:
        errors = [(error.item, error.code) for error in refused.errors]

    assert errors == expected
    assert JoinRequest.objects.count() == Letter.objects.count() == (0 if expected else 1)


def test_what_was_left_out_counts_as_refused(now: datetime) -> None:
    request_to_join(make_joining(), make_wish(choices={"taking_part": True}), now=now)

    assert JoinRequest.objects.get().choices == {"taking_part": True, "interview": False}


def test_only_who_is_eligible_joins_and_no_answer_is_kept(now: datetime) -> None:
    joining = make_joining(screened=True)

    with pytest.raises(NotEligible):
        request_to_join(joining, make_wish(answers={"age": 17}), now=now)
    with pytest.raises(InvalidAnswers):
        request_to_join(joining, make_wish(answers=None), now=now)
    request_to_join(joining, make_wish(answers={"age": 18}), now=now)

    kept = JoinRequest.objects.values().get()
    assert kept["eligibility_version_id"] is not None
    assert "'age'" not in str(kept)


def close(joining: Joining) -> None:
    Joining.objects.update(is_open=False)


def end(joining: Joining) -> None:
    Study.objects.update(ended_at="2027-01-11T00:00:00Z")


def add_a_language(joining: Joining) -> None:
    Study.objects.update(languages=["en", "pl", "de"])


@pytest.mark.parametrize("change", [close, end, add_a_language])
def test_nobody_joins_what_is_closed_over_or_incomplete(
    now: datetime, change: Callable[[Joining], None]
) -> None:
    joining = make_joining()
    change(joining)

    with pytest.raises(JoiningClosed):
        request_to_join(Joining.objects.get(), make_wish(), now=now)


def test_places_are_those_who_take_part_now(now: datetime) -> None:
    joining = make_joining(quota=2)
    make_participant(joining.study)
    other = make_participant(joining.study)

    with pytest.raises(JoiningFull):
        request_to_join(joining, make_wish(), now=now)
    withdraw(other, now=now)
    request_to_join(joining, make_wish(), now=now)

    assert JoinRequest.objects.count() == 1


def test_an_address_gets_three_mails_a_day(now: datetime) -> None:
    joining = make_joining()

    with structlog.testing.capture_logs() as logs:
        for hour in range(5):
            request_to_join(joining, make_wish(), now=now + hour * HOUR)
        request_to_join(joining, make_wish("ela@example.org"), now=now)

    assert Letter.objects.count() == 4
    assert len(logs) == 2 and "ola" not in str(logs)
    request_to_join(joining, make_wish(), now=now + DAY)
    assert Letter.objects.count() == 5


def test_a_study_sends_so_many_mails_an_hour(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requesting, "MAILS_PER_STUDY", 3)
    joining = make_joining()

    for number in range(5):
        request_to_join(joining, make_wish(f"p{number}@example.org"), now=now)

    assert Letter.objects.count() == 3
    request_to_join(joining, make_wish("later@example.org"), now=now + HOUR)
    assert Letter.objects.count() == 4


def test_later_requests_are_about_the_newest_version(now: datetime) -> None:
    joining = make_joining()
    make_document(joining.study)

    request_to_join(joining, make_wish(consent_version=2), now=now)

    assert JoinRequest.objects.get().document.number == 2


def test_requests_and_their_letters_are_kept_for_a_week(now: datetime) -> None:
    request_to_join(make_joining(), make_wish(), now=now)

    assert delete_old_requests(now=now + 7 * DAY) == 0
    assert delete_old_requests(now=now + 7 * DAY + HOUR) == 2
    assert not Letter.objects.exists()
