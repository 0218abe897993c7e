from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from devstack.sendgrid_double.server import SendGridServer
from esmpress.accounts.models import Researcher
from esmpress.delivery.models import MessageTemplate, PhoneCheck
from esmpress.delivery.preflight.findings import Verdict
from esmpress.delivery.preflight.phone_checks import (
    MOST_AN_HOUR,
    NotSent,
    PhoneCheckOver,
    UnknownPhoneCheck,
    find_phone_check,
    judge_phone_checks,
    mark_opened,
    page_nonce,
    send_phone_check,
)
from esmpress.studies.models import Study
from tests.delivery.preflight.zones import DOMAIN
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_study

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https://esm\.example\.org/api/preflight/([\w-]+)")
PHONE, COMPUTER = PhoneCheck.Device.PHONE, PhoneCheck.Device.COMPUTER


@pytest.fixture
def study() -> Study:
    return make_study(launched_at=None)


@pytest.fixture
def researcher() -> Researcher:
    return Researcher.objects.create_user("anna@example.org")


def send(study: Study, researcher: Researcher, *, now: datetime) -> PhoneCheck:
    return send_phone_check(study, to="ola@uni.pl", language="pl", now=now, researcher=researcher)


def press(check: PhoneCheck, device: PhoneCheck.Device, *, now: datetime) -> None:
    mark_opened(check, device=device, nonce=page_nonce(check), now=now)


def test_the_mail_is_the_study_s_invitation_with_a_link_of_its_own(
    relay: SmtpServer, study: Study, researcher: Researcher, now: datetime
) -> None:
    MessageTemplate.objects.create(
        study=study,
        kind="invitation",
        language="pl",
        subject="Już czas",
        body="Zapraszamy: {{link}}",
    )

    check = send(study, researcher, now=now)

    [message] = relay.messages()
    text = message.get_body(("plain",))
    assert text is not None
    tokens = set(LINK.findall(text.get_content()))
    assert relay.recipients == ["ola@uni.pl"]
    assert message["Subject"] == "Już czas"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(tokens) == 1
    assert find_phone_check(tokens.pop()) == check


def test_sendgrid_takes_the_test_mail_as_strictly_as_an_invitation(
    sendgrid: SendGridServer, study: Study, researcher: Researcher, now: datetime
) -> None:
    check = send(study, researcher, now=now)

    [mail] = sendgrid.mails()
    assert mail.to == "ola@uni.pl"
    assert [find_phone_check(token) for token in set(LINK.findall(mail.html))] == [check]
    assert check.channel == "sendgrid"


def test_the_row_holds_a_hash_of_256_bits_and_no_address(
    relay: SmtpServer, study: Study, researcher: Researcher, now: datetime
) -> None:
    check = send(study, researcher, now=now)

    html = relay.messages()[0].get_body(("html",))
    assert html is not None
    token = LINK.findall(html.get_content())[0]
    stored = PhoneCheck.objects.filter(pk=check.pk).values().get()
    assert bytes(stored["token_hash"]) == hashlib.sha256(token.encode()).digest()
    assert len(token) == 43
    assert "ola@uni.pl" not in str(stored)


def test_a_refused_mail_leaves_no_row_and_says_why(
    relay: SmtpServer, study: Study, researcher: Researcher, now: datetime
) -> None:
    relay.orders.rcpt_code = 550

    with pytest.raises(NotSent, match="the mail server answered 550"):
        send(study, researcher, now=now)

    assert not PhoneCheck.objects.exists()


def test_a_mail_that_perhaps_went_out_keeps_its_link(
    relay: SmtpServer, study: Study, researcher: Researcher, now: datetime
) -> None:
    relay.orders.hang_up_after_data = True

    with pytest.raises(NotSent, match="Nobody knows"):
        send(study, researcher, now=now)

    assert PhoneCheck.objects.count() == len(relay.taken) == 1


def test_nobody_sends_more_than_ten_an_hour(
    relay: SmtpServer, study: Study, researcher: Researcher, now: datetime
) -> None:
    for _ in range(MOST_AN_HOUR):
        send(study, researcher, now=now)

    with pytest.raises(NotSent, match="10 test mails within an hour"):
        send(study, researcher, now=now + timedelta(minutes=59))
    send(study, researcher, now=now + timedelta(minutes=61))


def test_a_link_counts_once(
    relay: SmtpServer, study: Study, researcher: Researcher, now: datetime
) -> None:
    check = send(study, researcher, now=now)
    press(check, COMPUTER, now=now)

    with pytest.raises(PhoneCheckOver):
        press(check, PHONE, now=now)

    check.refresh_from_db()
    assert (check.opened_at, check.opened_on) == (now, COMPUTER)


def test_a_link_counts_for_a_day(
    relay: SmtpServer, study: Study, researcher: Researcher, now: datetime
) -> None:
    check = send(study, researcher, now=now)

    with pytest.raises(PhoneCheckOver):
        press(check, PHONE, now=now + timedelta(hours=24))

    press(check, PHONE, now=now + timedelta(hours=24, seconds=-1))


def test_a_press_counts_from_the_page_of_that_mail_only(
    relay: SmtpServer,
    study: Study,
    researcher: Researcher,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    check, other = (send(study, researcher, now=now) for _ in range(2))
    fresh = page_nonce(check)
    monkeypatch.setattr("django.core.signing.time.time", now.timestamp)
    stale = page_nonce(check)
    monkeypatch.setattr("django.core.signing.time.time", lambda: now.timestamp() + 3601)

    for nonce in ("", "1", fresh[:-1], page_nonce(other), stale):
        with pytest.raises(PhoneCheckOver):
            mark_opened(check, device=PHONE, nonce=nonce, now=now)

    check.refresh_from_db()
    assert check.opened_at is None


@pytest.mark.parametrize("token", ["", "x" * 43, "ź"])
def test_an_unknown_token_belongs_to_no_mail(token: str) -> None:
    with pytest.raises(UnknownPhoneCheck):
        find_phone_check(token)


def verdict(study: Study, *, now: datetime) -> Verdict:
    return judge_phone_checks(study, now=now).verdict


def test_the_verdict_follows_what_the_mail_was_opened_on(
    relay: SmtpServer, study: Study, researcher: Researcher, now: datetime
) -> None:
    verdicts = [verdict(study, now=now)]
    first = send(study, researcher, now=now)
    verdicts.append(verdict(study, now=now))
    press(first, COMPUTER, now=now)
    verdicts.append(verdict(study, now=now))
    press(send(study, researcher, now=now), PHONE, now=now)
    verdicts.append(verdict(study, now=now))

    assert verdicts == ["red", "red", "amber", "green"]
    assert verdict(make_study(), now=now) == "red"


def test_a_change_of_the_sender_asks_for_another_mail_even_when_it_is_changed_back(
    relay: SmtpServer, study: Study, researcher: Researcher, now: datetime, settings: Settings
) -> None:
    press(send(study, researcher, now=now), PHONE, now=now)
    settings.MAIL_DOMAIN = "other.uni.pl"
    changed = verdict(study, now=now)
    send(study, researcher, now=now + timedelta(minutes=1))
    settings.MAIL_DOMAIN = DOMAIN
    back = verdict(study, now=now)
    press(send(study, researcher, now=now + timedelta(minutes=2)), PHONE, now=now)

    assert [changed, back, verdict(study, now=now)] == ["red", "red", "green"]
