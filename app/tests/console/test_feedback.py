from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.studies.models import FeedbackChart, Study
from tests.console.browsers import browser_of
from tests.console.forms import inline, texts
from tests.factories import make_participant

pytestmark = pytest.mark.django_db


def url_of(study: Study) -> str:
    return reverse("admin:studies_study_feedback", args=[study.pk])


def chart(study: Study, column: str = "stress", kind: str = "line") -> dict[str, Any]:
    pk = study.schedules.get().questionnaire_id
    return {"shown": f"{pk}|{column}", "kind": kind, **texts("title", "Your stress", "Twój stres")}


def typed(*charts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    empty = {"shown": "", "kind": "line", **texts("title", "", "")}
    rule = {"feedback_rule": "at_end", "feedback_after": ""}
    return rule | inline("charts", *charts, empty) | fields


def test_rule_and_charts_are_saved_in_their_order(admin: Client, study: Study) -> None:
    posted = typed(
        chart(study, "sleep", "bars"),
        chart(study),
        feedback_rule="after_answers",
        feedback_after="5",
    )

    answer = admin.post(url_of(study), posted, follow=True)

    study.refresh_from_db()
    charts = study.feedback_charts.values_list("column", "kind", "title__en")
    assert "Feedback is saved." in answer.content.decode()
    assert (study.feedback_rule, study.feedback_after) == ("after_answers", 5)
    assert list(charts) == [("sleep", "bars", "Your stress"), ("stress", "line", "Your stress")]


def test_only_numbers_can_be_drawn(admin: Client, study: Study) -> None:
    page = admin.get(url_of(study)).content.decode()

    refused = admin.post(url_of(study), typed(chart(study, "note")))

    assert "Affect: stress" in page
    assert "Affect: note" not in page
    assert refused.status_code == 422
    assert not FeedbackChart.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"feedback_rule": "after_answers"}, "Write a number."),
        ({"feedback_rule": "after_answers", "feedback_after": "0"}, "greater than or equal to 1"),
    ],
)
def test_a_rule_that_counts_needs_its_number(
    fields: dict[str, str], sentence: str, admin: Client, study: Study
) -> None:
    answer = admin.post(url_of(study), typed(**fields))

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert Study.objects.get().feedback_rule == "never"


def test_a_chart_stands_once(admin: Client, study: Study) -> None:
    answer = admin.post(url_of(study), typed(chart(study), chart(study)))

    assert answer.status_code == 422
    assert "This chart stands twice." in answer.content.decode()


def test_charts_of_a_running_study_can_be_deleted(admin: Client, study: Study) -> None:
    make_participant(study)
    admin.post(url_of(study), typed(chart(study)))
    kept = FeedbackChart.objects.get()
    posted = typed(chart(study) | {"id": kept.pk, "DELETE": "on"}) | {"charts-INITIAL_FORMS": 1}

    admin.post(url_of(study), posted)

    assert not FeedbackChart.objects.exists()


def test_who_may_only_look_changes_nothing(study: Study) -> None:
    client = browser_of("observer", study)

    assert client.get(url_of(study)).status_code == 200
    assert client.post(url_of(study), typed(chart(study))).status_code == 403
