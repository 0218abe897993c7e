from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from esmpress.console.delivery_health.page import DAY, Page, health_page, in_a_line
from esmpress.delivery import undecided
from esmpress.delivery.models import Notification
from esmpress.delivery.signs_of_life import show_alive
from esmpress.delivery.study_figures import ends_of
from esmpress.delivery.undecided import can_be_tried_again
from esmpress.participants.models import Participant
from esmpress.studies.models import Study
from tests.console.browsers import browser_of
from tests.delivery.builders import make_notification
from tests.factories import SCHEDULED_AT, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
OPENED = {
    "status": "opened",
    "sent_at": SCHEDULED_AT,
    "opened_at": SCHEDULED_AT,
    "finish_until": SCHEDULED_AT + HOUR,
}


@pytest.fixture
def study() -> Study:
    """A running study."""
    return make_study()


def add(study: Study, count: int = 1, **fields: Any) -> list[Notification]:
    """Messages of as many participants."""
    return [make_notification(make_prompt(make_participant(study)), **fields) for _ in range(count)]


def url_of(study: Study) -> str:
    return reverse("admin:studies_study_delivery", args=[study.pk])


def number(page: Page, name: str) -> str:
    return next(value for named, value, _ in page.numbers if named == name)


def test_messages_are_counted_by_what_became_of_them(study: Study, now: datetime) -> None:
    add(study, 6, status="delivered", handed_over_at=now + 2 * SECOND)
    add(study, 1, status="bounced", reason="550 gone", handed_over_at=now + 4 * SECOND)
    add(study, 2, status="not_sent", reason="late")
    add(make_study(), 5, status="delivered", handed_over_at=now)

    page = health_page(study, "day", now=now + MINUTE)

    shown = [(row.count, row.state.word, row.reason) for row in page.rows]
    assert shown == [
        (1, "came back", "Noted: “550 gone”"),
        (2, "not sent", "Too little of the time to answer was left."),
        (6, "delivered", ""),
    ]
    assert [number(page, name) for name in ("Planned", "Sent", "Delivered")] == ["9", "7", "6"]
    assert (number(page, "Came back"), number(page, "Lateness")) == ("14.3%", "2 s")


@pytest.mark.parametrize(
    ("period", "count"), [("day", "1"), ("week", "2"), ("all", "3"), ("", "1"), ("year", "1")]
)
def test_a_period_counts_by_the_planned_moment(
    period: str, count: str, study: Study, now: datetime
) -> None:
    for days in (0, 2, 30):
        add(study, status="delivered", planned_at=now - days * DAY)

    assert number(health_page(study, period, now=now), "Planned") == count


@pytest.mark.parametrize(("period", "count"), [("day", "1"), ("week", "1"), ("all", "2")])
def test_a_reminder_ahead_counts_in_the_whole_study_alone(
    period: str, count: str, study: Study, now: datetime
) -> None:
    [sent] = add(study, status="delivered", handed_over_at=now)
    make_notification(sent.prompt, kind="reminder_1", planned_at=now + MINUTE)

    assert number(health_page(study, period, now=now), "Planned") == count


def test_one_reason_told_in_many_words_is_summed_up(study: Study, now: datetime) -> None:
    for attempt in range(20):
        add(study, status="failed", reason=f"55{attempt} no")

    rows = health_page(study, "day", now=now).rows

    assert (len(rows), rows[-1].count, rows[-1].reason) == (13, 8, "For other reasons.")


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"status": "failed"}, "1 message failed for good."),
        ({"status": "uncertain"}, "1 message may or may not have gone."),
        ({"status": "bounced"}, "100.0% of the messages came back or were dropped"),
        ({"status": "dropped"}, "100.0% of the messages came back or were dropped"),
        ({"status": "delivered", "handed_over_at": 121}, "2 min 1 s late or later"),
        ({"status": "due"}, "A message has waited for 5 min past its moment."),
    ],
)
def test_what_asks_for_a_look_is_said_in_a_sentence(
    fields: dict[str, Any], warning: str, study: Study, now: datetime
) -> None:
    seconds = {name: now + at * SECOND for name, at in fields.items() if isinstance(at, int)}
    add(study, **fields | seconds)

    warnings = health_page(study, "day", now=now + 5 * MINUTE).warnings

    assert len(warnings) == 1
    assert warning in warnings[0]


