from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.console.timeline.page import Page, timeline_page
from esmpress.console.timeline.steps import Step, steps_of
from esmpress.delivery.models import MessageAct, Notification, ProviderEvent
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from tests.console.test_rights import browser_with
from tests.delivery.builders import make_notification
from tests.factories import FIXED, make_participant, make_prompt, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
SEES = {"participants.view_participant", "prompts.view_prompt", "delivery.view_notification"}


def url_of(participant: Participant) -> str:
    return reverse("admin:participants_participant_timeline", args=[participant.pk])


def page_of(participant: Participant, now: datetime, asked: str = "") -> Page:
    return timeline_page(participant, asked, sees_arms=True, now=now)


def told(steps: list[Step]) -> list[str]:
    """The steps as somebody reads them."""
    return [f"{step.clock} {step.what}" for step in steps]


def delivered(prompt: Prompt, **fields: Any) -> Notification:
    """An invitation two seconds late, in the mailbox three seconds later."""
    at = prompt.scheduled_at
    instants = {
        "claimed_at": at + SECOND,
        "handed_over_at": at + 2 * SECOND,
        "accepted_at": at + 3 * SECOND,
        "settled_at": at + 3 * SECOND,
        "delivered_at": at + 5 * SECOND,
    }
    return make_notification(prompt, status="delivered", attempts=1, **instants | fields)


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


def decide(row: Notification, at: datetime, act: str = "try_again", **before: Any) -> MessageAct:
    """An act of Dr Nowak's."""
    researcher, _ = Researcher.objects.get_or_create(email="n@uni.pl", name="Dr Nowak")
    known: dict[str, Any] = {"status_before": "failed", "attempts_before": 1}
    return MessageAct.objects.create(
        notification=row,
        researcher=researcher,
        act=act,
        at=at,
        why="the key was wrong",
        **known | before,
    )


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


def test_a_prompt_is_told_in_the_zone_it_was_planned_in(now: datetime) -> None:
    prompt = make_prompt(time_zone="America/New_York")

    day = page_of(prompt.participant, now).days[0]

    assert (day.entries[0].clock, day.time_zone) == ("04:00", "America/New_York")


def test_days_are_local_and_a_page_holds_seven_of_them(now: datetime) -> None:
    participant = make_participant()
    for day in range(10):
        make_prompt(participant, scheduled_at=datetime(2027, 1, 10 + day, 23, 30, tzinfo=UTC))

    first, second = (page_of(participant, now, page) for page in ("1", "2"))

    assert [day.on.day for day in first.days] == [11, 12, 13, 14, 15, 16, 17]
    assert [day.on.day for day in second.days] == [18, 19, 20]
    assert (first.count, first.number, second.number) == (2, 1, 2)


@pytest.mark.parametrize(
    ("asked", "days_later", "number"),
    [("", -3, 1), ("", 0, 1), ("", 6, 1), ("", 7, 2), ("", 90, 2), ("9", 0, 1), ("x", 0, 1)],
)
def test_the_page_with_today_opens_first(
    asked: str, days_later: int, number: int, now: datetime
) -> None:
    participant = make_participant()
    for day in range(10):
        make_prompt(participant, scheduled_at=now + day * DAY)

    assert page_of(participant, now + days_later * DAY, asked).number == number


def test_rows_cost_no_statements(now: datetime) -> None:
    participant = make_participant()
    counts = []
    for prompts in (1, 12):
        for _ in range(prompts):
            prompt = make_sent_prompt(participant)[0]
            delivered(prompt)
            row = make_notification(prompt, kind="reminder_1", status="failed")
            decide(row, now)
        with CaptureQueriesContext(connection) as seen:
            page_of(participant, now)
        counts.append(len(seen))

    assert counts == [4, 4]


def test_a_day_says_at_a_glance_how_it_went(now: datetime) -> None:
    participant = make_participant()
    for _ in range(2):
        make_prompt(participant, status="expired", ended_at=now)
    make_prompt(participant, status="answered", opened_at=now, answered_at=now + MINUTE)

    page = page_of(participant, now)

    assert page.days[0].summary == "3 prompts: 2 missed, 1 answered"
    assert "2 missed, 1 answered." in page.picture
    assert page.days[0].entries[-1].sentence == "Opened 10:00, answered 10:01."


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "expired"}, "Not opened by 10:30."),
        ({"status": "not_sent", "status_reason": "late"}, "Too little of the time to answer"),
        ({"status": "cancelled", "status_reason": "paused"}, "The participant was paused."),
        ({"status": "sent", "status_reason": "uncertain"}, "It is unknown whether the invitation"),
        ({"status": "planned"}, "Can be opened until 10:30."),
    ],
)
def test_a_prompt_says_in_a_sentence_what_became_of_it(
    fields: dict[str, Any], sentence: str, now: datetime
) -> None:
    prompt = make_prompt(**fields)

    assert sentence in page_of(prompt.participant, now).days[0].entries[0].sentence


