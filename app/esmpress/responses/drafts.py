"""Drafts: the answers so far, saved item by item as they are given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import OtherVersion, version_to_show
from esmpress.questionnaires.answer_values import is_blank, printable
from esmpress.questionnaires.answers import AnswerError, Refused, check_answer
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Item
from esmpress.responses.models import Draft
from esmpress.responses.paradata import of_definition
from esmpress.responses.timings import MILLISECOND, Timings


@dataclass(frozen=True)
class Change:
    """What an item was answered with, or None, and when; `at` in milliseconds since the opening.

    `at` is None where it is not known, and then means now.
    """

    item: str
    answer: object
    at: int | None = None


def draft_of(prompt: Prompt) -> Draft | None:
    """What is saved of a prompt's answers."""
    return getattr(prompt, "draft", None)


def is_partly_answered(prompt: Prompt) -> bool:
    """Whether a prompt expired with answers that are kept."""
    draft = draft_of(prompt)
    return prompt.status == Prompt.Status.EXPIRED and draft is not None and bool(draft.answers)


def save_draft(
    prompt: Prompt,
    changes: Iterable[Change],
    *,
    version: int,
    language: str = "",
    page: str | None = None,
    timings: Timings | None = None,
    now: datetime,
) -> tuple[Draft, list[AnswerError]]:
    """The draft with the changes in it, and what is wrong with those that were left out.

    Of each item the latest change counts, whatever the order they come in, so that two devices do
    not undo each other. Once the time is over, up to LATE_UPLOAD, what was changed in time is still
    taken: a phone may have had no network. Raises PromptNotOpened, PromptClosed where nothing can
    be taken, PromptAnswered or OtherVersion.
    """
    with transaction.atomic():
        definition = _lock_begun(prompt, version=version, now=now)
        is_over = lifecycle.is_over(prompt, now=now)
        if is_over:
            changes = _in_time(prompt, changes)
        merging = _Merging(
            Draft.objects.filter(prompt=prompt).first() or Draft(prompt=prompt, saved_at=now),
            definition,
            elapsed=_elapsed(prompt, now=now),
        )
        refused = [error for change in changes if (error := merging.take(change))]
        merging.note(_spoken(prompt, language), page, timings)
        merging.save(now=now)
        prompt.draft = merging.draft
        _note_start(prompt, merging.first, is_over=is_over, now=now)
    return merging.draft, refused


def _lock_begun(prompt: Prompt, *, version: int, now: datetime) -> Definition:
    """What a prompt shows that was begun; whoever saves or submits in this moment has to wait."""
    locked = Prompt.objects.select_for_update(no_key=True)
    prompt.refresh_from_db(fields=lifecycle.STEPS, from_queryset=locked)
    if lifecycle.is_over(prompt, now=now):
        lifecycle.raise_unless_awaited(prompt, now=now)
    else:
        lifecycle.raise_unless_begun(prompt, now=now)
    shown = version_to_show(prompt)
    if shown.number != version:
        raise OtherVersion(version)
    return shown.parsed()


def _in_time(prompt: Prompt, changes: Iterable[Change]) -> list[Change]:
    """The changes made before the time was over, as far as it is told; PromptClosed if none was."""
    end = _end(prompt)
    in_time = [one for one in changes if one.at is not None and one.at < end]
    if not in_time:
        raise lifecycle.PromptClosed
    return in_time


def _elapsed(prompt: Prompt, *, now: datetime) -> int:
    """How long the prompt has been open, in milliseconds; no longer than it could be answered."""
    assert prompt.opened_at is not None
    return min((now - prompt.opened_at) // MILLISECOND, _end(prompt))


def _end(prompt: Prompt) -> int:
    """How long after its opening a prompt takes answers, in milliseconds."""
    assert prompt.opened_at is not None
    assert prompt.finish_until is not None
    return (prompt.finish_until + lifecycle.SUBMIT_GRACE - prompt.opened_at) // MILLISECOND


def _note_start(prompt: Prompt, first: int | None, *, is_over: bool, now: datetime) -> None:
    """Note when the first answer was given, of a prompt whose start is not known."""
    if first is None or prompt.started_at is not None:
        return
    assert prompt.opened_at is not None
    begun_at = prompt.opened_at + first * MILLISECOND
    if is_over:
        lifecycle.note_late_start(prompt, at=begun_at)
    else:
        lifecycle.mark_started(prompt, at=begun_at, now=now)


class _Merging:
    """A draft and what comes to it; `first` is the earliest change that was taken."""

    def __init__(self, draft: Draft, definition: Definition, *, elapsed: int) -> None:
        self.draft = draft
        self._before = _kept(draft)
        self._definition, self._elapsed = definition, max(elapsed, 0)
        self._items: dict[str, Item] = {item.name: item for item in definition.items}
        self.first: int | None = None

    def take(self, change: Change) -> AnswerError | None:
        """Keep a change, unless a later one of its item is there; what is wrong with it, if so."""
        item = self._items.get(change.item)
        if item is None:
            detail = "The questionnaire has no such item."
            return AnswerError(printable(change.item), "unknown_item", detail)
        answer = None
        if not is_blank(change.answer):
            try:
                answer = check_answer(item, change.answer)
            except Refused as refusal:
                return AnswerError(item.name, refusal.code, refusal.detail)
        at = self._elapsed if change.at is None else min(max(change.at, 0), self._elapsed)
        if at >= self.draft.changed.get(item.name, 0):
            self.draft.changed[item.name] = at
            self.draft.answers.pop(item.name, None)
            if answer is not None:
                self.draft.answers[item.name] = answer
        self.first = at if self.first is None else min(self.first, at)
        return None

    def note(self, language: str, page: str | None, timings: Timings | None) -> None:
        """Keep where the participant is, and what the page measured."""
        pages = {one.name for one in self._definition.pages}
        self.draft.language = language
        if page is not None and page in pages | self._items.keys():
            self.draft.page = page
        if timings is not None:
            known = of_definition(timings, self._definition, until=self._elapsed)
            before = Timings.model_validate(self.draft.timings or {})
            self.draft.timings = before.merged(known).model_dump(mode="json")

    def save(self, *, now: datetime) -> None:
        """Store the draft if it is another than before: most repeats change nothing."""
        if self.draft._state.adding or _kept(self.draft) != self._before:
            self.draft.saved_at = now
            self.draft.save(force_insert=self.draft._state.adding)


def _kept(draft: Draft) -> tuple[object, ...]:
    answers, changed = dict(draft.answers), dict(draft.changed)
    return answers, changed, draft.page, draft.language, draft.timings


def _spoken(prompt: Prompt, language: str) -> str:
    participant = prompt.participant
    return language if language in participant.study.languages else participant.language
