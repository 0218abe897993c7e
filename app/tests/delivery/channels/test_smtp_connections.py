"""How long a connection to the mail server is used, and what becomes of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from pytest_django import Settings

from esmpress.delivery.channels.smtp import SmtpChannel, connections
from esmpress.delivery.channels.smtp.connections import POOL
from esmpress.delivery.outcomes import Accepted, Outcome, PermanentFailure, TemporaryFailure
from tests.delivery.channels.letters import make_message, make_messages
from tests.doubles.smtp_server import SmtpServer, running_smtp_server


def tick(count: int = 1, *, to: str = "") -> list[Outcome]:
    """One tick of a worker that sends so many messages."""
    channel = SmtpChannel()
    messages = [make_message(to)] if to else make_messages(count)
    outcomes = [outcome for message in messages for outcome in channel.send([message])]
    channel.close()
    return outcomes


def test_a_connection_serves_many_ticks(smtp: SmtpServer) -> None:
    for _ in range(3):
        tick(2)

    assert (smtp.connections, len(smtp.taken)) == (1, 6)
    assert smtp.commands.count("NOOP") == 2


def test_a_tick_without_messages_asks_nobody(smtp: SmtpServer) -> None:
    tick(0)

    assert smtp.connections == 0


def test_a_connection_the_server_has_left_is_renewed_and_nothing_lost(smtp: SmtpServer) -> None:
    smtp.orders.close_after_messages = 1
    outcomes = [*tick(), *tick(), *tick(2)]

    assert outcomes == [Accepted("")] * 4
    assert smtp.connections == 4


@pytest.mark.parametrize("code", [0, 421])
def test_a_server_that_ends_a_connection_gets_the_message_over_the_next(
    code: int, smtp: SmtpServer
) -> None:
    smtp.orders.close_after_messages, smtp.orders.goodbye_code = 2, code

    outcomes = tick(5)

    assert outcomes == [Accepted("")] * 5
    assert smtp.connections == 3
    assert len(set(smtp.recipients)) == len(smtp.recipients) == 5


def test_a_connection_is_renewed_after_so_many_messages(
    smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MAX_MESSAGES", 2)

    outcomes = tick(5)

    assert outcomes == [Accepted("")] * 5
    assert smtp.connections == 3
    assert smtp.commands.count("QUIT") == 2


def test_an_idle_connection_is_left_by_the_next_tick(
    smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick()
    monkeypatch.setattr(connections, "MAX_IDLE_SECONDS", -1.0)

    tick(0)

    assert smtp.commands[-1] == "QUIT"


def test_an_idle_connection_is_not_used_again(
    smtp: SmtpServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick()
    monkeypatch.setattr(connections, "MAX_IDLE_SECONDS", -1.0)

    assert tick() == [Accepted("")]
    assert smtp.connections == 2


def test_a_refusal_costs_no_connection(smtp: SmtpServer) -> None:
    smtp.orders.rcpt_codes = {"p1@example.org": 550, "p2@example.org": 450}

    outcomes = tick(4)

    assert outcomes == [
        Accepted(""),
        PermanentFailure("the mail server answered 550"),
        TemporaryFailure("the mail server answered 450"),
        Accepted(""),
    ]
    assert smtp.connections == 1
    assert smtp.recipients == ["p0@example.org", "p3@example.org"]


def test_workers_at_once_have_a_connection_each(smtp: SmtpServer) -> None:
    together = Barrier(2)
    smtp.orders.on_text = lambda: (together.wait(10), None)[1]

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda to: tick(to=to), ["a@example.org", "b@example.org"])

    assert first == second == [Accepted("")]
    assert smtp.connections == 2


def test_another_mail_server_gets_a_connection_of_its_own(
    smtp: SmtpServer, settings: Settings
) -> None:
    tick()
    with running_smtp_server() as other:
        settings.EMAIL_PORT = other.port
        tick()

    assert (len(smtp.taken), len(other.taken)) == (1, 1)


def test_a_forked_process_leaves_the_connections_to_its_parent(smtp: SmtpServer) -> None:
    tick()
    POOL.forget()

    tick()

    assert smtp.connections == 2
    assert "QUIT" not in smtp.commands
