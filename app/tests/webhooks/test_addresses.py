"""Where webhooks may go, by the address as it is written and by what its name leads to."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from esmpress.webhooks.addresses import NoSuchName, NotPublic, addresses_of, check_url
from esmpress.webhooks.posting import Failure, post
from tests.doubles.dns_server import running_dns_server

PRIVATE = [
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "224.0.0.1",
    "239.255.255.250",
    "255.255.255.255",
    "240.0.0.1",
    "192.0.2.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:0:53aa:64c::1",
    "2001:db8::1",
    "4000::1",
]
PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(NotPublic):
        addresses_of(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_taken_as_it_is(address: str) -> None:
    assert addresses_of(address) == [address]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_is_refused_when_any_of_its_addresses_is(address: str, settings: Settings) -> None:
    kind = "AAAA" if ":" in address else "A"
    zone = {"lab.example.org": {"A": ["93.184.215.14"]} | {kind: [PUBLIC[0 if kind == "A" else 2]]}}
    zone["lab.example.org"][kind].append(address)
    with running_dns_server(zone) as dns:
        settings.DNS_SERVERS = [dns.server]

        assert post("https://lab.example.org/", b"", {}).failure == Failure.ADDRESS


def test_a_name_leads_to_all_its_addresses_by_one_look(settings: Settings) -> None:
    zone = {
        "lab.example.org": {"CNAME": ["web.example.org."]},
        "web.example.org": {"A": PUBLIC[:2], "AAAA": PUBLIC[2:]},
    }
    with running_dns_server(zone) as dns:
        settings.DNS_SERVERS = [dns.server]

        assert sorted(addresses_of("lab.example.org")) == sorted(PUBLIC)
        assert len(dns.asked) == 2


@pytest.mark.parametrize("name", ["nowhere.example.org", "localhost", "a..b", "x" * 70])
def test_a_name_without_an_address_is_said_to_have_none(name: str, settings: Settings) -> None:
    with running_dns_server({}) as dns:
        settings.DNS_SERVERS = [dns.server]

        with pytest.raises(NoSuchName):
            addresses_of(name)


@pytest.mark.parametrize(
    "url",
    [
        "https://lab.example.org/hook?key=1",
        "https://lab.example.org:8443/",
        "https://93.184.215.14/",
        "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook",
    ],
)
def test_an_address_of_the_web_can_be_written(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "lab.example.org",
        "http://lab.example.org/",
        "ftp://lab.example.org/",
        "https://",
        "https:///hook",
        "https://anna:secret@lab.example.org/",
        "https://@lab.example.org/",
        "https://lab.example.org/#there",
        "https://lab.example.org/a b",
        "https://lab.example.org/\r\nHost: inside",
        "https://łab.example.org/",
        "https://lab.example.org:99999/",
        "https://lab.example.org:0/",
        "https://[::1/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:10.0.0.1]/",
        "https://lab.example.org/" + "x" * 500,
    ],
)
def test_what_is_no_public_address_over_tls_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        check_url(url)


def test_a_number_written_in_another_way_leads_nowhere(settings: Settings) -> None:
    with running_dns_server({}) as dns:
        settings.DNS_SERVERS = [dns.server]

        for host in ("2130706433", "0x7f000001", "127.1", "0177.0.0.1"):
            assert post(f"https://{host}/", b"", {}).failure == Failure.NAME
