from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from esmpress.delivery.models import SenderCheck
from esmpress.delivery.preflight.answers import Answer, Outcome
from esmpress.delivery.preflight.checklist import checklist
from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.looking import asking_once, find_out, judge, last_look, look_up
from tests.delivery.preflight.zones import SENDGRID, SMTP, asking, sendgrid_zone, smtp_zone
from tests.doubles.dns_server import DnsDouble, running_dns_server
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_study

CONTACT = "nowak@uni.pl"


def verdicts(findings: list[Finding]) -> dict[str, str]:
    return {finding.check: finding.verdict.value for finding in findings}


@pytest.mark.parametrize(
    ("sender", "zone"), [(SENDGRID, sendgrid_zone()), (SMTP, smtp_zone())], ids=lambda x: ""
)
def test_a_domain_that_is_set_up_well_is_green_throughout(sender: object, zone: object) -> None:
    with running_dns_server(zone) as server:  # type: ignore[arg-type]
        found = judge(sender, reply_to=CONTACT, ask=asking(server))  # type: ignore[arg-type]

    assert set(verdicts(found).values()) == {"green"}
    assert list(verdicts(found)) == ["spf", "dkim", "dmarc", "alignment", "mx", "contact"]


@pytest.mark.parametrize("order", ["failing", "silent"])
def test_a_dns_that_does_not_answer_is_amber_everywhere_and_soon_over(order: str) -> None:
    began = time.monotonic()
    with running_dns_server(smtp_zone(), **{order: {"*"}}) as server:
        found = judge(SMTP, reply_to=CONTACT, ask=asking(server, seconds=0.5))
    passed = time.monotonic() - began

    assert set(verdicts(found).values()) == {"amber"}
    assert passed < 2


def test_a_domain_for_examples_cannot_send(settings: Settings) -> None:
    settings.MAIL_DOMAIN = "esm.example.org"
    with running_dns_server(smtp_zone()) as server:
        settings.DNS_SERVERS = [server.server]
        found = find_out(reply_to=CONTACT)

    assert verdicts(found) == {"sender": "red", "contact": "green"}


@pytest.mark.django_db
def test_what_was_found_is_kept_for_the_same_sender_and_contact(
    dns: DnsDouble, relay: SmtpServer, settings: Settings, now: datetime
) -> None:
    kept = look_up(reply_to=CONTACT, now=now, researcher=None)

    assert last_look(reply_to=CONTACT) == kept
    assert [Finding.from_json(one) for one in kept.results] == find_out(reply_to=CONTACT)
    assert last_look(reply_to="other@uni.pl") is None
    settings.MAIL_DOMAIN = "other.uni.pl"
    assert last_look(reply_to=CONTACT) is None


def test_each_question_goes_out_once() -> None:
    asked: list[tuple[str, str]] = []

    def ask(name: str, kind: str) -> Answer:
        asked.append((name, kind))
        return Answer(Outcome.FOUND, (name,))

    ask_once = asking_once(ask)
    answers = [ask_once(*question) for question in (("a.pl", "TXT"), ("a.pl", "MX")) * 2]

    assert asked == [("a.pl", "TXT"), ("a.pl", "MX")]
    assert answers == [Answer(Outcome.FOUND, ("a.pl",))] * 4


@pytest.mark.django_db
def test_the_list_begins_red_and_is_worth_a_look_when_it_is_old(
    dns: DnsDouble, relay: SmtpServer, now: datetime
) -> None:
    study = make_study(launched_at=None, contact_email=CONTACT)
    before = checklist(study, now=now)
    look_up(reply_to=CONTACT, now=now, researcher=None)
    fresh = checklist(study, now=now + timedelta(days=7))
    old = checklist(study, now=now + timedelta(days=7, seconds=1))

    assert verdicts(before.red) == {"records": "red", "phone": "red"}
    assert verdicts(fresh.red) == {"phone": "red"}
    assert fresh.looked_at == now
    assert "age" not in verdicts(fresh.amber)
    assert "7 days ago" in old.findings[6].plain
    assert old.findings[6].verdict == Verdict.AMBER


@pytest.mark.django_db
def test_where_no_mail_leaves_the_list_is_about_numbers_alone(now: datetime) -> None:
    found = checklist(make_study(launched_at=None), now=now)

    assert not found.applies
    assert list(verdicts(found.findings)) == ["hour", "day"]
    assert SenderCheck.objects.count() == 0
