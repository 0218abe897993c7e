"""The participants' side of a simulation: they get links, visit the page, and answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.db import connection

from esmpress.participants.models import Participant
from esmpress.prompts import lifecycle
from esmpress.prompts.arrangements import arrangement_of
from esmpress.prompts.links import token_hash
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.answers import Answer
from esmpress.questionnaires.items import Item
from esmpress.questionnaires.reached import Walk, walk
from esmpress.responses import intake
from esmpress.responses.drafts import Change, save_draft
from esmpress.responses.moments import moment_of
from esmpress.responses.timings import MILLISECOND
from esmpress.simulation.agenda import Agenda
from esmpress.simulation.answering import Answering, Mood
from esmpress.simulation.outline import Outline
from esmpress.simulation.paces import timings_of_visit
from esmpress.simulation.parameters import Parameters
from esmpress.simulation.people import Person
from esmpress.simulation.photos import send_photos
from esmpress.simulation.streams import stream
from esmpress.simulation.visits import Invitation, Visit, decide

VISIT = 1

_SENT = "SELECT id, status, sent_at FROM prompts_prompt WHERE token_hash = ANY(%s) ORDER BY id"


class Visiting:
    """The visits of all participants, noted on one agenda; `on_answer` hears of each response."""

    def __init__(
        self,
        people: Mapping[int, Person],
        outline: Outline,
        parameters: Parameters,
        agenda: Agenda,
        on_answer: Callable[[], None],
    ) -> None:
        """Begin with nobody visiting."""
        self._people, self._outline, self._parameters = people, outline, parameters
        self._agenda, self._on_answer = agenda, on_answer
        self._answering = {
            number: Answering(parameters.seed, number, parameters.missing_items, Mood())
            for number in people
        }
        self._known: set[str] = set()
        self._participants: dict[int, Participant] = {}
        self._expected: dict[int, Prompt] = {}

    def expect(self, prompt: Prompt) -> None:
        """Keep a planned prompt until its link comes, so that it is read once."""
        prompt.participant = self._participant(prompt.participant_id)
        prompt.schedule = self._outline.schedules[prompt.schedule_id]
        self._expected[prompt.pk] = prompt

    def take(self, tokens: list[str]) -> None:
        """Let the participants decide about links that are new to them; reminders repeat links."""
        new = {token_hash(token): token for token in tokens if token not in self._known}
        self._known.update(new.values())
        if new:
            with connection.cursor() as cursor:
                cursor.execute(_SENT, [list(new)])
                for pk, status, sent_at in cursor.fetchall():
                    prompt = self._expected.pop(pk)
                    prompt.status, prompt.sent_at = status, sent_at
                    self._decide(prompt)

    def _participant(self, pk: int) -> Participant:
        if pk not in self._participants:
            everybody = Participant.objects.select_related("study")
            self._participants = {one.pk: one for one in everybody}
        return self._participants[pk]

    def _decide(self, prompt: Prompt) -> None:
        assert prompt.sent_at is not None
        number, schedule, day = prompt.participant.number, prompt.schedule_id, prompt.study_day
        draws = stream(self._parameters.seed, "visit", number, schedule, day, prompt.beep)
        invitation = Invitation(
            sent_at=prompt.sent_at,
            open_until=prompt.open_until,
            finish_within=timedelta(minutes=prompt.finish_within_minutes),
            items=len(self._outline.forms[schedule].definition.items),
            day_share=(day - 1) / max(self._outline.last_day - 1, 1),
        )
        visit = decide(self._people[number], invitation, draws)
        if visit is not None:
            self._agenda.note(visit.opens_at, VISIT, partial(self._open, prompt, visit, draws))

    def _open(self, prompt: Prompt, visit: Visit, draws: Random, now: datetime) -> None:
        version = self._outline.forms[prompt.schedule_id].version
        lifecycle.mark_opened(prompt, version=version, now=now)
        self.go_on(prompt, visit, draws)

    def go_on(self, prompt: Prompt, visit: Visit, draws: Random) -> None:
        """Note the steps of a visit to a prompt that is open."""
        if visit.starts_at and visit.submits_at:
            submit = partial(self._submit, prompt, visit, draws)
            self._agenda.note(visit.submits_at, VISIT, submit)
        elif visit.starts_at:
            self._agenda.note(visit.starts_at, VISIT, partial(self._give_up, prompt, draws))

    def _submit(self, prompt: Prompt, visit: Visit, draws: Random, now: datetime) -> None:
        form = self._outline.forms[prompt.schedule_id]
        answering = self._answering[prompt.participant.number]
        answers = answering.fill_in(form.slug, form.definition, draws=draws, now=now)
        way = self._way(prompt, answers, now=now)
        shown = _of_shown(way.shown, answers)
        send_photos(prompt, form.definition, shown, now=now)
        assert prompt.opened_at is not None
        timings = timings_of_visit(
            way,
            opened_at=prompt.opened_at,
            starts_at=visit.starts_at or now,
            submits_at=now,
        )
        sent = intake.Sent((now - prompt.opened_at) // MILLISECOND, timings)
        language = prompt.participant.language
        intake.submit(prompt, shown, language=language, sent=sent, now=now)
        self._on_answer()

    def _give_up(self, prompt: Prompt, draws: Random, now: datetime) -> None:
        """Answer the first half and leave; the mood goes on as if nobody had looked."""
        form = self._outline.forms[prompt.schedule_id]
        mine = self._answering[prompt.participant.number]
        aside = replace(mine, mood=replace(mine.mood))
        answers = aside.fill_in(form.slug, form.definition, draws=draws, now=now)
        shown = self._way(prompt, answers, now=now).shown
        given = _of_shown(shown[: (len(shown) + 1) // 2], answers)
        send_photos(prompt, form.definition, given, now=now)
        changes = [Change(name, answer) for name, answer in given.items()]
        save_draft(prompt, changes, version=form.version.number, now=now)

    def _way(self, prompt: Prompt, answers: Mapping[str, Answer], *, now: datetime) -> Walk:
        definition = self._outline.forms[prompt.schedule_id].definition
        return walk(
            definition,
            answers,
            moment=moment_of(prompt, definition, now=now),
            arrangement=arrangement_of(prompt, definition),
        )


def _of_shown(shown: Iterable[Item], answers: Mapping[str, Answer]) -> dict[str, Answer]:
    return {item.name: answers[item.name] for item in shown if item.name in answers}
