"""Feedback: charts of a participant's own answers, shown by the researcher's rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from esmpress.participants.models import Participant
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.figures import Figure, figures_in
from esmpress.questionnaires.names import cells
from esmpress.responses.models import Response
from esmpress.studies.models import FeedbackChart, Study

Rule = Study.FeedbackRule
Point = tuple[datetime, float]


@dataclass(frozen=True)
class OwnChart:
    """One chart with the participant's points, each at the local time of its answer."""

    title: dict[str, str]
    kind: str
    lowest: float | None
    highest: float | None
    points: list[Point] = field(default_factory=list)


def is_released(participant: Participant, *, is_over: bool) -> bool:
    """Whether the participant may see their charts; `is_over` says that they are asked no more."""
    study = participant.study
    match study.feedback_rule:
        case Rule.AT_END:
            return is_over
        case Rule.AFTER_ANSWERS:
            mine = Response.objects.filter(prompt__participant=participant)
            return mine.count() >= (study.feedback_after or 0)
        case _:
            return False


def own_charts(participant: Participant) -> list[OwnChart]:
    """The study's charts in their order, with what this participant answered."""
    charts = list(participant.study.feedback_charts.all())
    if not charts:
        return []
    asked = {chart.questionnaire_id for chart in charts}
    responses = list(
        Response.objects.filter(
            prompt__participant=participant, questionnaire_version__questionnaire__in=asked
        )
        .select_related("prompt", "questionnaire_version")
        .order_by("prompt__answered_at", "pk")
    )
    return [_filled(chart, responses) for chart in charts]


def _filled(chart: FeedbackChart, responses: Iterable[Response]) -> OwnChart:
    """The chart with the points of its column; its scale is that of the latest answer."""
    points: list[Point] = []
    scale: tuple[float | None, float | None] = (None, None)
    for response in responses:
        if response.questionnaire_version.questionnaire_id != chart.questionnaire_id:
            continue
        figure = _figure(response.questionnaire_version.parsed(), chart.column)
        value = _value(figure, response) if figure else None
        if figure is None or value is None:
            continue
        scale = figure.lowest, figure.highest
        points.append((_local(response), value))
    return OwnChart(chart.title, chart.kind, *scale, points)


def _figure(definition: Definition, column: str) -> Figure | None:
    return next((one for one in figures_in(definition) if one.column == column), None)


def _value(figure: Figure, response: Response) -> float | None:
    """The number that was answered; None where there is none, or it was declined."""
    answer = response.answers.get(figure.item.name)
    value = cells(figure.item, answer).get(figure.column) if answer is not None else None
    return float(value) if isinstance(value, int | float) else None


def _local(response: Response) -> datetime:
    """When it was answered, on the wall clock there, to the minute."""
    prompt = response.prompt
    at = prompt.answered_at or response.submitted_at
    local = at.astimezone(ZoneInfo(prompt.time_zone))
    return local.replace(tzinfo=None, second=0, microsecond=0)
