"""Publishing freezes a questionnaire's draft as its next version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from pydantic import ValidationError

from esmpress.accounts.models import Researcher
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.models import Questionnaire, QuestionnaireVersion, item_fields


class IncompleteDraft(Exception):
    """The draft cannot be published; `faults` says what is missing and where, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults, in the order of the draft."""
        super().__init__(" ".join(faults))
        self.faults = faults


class NothingToPublish(Exception):
    """The draft equals the latest version."""


def draft_definition(questionnaire: Questionnaire) -> Definition:
    """The draft as a checked definition; raises IncompleteDraft with one sentence a fault."""
    items = [item_fields(item) for item in questionnaire.draft_items.all()]
    if not items:
        raise IncompleteDraft(["The questionnaire has no items yet."])
    try:
        return Definition.model_validate(
            {
                "title": questionnaire.title,
                "introduction": questionnaire.introduction or None,
                "items": items,
            }
        )
    except ValidationError as error:
        raise IncompleteDraft(_sentences(error, items)) from error


def publish(
    questionnaire: Questionnaire, *, now: datetime, researcher: Researcher | None
) -> QuestionnaireVersion:
    """Freeze the draft as the next version.

    Raises IncompleteDraft, or NothingToPublish when nothing changed since the latest version.
    """
    definition = draft_definition(questionnaire)
    with transaction.atomic():
        Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
        latest = questionnaire.latest_version()
        if latest and latest.content_hash == definition.content_hash():
            raise NothingToPublish(f"Nothing has changed since version {latest.number}.")
        return QuestionnaireVersion.objects.create(
            questionnaire=questionnaire,
            number=latest.number + 1 if latest else 1,
            definition=definition.model_dump(mode="json"),
            content_hash=definition.content_hash(),
            published_at=now,
            published_by=researcher,
        )


def _sentences(error: ValidationError, items: list[dict[str, object]]) -> list[str]:
    sentences = []
    for fault in error.errors():
        place = [str(part) for part in fault["loc"]]
        if place[:1] == ["items"] and len(place) > 1:
            # After the item's place comes its kind, as a branch of the union.
            place = [f"item {items[int(place[1])]['name']}", *place[3:]]
        # The definition names all that is missing in one message.
        for message in fault["msg"].removeprefix("Value error, ").split("; "):
            sentences.append(f"{', '.join(place)}: {message}." if place else f"{message}.")
    return sentences
