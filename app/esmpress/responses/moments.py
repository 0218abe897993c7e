"""What the conditions of a prompt's questionnaire know beside its own answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet

from esmpress.prompts.models import Prompt
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.logic.checking import earlier_references
from esmpress.questionnaires.logic.evaluating import Scope, evaluate
from esmpress.questionnaires.logic.tree import EarlierNode
from esmpress.responses.models import Response


@dataclass(frozen=True)
class Answered:
    """An earlier response: when it was asked and came in, where it stands, and what it says."""

    scheduled_at: datetime
    prompt: int
    schedule: int
    moment: tuple[int, int]
    received_at: datetime
    answers: Mapping[str, object]


class Past:
    """What some participants have answered, of some questionnaires; read at once."""

    def __init__(self, participants: Collection[int], questionnaires: Collection[int]) -> None:
        """One statement; none where nothing is asked for."""
        self._known: dict[tuple[int, int], list[Answered]] = defaultdict(list)
        if not (participants and questionnaires):
            return
        rows = Response.objects.filter(
            prompt__participant__in=participants,
            questionnaire_version__questionnaire__in=questionnaires,
        ).order_by("prompt__scheduled_at", "prompt_id")
        for whose, which, at, pk, schedule, day, beep, came, answers in rows.values_list(
            "prompt__participant",
            "questionnaire_version__questionnaire",
            "prompt__scheduled_at",
            "prompt_id",
            "prompt__schedule",
            "prompt__study_day",
            "prompt__beep",
            "received_at",
            "answers",
        ):
            one = Answered(at, pk, schedule, (day, beep), came, answers)
            self._known[whose, which].append(one)

    def before(self, prompt: Prompt, *, until: datetime) -> list[Answered]:
        """What was answered of the same questionnaire before the prompt, and had come in then."""
        known = self._known[prompt.participant_id, prompt.schedule.questionnaire_id]
        return [
            one
            for one in known
            if one.scheduled_at < prompt.scheduled_at and one.received_at < until
        ]


def moment_of(
    prompt: Prompt, definition: Definition, *, now: datetime, past: Past | None = None
) -> Scope:
    """Study day, beep, and the earlier answers that the definition asks for.

    Answers that came after the prompt was opened do not count: what is shown stays as it was seen.
    They are read from `past`, where somebody has read it for many prompts at once.
    """
    scope = Scope(day=prompt.study_day, beep=prompt.beep)
    asked = {node for one in definition.trees() for node in earlier_references(one)}
    if not asked:
        return scope
    until = prompt.opened_at or now
    by_moment = {node: _moment(node, scope) for node in asked if node.day is not None}
    named = {node.name for node in asked if node.day is None}
    if past is not None:
        known = past.before(prompt, until=until)
        previous = known[-1].answers if known else {}
        there = {one.moment: one.answers for one in known if one.schedule == prompt.schedule_id}
    else:
        previous = _previous(prompt, until=until) if named else {}
        there = _at(prompt, set(by_moment.values()), until=until) if by_moment else {}
    return replace(
        scope,
        previous={name: previous[name] for name in named if name in previous},
        earlier={
            f"{node.name}@{moment[0]}.{moment[1]}": there[moment][node.name]
            for node, moment in by_moment.items()
            if node.name in there.get(moment, {})
        },
    )


def _moment(node: EarlierNode, scope: Scope) -> tuple[int, int]:
    """The day and beep a node names, which need be none there is."""
    assert node.day is not None
    assert node.beep is not None
    day, beep = evaluate(node.day, scope), evaluate(node.beep, scope)
    return (day, beep) if isinstance(day, int) and isinstance(beep, int) else (0, 0)


def _previous(prompt: Prompt, *, until: datetime) -> Mapping[str, object]:
    """The answers to the latest prompt before this one with the same questionnaire."""
    latest = (
        _earlier(prompt, until=until)
        .order_by("-prompt__scheduled_at", "-prompt_id")
        .values_list("answers", flat=True)
        .first()
    )
    return latest or {}


def _at(
    prompt: Prompt, moments: set[tuple[int, int]], *, until: datetime
) -> dict[tuple[int, int], Mapping[str, object]]:
    """The answers to prompts of the same schedule by their day and beep."""
    places = Q()
    for day, beep in moments:
        places |= Q(prompt__study_day=day, prompt__beep=beep)
    rows = (
        _earlier(prompt, until=until)
        .filter(places, prompt__schedule=prompt.schedule_id)
        .values_list("prompt__study_day", "prompt__beep", "answers")
    )
    return {(day, beep): answers for day, beep, answers in rows}


def _earlier(prompt: Prompt, *, until: datetime) -> QuerySet[Response]:
    """What the participant had answered of the same questionnaire before the prompt was opened."""
    return Response.objects.filter(
        prompt__participant=prompt.participant_id,
        questionnaire_version__questionnaire=prompt.schedule.questionnaire_id,
        prompt__scheduled_at__lt=prompt.scheduled_at,
        # Not when it was sent: what arrives late must not change what is shown already.
        received_at__lt=until,
    )
