"""Publishing freezes a questionnaire's draft as its next version."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from esmpress.accounts.models import Researcher
from esmpress.questionnaires.definition import Definition, Faults
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
        raise IncompleteDraft(["The questionnaire has no items yet."])
    try:
        return Definition.model_validate(fields)
    except ValidationError as error:
        raise IncompleteDraft(_sentences(error, fields["pages"])) from error


def draft_fields(questionnaire: Questionnaire) -> dict[str, Any]:
    """The draft in the form of the definition language, whether it is complete or not."""
    items: dict[int, list[DraftItem]] = defaultdict(list)
    for item in questionnaire.draft_items.all():
        items[item.page_id].append(item)
    return {
        "title": questionnaire.title,
        "introduction": questionnaire.introduction or None,
        "shuffle_pages": questionnaire.shuffle_pages,
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
            raise NothingToPublish(f"Nothing has changed since version {latest.number}.")
        return QuestionnaireVersion.objects.create(
            questionnaire=questionnaire,
            number=latest.number + 1 if latest else 1,
            definition=definition.model_dump(mode="json"),
            content_hash=definition.content_hash(),
            published_at=now,
            published_by=researcher,
        )


def _sentences(error: ValidationError, pages: list[dict[str, Any]]) -> list[str]:
    sentences = []
    faults = error.errors()
    for fault in faults:
        if fault["type"] == "too_short" and any(_is_within(one, fault) for one in faults):
            # Short only of what is wrong itself.
            continue
        place = ", ".join(_place([str(part) for part in fault["loc"]], pages))
        sentences += [_sentence(place, message) for message in _messages(fault)]
    return sentences


def _messages(fault: ErrorDetails) -> list[str]:
    """What is amiss: one thing, or all that is with the definition as a whole."""
    error = fault.get("ctx", {}).get("error")
    if isinstance(error, Faults):
        return error.faults
    if fault["type"] == "too_short" and fault["loc"][-1] == "items":
        return ["there are none"]
    return [fault["msg"].removeprefix("Value error, ")]


def _sentence(place: str, message: str) -> str:
    """A sentence with its place first, which the message may name itself."""
    known = message.startswith(f"{place}: ") or not place
    end = "" if message.endswith((".", "?", "!")) else "."
    return f"{message if known else f'{place}: {message}'}{end}"


def _is_within(fault: ErrorDetails, other: ErrorDetails) -> bool:
    """Whether a fault is of a part of what another is about."""
    here, there = fault["loc"], other["loc"]
    return len(here) > len(there) and here[: len(there)] == there


def _place(location: list[str], pages: list[dict[str, Any]]) -> list[str]:
    """Where a fault is, by the names of page and item."""
    if location[:1] != ["pages"] or len(location) == 1:
        return location
    page = pages[int(location[1])]
    if location[2:3] == ["items"] and len(location) > 3:
        # After the item's place comes its kind, as a branch of the union.
        return [f"item {page['items'][int(location[3])]['name']}", *location[5:]]
    return [f"page {page['name']}", *location[2:]]
