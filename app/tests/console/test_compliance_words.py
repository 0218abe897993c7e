from __future__ import annotations

from typing import Any

import pytest

from esmpress.console.compliance import words
from esmpress.delivery.cremas.counting import Counts, Events
from esmpress.delivery.cremas.latencies import Latencies
from esmpress.delivery.cremas.verdicts import Verdict

NOTHING: dict[str, Any] = {
    "due": 0,
    "sent": 0,
    "late": 0,
    "delivered": 0,
    "not_sent": {},
    "waiting": 0,
    "uninvited": 0,
    "invitations": {},
}


def share(completed: int, missed: int) -> Counts:
    return Counts(completed=completed, missed=missed)


@pytest.mark.parametrize(
    ("of", "says"),
    [(None, "–"), (0.0, "0%"), (0.001, "1%"), (0.725, "72%"), (0.9999, "99%"), (1.0, "100%")],
)
def test_only_none_is_0_and_only_all_is_100_per_cent(of: float | None, says: str) -> None:
    assert words.share_in_words(of) == says


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ({}, "No prompt has come due yet."),
        ({"due": 1, "sent": 1}, "The due prompt went out; none late by more than a minute."),
        (
            {"due": 1204, "sent": 1204, "late": 3},
            "All 1,204 due prompts went out; 3 late by more than a minute.",
        ),
        (
            {"due": 1204, "sent": 1190},
            "1,190 of 1,204 due prompts went out; none late by more than a minute.",
        ),
        ({"due": 5}, "None of 5 due prompts went out."),
        ({"due": 1}, "None of 1 due prompt went out."),
    ],
)
def test_the_verdict_is_a_sentence(found: dict[str, Any], says: str) -> None:
    assert words.verdict_in_words(Verdict(**NOTHING | found)) == says


def test_each_difference_has_its_reason() -> None:
    verdict = Verdict(
        **NOTHING
        | {"due": 9, "delivered": 4, "waiting": 2, "uninvited": 1}
        | {"not_sent": {"suppressed": 3, "other": 1}}
    )

    assert words.reasons_of(verdict) == [
        "3 not sent: Mail to the participant was suppressed: it had come back or was called spam.",
        "1 not sent: For other reasons.",
        "2 still to go out.",
        "1 opened from the participant’s own page without an invitation.",
        "4 known to have arrived.",
    ]


def test_people_are_told_by_the_lowest_the_middle_and_the_highest() -> None:
    people = {3: share(1, 1), 1: share(1, 3), 2: share(4, 0), 9: Counts(planned=2)}

    assert words.people_in_words(people) == (
        "3 participants: from 25% (P0001) to 100% (P0002); half of them have 50% or more."
    )
    assert words.people_in_words({7: share(1, 1)}) == "P0007: 50%."
    assert words.people_in_words({}) == "Nobody has completed or missed a prompt yet."


def test_days_are_told_by_the_first_the_last_and_the_lowest() -> None:
    days = {1: share(9, 1), 2: share(1, 4), 3: share(3, 1), 4: Counts(planned=1)}

    assert words.days_in_words(days) == ("90% on study day 1, 75% on day 3; lowest on day 2: 20%.")
    assert words.days_in_words({5: share(1, 1)}) == "Study day 5: 50%."
    assert words.days_in_words({}) == "No prompt has been completed or missed yet."


def test_hours_with_few_prompts_say_nothing() -> None:
    hours = {8: share(9, 0), 9: share(9, 1), 14: share(10, 10), 20: share(0, 9)}

    assert words.hours_in_words(hours) == "Highest from 09:00 (90%), lowest from 14:00 (50%)."
    assert words.hours_in_words({9: share(5, 5)}) == "The same at every hour: 50%."
    assert words.hours_in_words({9: share(5, 4)}) == (
        "No hour has 10 prompts yet that were completed or missed."
    )


def test_the_rest_is_told_in_sentences_too() -> None:
    assert words.latencies_in_words(Latencies(1, 2.54, 9.0, 1, [1])).startswith(
        "Of 1 begun prompt half were begun within 2.5 min"
    )
    assert words.latencies_in_words(None) == "Nobody has begun yet."
    assert words.events_in_words(Events(0, 0)) == ""
    assert words.troubles_in_words({"delivered": 3}) == "No invitation went astray."
    assert words.troubles_in_words({"failed": 2, "bounced": 1200, "not_sent": 1}) == (
        "1,200 came back, 2 failed."
    )
