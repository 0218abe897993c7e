"""What becomes of the other messages when SendGrid refuses a request."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from devstack.sendgrid_double.orders import Orders
from devstack.sendgrid_double.server import SendGridServer
from esmpress.delivery.channels.sendgrid import SendGridChannel, parts
from esmpress.delivery.channels.sendgrid.requests import mail_body
from esmpress.delivery.messages import LINK, Message, Template
from esmpress.delivery.outcomes import Accepted, PermanentFailure, TemporaryFailure, Unknown
from tests.delivery.channels.letters import make_message, make_messages

UNNAMED = '{"errors": [{"message": "Bad Request", "field": null, "help": null}]}'


def sizes(sendgrid: SendGridServer) -> list[int]:
    """How many messages each accepted request carried."""
    return [len(body["personalizations"]) for body in sendgrid.accepted]


def all_taken_once(sendgrid: SendGridServer, messages: list[Message]) -> bool:
    ids = {str(message.public_id) for message in messages}
    return set(sendgrid.taken.by_id) == ids and not sendgrid.taken.more_than_once()


def test_a_request_that_is_too_large_is_split_and_nothing_is_lost(
    sendgrid: SendGridServer,
) -> None:
    messages = make_messages(5)
    sendgrid.max_body_bytes = len(json.dumps(mail_body(messages[:2])))

    outcomes = SendGridChannel().send(messages)

    assert [type(outcome) for outcome in outcomes] == [Accepted] * 5
    assert sizes(sendgrid) == [2, 1, 2]
    assert all_taken_once(sendgrid, messages)


def test_each_message_gets_the_id_of_the_request_it_went_with(sendgrid: SendGridServer) -> None:
    messages = make_messages(4)
    sendgrid.max_body_bytes = len(json.dumps(mail_body(messages[:2])))

    outcomes = SendGridChannel().send(messages)

    first, second = sendgrid.message_ids
    assert outcomes == [Accepted(first)] * 2 + [Accepted(second)] * 2


def test_a_message_that_is_too_large_alone_fails_and_the_others_go(
    sendgrid: SendGridServer,
) -> None:
    huge = make_message("huge@example.org", substitutions={LINK: "x" * 9000})
    messages = [*make_messages(2), huge]
    sendgrid.max_body_bytes = 5000

    outcomes = SendGridChannel().send(messages)

    assert [type(outcome) for outcome in outcomes] == [Accepted, Accepted, PermanentFailure]
    assert outcomes[2] == PermanentFailure("SendGrid answered 413: no reason given")


def test_rows_sendgrid_names_fail_and_the_others_go_with_the_next_request(
    sendgrid: SendGridServer,
) -> None:
    messages = make_messages(4)
    sendgrid.orders.refuse = {"p1@example.org": "No.", "p3@example.org": "Never."}

    outcomes = SendGridChannel().send(messages)

    assert outcomes[1] == PermanentFailure("SendGrid answered 400: No.")
    assert outcomes[3] == PermanentFailure("SendGrid answered 400: Never.")
    assert [type(outcome) for outcome in (outcomes[0], outcomes[2])] == [Accepted, Accepted]
    assert sendgrid.requests == 2


def test_a_bad_message_sendgrid_does_not_name_is_found() -> None:
    messages = make_messages(6)
    refused = str(messages[3].public_id)

    def judge(batch: list[Message]) -> list[Accepted | PermanentFailure | None]:
        if refused not in {str(message.public_id) for message in batch}:
            return [Accepted("id")] * len(batch)
        return [PermanentFailure("Bad Request") if len(batch) == 1 else None] * len(batch)

    outcomes = parts.send_in_parts(messages, judge)

    expected = [Accepted("id")] * 6
    assert outcomes == [*expected[:3], PermanentFailure("Bad Request"), *expected[4:]]


def test_a_request_refused_without_a_name_is_asked_about_in_parts(
    sendgrid: SendGridServer,
) -> None:
    messages = make_messages(4)
    sendgrid.orders = Orders(status=400, raw_body=UNNAMED, requests=1)

    outcomes = SendGridChannel().send(messages)

    assert [type(outcome) for outcome in outcomes] == [Accepted] * 4
    assert sizes(sendgrid) == [2, 2]
    assert all_taken_once(sendgrid, messages)


def test_what_all_share_is_not_asked_about_again(sendgrid: SendGridServer) -> None:
    messages = [
        make_message(f"p{number}@example.org", template=Template(subject="", text="t", html="h"))
        for number in range(3)
    ]

    outcomes = SendGridChannel().send(messages)

    assert outcomes == [PermanentFailure("SendGrid answered 400: The subject is required.")] * 3
    assert sendgrid.requests == 1


def test_a_split_stops_where_sendgrid_asks_to_wait(sendgrid: SendGridServer) -> None:
    sendgrid.orders = Orders(
        status=413, requests=1, then={"status": 429, "headers": {"Retry-After": "90"}}
    )

    outcomes = SendGridChannel().send(make_messages(4))

    assert outcomes == [TemporaryFailure("SendGrid answered 429", timedelta(seconds=90))] * 4
    assert sendgrid.requests == 2


def test_a_split_stops_where_sendgrid_does_not_answer(sendgrid: SendGridServer) -> None:
    sendgrid.orders = Orders(
        status=413, requests=1, then={"hang_up_after_accepting": True, "requests": 1}
    )

    outcomes = SendGridChannel().send(make_messages(4))

    assert [type(outcome) for outcome in outcomes] == [Unknown] * 2 + [TemporaryFailure] * 2
    assert len(sendgrid.mails()) == 2


def test_a_split_has_an_end(sendgrid: SendGridServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_REQUESTS", 3)
    sendgrid.orders = Orders(status=400, raw_body=UNNAMED)

    outcomes = SendGridChannel().send(make_messages(8))

    assert sendgrid.requests == 3
    assert outcomes == [TemporaryFailure(parts.NOT_TRIED)] * 8


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30),
        ({"Retry-After": "9999999"}, 86400),
        ({"Retry-After": "Mon, 11 Jan 2027 09:00:40 GMT"}, 40),
        ({"Retry-After": "Mon, 11 Jan 2027 08:00:00 GMT"}, 0),
        ({"X-RateLimit-Reset": "1799658050"}, 50),
        ({"Retry-After": "soon"}, None),
        ({"X-RateLimit-Reset": "9" * 30}, None),
        ({}, None),
    ],
)
def test_the_wait_sendgrid_asks_for_counts_from_its_own_clock(
    headers: dict[str, str], seconds: int | None, sendgrid: SendGridServer
) -> None:
    date = {"Date": "Mon, 11 Jan 2027 09:00:00 GMT"}
    sendgrid.orders = Orders(status=429, headers=date | headers)

    [outcome] = SendGridChannel().send(make_messages(1))

    wait = None if seconds is None else timedelta(seconds=seconds)
    assert outcome == TemporaryFailure("SendGrid answered 429", wait)


def test_a_timeout_inside_sendgrid_leaves_the_outcome_unknown(sendgrid: SendGridServer) -> None:
    sendgrid.orders.status = 504

    [outcome] = SendGridChannel().send(make_messages(1))

    assert outcome == Unknown("SendGrid answered 504")


def test_a_body_that_never_got_through_was_not_taken(sendgrid: SendGridServer) -> None:
    sendgrid.orders.hang_up_before_accepting = True
    # More than both ends keep for each other: the last byte cannot have left.
    template = Template(subject="s", text="t" * 19_000_000, html="h")

    [outcome] = SendGridChannel().send([make_message("p@example.org", template=template)])

    assert isinstance(outcome, TemporaryFailure)
    assert "was not reached" in outcome.reason
    assert sendgrid.mails() == []


def test_a_request_has_one_address_and_one_name_for_replies() -> None:
    answered_by = [("nowak@example.org", "Dr Nowak"), ("nowak@example.org", ""), ("b@x.org", "")]
    messages = [
        make_message(f"p{number}@example.org", reply_to=address, reply_name=name)
        for number, (address, name) in enumerate(answered_by * 2)
    ]

    parcels = list(SendGridChannel().parcels(messages))

    replies = [mail_body(parcel)["reply_to"] for parcel in parcels]
    assert [len(parcel) for parcel in parcels] == [2, 2, 2]
    assert replies == [
        {"email": "nowak@example.org", "name": "Dr Nowak"},
        {"email": "nowak@example.org"},
        {"email": "b@x.org"},
    ]
