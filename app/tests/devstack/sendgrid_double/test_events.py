"""What the double posts to a webhook, as SendGrid's own helper reads it."""

from __future__ import annotations

import base64
import time

import pytest
from sendgrid import EventWebhook

from devstack.sendgrid_double.orders import EventOrders
from devstack.sendgrid_double.server import SendGridServer
from devstack.sendgrid_double.signing import SIGNATURE_HEADER, TIMESTAMP_HEADER
from tests.devstack.sendgrid_double.bodies import look, make_body, order, send
from tests.devstack.sendgrid_double.receiver import Post, Receiver, wait_until


def is_signed(post: Post, public_key: str, body: str | None = None) -> bool:
    verified: bool = EventWebhook(public_key).verify_signature(
        body or post.body.decode(), post.headers[SIGNATURE_HEADER], post.headers[TIMESTAMP_HEADER]
    )
    return verified


def test_a_message_is_processed_and_delivered(posting: SendGridServer, receiver: Receiver) -> None:
    answer = send(posting, make_body("anna@example.org"))
    receiver.wait_for(2)

    [post] = receiver.posts
    processed, delivered = post.events
    assert (processed["event"], delivered["event"]) == ("processed", "delivered")
    assert delivered["email"] == "anna@example.org"
    assert delivered["notification"] == "id-0"
    assert delivered["smtp-id"] == "<0@esm.example.org>"
    assert delivered["sg_message_id"].startswith(answer.headers["X-Message-Id"] + ".")
    assert abs(delivered["timestamp"] - time.time()) < 10


def test_posts_are_signed_so_that_sendgrids_helper_believes_them(
    posting: SendGridServer, receiver: Receiver
) -> None:
    send(posting)
    receiver.wait_for(2)

    [post] = receiver.posts
    assert is_signed(post, posting.signer.public_key)
    assert not is_signed(post, posting.signer.public_key, post.body.decode() + " ")
    assert post.headers["User-Agent"] == "SendGrid Event API"
    assert post.body.endswith(b"]\r\n")


def test_each_event_has_an_id_of_its_own_that_tells_nothing(
    posting: SendGridServer, receiver: Receiver
) -> None:
    send(posting, make_body(*(f"p{number}@example.org" for number in range(50))))
    receiver.wait_for(100)

    ids = [event["sg_event_id"] for post in receiver.posts for event in post.events]
    assert len(set(ids)) == 100
    assert base64.urlsafe_b64decode(ids[0] + "==").startswith(b"processed-")


def test_chosen_addresses_bounce_or_are_dropped(
    posting: SendGridServer, receiver: Receiver
) -> None:
    by_address = {
        "b@example.org": ["processed", "bounce"],
        "c@example.org": ["processed", "deferred", "blocked"],
        "d@example.org": ["dropped"],
        "e@example.org": [],
    }
    order(posting, "events", {"by_address": by_address})

    send(posting, make_body(*(f"{letter}@example.org" for letter in "abcde")))
    receiver.wait_for(8)

    events = [event for post in receiver.posts for event in post.events]
    happened = [(event["email"][0], event["event"], event.get("type")) for event in events]
    assert happened == [
        *(("a", "processed", None), ("a", "delivered", None)),
        *(("b", "processed", None), ("b", "bounce", "bounce")),
        *(("c", "processed", None), ("c", "deferred", None), ("c", "bounce", "blocked")),
        ("d", "dropped", None),
    ]


def test_what_the_recipient_does_carries_no_smtp_id(
    posting: SendGridServer, receiver: Receiver
) -> None:
    posting.order_events(EventOrders(usual=["delivered", "spamreport"]))

    send(posting)
    receiver.wait_for(2)

    assert ["smtp-id" in event for event in receiver.posts[0].events] == [True, False]


def test_events_are_repeated_word_for_word(posting: SendGridServer, receiver: Receiver) -> None:
    posting.order_events(EventOrders(repeat=2))

    send(posting)
    receiver.wait_for(6)

    assert len(receiver.posts) == 3
    assert len({post.body for post in receiver.posts}) == 1


def test_events_come_in_another_order_and_in_small_posts(
    posting: SendGridServer, receiver: Receiver
) -> None:
    posting.order_events(EventOrders(reverse=True, batch_size=1))

    send(posting)
    receiver.wait_for(2)

    assert receiver.names() == ["delivered", "processed"]
    assert len(receiver.posts) == 2


def test_events_are_held_until_told_otherwise(posting: SendGridServer, receiver: Receiver) -> None:
    order(posting, "events", {"hold": True})
    send(posting)
    time.sleep(0.1)
    held = list(receiver.posts), look(posting, "counts")["events"]["waiting"]

    order(posting, "events", {})
    receiver.wait_for(2)

    assert held == ([], 2)


def test_events_can_be_late(posting: SendGridServer, receiver: Receiver) -> None:
    posting.order_events(EventOrders(delay_seconds=0.3))
    began = time.monotonic()

    send(posting)
    receiver.wait_for(2)

    assert time.monotonic() - began >= 0.3


def test_a_webhook_that_fails_gets_the_events_later(
    posting: SendGridServer, receiver: Receiver
) -> None:
    receiver.status = 503
    send(posting)
    wait_until(lambda: len(receiver.posts) >= 2)

    receiver.status = 200
    wait_until(lambda: posting.event_counts() | {"failed": 0} == IDLE | {"posted": 1})

    assert len({post.body for post in receiver.posts}) == 1
    assert posting.event_counts()["failed"] >= 2


IDLE = {"posted": 0, "failed": 0, "waiting": 0}


def test_a_message_it_took_and_hung_up_on_has_its_events(
    posting: SendGridServer, receiver: Receiver
) -> None:
    posting.orders.hang_up_after_accepting = True

    with pytest.raises(OSError, match="closed connection"):
        send(posting)

    receiver.wait_for(2)
    assert receiver.names() == ["processed", "delivered"]


def test_the_sandbox_has_no_events(posting: SendGridServer) -> None:
    send(posting, make_body(mail_settings={"sandbox_mode": {"enable": True}}))

    assert posting.event_counts() == IDLE
