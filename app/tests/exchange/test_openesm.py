"""Data sets of openESM become studies that have ended, whole or not at all."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from esmpress.delivery.models import Letter, Notification
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.exchange.openesm.keeping import keep_data_set
from esmpress.exchange.openesm.reading import read_data_set
from esmpress.exchange.openesm.refusals import RefusedDataSet
from esmpress.participants.models import Contact, Participant
from esmpress.prompts.compliance import sums_of
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_running_studies
from esmpress.questionnaires.models import Questionnaire
from esmpress.responses.models import Response
from esmpress.studies.models import Study
from tests.exchange.data_sets import HAPPY, HEAD, metadata, table
from tests.export.reading import read_export

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


def keep(rows: bytes | None = None, words: bytes | None = None, **fields: Any) -> Study:
    read = read_data_set(rows or table(), words or metadata(), language="en")
    values: dict[str, Any] = {
        "slug": "madeup",
        "language": "en",
        "zone": ZoneInfo("Europe/Warsaw"),
        "first": date(2000, 1, 3),
        "owner": None,
        "now": NOW,
    }
    return keep_data_set(read, **values | fields)


def faults(rows: bytes, words: bytes | None = None) -> list[str]:
    described = metadata() if words is None else words
    with pytest.raises(RefusedDataSet) as refused:
        read_data_set(rows, described, language="en")
    return refused.value.faults


def test_a_data_set_becomes_a_study_that_has_ended() -> None:
    study = keep()

    assert (study.name, study.slug, study.is_running) == (
        "Madeup 2021 (openESM 9999)",
        "madeup",
        False,
    )
    assert study.ended_at is not None
    assert [one.code for one in Participant.objects.all()] == ["P0001", "P0002"]
    assert not Contact.objects.exists()
    prompts = Prompt.objects.order_by("participant", "study_day", "beep")
    assert list(prompts.values_list("participant__number", "study_day", "beep", "status")) == [
        (1, 1, 1, "answered"),
        (1, 1, 2, "expired"),
        (2, 1, 1, "answered"),
    ]
    assert list(Response.objects.order_by("prompt").values_list("answers", flat=True)) == [
        {"happy": 4},
        {"happy": 2},
    ]


def test_nothing_of_it_is_ever_sent() -> None:
    study = keep()

    plan_running_studies(now=NOW)
    sent = dispatch_due_notifications(now=NOW)

    assert (sent, mail.outbox) == (0, [])
    assert Prompt.objects.filter(participant__study=study).count() == 3
    assert not Notification.objects.exists()
    assert not Letter.objects.exists()


def test_export_and_compliance_work_on_it() -> None:
    study = keep()

    rows = read_export(study)

    assert [(row["id"], row["day"], row["beep"], row["happy"]) for row in rows] == [
        ("P0001", "1", "1", "4"),
        ("P0001", "1", "2", ""),
        ("P0002", "1", "1", "2"),
    ]
    sums = sums_of(list(Participant.objects.order_by("number")))
    assert [one.figures.share for one in sums.values()] == [0.5, 1]


def test_noted_instants_are_kept_on_the_clock_of_the_zone() -> None:
    head = ("id", "day", "beep", "scheduled", "response", "happy")
    row = ("a", "2", "1", "2021-07-02 10:00:00", "2021-07-02 10:07:30", "3")

    keep(table(row, head=head))

    prompt = Prompt.objects.get()
    assert prompt.scheduled_at == datetime(2021, 7, 2, 8, 0, tzinfo=UTC)
    assert prompt.answered_at == datetime(2021, 7, 2, 8, 7, 30, tzinfo=UTC)
    assert prompt.utc_offset_minutes == 120
    assert prompt.participant.start_date == date(2021, 7, 1)


def test_moments_nobody_noted_are_made_up_in_their_order() -> None:
    keep(table(("a", "1", "1", "3"), ("a", "1", "2", "3"), ("a", "2", "1", "3")))

    moments = Prompt.objects.order_by("scheduled_at").values_list("scheduled_at", flat=True)
    assert list(moments) == [
        datetime(2000, 1, 3, 7, 0, tzinfo=UTC),
        datetime(2000, 1, 3, 14, 0, tzinfo=UTC),
        datetime(2000, 1, 4, 7, 0, tzinfo=UTC),
    ]


def test_a_counter_stands_for_day_and_beep() -> None:
    keep(table(("a", "1", "3"), ("a", "4", "3"), head=("id", "counter", "happy")))

    assert list(Prompt.objects.order_by("pk").values_list("study_day", "beep")) == [(1, 1), (2, 2)]


def test_commas_and_a_byte_order_mark_are_read_as_well() -> None:
    keep(b"\xef\xbb\xbf" + table(delimiter=","))

    assert Response.objects.count() == 2


KINDS: list[tuple[dict[str, Any], str, str, object]] = [
    ({"variable_type": "rating_scale", "answer_categories": "7"}, "likert", "7", 7),
    ({"variable_type": "rating_scale", "answer_categories": "0-100"}, "slider", "63", 63),
    ({"variable_type": "rating_scale", "answer_categories": "0-100"}, "number", "6.25", 6.25),
    ({"variable_type": "rating_scale", "labels": "0 = no, 1 = yes"}, "single_choice", "0", 0),
    ({"variable_type": "rating_scale"}, "number", "12", 12),
    ({"variable_type": "categorical", "labels": "1 = home; 2 = away"}, "single_choice", "2", 2),
    ({"variable_type": "categorical"}, "text", "home", "home"),
    ({"variable_type": "logical"}, "yes_no", "TRUE", True),
    ({"variable_type": "numeric"}, "number", "-0.5", -0.5),
    ({"variable_type": "character"}, "text", "rain <b> {x}", "rain <b> {x}"),
    ({}, "text", "1", "1"),
]


@pytest.mark.parametrize(("feature", "kind", "cell", "answer"), KINDS)
def test_a_column_becomes_an_item_of_its_kind(
    feature: dict[str, Any], kind: str, cell: str, answer: object
) -> None:
    words = metadata({"name": "happy"} | feature)

    read = read_data_set(table(("a", "1", "1", cell)), words, language="en")

    assert read.definition.items[0].kind == kind
    assert read.moments[0].answers == {"happy": answer}


def test_words_with_signs_of_markup_are_shown_as_they_are() -> None:
    words = "# I spent __ minutes <b>online</b> {day} *so* [a](b)\n1. `x` | a_b \\ - ~no~"
    feature = HAPPY | {"details": words, "labels": "1 = * < {\n5 = - [x]"}

    study = keep(words=metadata(feature))

    assert study.schedules.get().questionnaire.latest_version() is not None


def test_columns_nobody_was_asked_for_are_left_out_and_named() -> None:
    steps = {"name": "steps", "variable_type": "numeric", "assessment_type": "Passive"}
    rows = table(("a", "1", "1", "4", "2021-01-01", "900"), head=(*HEAD, "date", "steps"))
    words = metadata(HAPPY, steps, {"name": "date", "variable_type": "date"})

    read = read_data_set(rows, words, language="en")

    assert [item.name for item in read.definition.items] == ["happy"]
    assert "Left out, as nobody was asked for it: date, steps." in read.remarks


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("NA", "1", "1", "4"), "Line 3: “id” is missing."),
        (("a", "1", "1", "4"), "Line 3: participant a, day 1, beep 1 is in line 2 already."),
        (("a", "0", "1", "4"), "Line 3: “day” is a whole number from 1 to 3660, not “0”."),
        (("a", "1", "x", "4"), "Line 3: “beep” is a whole number from 1 to 60, not “x”."),
        (("a", "1", "NA", "4"), "Line 3: “beep” is a whole number from 1 to 60, not “”."),
        (("a", "2", "1"), "Line 3: it has 3 cells, and the head of the table has 4."),
    ],
)
def test_a_bad_line_is_named(row: tuple[str, ...], fault: str) -> None:
    assert faults(table(("a", "1", "1", "4"), row)) == [fault]


@pytest.mark.parametrize("cell", ["6", "0", "3.5", "often"])
def test_a_value_out_of_the_scale_is_named_with_its_line(cell: str) -> None:
    [fault] = faults(table(("a", "1", "1", "4"), ("a", "1", "2", cell)))

    assert fault.startswith("Line 3: happy: ")


def test_all_lines_at_fault_are_named_at_once() -> None:
    rows = table(*[("NA", "1", "1", "4")] * 150)

    found = faults(rows)

    assert len(found) == 101
    assert found[-1] == "And 50 more."


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "The table is empty."),
        (table() + b"\nc\t1\t1\t\xff", "Line 5: this is no UTF-8; save it as UTF-8."),
        (table().decode().encode("utf-16"), "Line 1: this is no UTF-8; save it as UTF-8."),
        (table() + b"\nc\t1\t1\t\0", "Line 5: the character U+0000 stands in it."),
        (b"id\tday\tid\thappy\n", "Line 1: each column needs a name of its own, not “id”."),
        (b"who\tday\tbeep\thappy\na\t1\t1\t1", "Line 1: there is no column “id”."),
        (b"id\tday\tbeep\na\t1\t1", "Line 1: there is no column that participants answered."),
        (b"id\tday\tbeep\thappy\n", "The table has no moments."),
    ],
)
def test_a_table_that_is_none_is_refused(content: bytes, fault: str) -> None:
    assert faults(content) == [fault]


@pytest.mark.parametrize("words", [b"", b"[]", b"{", b"\xff", b'{"features": []}', b"[" * 10000])
def test_metadata_that_are_none_are_refused(words: bytes) -> None:
    assert all(fault.startswith("Metadata") for fault in faults(table(), words))


def test_of_what_is_refused_late_nothing_is_kept() -> None:
    with pytest.raises(RefusedDataSet, match="in the future"):
        keep(first=date(2027, 1, 11))

    assert not Study.objects.exists()
    assert not Questionnaire.objects.exists()


@pytest.mark.parametrize("slug", ["with space", "x" * 51, "taken"])
def test_a_slug_that_cannot_be_given_is_refused(slug: str) -> None:
    keep(slug="taken")

    with pytest.raises(RefusedDataSet, match="slug"):
        keep(slug=slug)
