from __future__ import annotations

from dataclasses import replace

import pytest

from esmpress.delivery.preflight.alignment import judge_alignment
from esmpress.delivery.preflight.dkim import Signing
from esmpress.delivery.preflight.dmarc import judge_dmarc
from esmpress.delivery.preflight.dmarc_records import DmarcPolicy, find_policy
from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.sender import Sender
from tests.delivery.preflight.zones import DOMAIN, SENDGRID, SMTP, asking
from tests.doubles.dns_server import running_dns_server

GREEN, AMBER, RED = Verdict.GREEN, Verdict.AMBER, Verdict.RED
RUA = "rua=mailto:dmarc@uni.pl"


def policy_of(
    domain: str = DOMAIN, *, failing: tuple[str, ...] = (), **records: str
) -> DmarcPolicy:
    """The policy found with these records, by the domain below which they stand, dots as __."""
    zone = {f"_dmarc.{name.replace('__', '.')}": {"TXT": [text]} for name, text in records.items()}
    with running_dns_server(zone, failing={f"_dmarc.{name}" for name in failing}) as server:
        return find_policy(domain, asking(server))


def judged(record: str) -> Finding:
    return judge_dmarc(policy_of(badania__uni__pl=record))


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        (f"v=DMARC1; p=reject; {RUA}", GREEN),
        (f"v=DMARC1;p=quarantine;{RUA}", GREEN),
        (f"v=DMARC1; {RUA}; p=reject; sp=none; fo=1", GREEN),
        (f"v=DMARC1; p=none; {RUA}", AMBER),
        (f"v=DMARC1; {RUA}", AMBER),
        ("v=DMARC1; p=reject", AMBER),
        (f"v=DMARC1; p=reject; pct=20; {RUA}", AMBER),
        (f"v=DMARC1; p=reject; t=y; {RUA}", AMBER),
        (f"v=DMARC1; p=refuse; {RUA}", RED),
        ("v=DMARC1; p", RED),
        ("v=DMARC1", RED),
        (f"v=DMARC2; p=reject; {RUA}", RED),
        (f"p=reject; v=DMARC1; {RUA}", RED),
    ],
)
def test_a_policy_is_judged_by_what_receivers_do_with_it(record: str, verdict: Verdict) -> None:
    found = judged(record)

    assert found.verdict == verdict, found.operator


def test_no_policy_is_red_and_one_to_begin_with_is_given() -> None:
    found = judge_dmarc(policy_of())

    assert found.verdict == RED
    assert found.publish == (f'_dmarc.{DOMAIN}. TXT "v=DMARC1; p=none; rua=mailto:dmarc@{DOMAIN}"',)


def test_two_policies_are_red() -> None:
    zone = {f"_dmarc.{DOMAIN}": {"TXT": ["v=DMARC1; p=none", f"v=DMARC1; p=reject; {RUA}"]}}
    with running_dns_server(zone) as server:
        found = judge_dmarc(find_policy(DOMAIN, asking(server)))

    assert found.verdict == RED
    assert len(found.found) == 2


def test_the_organisation_speaks_for_domains_below_it_by_sp() -> None:
    strict = policy_of(uni__pl=f"v=DMARC1; p=none; sp=reject; {RUA}")
    loose = policy_of(uni__pl=f"v=DMARC1; p=reject; {RUA}")

    assert (strict.wish, strict.at, strict.organisation) == ("reject", "uni.pl", "uni.pl")
    assert loose.wish == "reject"
    assert judge_dmarc(strict).found == (
        f'_dmarc.uni.pl. TXT "v=DMARC1; p=none; sp=reject; {RUA}"',
    )


def test_the_walk_stops_at_an_organisation_and_below_a_registry() -> None:
    faculty = policy_of(
        badania__uni__pl=f"v=DMARC1; p=reject; psd=n; {RUA}", uni__pl="v=DMARC1; p=none"
    )
    registry = policy_of("a.badania.com.pl", com__pl="v=DMARC1; p=none; psd=y")

    assert faculty.organisation == DOMAIN
    assert registry.organisation == "badania.com.pl"


