from __future__ import annotations

from dataclasses import replace

import pytest

from esmpress.delivery.preflight.dkim import Signing, judge_dkim
from esmpress.delivery.preflight.findings import Verdict
from esmpress.delivery.preflight.sender import Sender
from tests.delivery.preflight.zones import (
    DOMAIN,
    SENDGRID,
    SMTP,
    Zone,
    asking,
    ed25519_record,
    rsa_record,
    sendgrid_zone,
    smtp_zone,
)
from tests.doubles.dns_server import running_dns_server

GREEN, AMBER, RED = Verdict.GREEN, Verdict.AMBER, Verdict.RED


def signing(zone: Zone, sender: Sender, **orders: set[str]) -> Signing:
    with running_dns_server(zone, **orders) as server:
        return judge_dkim(sender, asking(server))


def verdict_of(*records: str) -> tuple[Verdict, str]:
    """What a relay's key records are judged to be."""
    zone = smtp_zone() | {f"uni._domainkey.{DOMAIN}": {"TXT": list(records)}}
    finding = signing(zone, SMTP).finding
    return finding.verdict, finding.operator


def test_both_selectors_of_sendgrid_lead_to_good_keys() -> None:
    found = signing(sendgrid_zone(), SENDGRID)

    assert found.finding.verdict == GREEN
    assert found.domain == DOMAIN
    assert f"s1._domainkey.{DOMAIN}. CNAME s1.domainkey.u1.wl2.sendgrid.net." in found.finding.found


@pytest.mark.parametrize(("bits", "verdict"), [(2048, GREEN), (1024, AMBER)])
def test_a_key_is_judged_by_its_length(bits: int, verdict: Verdict) -> None:
    assert verdict_of(rsa_record(bits)) == (
        verdict,
        f"uni._domainkey.{DOMAIN}: RSA key of {bits} bits"
        f"{'' if verdict == GREEN else '; 2048 are advised'}.",
    )


def test_a_key_below_1024_bits_is_red() -> None:
    # Made with OpenSSL: cryptography makes none so short any more.
    short = (
        "v=DKIM1; p=MHwwDQYJKoZIhvcNAQEBBQADawAwaAJhALiqH/mxasPZF3cwPIfTmMPf4i7cYtWaREtC6N5AqsH0"
        "PLlKchEKLiAwJ4zBXBfZKw0gZwAz51DiyKK2LYrP2RY4naRdc/nNTKDDPuK5TngGAy5A7MFI4SPp8A8qIUt40QID"
        "AQAB"
    )

    verdict, words = verdict_of(short)

    assert verdict == RED
    assert "RSA key of 768 bits; receivers ignore fewer than 1024" in words


def test_an_ed25519_key_is_as_good() -> None:
    assert verdict_of(ed25519_record())[0] == GREEN


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("v=DKIM1; k=rsa; p=", "revoked"),
        ("v=DKIM1; k=rsa", "no key (p=)"),
        ("v=DKIM2; p=AAAA", "v=DKIM1"),
        ("p=AAAA; v=DKIM1", "does not begin with v=DKIM1"),
        ("v=DKIM1; k=dsa; p=AAAA", "k=dsa"),
        ("v=DKIM1; s=other; p=AAAA", "not for mail"),
        ("v=DKIM1; h=sha1; p=AAAA", "SHA-1"),
        ("v=DKIM1; p=AAAA", "no RSA key"),
        ("v=DKIM1; k=ed25519; p=AAAA", "32 bytes"),
        ("v=DKIM1; p=kluczą", "no Base64"),
        ("v=DKIM1; p=AAAA; p=BBBB", "twice"),
        ("a key", "no tag=value"),
    ],
)
def test_a_key_that_receivers_do_not_accept_is_red(record: str, reason: str) -> None:
    verdict, words = verdict_of(record)

    assert verdict == RED
    assert reason in words


def test_a_revoked_key_signs_for_nobody() -> None:
    zone = smtp_zone() | {f"uni._domainkey.{DOMAIN}": {"TXT": ["v=DKIM1; p="]}}

    found = signing(zone, SMTP)

    assert (found.finding.verdict, found.domain) == (RED, "")


def test_spaces_inside_the_key_and_a_left_out_version_do_no_harm() -> None:
    record = rsa_record().removeprefix("v=DKIM1; ")
    spaced = f"{record[:60]} {record[60:]}"

    assert verdict_of(spaced)[0] == GREEN


def test_a_key_that_is_being_tried_out_is_amber() -> None:
    assert verdict_of(f"{rsa_record()}; t=y:s")[0] == AMBER


def test_two_keys_at_one_selector_are_red() -> None:
    verdict, words = verdict_of(rsa_record(), ed25519_record())

    assert verdict == RED
    assert "several keys" in words


def test_no_key_is_red_and_says_what_to_publish() -> None:
    zone = {name: kinds for name, kinds in sendgrid_zone().items() if "_domainkey" not in name}

    found = signing(zone, SENDGRID)

    assert found.finding.verdict == RED
    assert found.domain == ""
    assert found.finding.publish[0] == (
        f"s1._domainkey.{DOMAIN}. CNAME s1.domainkey.uNNNNNNN.wlNNN.sendgrid.net."
    )


def test_one_selector_of_two_is_enough_to_sign_but_worth_a_look() -> None:
    zone = sendgrid_zone()
    del zone["s2.domainkey.u1.wl2.sendgrid.net"]

    found = signing(zone, SENDGRID)

    assert found.finding.verdict == AMBER
    assert "leads to a name without a key" in found.finding.operator
    assert found.domain == DOMAIN


def test_the_key_of_the_domain_above_signs_too() -> None:
    zone = smtp_zone() | {"uni._domainkey.uni.pl": {"TXT": [rsa_record()]}}
    del zone[f"uni._domainkey.{DOMAIN}"]

    found = signing(zone, SMTP)

    assert (found.finding.verdict, found.domain) == (GREEN, "uni.pl")


def test_keys_that_could_not_be_asked_are_amber_and_sign_for_nobody() -> None:
    found = signing(sendgrid_zone(), SENDGRID, failing={"*"})

    assert (found.finding.verdict, found.domain) == (AMBER, "")


def test_a_key_above_does_not_stand_in_for_one_that_could_not_be_asked() -> None:
    zone = smtp_zone() | {"uni._domainkey.uni.pl": {"TXT": [rsa_record()]}}

    found = signing(zone, SMTP, failing={f"uni._domainkey.{DOMAIN}"})

    assert (found.finding.verdict, found.domain) == (AMBER, "")


def test_a_relay_with_unknown_selectors_is_amber() -> None:
    found = signing(smtp_zone(), replace(SMTP, selectors=()))

    assert found.finding.verdict == AMBER
    assert "DKIM_SELECTORS" in found.finding.operator