def test_a_study_that_goes_well_warns_of_nothing(study: Study, now: datetime) -> None:
    add(study, 98, status="delivered", handed_over_at=now + 3 * SECOND)
    add(study, 2, status="bounced", handed_over_at=now + 3 * SECOND)

    assert health_page(study, "day", now=now + MINUTE).warnings == []


def test_whoever_gets_no_mail_is_named_by_code(study: Study, now: datetime) -> None:
    people = [make_participant(study) for _ in range(4)]
    changes: list[dict[str, Any]] = [
        {"suppressed_at": now, "suppressed_reason": "spam_report"},
        {"unsubscribed_at": now},
        {"unsubscribed_at": now, "status": "withdrawn", "withdrawn_at": now},
    ]
    for participant, change in zip(people, changes, strict=False):
        Participant.objects.filter(pk=participant.pk).update(**change)

    silent = health_page(study, "day", now=now).silent

    assert [(str(one.participant), one.why) for one in silent] == [
        ("P0001", "suppressed: spam report"),
        ("P0002", "unsubscribed"),
    ]


def test_what_could_still_go_out_can_be_chosen(study: Study, now: datetime) -> None:
    ended = {"status": "not_sent", "status_reason": "delivery_failed"}
    rows = [
        make_notification(make_prompt(make_participant(study), **ended), status="failed")
        for _ in range(2)
    ]
    add(study, status="not_sent", reason="prompt_answered")

    page = health_page(study, "day", now=now)

    assert [choice.pk for choice in page.again.first] == [row.pk for row in rows]
    assert can_be_tried_again(study, now=now + 30 * MINUTE) == []


