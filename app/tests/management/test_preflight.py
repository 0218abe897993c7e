from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from esmpress.delivery.models import SenderCheck
from tests.delivery.preflight.conftest import dns, relay
from tests.doubles.dns_server import DnsDouble
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_study

__all__ = ["dns", "relay"]
pytestmark = pytest.mark.django_db
Captured = pytest.CaptureFixture[str]


def test_a_sender_without_anything_red_ends_with_success(
    dns: DnsDouble, relay: SmtpServer, capsys: Captured
) -> None:
    call_command("preflight")

    printed = capsys.readouterr().out
    assert "ok    DKIM" in printed
    assert "LOOK  SPF" in printed
    assert 'found: badania.uni.pl. TXT "v=spf1 a:relay.uni.pl -all"' in printed
    assert SenderCheck.objects.get().reply_to == ""


def test_something_red_ends_with_status_1(dns: DnsDouble, relay: SmtpServer) -> None:
    dns.zone["badania.uni.pl"] = {"TXT": ["v=spf1 +all"]}

    with pytest.raises(SystemExit) as ended:
        call_command("preflight")

    assert ended.value.code == 1


def test_a_study_comes_with_its_contact_test_mail_and_limits(
    dns: DnsDouble, relay: SmtpServer, capsys: Captured
) -> None:
    study = make_study(launched_at=None, contact_email="nowak@uni.pl")

    with pytest.raises(SystemExit):
        call_command("preflight", study=study.slug)

    printed = capsys.readouterr().out
    for title in ("Replies to the study’s contact", "A test mail", "Mails on the fullest day"):
        assert title in printed
    assert "MEND  A test mail, opened on a phone" in printed


def test_an_unknown_study_is_named_with_those_there_are() -> None:
    make_study(slug="mine")

    with pytest.raises(CommandError, match="no study “other”"):
        call_command("preflight", study="other")


def test_where_mail_is_caught_it_says_so_and_succeeds(capsys: Captured) -> None:
    call_command("preflight")

    assert "not checked in this set-up" in capsys.readouterr().out
    assert not SenderCheck.objects.exists()
