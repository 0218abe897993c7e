"""Publishing freezes a questionnaire's draft as its next version."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.faults import FaultyDefinition, checked_definition
from esmpress.questionnaires.models import (
    DraftItem,
    Questionnaire,
    QuestionnaireVersion,
    page_fields,
)


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
    fields = draft_fields(questionnaire)
    if not any(page["items"] for page in fields["pages"]):
        raise IncompleteDraft([_("The questionnaire has no items yet.")])
    try:
        return checked_definition(fields)
    except FaultyDefinition as error:
        raise IncompleteDraft(error.faults) from error


def draft_fields(questionnaire: Questionnaire) -> dict[str, Any]:
    """The draft in the form of the definition language, whether it is complete or not."""
    items: dict[int, list[DraftItem]] = defaultdict(list)
    for item in questionnaire.draft_items.all():
        items[item.page_id].append(item)
    return {
        "title": questionnaire.title,
        "introduction": questionnaire.introduction or None,
        "shuffle_pages": questionnaire.shuffle_pages,
        "presentation": questionnaire.presentation,
        "rotations": [
            {"name": one.name, "show": one.show, "method": one.method}
            for one in questionnaire.draft_rotations.all()
        ],
        "pages": [page_fields(page, items[page.pk]) for page in questionnaire.draft_pages.all()],
    }


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
        if latest and latest.parsed().content_hash() == definition.content_hash():
            raise NothingToPublish(
                _("Nothing has changed since version %(number)s.") % {"number": latest.number}
            )
        return QuestionnaireVersion.objects.create(
            questionnaire=questionnaire,
            number=latest.number + 1 if latest else 1,
            definition=definition.model_dump(mode="json"),
            content_hash=definition.content_hash(),
            published_at=now,
            published_by=researcher,
        )
