from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.publishing import publish
from esmpress.responses import intake
from esmpress.responses.feedback import is_released, own_charts
from esmpress.studies.models import FeedbackChart, Study
from tests.factories import (
    ANSWERS,
    BOTH,
    LAUNCHED_AT,
    SCHEDULED_AT,
    make_participant,
    make_questionnaire,
    make_sent_prompt,
    make_study,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
GRID: dict[str, Any] = {"labels": dict.fromkeys(("left", "right", "bottom", "top"), BOTH)}


def answer(participant: Participant, day: int = 1, **changed: object) -> Prompt:
    at = SCHEDULED_AT + (day - 1) * DAY
    prompt, _ = make_sent_prompt(participant, scheduled_at=at, study_day=day)
    intake.submit(prompt, ANSWERS | changed, language="en", now=at + timedelta(minutes=5))
    return prompt


def draw(study: Study, column: str, kind: str = "line") -> None:
    questionnaire = study.schedules.get().questionnaire
    FeedbackChart.objects.create(
        study=study, questionnaire=questionnaire, column=column, title=BOTH, kind=kind
    )


def test_a_chart_holds_own_answers_at_their_local_times() -> None:
    participant = make_participant(time_zone="Asia/Tokyo")
    draw(participant.study, "stress")
    answer(participant, stress=10)
    answer(participant, day=2, stress=80)
    answer(make_participant(participant.study), stress=55)

    [chart] = own_charts(participant)

    assert (chart.title, chart.kind, chart.lowest, chart.highest) == (BOTH, "line", 0, 100)
    assert chart.points == [
        (datetime(2027, 1, 11, 18, 5), 10),  # noqa: DTZ001
        (datetime(2027, 1, 12, 18, 5), 80),  # noqa: DTZ001
    ]


def test_what_was_not_answered_is_no_point() -> None:
    participant = make_participant()
    draw(participant.study, "sleep", "bars")
    draw(participant.study, "gone")
    answered = dict(ANSWERS)
    del answered["sleep"]
    prompt, _ = make_sent_prompt(participant)
    intake.submit(prompt, answered, language="en", now=SCHEDULED_AT)

    sleep, gone = own_charts(participant)

    assert (sleep.points, gone.points) == ([], [])


@pytest.mark.parametrize(("column", "value"), [("mood_valence", -2), ("mood_arousal", 3)])
def test_a_side_of_the_affect_grid_is_a_chart_of_its_own(column: str, value: int) -> None:
    questionnaire = make_questionnaire(published=False)
    questionnaire.add_item(name="mood", kind="affect_grid", text=BOTH, settings=GRID)
    publish(questionnaire, now=LAUNCHED_AT, researcher=None)
    participant = make_participant(make_study(questionnaire=questionnaire))
    draw(participant.study, column)
    answer(participant, mood={"valence": -2, "arousal": 3})

    [chart] = own_charts(participant)

    assert (chart.lowest, chart.highest) == (-4, 4)
    assert [point for _, point in chart.points] == [value]


@pytest.mark.parametrize(
    ("rule", "number", "is_over", "released"),
    [
        ("never", None, True, False),
        ("at_end", None, False, False),
        ("at_end", None, True, True),
        ("after_answers", 2, True, False),
        ("after_answers", 1, False, True),
    ],
)
def test_charts_are_shown_by_the_rule(
    rule: str, number: int | None, is_over: bool, released: bool
) -> None:
    participant = make_participant()
    Study.objects.update(feedback_rule=rule, feedback_after=number)
    answer(participant)
    answer(make_participant(participant.study))
    participant.study.refresh_from_db()

    assert is_released(participant, is_over=is_over) is released
