"""What the people of the guide's study make of an invitation: answer, begin, or miss it."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from esmpress.responses.drafts import Change, save_draft
from esmpress.responses.intake import submit
from esmpress.simulation.answering import Answering, Mood
from esmpress.simulation.outline import Form, outline_of
from esmpress.studies.models import Study

SEED = 7
MINUTE = timedelta(minutes=1)
# Of the invitations that are not answered, so many are begun and given up.
BEGUN = 0.2
# Participants who answer little, by number.
SELDOM = {9: 0.25, 19: 0.35}


class Visits:
    """The same people give the same answers, whenever the study is lived through."""

    def __init__(self, study: Study) -> None:
        """Begin with nobody having answered."""
        self._forms = outline_of(study).forms
        self._draws = Random(SEED)  # noqa: S311  decides nothing
        self._answering = {
            one.number: Answering(SEED, one.number, 0.05, Mood())
            for one in study.participants.all()
        }

    def visit(self, prompt: Prompt) -> None:
        """Answer the prompt, give up after some answers, or let it pass."""
        number = prompt.participant.number
        chance = SELDOM.get(number, 0.7 + 0.25 * self._draws.random() - 0.01 * prompt.study_day)
        answers = self._draws.random() < chance
        if answers or self._draws.random() < BEGUN:
            self._open(prompt, self._forms[prompt.schedule_id], to_the_end=answers)

    def _open(self, prompt: Prompt, form: Form, *, to_the_end: bool) -> None:
        at = prompt.scheduled_at + self._draws.choice((1, 1, 2, 3, 4, 6, 9, 15)) * MINUTE
        lifecycle.mark_opened(prompt, version=form.version, now=at)
        answering = self._answering[prompt.participant.number]
        answers = answering.fill_in(form.slug, form.definition, draws=self._draws, now=at)
        language = prompt.participant.language
        if to_the_end:
            submit(prompt, answers, language=language, now=at + MINUTE)
            return
        half = list(answers.items())[: len(answers) // 2]
        save_draft(
            prompt,
            [Change(name, answer) for name, answer in half],
            version=form.version.number,
            language=language,
            now=at + MINUTE,
        )
