"""The tables beside the long one, as they are written."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import pytest

from esmpress.export.copying import Batches, csv_of
from esmpress.export.snapshot import snapshot
from esmpress.export.tables_of import sources_of
from esmpress.participants.models import Participant
from esmpress.prompts.lifecycle import expire_overdue_prompts, mark_opened
from esmpress.prompts.stopping import change_arm
from esmpress.responses.drafts import Change, save_draft
from esmpress.responses.intake import Sent, submit
from esmpress.responses.timings import Timings
from esmpress.studies.models import Study
from tests.delivery.builders import make_notification
from tests.factories import ANSWERS, make_participant, make_sent_prompt, make_study
from tests.responses.builders import make_form, participant_with, prompt_at

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
TOLD = Timings.model_validate({"items": {"stress": [10, 20, 30, 2], "note": [900, None, None, 0]}})


def read(study: Study, name: str) -> list[dict[str, str]]:
    """The rows of a table by column."""
    [source] = [one for one in sources_of(study) if one.table.name == name]
    with snapshot():
        written = b"".join(csv_of(source, Batches(study))).decode()
    return list(csv.DictReader(io.StringIO(written, newline="")))


def test_each_item_of_a_response_says_what_became_of_it_and_when(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    mark_opened(prompt, now=now)
    given = {name: ANSWERS[name] for name in ("stress", "company")}
    submit(prompt, given, language="en", sent=Sent(6000, TOLD), now=now + MINUTE)

    rows = read(prompt.participant.study, "items")

    told = ("item", "outcome", "first_shown_ms", "first_touch_ms", "last_change_ms", "changes")
    assert [[row[name] for name in told] for row in rows] == [
        ["stress", "answered", "10", "20", "30", "2"],
        ["company", "answered", "", "", "", ""],
        ["sleep", "not_answered", "", "", "", ""],
        ["note", "not_answered", "900", "", "", "0"],
    ]
    assert {row["obsno"] for row in rows} == {"1"}


def test_items_of_a_partial_response_say_how_far_it_came(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    mark_opened(prompt, now=now)
    save_draft(prompt, [Change("stress", 40, 0)], version=1, timings=TOLD, now=now + MINUTE)
    expire_overdue_prompts(now=now + 60 * MINUTE)

    rows = read(prompt.participant.study, "items")

    told = [(row["item"], row["outcome"], row["first_shown_ms"]) for row in rows]
    assert told == [
        ("stress", "answered", "10"),
        ("company", "not_answered", ""),
        ("sleep", "not_answered", ""),
        ("note", "not_answered", "900"),
    ]
    assert {row["completeness"] for row in rows} == {"partial"}


def test_a_prompt_without_answers_has_no_items() -> None:
    prompt, _ = make_sent_prompt()

    assert read(prompt.participant.study, "items") == []


def test_a_condition_says_why_an_item_was_not_asked(now: datetime) -> None:
    form = make_form({"name": "mood"}, {"name": "why", "show_if": "mood > 2"}, {"name": "end"})
    participant = participant_with(form)
    for beep, mood in ((1, 1), (2, 3)):
        prompt = prompt_at(participant, 1, beep)
        mark_opened(prompt, now=prompt.scheduled_at)
        submit(prompt, {"mood": mood}, language="en", now=prompt.scheduled_at + MINUTE)

    rows = read(participant.study, "items")

    told = [(row["item"], row["outcome"]) for row in rows]
    assert told == [
        *(("mood", "answered"), ("why", "not_asked"), ("end", "not_answered")),
        *(("mood", "answered"), ("why", "not_answered"), ("end", "not_answered")),
    ]
    assert read(participant.study, "prompts")[0]["missing"] == (
        '{"why":"not_asked","end":"not_answered"}'
    )


def test_each_message_has_a_row_with_what_became_of_it(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    make_notification(prompt, handed_over_at=now, status="delivered", delivered_at=now + MINUTE)
    make_notification(prompt, kind="reminder_1", handed_over_at=now + 10 * MINUTE)

    rows = read(prompt.participant.study, "deliveries")

    assert [(row["message"], row["sent_local"]) for row in rows] == [
        ("invitation", "2027-01-11T10:00:00"),
        ("reminder_1", "2027-01-11T10:10:00"),
    ]
    [row] = read(prompt.participant.study, "prompts")
    assert (row["n_reminders"], row["channel"]) == ("1", rows[0]["channel"])


def test_a_changed_arm_is_a_second_allocation(now: datetime) -> None:
    study = make_study(arms={"feedback": 1, "control": 1})
    participant = make_participant(study)
    other = study.arms.exclude(participants=participant).get()
    assert participant.arm is not None
    change_arm(participant, other, reason="mix-up", researcher=None, now=now)

    rows = read(study, "allocations")

    assert [(row["allocation_no"], row["arm"], row["origin"]) for row in rows] == [
        ("1", participant.arm.name, "drawn"),
        ("2", other.name, "changed"),
    ]


def test_participants_are_those_whose_answers_may_be_used() -> None:
    study = make_study()
    first, second = make_participant(study, email="ola@example.org"), make_participant(study)
    Participant.objects.filter(pk=second.pk).update(
        status="withdrawn", withdrawn_at=first.enrolled_at, withdrawal_level="exclude"
    )

    [row] = read(study, "participants")

    assert (row["id"], row["start_date"], row["status"]) == ("P0001", "2027-01-11", "enrolled")
    assert "ola@example.org" not in row.values()


def test_each_version_of_a_schedule_has_a_row_also_without_participants() -> None:
    [row] = read(make_study(), "schedules")

    assert (row["schedule"], row["schedule_version"], row["kind"]) == ("moments", "1", "fixed")
    assert row["response_window_minutes"] == "30"


def test_every_table_names_each_of_its_columns_once_and_its_key_among_them() -> None:
    for source in sources_of(make_study()):
        names = [column.name for column in source.table.columns]
        assert len(names) == len(set(names)) == len(source.cells)
        assert set(source.table.key) <= set(names)
