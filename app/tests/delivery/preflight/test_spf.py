from __future__ import annotations

from dataclasses import replace

import pytest

from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.sender import Sender
from esmpress.delivery.preflight.spf import judge_spf
from tests.delivery.preflight.zones import (
    DOMAIN,
    SENDGRID,
    SMTP,
    Zone,
    asking,
    sendgrid_zone,
    smtp_zone,
)
from tests.doubles.dns_server import running_dns_server

GREEN, AMBER, RED = Verdict.GREEN, Verdict.AMBER, Verdict.RED
# Without the CNAMEs of automated security.
PLAIN = replace(SENDGRID, selectors=("none",))


def judged(zone: Zone, sender: Sender = PLAIN, **orders: set[str]) -> Finding:
    with running_dns_server(zone, **orders) as server:
        return judge_spf(sender, asking(server))


def with_record(*records: str, **zone: dict[str, list[str]]) -> Finding:
    others = {name.replace("__", "."): kinds for name, kinds in zone.items()}
    return judged(sendgrid_zone(TXT=list(records)) | others)


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        ("v=spf1 include:sendgrid.net -all", GREEN),
        ("v=spf1 include:sendgrid.net ~all", GREEN),
        ("V=SPF1 +INCLUDE:SendGrid.Net. -ALL", GREEN),
        ("v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 include:sendgrid.net -all", GREEN),
        ("v=spf1 exists:%{i}._spf.%{d2} include:sendgrid.net -all", GREEN),
        ("v=spf1 include:sendgrid.net exp=why.%{d} unknown=x -all", GREEN),
        ("v=spf1 redirect=sendgrid.net", RED),
        ("v=spf1 include:sendgrid.net ?all", AMBER),
        ("v=spf1 include:sendgrid.net", AMBER),
        ("v=spf1 ptr include:sendgrid.net -all", AMBER),
        ("v=spf1 include:sendgrid.net +all", RED),
        ("v=spf1 include:sendgrid.net all", RED),
        ("v=spf1 -all include:sendgrid.net", RED),
        ("v=spf1 -include:sendgrid.net -all", RED),
        ("v=spf1 include:notsendgrid.net -all", RED),
        ("v=spf1 include:sendgrid.net bogus -all", RED),
        ("v=spf1 include:sendgrid.net ip4:300.1.1.1 -all", RED),
        ("v=spf1 include:sendgrid.net a/40 -all", RED),
        ("v=spf1 include: -all", RED),
        ("v=spf1 include:sendgrid.net redirect= -all", RED),
        ("v=spf1 include:sendgrid.net –all", RED),
        ("v=spf10 include:sendgrid.net -all", RED),
    ],
)
def test_a_record_is_judged_by_what_a_receiver_makes_of_it(record: str, verdict: Verdict) -> None:
    found = with_record(record, notsendgrid__net={"TXT": ["v=spf1 -all"]})

    assert found.verdict == verdict, found.operator


def test_no_record_is_red_and_the_one_to_publish_is_given() -> None:
    found = with_record("google-site-verification=x")

    assert found.verdict == RED
    assert found.publish == (f'{DOMAIN}. TXT "v=spf1 include:sendgrid.net ~all"',)


def test_two_records_are_red_and_come_merged() -> None:
    found = with_record("v=spf1 a -all", "v=spf1 a include:sendgrid.net ~all")

    assert found.verdict == RED
    assert len(found.found) == 2
    assert found.publish == (f'{DOMAIN}. TXT "v=spf1 a include:sendgrid.net ~all"',)


def test_a_record_without_the_provider_comes_with_it_before_its_end() -> None:
    found = with_record("v=spf1 ip4:192.0.2.1 -all")

    assert found.verdict == RED
    assert found.publish == (f'{DOMAIN}. TXT "v=spf1 ip4:192.0.2.1 include:sendgrid.net -all"',)


@pytest.mark.parametrize(
    ("record", "sender", "published"),
    [
        ("v=spf1 +all", PLAIN, "v=spf1 include:sendgrid.net ~all"),
        ("v=spf1 include:sendgrid.net +all", PLAIN, "v=spf1 include:sendgrid.net ~all"),
        ("v=spf1 a +all", SENDGRID, "v=spf1 a ~all"),
        ("v=spf1 +all", SMTP, "v=spf1 a:relay.uni.pl ~all"),
    ],
)
def test_a_record_that_lets_everybody_send_comes_back_for_the_channel_alone(
    record: str, sender: Sender, published: str
) -> None:
    zone = sendgrid_zone(TXT=[record]) | {"relay.uni.pl": {"A": ["192.0.2.5"]}}

    found = judged(zone, sender)

    assert found.verdict == RED
    assert found.publish == (f'{DOMAIN}. TXT "{published}"',)


