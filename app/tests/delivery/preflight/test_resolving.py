from __future__ import annotations

import time

import pytest

from esmpress.delivery.preflight.answers import Answer, Outcome
from esmpress.delivery.preflight.resolving import Resolver
from tests.delivery.preflight.zones import asking
from tests.doubles.dns_server import running_dns_server

ZONE = {
    "uni.pl": {"TXT": ["v=spf1 -all"], "MX": ["20 b.uni.pl.", "10 A.uni.pl."]},
    "alias.uni.pl": {"CNAME": ["UNI.pl."]},
}


@pytest.mark.parametrize(
    ("name", "kind", "answer"),
    [
        ("uni.pl", "TXT", Answer(Outcome.FOUND, ("v=spf1 -all",))),
        ("alias.uni.pl", "TXT", Answer(Outcome.FOUND, ("v=spf1 -all",))),
        ("alias.uni.pl", "CNAME", Answer(Outcome.FOUND, ("uni.pl",))),
        ("uni.pl", "A", Answer(Outcome.NO_RECORD)),
        ("none.uni.pl", "TXT", Answer(Outcome.NO_NAME)),
    ],
)
def test_the_resolver_tells_records_no_record_and_no_name_apart(
    name: str, kind: str, answer: Answer
) -> None:
    with running_dns_server(ZONE) as server:
        assert asking(server)(name, kind) == answer


def test_mail_servers_come_as_preference_and_name_in_lower_case() -> None:
    with running_dns_server(ZONE) as server:
        answer = asking(server)("uni.pl", "MX")

    assert set(answer.records) == {"20 b.uni.pl", "10 a.uni.pl"}


def test_the_strings_of_a_text_record_are_joined_without_a_space() -> None:
    with running_dns_server({"uni.pl": {"TXT": ['"v=spf1 ip4:192.0." "2.0/24 -all"']}}) as server:
        answer = asking(server)("uni.pl", "TXT")

    assert answer.records == ("v=spf1 ip4:192.0.2.0/24 -all",)


def test_what_does_not_fit_into_a_datagram_is_asked_again_by_tcp() -> None:
    long = "v=spf1 " + " ".join(f"ip4:192.0.2.{n}" for n in range(200)) + " -all"
    with running_dns_server({"uni.pl": {"TXT": [long]}}, truncated={"uni.pl"}) as server:
        answer = asking(server)("uni.pl", "TXT")

    assert answer.records == (long,)
    assert [transport for _, _, transport in server.asked] == ["udp", "tcp"]


def test_a_failure_of_the_server_says_nothing_of_the_records() -> None:
    with running_dns_server(ZONE, failing={"uni.pl"}) as server:
        answer = asking(server)("uni.pl", "TXT")

    assert answer.is_unanswered
    assert "SERVFAIL" in answer.reason
    assert not answer.is_missing


def test_a_silent_server_takes_no_more_than_the_time_for_all_questions() -> None:
    with running_dns_server(ZONE, silent={"*"}) as server:
        began = time.monotonic()
        ask = asking(server, seconds=0.4)
        answers = [ask("uni.pl", "TXT"), ask("uni.pl", "MX")]
        passed = time.monotonic() - began

    assert all(answer.is_unanswered for answer in answers)
    assert passed < 1
    assert len(server.asked) == 1


def test_a_resolver_that_is_down_is_no_answer() -> None:
    with running_dns_server(ZONE) as server:
        stopped = server.server

    answer = Resolver([stopped], seconds=0.5).ask("uni.pl", "TXT")

    assert answer.is_unanswered


@pytest.mark.parametrize("name", ["a" * 64 + ".pl", "..pl", "x" * 300])
def test_a_name_that_cannot_be_asked_is_no_answer(name: str) -> None:
    with running_dns_server(ZONE) as server:
        assert asking(server)(name, "TXT").is_unanswered
