"""Makes questionnaires whose drafts are definitions that come from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TypeVar

from django.db import IntegrityError, models, transaction
from psycopg.errors import UniqueViolation

from esmpress.accounts.models import Researcher
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Item
from esmpress.questionnaires.models import DraftItem, DraftPage, DraftRotation, Questionnaire
from esmpress.questionnaires.sources import settings_of

LONGEST_SLUG = 50
# Of that many who take one name at the same instant, each gets one.
MOST_TRIES = 5
Made = TypeVar("Made")


def free_slug(wanted: str, *, among: type[models.Model]) -> str:
    """The slug, or with -2, -3, … where a row has it already."""
    taken = among._default_manager
    slugs = (_numbered(wanted, number) for number in count(1))
    return next(slug for slug in slugs if not taken.filter(slug=slug).exists())


def _numbered(slug: str, number: int) -> str:
    end = f"-{number}" if number > 1 else ""
    return f"{slug[: LONGEST_SLUG - len(end)].rstrip('-')}{end}" if end else slug


def is_taken(error: IntegrityError) -> bool:
    """Whether a row was refused because another has its name, or something else that is unique."""
    return isinstance(error.__cause__, UniqueViolation)


def named_anew(make: Callable[[], Made]) -> Made:
    """What `make` makes, all of it or nothing; made again where a name was given meanwhile.

    Looking for a free name finds it taken the second time, and takes the next or refuses.
    """
    for _ in range(MOST_TRIES - 1):
        try:
            with transaction.atomic():
                return make()
        except IntegrityError as error:
            if not is_taken(error):
                raise
    with transaction.atomic():
        return make()


@transaction.atomic
def make_questionnaire(
    definition: Definition, *, name: str, slug: str, made_by: Researcher | None = None
) -> Questionnaire:
    """A new questionnaire whose draft is the definition; nothing is published."""
    questionnaire = Questionnaire.objects.create(
        name=name,
        slug=slug,
        made_by=made_by,
        title=definition.title,
        introduction=definition.introduction or {},
        shuffle_pages=definition.shuffle_pages,
        presentation=definition.presentation,
    )
    for rotation in definition.rotations:
        DraftRotation.objects.create(questionnaire=questionnaire, **rotation.model_dump())
    for position, page in enumerate(definition.pages):
        made = DraftPage.objects.create(
            questionnaire=questionnaire,
            position=position,
            name=page.name,
            title=page.title or {},
            show_if=page.show_if.source if page.show_if else "",
            end_if=page.end_if.source if page.end_if else "",
            shuffle=page.shuffle,
            fixed=page.fixed,
        )
        DraftItem.objects.bulk_create(
            _draft_item(item, made, place) for place, item in enumerate(page.items)
        )
    return questionnaire


def _draft_item(item: Item, page: DraftPage, place: int) -> DraftItem:
    return DraftItem(
        questionnaire_id=page.questionnaire_id,
        page=page,
        position=place,
        kind=item.kind,
        name=item.name,
        required=item.required,
        ask_again=item.ask_again,
        can_decline=item.can_decline,
        show_if=item.show_if.source if item.show_if else "",
        rotation=item.rotation or "",
        text=item.text,
        help=item.help or {},
        range_message=item.range_message or {},
        settings=settings_of(item),
    )
