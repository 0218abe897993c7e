"""What a receiver can do to who posts: answer, hang, drip, redirect, flood, lie about its name."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from esmpress.webhooks.posting import Answer, Failure, post
from tests.doubles.certificates import Certificate, make_certificate
from tests.doubles.dns_server import running_dns_server
from tests.doubles.webhook_receiver import Receiver, running_receiver


def posted(receiver: Receiver, *, seconds: float = 5.0, **orders: Any) -> Answer:
    for name, value in orders.items():
        setattr(receiver.orders, name, value)
    return post(receiver.url, b"{}", {"webhook-id": "1"}, seconds=seconds)


def test_a_post_brings_body_and_headers_and_the_code_back(receiver: Receiver) -> None:
    answer = post(f"{receiver.url}?key=1", b'{"a": 1}', {"webhook-id": "x"})

    [request] = receiver.requests
    assert answer == Answer(204)
    assert request.line == "POST /hook?key=1 HTTP/1.1"
    assert request.body == b'{"a": 1}'
    assert request.headers["webhook-id"] == "x"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize("code", [200, 299, 301, 302, 307, 400, 410, 429, 500])
def test_only_answers_from_200_to_299_count(receiver: Receiver, code: int) -> None:
    answer = posted(receiver, codes=[code])

    assert (answer.code, answer.is_taken) == (code, code < 300)


def test_a_redirect_is_not_followed(receiver: Receiver, certificate: Certificate) -> None:
    with running_receiver(certificate) as other:
        answer = posted(receiver, codes=[307], location=other.url)

    assert answer.code == 307
    assert other.requests == []


def test_a_receiver_that_answers_a_gigabyte_is_left_after_the_first_line(
    receiver: Receiver,
) -> None:
    answer = posted(receiver, megabytes=1000)

    assert answer.is_taken
    assert receiver.sent_bytes < 20_000_000


@pytest.mark.parametrize("order", ["hangs", "hangs_before_tls", "drips"])
def test_a_receiver_that_hangs_is_left_when_the_time_is_over(
    receiver: Receiver, order: str
) -> None:
    began = time.monotonic()

    answer = posted(receiver, seconds=0.6, **{order: True})

    assert answer.failure == Failure.TIMEOUT
    assert 0.5 < time.monotonic() - began < 3


@pytest.mark.parametrize("raw", [b"SSH-2.0-x\r\n", b"HTTP/1.1 20\r\n", b"x" * 5000])
def test_what_is_no_http_is_no_answer(receiver: Receiver, raw: bytes) -> None:
    assert posted(receiver, raw=raw) == Answer(failure=Failure.NO_HTTP)


def test_a_certificate_nobody_vouches_for_is_refused(
    receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(make_certificate(tmp_path / "other").chain))

    assert posted(receiver).failure == Failure.CERTIFICATE
    assert receiver.requests == []


def test_a_certificate_of_another_name_is_refused(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True
    certificate = make_certificate(tmp_path, address="127.0.0.2")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.chain))

    with running_receiver(certificate) as receiver:
        assert posted(receiver).failure == Failure.CERTIFICATE


def test_the_name_has_to_be_that_of_the_certificate(receiver: Receiver, settings: Settings) -> None:
    with running_dns_server({"lab.example.org": {"A": ["127.0.0.1"]}}) as dns:
        settings.DNS_SERVERS = [dns.server]

        answer = post(f"https://lab.example.org:{receiver.port}/", b"", {})

    assert answer.failure == Failure.CERTIFICATE
    assert receiver.requests == []


def test_a_port_where_nobody_listens_is_no_connection(receiver: Receiver) -> None:
    receiver.server_close()

    assert posted(receiver).failure == Failure.CONNECTION


def test_this_machine_is_refused_unless_the_settings_allow_it(
    receiver: Receiver, settings: Settings
) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = False

    assert posted(receiver).failure == Failure.ADDRESS
    assert receiver.requests == []
