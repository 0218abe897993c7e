"""What became of one prompt, instant by instant."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from esmpress.console.timeline.steps import Step, steps_of
from tests.console.timelines import DAY, MINUTE, SECOND, decide, delivered
from tests.delivery.builders import make_notification
from tests.factories import make_prompt, make_sent_prompt

pytestmark = pytest.mark.django_db


def told(steps: list[Step]) -> list[str]:
    """The steps as somebody reads them."""
    return [f"{step.clock} {step.what}" for step in steps]


def test_every_instant_stands_in_order_on_the_participants_wall_clock(now: datetime) -> None:
    answered: dict[str, Any] = {
        "status": "answered",
        "opened_at": now + 4 * MINUTE,
        "started_at": now + 5 * MINUTE,
        "answered_at": now + 7 * MINUTE,
        "ended_at": now + 7 * MINUTE,
    }
    prompt = make_prompt(**answered)
    reminder = make_notification(
        prompt,
        kind="reminder_1",
        planned_at=now + 10 * MINUTE,
        status="not_sent",
        reason="prompt_answered",
        settled_at=now + 10 * MINUTE + SECOND,
    )

    steps = steps_of(prompt, [delivered(prompt), reminder], now=now + DAY)

    assert told(steps) == [
        "10:00:00 Planned moment",
        "10:00:01 Invitation: picked up by a worker",
        "10:00:02 Invitation: handed to SMTP",
        "10:00:03 Invitation: accepted by the mail server",
        "10:00:05 Invitation: delivered to the mailbox",
        "10:04:00 Opened",
        "10:05:00 First answer",
        "10:07:00 Answered",
        "10:10:00 Reminder 1: planned moment",
        "10:10:01 Reminder 1: not sent",
    ]
    assert [step.gap for step in steps if step.gap] == ["3 min 55 s", "1 min", "2 min", "3 min"]
    assert steps[2].detail == "2 s after its moment"
    assert steps[-1].detail == "The participant had answered."


@pytest.mark.parametrize(
    ("fields", "what", "detail"),
    [
        ({"status": "deferred", "deferred_at": 5, "reason": "452 full"}, "asked to wait", "452"),
        ({"status": "bounced", "bounced_at": 5, "reason": "550 gone"}, "came back", "550 gone"),
        ({"status": "dropped", "dropped_at": 5, "reason": "Bounced"}, "dropped", "Bounced"),
        ({"status": "uncertain", "uncertain_at": 5}, "unknown whether it went out", ""),
        ({"status": "due", "due_at": 5, "reason": "429 wait"}, "is tried again", "429 wait"),
        ({"status": "failed", "settled_at": 5, "reason": "401 key"}, "failed for good", "401"),
        ({"status": "not_sent", "settled_at": 5, "reason": "late"}, "not sent", "Too little"),
    ],
)
def test_what_went_wrong_stands_at_its_instant_with_its_reason(
    fields: dict[str, Any], what: str, detail: str, now: datetime
) -> None:
    prompt = make_prompt()
    seconds = {name: now + at * SECOND for name, at in fields.items() if isinstance(at, int)}
    row = make_notification(prompt, **fields | seconds)

    steps = {step.clock: step for step in steps_of(prompt, [row], now=now + DAY)}

    assert what in steps["10:00:05"].what
    assert detail in steps["10:00:05"].detail


def test_an_attempt_before_an_act_stays_in_the_timeline(now: datetime) -> None:
    prompt = make_sent_prompt()[0]
    row = make_notification(prompt, status="accepted", attempts=2, handed_over_at=now + 13 * MINUTE)
    decide(
        row,
        now + 12 * MINUTE,
        reason_before="535 bad key",
        handed_over_before=now + SECOND,
        settled_before=now + 2 * SECOND,
    )

    steps = steps_of(prompt, [row], now=now + DAY)

    assert told(steps)[1:5] == [
        "10:00:01 Invitation: handed to SMTP",
        "10:00:02 Invitation: failed for good",
        "10:12:00 Invitation: Dr Nowak: try again",
        "10:13:00 Invitation: handed to SMTP, attempt 2",
    ]
    assert steps[2].detail == "Noted: “535 bad key”"
    assert steps[3].detail == "Because: “the key was wrong”."


def test_an_instant_two_acts_found_is_told_once(now: datetime) -> None:
    prompt = make_prompt(status="not_sent", ended_at=now)
    row = make_notification(
        prompt,
        status="not_sent",
        reason="called_off",
        handed_over_at=now,
        settled_at=now + 2 * MINUTE,
    )
    decide(row, now + MINUTE, handed_over_before=now, settled_before=now + SECOND)
    decide(
        row,
        now + 2 * MINUTE,
        "call_off",
        status_before="due",
        reason_before="451 wait",
        handed_over_before=now,
    )

    steps = steps_of(prompt, [row], now=now + DAY)

    assert told(steps)[-3:] == [
        "10:01:00 Invitation: Dr Nowak: try again",
        "10:02:00 Invitation: Dr Nowak: do not send",
        "10:02:00 Invitation: not sent",
    ]
    assert len([step for step in steps if "handed to" in step.what]) == 1
    assert "Until then: waits to be tried again. Noted: “451 wait”" in steps[-2].detail


def test_an_uncertain_message_called_off_is_told_as_such(now: datetime) -> None:
    prompt = make_sent_prompt(status_reason="uncertain")[0]
    row = make_notification(
        prompt,
        status="uncertain",
        reason="called_off",
        uncertain_at=now + SECOND,
        settled_at=now + MINUTE,
    )

    steps = {step.clock: step for step in steps_of(prompt, [row], now=now)}

    assert (steps["10:00:01"].what, steps["10:00:01"].detail) == (
        "Invitation: unknown whether it went out",
        "",
    )
    assert steps["10:01:00"].what == "Invitation: not sent again"
    assert steps["10:01:00"].detail == "A researcher called it off."


def test_a_step_on_another_day_says_so_and_one_ahead_too(now: datetime) -> None:
    prompt = make_prompt(open_until=now + 15 * timedelta(hours=1))

    steps = steps_of(prompt, [], now=now)

    assert told(steps)[-1] == "Tue 12 Jan, 01:00:00 Can be opened until then"
    assert (steps[0].is_ahead, steps[-1].is_ahead) == (False, True)
