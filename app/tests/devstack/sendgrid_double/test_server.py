"""What the double answers, and what it does when told to misbehave."""

from __future__ import annotations

import time
from http.client import HTTPConnection, HTTPException

import pytest

from devstack.sendgrid_double.handling import SEND
from devstack.sendgrid_double.orders import Orders
from devstack.sendgrid_double.server import SendGridServer, running_sendgrid_server
from devstack.sendgrid_double.taken import Keep
from tests.devstack.sendgrid_double.bodies import ask, look, make_body, order, send
from tests.devstack.sendgrid_double.receiver import wait_until


def test_a_good_request_is_taken_under_an_id(server: SendGridServer) -> None:
    answer = send(server, make_body("anna@example.org", "jan@example.org"))

    assert (answer.status, answer.text) == (202, "")
    assert len(answer.headers["X-Message-Id"]) == 22
    assert [(mail.to, mail.text) for mail in server.mails()] == [
        ("anna@example.org", "Open https://esm.example.org/s/0"),
        ("jan@example.org", "Open https://esm.example.org/s/1"),
    ]


def test_the_sandbox_takes_with_another_status(server: SendGridServer) -> None:
    answer = send(server, make_body(mail_settings={"sandbox_mode": {"enable": True}}))

    assert answer.status == 200


def test_a_wrong_key_is_refused(server: SendGridServer) -> None:
    answer = send(server, key="SG.wrong")

    assert (answer.status, answer.fields) == (401, [None])
    assert server.mails() == []


@pytest.mark.parametrize(
    ("path", "kind", "raw", "status"),
    [
        ("/v3/mail", "application/json", "{}", 404),
        (SEND, "text/plain", "{}", 415),
        (SEND, "application/json", "{", 400),
        (SEND, "application/json; charset=utf-8", "[]", 400),
    ],
)
def test_what_is_no_request_is_refused(
    path: str, kind: str, raw: str, status: int, server: SendGridServer
) -> None:
    headers = {"Authorization": f"Bearer {server.key}", "Content-Type": kind}

    assert ask(server, "POST", path, raw, headers).status == status
    assert server.refused == 1


def test_a_body_that_is_too_large_is_refused_as_nginx_does() -> None:
    with running_sendgrid_server(max_body_bytes=100) as server:
        answer = send(server)

    assert answer.status == 413
    assert answer.text.startswith("<html>")


def test_the_usual_limit_is_30_megabytes(server: SendGridServer) -> None:
    content = [{"type": "text/plain", "value": "x" * 31_500_000}]

    assert send(server, make_body(content=content)).status == 413


def test_a_connection_carries_many_requests(server: SendGridServer) -> None:
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    for _ in range(3):
        connection.request("GET", "/double/counts")
        assert connection.getresponse().read()
        assert connection.sock is not None
    connection.close()


def test_an_order_holds_for_so_many_requests(server: SendGridServer) -> None:
    order(server, "orders", {"status": 503, "requests": 2, "headers": {"Retry-After": "7"}})

    answers = [send(server) for _ in range(3)]

    assert [answer.status for answer in answers] == [503, 503, 202]
    assert answers[0].headers["Retry-After"] == "7"


def test_an_order_can_follow_another(server: SendGridServer) -> None:
    order(server, "orders", {"status": 500, "requests": 1, "then": {"status": 429}})

    assert [send(server).status for _ in range(3)] == [500, 429, 429]


def test_an_empty_order_ends_those_before(server: SendGridServer) -> None:
    order(server, "orders", {"status": 500})
    order(server, "orders", {})

    assert send(server).status == 202


@pytest.mark.parametrize(
    ("hang_up", "mails"), [("hang_up_before_accepting", 0), ("hang_up_after_accepting", 1)]
)
def test_it_hangs_up_before_or_after_taking(
    hang_up: str, mails: int, server: SendGridServer
) -> None:
    order(server, "orders", {hang_up: True})

    with pytest.raises((OSError, HTTPException)):
        send(server)

    assert server.taken.mails == mails


def test_it_is_slow_before_or_after_taking(server: SendGridServer) -> None:
    server.orders = Orders(slow_seconds=0.1, slow_answer_seconds=0.2)
    began = time.monotonic()

    assert send(server).status == 202
    assert time.monotonic() - began >= 0.3


def test_it_answers_what_is_no_http(server: SendGridServer) -> None:
    order(server, "orders", {"raw_answer": "what?\r\n\r\n"})

    with pytest.raises(HTTPException):
        send(server)


def test_chosen_addresses_are_refused(server: SendGridServer) -> None:
    order(server, "orders", {"refuse": {"anna@example.org": "Not her."}})

    answer = send(server)

    assert answer.status == 400
    assert answer.json["errors"][0]["message"] == "Not her."


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("orders", {"colour": 1}, "colour is not one of"),
        ("orders", {"status": "503"}, "status cannot be '503'"),
        ("orders", {"hang_up_after_accepting": 1}, "cannot be 1"),
        ("orders", {"then": {"colour": 1}}, "colour is not one of"),
        ("events", {"usual": "bounce"}, "usual cannot be 'bounce'"),
        ("events", {"usual": ["bounced"]}, "bounced is not one of the events"),
        ("events", {"by_address": {"a@example.org": ["sent"]}}, "sent is not one of the events"),
        ("orders", [1], "an object"),
        ("colours", {}, "There are orders"),
    ],
)
def test_an_order_nobody_can_follow_is_refused(
    name: str, values: object, words: str, server: SendGridServer
) -> None:
    answer = order(server, name, values)

    assert answer.status == 400
    assert words in answer.json["error"]
    assert server.orders == Orders()


def test_what_was_taken_twice_shows_in_the_counts(server: SendGridServer) -> None:
    send(server, make_body("anna@example.org", "jan@example.org"))
    send(server, make_body("anna@example.org"))

    counts = look(server, "counts")

    assert (counts["requests"], counts["mails"], counts["messages"]) == (2, 3, 2)
    assert counts["more_than_once"] == {"id-0": 2}


def test_a_request_that_is_not_answered_yet_is_in_progress(server: SendGridServer) -> None:
    server.orders.hang_up_after_accepting = True
    with pytest.raises((OSError, HTTPException)):
        send(server)

    wait_until(lambda: look(server, "counts")["in_progress"] == 0)
    assert look(server, "counts")["requests"] == 1


def test_what_was_taken_can_be_read_page_by_page(server: SendGridServer) -> None:
    send(server, make_body("anna@example.org", "jan@example.org"))
    message_id = server.message_ids[0]

    [second] = look(server, "taken?from=1&limit=5")

    assert second == {
        "id": "id-1",
        "to": "jan@example.org",
        "subject": "A question",
        "substitutions": {"%link%": "https://esm.example.org/s/1"},
        "message_id": message_id,
    }


def test_it_can_begin_anew(server: SendGridServer) -> None:
    send(server)

    order(server, "forget", {})

    counts = look(server, "counts")
    assert (counts["requests"], counts["mails"]) == (0, 0)
    assert (server.accepted, server.mails(), look(server, "taken")) == ([], [], [])


@pytest.mark.parametrize(("keep", "takes"), [("takes", 1), ("counts", 0)])
def test_bodies_need_not_be_kept(keep: Keep, takes: int) -> None:
    with running_sendgrid_server(keep=keep) as server:
        send(server)

    assert (len(server.accepted), len(server.taken.takes)) == (0, takes)
    assert server.taken.mails == 1
