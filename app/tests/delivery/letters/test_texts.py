"""What letters say, in each language, and that each says something."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import EmailMessage
from itertools import product

import pytest

from esmpress.delivery import letters
from esmpress.delivery.letters.sending import send_letters
from esmpress.participants.models import Consent
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_participant, make_study
from tests.joining.builders import make_document, make_request

pytestmark = pytest.mark.django_db

VARIANTS = (
    ("join_confirm", {}),
    ("join_known", {}),
    ("join_known", {"variant": "before"}),
    ("welcome", {"starts": "2027-01-12"}),
    ("welcome", {"variant": "waiting"}),
    ("portal_link", {}),
    *(("withdrawn", {"variant": level}) for level in ("stop", "forget", "exclude", "erase")),
)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize(("language", "letter"), list(product(("en", "pl", "de"), VARIANTS)))
def test_every_letter_is_whole_in_every_language(
    smtp: SmtpServer, now: datetime, language: str, letter: tuple[str, dict[str, str]]
) -> None:
    kind, payload = letter
    study = make_study(languages=["en", "pl"])
    request = make_request(study, "ola@example.org", now=now)
    participant = make_participant(study)

    letters.write(
        kind,
        study=study,
        participant=participant,
        join_request=request,
        language=language,
        payload=payload,
        now=now,
    )
    assert send_letters(now=now) == 1

    [message] = smtp.messages()
    for text in (part(message, "plain"), part(message, "html"), message["Subject"]):
        assert study.title["en"] in text or study.title["pl"] in text
        assert not re.search(r"[{}]{1,2}\w|%\w+%", text.rpartition("</style>")[2])
    assert "nowak@example.org" in part(message, "plain")


def test_the_mail_to_confirm_leads_to_the_request(smtp: SmtpServer, now: datetime) -> None:
    study = make_study(slug="feelings")
    request = make_request(study, "ola@example.org", now=now)

    letters.write("join_confirm", study=study, join_request=request, now=now)
    send_letters(now=now)

    assert smtp.recipients == ["ola@example.org"]
    text = part(smtp.messages()[0], "plain")
    assert re.search(r"https://esm\.example\.org/join/feelings/[\w-]{32}\n", text)


def test_the_welcome_holds_a_copy_of_what_was_agreed_to(smtp: SmtpServer, now: datetime) -> None:
    participant = make_participant()
    Consent.objects.create(
        participant=participant,
        document=make_document(participant.study),
        choices={"taking_part": True, "interview": False},
        language="en",
        given_at=now,
    )

    payload = {"starts": "2027-01-12"}
    letters.write(
        "welcome", study=participant.study, participant=participant, payload=payload, now=now
    )
    send_letters(now=now)

    text = part(smtp.messages()[0], "plain")
    assert "Your first day is 12 January 2027." in text
    assert "Version 1, agreed to on 11 January 2027\n\nWhat we ask for.\n\nNobody is named." in text
    assert "Yes: I want to take part.\n\nNo: You may ask me for an interview." in text
    assert "<p" in part(smtp.messages()[0], "html") and "Nobody is named" in str(smtp.messages()[0])