@pytest.mark.parametrize(
    ("person", "message", "prompt"),
    [
        ({"suppressed_at": SCHEDULED_AT}, {"reason": "suppressed"}, {}),
        ({"unsubscribed_at": SCHEDULED_AT}, {"reason": "unsubscribed"}, {}),
        ({"status": "withdrawn", "withdrawn_at": SCHEDULED_AT}, {"reason": "withdrawn"}, {}),
        ({}, {"open_until": SCHEDULED_AT + 70 * SECOND}, {}),
        ({}, {"status": "not_sent", "reason": "late"}, {}),
        ({}, {}, {"status": "sent"}),
        ({}, {"status": "uncertain"}, {"status": "sent"}),
        ({}, {"kind": "reminder_1"}, {"status": "sent", "sent_at": SCHEDULED_AT + MINUTE}),
        ({}, {"kind": "reminder_1"}, OPENED),
    ],
)
def test_what_cannot_go_out_takes_no_place_of_what_can(
    person: dict[str, Any],
    message: dict[str, Any],
    prompt: dict[str, Any],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(undecided, "MOST_SHOWN", 1)
    study = make_study()
    ended = {"status": "not_sent", "status_reason": "delivery_failed"}
    hopeless, wanted = make_participant(study), make_participant(study)
    make_notification(make_prompt(hopeless, **ended | prompt), **{"status": "failed"} | message)
    Participant.objects.filter(pk=hopeless.pk).update(**person)
    row = make_notification(make_prompt(wanted, **ended), status="failed")

    assert can_be_tried_again(study, now=now + MINUTE) == [row]


@pytest.mark.parametrize(
    ("until", "message", "prompt"),
    [
        ("opened", {"kind": "reminder_1"}, {"status": "sent", "sent_at": SCHEDULED_AT}),
        ("opened", {"kind": "snooze_1"}, OPENED),
        ("answered", {"kind": "reminder_1"}, OPENED),
        (
            "opened",
            {"status": "uncertain", "uncertain_at": SCHEDULED_AT},
            {"status": "sent", "status_reason": "uncertain", "sent_at": SCHEDULED_AT},
        ),
    ],
)
def test_whatever_is_still_wanted_can_be_chosen(
    until: str, message: dict[str, Any], prompt: dict[str, Any], now: datetime
) -> None:
    study = make_study(reminders_until=until)
    asked = make_prompt(make_participant(study), **prompt)
    row = make_notification(asked, **{"status": "failed"} | message)

    assert can_be_tried_again(study, now=now + MINUTE) == [row]
    assert can_be_tried_again(study, now=row.last_moment) == [row]
    assert can_be_tried_again(study, now=row.last_moment + SECOND) == []


def test_what_waits_can_be_called_off(study: Study, now: datetime) -> None:
    waiting = [*add(study), *add(study, status="due")]
    add(study, status="claimed", lease_until=now)

    assert [one.pk for one in health_page(study, "day", now=now).off.first] == [
        row.pk for row in waiting
    ]


def test_a_list_says_how_many_there_are_and_offers_all_of_them(
    admin: Client, study: Study, now: datetime
) -> None:
    add(study, 101)
    add(study, 2, status="due", reason="451 wait & see")

    page = admin.get(url_of(study)).content.decode()

    assert "Showing 100 of 103." in page
    assert "Call off all 103" in page
    assert ">Call off 101<" in page
    assert ">Call off 2<" in page
    assert "status=due&amp;reason=451%20wait%20%26%20see" in page
    assert page.count("data-ticks-all") == 1


def test_a_whole_list_is_not_split_into_itself(admin: Client, study: Study) -> None:
    add(study, 2)

    page = admin.get(url_of(study)).content.decode()

    assert "2 messages." in page
    assert "Call off all 2" in page
    assert 'class="groups"' not in page


def test_rows_cost_no_statements(study: Study, now: datetime) -> None:
    ended = {"status": "not_sent", "status_reason": "delivery_failed"}
    counts = []
    for messages in (1, 10):
        add(study, messages)
        for _ in range(messages):
            make_notification(make_prompt(make_participant(study), **ended), status="failed")
        with CaptureQueriesContext(connection) as seen:
            health_page(study, "day", now=now)
        counts.append(len(seen))

    assert counts == [9, 9]


def test_what_was_refused_is_not_sent(study: Study, now: datetime) -> None:
    add(study, 3, status="due", reason="SendGrid answered 401", handed_over_at=now)

    page = health_page(study, "day", now=now + MINUTE)

    assert in_a_line(ends_of(study, since=now - DAY, now=now)) == "0 of 3 sent"
    assert (number(page, "Sent"), number(page, "Lateness")) == ("0", "–")


def test_the_study_says_in_a_line_how_its_day_went(study: Study, now: datetime) -> None:
    assert in_a_line(ends_of(study, since=now - DAY, now=now)) == "none planned"
    add(study, 3, status="delivered", handed_over_at=now)
    add(study, status="uncertain", handed_over_at=now)
    add(study, status="not_sent", reason="late")

    assert (
        in_a_line(ends_of(study, since=now - DAY, now=now))
        == "4 of 5 sent, 3 delivered, 1 uncertain"
    )


def test_who_may_not_see_people_sees_no_panel(study: Study) -> None:
    assert browser_of("api", study).get(url_of(study)).status_code == 403


def test_who_may_only_look_sees_the_panel_and_no_buttons(study: Study) -> None:
    add(study)

    page = browser_of("observer", study).get(url_of(study)).content.decode()

    assert "P0001, invitation" in page
    assert "Do not send the chosen" not in page
    assert "Call off all" not in page


def test_the_panel_offers_acts_and_names_what_stopped(
    admin: Client, study: Study, broker: str
) -> None:
    row = add(study)[0]
    show_alive("worker", now=timezone.now())

    page = admin.get(url_of(study)).content.decode()

    assert f'name="row" value="{row.pk}"' in page
    assert "Beat has stopped" in page
    assert "The worker has stopped" not in page


def test_an_ended_study_does_not_mind_a_stopped_beat(admin: Client, broker: str) -> None:
    study = make_study(ended_at=datetime(2027, 2, 1, tzinfo=UTC))

    assert "Sending stands still" not in admin.get(url_of(study)).content.decode()


@pytest.mark.parametrize(
    ("alive", "says"),
    [((), "Beat has stopped"), (("beat",), "The worker has stopped"), (("beat", "worker"), "")],
)
def test_the_first_page_says_when_sending_stands_still(
    alive: tuple[str, ...], says: str, admin: Client, study: Study, broker: str
) -> None:
    for process in alive:
        show_alive(process, now=timezone.now())

    page = admin.get(reverse("admin:index")).content.decode()

    assert ("Sending stands still" in page) is bool(says)
    assert says in page


def test_the_first_page_opens_without_redis_and_says_so(admin: Client, study: Study) -> None:
    assert "Redis cannot be reached" in admin.get(reverse("admin:index")).content.decode()


def test_the_first_page_says_nothing_while_no_study_runs(admin: Client, broker: str) -> None:
    make_study(launched_at=None)

    assert "stands still" not in admin.get(reverse("admin:index")).content.decode()