def test_a_long_name_is_walked_in_eight_questions() -> None:
    name = ".".join(f"l{n}" for n in range(12)) + ".uni.pl"
    with running_dns_server({}) as server:
        find_policy(name, asking(server))

    asked = [asked for asked, _, _ in server.asked]
    assert len(asked) == 8
    assert asked[0] == f"_dmarc.{name}"
    assert asked[1] == "_dmarc.l7.l8.l9.l10.l11.uni.pl"


def test_what_could_not_be_asked_is_amber() -> None:
    alone = judge_dmarc(policy_of(failing=(DOMAIN,)))
    beside = judge_dmarc(policy_of(failing=(DOMAIN,), uni__pl=f"v=DMARC1; p=reject; {RUA}"))
    above = judge_dmarc(
        policy_of(failing=("uni.pl",), badania__uni__pl=f"v=DMARC1; p=reject; {RUA}")
    )

    assert [alone.verdict, beside.verdict, above.verdict] == [AMBER, AMBER, GREEN]


def aligned(
    sender: Sender,
    policy: str,
    *,
    signed_by: str,
    dkim: Verdict = RED,
    spf: Verdict = RED,
    is_delegated: bool = False,
) -> Verdict:
    """The verdict; `dkim` is what was found of the keys where they sign for nobody."""
    found = policy_of(uni__pl=f"v=DMARC1; {policy}")
    signing = Signing(Finding("dkim", "", GREEN if signed_by else dkim, ""), signed_by)
    return judge_alignment(sender, found, dkim=signing, spf=spf, is_delegated=is_delegated).verdict


@pytest.mark.parametrize(
    ("policy", "signed_by", "verdict"),
    [
        ("p=reject", DOMAIN, GREEN),
        ("p=reject", "uni.pl", GREEN),
        ("p=reject", "mail.uni.pl", GREEN),
        ("p=reject; adkim=s", DOMAIN, GREEN),
        ("p=reject; adkim=s", "uni.pl", RED),
        ("p=none; adkim=s", "uni.pl", AMBER),
        ("p=reject", "provider.net", RED),
        ("p=reject", "notuni.pl", RED),
        ("p=reject", "", RED),
        ("p=none", "", AMBER),
    ],
)
def test_a_signature_is_aligned_with_the_domain_people_see(
    policy: str, signed_by: str, verdict: Verdict
) -> None:
    assert aligned(SENDGRID, policy, signed_by=signed_by) == verdict


@pytest.mark.parametrize(
    ("policy", "bounces_to", "spf", "verdict"),
    [
        ("p=reject", DOMAIN, GREEN, GREEN),
        ("p=reject", f"em.{DOMAIN}", GREEN, GREEN),
        ("p=reject; aspf=s", f"em.{DOMAIN}", GREEN, RED),
        ("p=reject; aspf=s", DOMAIN, GREEN, GREEN),
        ("p=reject", DOMAIN, RED, RED),
        ("p=reject", DOMAIN, AMBER, AMBER),
        ("p=reject", "provider.net", AMBER, RED),
        ("p=reject", "provider.net", GREEN, RED),
    ],
)
def test_a_bounce_domain_is_aligned_when_it_passes_spf(
    policy: str, bounces_to: str, spf: Verdict, verdict: Verdict
) -> None:
    sender = replace(SMTP, bounces_to=bounces_to)

    assert aligned(sender, policy, signed_by="", spf=spf) == verdict


def test_keys_nobody_could_see_are_no_proof_and_no_fault() -> None:
    verdicts = [aligned(SENDGRID, "p=reject", signed_by="", dkim=dkim) for dkim in (AMBER, RED)]

    assert verdicts == [AMBER, RED]


def test_automated_security_aligns_bounces_unless_the_domain_is_strict() -> None:
    verdicts = [
        aligned(SENDGRID, policy, signed_by="", spf=GREEN, is_delegated=True)
        for policy in ("p=reject", "p=reject; aspf=s")
    ]

    assert verdicts == [GREEN, RED]
