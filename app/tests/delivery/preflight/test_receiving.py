from __future__ import annotations

import pytest

from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.receiving import judge_contact_mx, judge_sender_mx
from esmpress.delivery.preflight.sender import Sender
from tests.delivery.preflight.zones import DOMAIN, SENDGRID, SMTP, Zone, asking
from tests.doubles.dns_server import running_dns_server

GREEN, AMBER, RED = Verdict.GREEN, Verdict.AMBER, Verdict.RED
MX = {DOMAIN: {"MX": ["10 mx.uni.pl."]}}


def judged(zone: Zone, sender: Sender = SMTP, **orders: set[str]) -> Finding:
    with running_dns_server(zone, **orders) as server:
        return judge_sender_mx(sender, asking(server))


def test_a_mail_server_with_an_address_is_green() -> None:
    found = judged(MX | {"mx.uni.pl": {"AAAA": ["2001:db8::25"]}})

    assert found.verdict == GREEN
    assert found.found == (f"{DOMAIN}. MX 10 mx.uni.pl.",)


def test_mail_servers_without_any_address_are_red() -> None:
    assert judged(MX).verdict == RED


def test_without_mx_the_domain_s_own_address_is_amber() -> None:
    assert judged({DOMAIN: {"A": ["192.0.2.1"]}}).verdict == AMBER


def test_without_mx_and_address_bounces_are_lost_unless_sendgrid_takes_them() -> None:
    zone = {DOMAIN: {"TXT": ["nothing"]}}

    assert judged(zone, SMTP).verdict == RED
    assert judged(zone, SENDGRID).verdict == AMBER


@pytest.mark.parametrize("records", [["0 ."], ["0 .", "10 mx.uni.pl."]])
def test_a_null_mx_is_red_for_every_channel(records: list[str]) -> None:
    zone: Zone = {DOMAIN: {"MX": records}, "mx.uni.pl": {"A": ["192.0.2.25"]}}

    assert [judged(zone, sender).verdict for sender in (SMTP, SENDGRID)] == [RED, RED]


@pytest.mark.parametrize("failing", [DOMAIN, "mx.uni.pl"])
def test_what_could_not_be_asked_is_amber(failing: str) -> None:
    zone = MX | {"mx.uni.pl": {"A": ["192.0.2.25"]}}

    assert judged(zone, failing={failing}).verdict == AMBER


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("nowak@uni.pl", GREEN),
        ("nowak@źródło.pl", GREEN),
        ("nowak@only-address.pl", AMBER),
        ("nowak@never.pl", RED),
        ("nowak@gone.pl", RED),
        ("nowak@localhost", RED),
        ("nowak@-.pl", RED),
    ],
)
def test_the_contact_s_domain_has_to_take_replies(address: str, verdict: Verdict) -> None:
    zone: Zone = {
        "uni.pl": {"MX": ["10 mx.uni.pl."]},
        "xn--rdo-gna01bwk.pl": {"MX": ["10 mx.uni.pl."]},
        "mx.uni.pl": {"A": ["192.0.2.25"]},
        "only-address.pl": {"A": ["192.0.2.1"]},
        "never.pl": {"MX": ["0 ."]},
    }
    with running_dns_server(zone) as server:
        assert judge_contact_mx(address, asking(server)).verdict == verdict
