from __future__ import annotations

import pytest
from django.utils import translation

from esmpress.console.delivery_health.advice import advice_on
from esmpress.console.delivery_words import (
    MESSAGE_STATES,
    PROMPT_STATES,
    kind_in_words,
    reason_in_words,
    span_in_words,
)
from esmpress.delivery.models import Notification
from esmpress.prompts.models import Prompt


def test_every_status_has_a_word_an_icon_and_an_advice() -> None:
    assert set(MESSAGE_STATES) == set(Notification.Status)
    assert set(PROMPT_STATES) == set(Prompt.Status)
    assert all(advice_on(status, "") for status in Notification.Status)


@pytest.mark.parametrize("status", Prompt.Status)
def test_each_prompt_status_that_keeps_a_message_back_has_a_sentence(status: str) -> None:
    assert "Noted" not in reason_in_words(f"prompt_{status}")


def test_a_reason_stands_in_a_sequence_in_the_language_of_who_reads() -> None:
    with translation.override("pl"):
        joined = " ".join([reason_in_words("called_off")])

    assert joined == "Odwołał ją badacz."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.4, "less than 1 s"),
        (4, "4 s"),
        (59.6, "1 min"),
        (201, "3 min 21 s"),
        (7500, "2 h 5 min"),
        (7205, "2 h"),
        (97200, "1 d 3 h"),
    ],
)
def test_a_stretch_of_time_reads_in_two_units(seconds: float, words: str) -> None:
    assert span_in_words(seconds) == words


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("invitation", "Invitation"),
        ("reminder_2", "Reminder 2"),
        ("snooze_1", "Later reminder 1"),
    ],
)
def test_a_kind_reads_as_words(kind: str, words: str) -> None:
    assert kind_in_words(kind) == words


def test_what_a_provider_said_stays_as_it_said_it() -> None:
    given_up = reason_in_words("late (attempts: 3): 451 greylisted")

    assert reason_in_words("550 no") == "Noted: “550 no”"
    assert given_up == "Given up as too late, attempts: 3. The last answer: “451 greylisted”"