def test_the_page_shows_prompts_messages_and_no_address(admin: Client, now: datetime) -> None:
    prompt = make_sent_prompt(make_participant(email="ola@example.org"))[0]
    row = delivered(prompt)

    shown = admin.get(url_of(prompt.participant)).content.decode()

    assert "Mon 11 Jan 2027" in shown
    assert "Invitation: delivered" in shown
    assert "10:00:05" in shown
    assert reverse("admin:delivery_notification_change", args=[row.pk]) in shown
    assert "ola@example.org" not in shown


def test_what_a_provider_said_cannot_become_markup(admin: Client, now: datetime) -> None:
    prompt = make_prompt()
    make_notification(prompt, status="failed", reason="<b>550</b>", settled_at=now)

    shown = admin.get(url_of(prompt.participant)).content.decode()

    assert "&lt;b&gt;550" in shown
    assert "<b>550" not in shown


def test_nobody_planned_for_has_an_empty_page(admin: Client) -> None:
    assert "No prompt is planned yet." in admin.get(url_of(make_participant())).content.decode()


@pytest.mark.parametrize("lacking", sorted(SEES))
def test_who_lacks_one_right_sees_no_timeline(lacking: str) -> None:
    client = browser_with(SEES - {lacking})

    assert client.get(url_of(make_participant())).status_code == 403


def test_the_schedules_of_one_arm_are_hidden_from_who_may_not_see_arms(now: datetime) -> None:
    study = make_study(
        arms={"therapy": 1, "waiting": 1},
        phases=[{"name": "treatment", "days": 7, "arm": "therapy"}],
        schedules={"cravings in therapy": FIXED | {"phase": "treatment"}, "moments": FIXED},
    )
    participant = make_participant(study)
    for schedule in study.schedules.all():
        make_prompt(participant, schedule=schedule)

    waiting = make_participant(study)
    make_prompt(waiting, schedule=study.schedules.get(name="moments"))
    browser = browser_with(SEES)
    blind = [browser.get(url_of(one)).content.decode() for one in (participant, waiting)]

    # Where some names are missing, those without one would be the arm's.
    assert not [page for page in blind if re.search("therapy|cravings|treatment|moments", page)]
    assert "cravings in therapy" in str(page_of(participant, now))


def test_schedules_that_tell_no_arm_are_named_to_everybody(now: datetime) -> None:
    prompt = make_prompt()

    page = browser_with(SEES).get(url_of(prompt.participant)).content.decode()

    assert f'<span class="schedule">{prompt.schedule.name}.</span>' in page


def test_acts_are_offered_to_who_may_act_on_what_can_be_acted_on(now: datetime) -> None:
    waiting = make_notification()
    act = f"act=call_off&amp;row={waiting.pk}&amp;from=timeline"
    url = url_of(waiting.prompt.participant)

    looks = browser_with(SEES).get(url).content.decode()
    page = page_of(waiting.prompt.participant, now)

    assert act not in looks
    message = page.days[0].entries[0].messages[0]
    assert (message.can_call_off, message.can_try_again) == (True, False)


def test_the_messages_page_tells_instants_and_what_the_provider_reported(
    admin: Client, now: datetime
) -> None:
    row = delivered(make_sent_prompt()[0])
    ProviderEvent.objects.create(
        event_id="1",
        notification_id=row.public_id,
        kind="delivered",
        reason="250 OK",
        occurred_at=now + 5 * SECOND,
        received_at=now + 6 * SECOND,
    )

    url = reverse("admin:delivery_notification_change", args=[row.pk])
    shown = admin.get(url).content.decode()

    assert "Mon 11 Jan 2027, 10:00:02: handed over" in shown
    assert "Mon 11 Jan 2027, 10:00:05: delivered 250 OK" in shown


def test_the_messages_page_tells_acts_and_the_attempts_before_them(
    admin: Client, now: datetime
) -> None:
    row = make_notification(status="due", due_at=now + 12 * MINUTE)
    decide(
        row,
        now + 12 * MINUTE,
        reason_before="535 bad key",
        handed_over_before=now + SECOND,
        settled_before=now + 2 * SECOND,
    )

    url = reverse("admin:delivery_notification_change", args=[row.pk])
    shown = admin.get(url).content.decode()

    for line in (
        "10:00:01: handed over, attempt 1",
        "10:00:02: failed Noted: “535 bad key”",
        "10:12:00: Dr Nowak: try again, because: “the key was wrong”",
    ):
        assert f"Mon 11 Jan 2027, {line}" in shown