def chain(length: int) -> Zone:
    """A record whose includes lead to SendGrid by so many lookups."""
    names = [f"s{n}.uni.pl" for n in range(1, length)]
    zone = sendgrid_zone(TXT=[f"v=spf1 include:{[*names, 'sendgrid.net'][0]} -all"])
    for name, following in zip(names, [*names[1:], "sendgrid.net"], strict=True):
        zone[name] = {"TXT": [f"v=spf1 include:{following} -all"]}
    return zone


def test_ten_lookups_down_the_includes_are_allowed_and_counted() -> None:
    found = judged(chain(10))

    assert found.verdict == GREEN
    assert "10 of 10 lookups" in found.operator


def test_an_eleventh_lookup_is_an_error_however_deep_it_lies() -> None:
    found = judged(chain(11))

    assert found.verdict == RED
    assert "more than 10 lookups" in found.operator


def test_a_record_that_includes_itself_ends_at_the_limit() -> None:
    found = with_record(f"v=spf1 include:{DOMAIN} -all")

    assert found.verdict == RED


@pytest.mark.parametrize(("voids", "verdict"), [(2, GREEN), (3, RED)])
def test_two_lookups_may_lead_to_nothing(voids: int, verdict: Verdict) -> None:
    nothing = " ".join(f"a:none{n}.uni.pl" for n in range(voids))

    found = with_record(f"v=spf1 {nothing} include:sendgrid.net -all")

    assert found.verdict == verdict


def test_an_include_without_a_record_is_an_error_that_names_it() -> None:
    found = with_record("v=spf1 include:gone.uni.pl include:sendgrid.net -all")

    assert found.verdict == RED
    assert "gone.uni.pl, which has no SPF records" in found.operator


def test_a_redirect_takes_the_end_of_the_record_it_leads_to() -> None:
    ends = {"_spf.uni.pl": {"TXT": ["v=spf1 include:sendgrid.net -all"]}}

    found = judged(sendgrid_zone(TXT=["v=spf1 redirect=_spf.uni.pl"]) | ends)

    assert found.verdict == GREEN
    assert "2 of 10" in found.operator


def test_what_cannot_be_asked_is_amber_at_the_domain_and_down_the_includes() -> None:
    zone = sendgrid_zone()

    verdicts = [judged(zone, failing={name}).verdict for name in (DOMAIN, "sendgrid.net")]

    assert verdicts == [AMBER, AMBER]


def test_automated_security_vouches_without_a_record_of_the_domain() -> None:
    found = judged(sendgrid_zone(TXT=[]), SENDGRID)

    assert found.verdict == GREEN
    assert "MAIL_BOUNCE_DOMAIN" in found.operator


def test_a_bounce_domain_that_leads_to_sendgrid_is_what_is_judged() -> None:
    sender = replace(SENDGRID, bounces_to=f"em1.{DOMAIN}")
    zone = sendgrid_zone(TXT=["v=spf1 +all"]) | {
        f"em1.{DOMAIN}": {"CNAME": ["u1.wl2.sendgrid.net."]},
        "u1.wl2.sendgrid.net": {"TXT": ["v=spf1 ip4:167.89.1.1 -all"]},
    }

    assert judged(zone, sender).verdict == GREEN


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        ("v=spf1 a:relay.uni.pl -all", GREEN),
        ("v=spf1 ip4:192.0.2.0/27 ip6:2001:db8::/64 -all", GREEN),
        ("v=spf1 mx:relays.uni.pl -all", GREEN),
        ("v=spf1 include:spf.uni.pl -all", GREEN),
        ("v=spf1 ip4:192.0.2.26 -all", AMBER),
        ("v=spf1 ip4:198.51.100.1 -all", AMBER),
        ("v=spf1 ?a:relay.uni.pl -all", AMBER),
        ("v=spf1 ?include:spf.uni.pl -all", AMBER),
    ],
)
def test_a_relay_is_seen_in_the_record_by_all_its_addresses(record: str, verdict: Verdict) -> None:
    zone = smtp_zone(TXT=[record]) | {
        "relays.uni.pl": {"MX": ["5 relay.uni.pl."]},
        "spf.uni.pl": {"TXT": ["v=spf1 a:relay.uni.pl ?all"]},
    }

    assert judged(zone, SMTP).verdict == verdict


def test_a_relay_on_this_machine_cannot_be_seen_from_here() -> None:
    found = judged(smtp_zone(), replace(SMTP, relay="127.0.0.1"))

    assert found.verdict == AMBER
