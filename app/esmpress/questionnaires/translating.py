"""Takes translations into a questionnaire's draft: all of a file, or nothing of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from copy import deepcopy
from dataclasses import dataclass

from django.db import transaction

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.faults import FaultyDefinition, checked_definition
from esmpress.questionnaires.logic.expression import PUBLISHED
from esmpress.questionnaires.models import DraftItem, Questionnaire
from esmpress.questionnaires.publishing import draft_fields
from esmpress.questionnaires.texts import PlacedText
from esmpress.questionnaires.translations import (
    RefusedTranslations,
    Translated,
    TranslationFile,
    check_translations,
)
from esmpress.questionnaires.translations.checking import outdated
from esmpress.questionnaires.translations.placing import texts_at

_OWN = ("text", "help", "range_message")


@dataclass(frozen=True)
class Taken:
    """How many texts are new in the draft, how many changed, and places to look at again."""

    added: int
    changed: int
    outdated: tuple[str, ...]


def draft_texts(questionnaire: Questionnaire) -> list[PlacedText]:
    """Every text of the draft, in whatever languages it is there.

    Raises RefusedTranslations for a draft whose items cannot be read yet.
    """
    return list(_readable(questionnaire).placed_texts())


def _readable(questionnaire: Questionnaire) -> Definition:
    try:
        return checked_definition(draft_fields(questionnaire), context=PUBLISHED)
    except FaultyDefinition as error:
        raise RefusedTranslations(error.faults) from error


@transaction.atomic
def take_translations(
    questionnaire: Questionnaire, file: TranslationFile, *, languages: Collection[str]
) -> Taken:
    """Write the texts of a file into the draft; raises RefusedTranslations and writes nothing."""
    locked = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    texts = draft_texts(locked)
    changes = check_translations(texts, file, languages=languages)
    before = {text.key: text.texts for text in texts}
    added = sum(one.language not in before[one.key] for one in changes)
    _write(locked, changes)
    # What was read one by one is read once more as a whole.
    _readable(locked)
    return Taken(added, len(changes) - added, tuple(outdated(texts, file)))


def _write(questionnaire: Questionnaire, changes: Iterable[Translated]) -> None:
    of_items: dict[str, list[tuple[list[str], Translated]]] = defaultdict(list)
    pages = {page.name: page for page in questionnaire.draft_pages.all()}
    for one in changes:
        match one.key.split("."):
            case ["items", name, *steps]:
                of_items[name].append((steps, one))
            case ["pages", name, "title"]:
                pages[name].title[one.language] = one.text
                pages[name].save(update_fields=["title"])
            case [field]:
                getattr(questionnaire, field)[one.language] = one.text
                questionnaire.save(update_fields=[field])
    for item in questionnaire.draft_items.filter(name__in=of_items):
        _write_item(item, of_items[item.name])


def _write_item(item: DraftItem, changes: list[tuple[list[str], Translated]]) -> None:
    fields = deepcopy(item.settings) | {name: getattr(item, name) for name in _OWN}
    for steps, one in changes:
        texts_at(fields, steps)[one.language] = one.text
    item.settings = {name: value for name, value in fields.items() if name not in _OWN}
    item.save(update_fields=[*_OWN, "settings"])
