"""Changes the order of a draft, and copies its parts."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import count
from typing import Literal

from django.db import transaction

from esmpress.questionnaires.models import DraftItem, DraftPage, Questionnaire

Way = Literal["up", "down"]
# Of each page, in their order: its id, and the ids of its items in theirs.
Order = list[tuple[int, list[int]]]
_MAX_NAME = 40
_NUMBERED = re.compile(r"(.+?)_(\d{1,4})")


class OtherDraft(Exception):
    """An order that is not about all of the draft, and nothing else."""


def order_of(questionnaire: Questionnaire) -> Order:
    """The order the draft has."""
    order: dict[int, list[int]] = {
        page: [] for page in questionnaire.draft_pages.values_list("pk", flat=True)
    }
    for page, item in questionnaire.draft_items.values_list("page_id", "pk"):
        order[page].append(item)
    return list(order.items())


@transaction.atomic
def put_in_order(questionnaire: Questionnaire, order: Order) -> None:
    """Give the draft another order, items may change their page.

    Raises OtherDraft for an order that lacks a page or an item, or names one twice or another's.
    """
    _lock(questionnaire)
    pages = {page.pk: page for page in questionnaire.draft_pages.all()}
    items = {item.pk: item for item in questionnaire.draft_items.all()}
    if sorted(page for page, _ in order) != sorted(pages):
        raise OtherDraft
    if sorted(item for _, members in order for item in members) != sorted(items):
        raise OtherDraft
    moved_pages, moved_items = [], []
    for place, (page, members) in enumerate(order):
        if pages[page].position != place:
            pages[page].position = place
            moved_pages.append(pages[page])
        for position, one in enumerate(members):
            item = items[one]
            if (item.page_id, item.position) != (page, position):
                item.page_id, item.position = page, position
                moved_items.append(item)
    DraftPage.objects.bulk_update(moved_pages, ("position",))
    DraftItem.objects.bulk_update(moved_items, ("page", "position"))


@transaction.atomic
def move_item(item: DraftItem, way: Way) -> None:
    """Move an item by one place; from the end of its page on to the next page."""
    _lock(item.questionnaire)
    order = order_of(item.questionnaire)
    place = next(number for number, (_, members) in enumerate(order) if item.pk in members)
    members = order[place][1]
    step = -1 if way == "up" else 1
    at, there = members.index(item.pk), place + step
    members.remove(item.pk)
    if 0 <= at + step <= len(members):
        members.insert(at + step, item.pk)
    elif 0 <= there < len(order):
        order[there][1].insert(len(order[there][1]) if way == "up" else 0, item.pk)
    else:
        members.insert(at, item.pk)
    put_in_order(item.questionnaire, order)


@transaction.atomic
def move_page(page: DraftPage, way: Way) -> None:
    """Move a page with its items by one place."""
    _lock(page.questionnaire)
    order = order_of(page.questionnaire)
    at = [number for number, _ in order].index(page.pk)
    there = min(max(at + (-1 if way == "up" else 1), 0), len(order) - 1)
    order.insert(there, order.pop(at))
    put_in_order(page.questionnaire, order)


@transaction.atomic
def move_to_page(item: DraftItem, page: DraftPage) -> None:
    """Put an item at the end of a page."""
    _lock(item.questionnaire)
    order = [
        (number, [one for one in members if one != item.pk])
        for number, members in order_of(item.questionnaire)
    ]
    next(members for number, members in order if number == page.pk).append(item.pk)
    put_in_order(item.questionnaire, order)


@transaction.atomic
def duplicate_item(item: DraftItem) -> DraftItem:
    """A copy of the item, right below it, under a free name."""
    _lock(item.questionnaire)
    copy = _copied(item, page=item.page, taken=_item_names(item.questionnaire))
    order = [
        (number, [one for one in members if one != copy.pk])
        for number, members in order_of(item.questionnaire)
    ]
    members = next(members for _, members in order if item.pk in members)
    members.insert(members.index(item.pk) + 1, copy.pk)
    put_in_order(item.questionnaire, order)
    return copy


@transaction.atomic
def duplicate_page(page: DraftPage) -> DraftPage:
    """A copy of the page with copies of its items, right below it, under free names.

    Conditions stay as they are: they still ask for the items of before.
    """
    questionnaire = page.questionnaire
    _lock(questionnaire)
    order = order_of(questionnaire)
    taken = _item_names(questionnaire)
    pages = set(questionnaire.draft_pages.values_list("name", flat=True))
    members = list(page.items.order_by("position", "pk"))
    copy = DraftPage.objects.get(pk=page.pk)
    copy.pk, copy.name = None, free_name(page.name, pages)
    copy._state.adding = True
    copy.save()
    copies = [_copied(item, page=copy, taken=taken).pk for item in members]
    at = [number for number, _ in order].index(page.pk)
    order.insert(at + 1, (copy.pk, copies))
    put_in_order(questionnaire, order)
    return copy


def free_name(name: str, taken: Collection[str]) -> str:
    """A name like the given one that is not taken: stress, stress_2, stress_3."""
    found = _NUMBERED.fullmatch(name)
    stem = found[1] if found else name
    numbers = count(int(found[2]) + 1 if found else 2)
    names = (f"{stem[: _MAX_NAME - len(str(n)) - 1]}_{n}" for n in numbers)
    return next(one for one in names if one not in taken)


def place_last(item: DraftItem, page: DraftPage) -> None:
    """Give an item that is not saved yet the place after all others of the page."""
    last = page.items.order_by("position").last()
    item.page = page
    item.position = last.position + 1 if last else 0


def _copied(item: DraftItem, *, page: DraftPage, taken: set[str]) -> DraftItem:
    copy = DraftItem.objects.get(pk=item.pk)
    copy.pk, copy.name, copy.page = None, free_name(item.name, taken), page
    copy._state.adding = True
    copy.save()
    taken.add(copy.name)
    return copy


def _item_names(questionnaire: Questionnaire) -> set[str]:
    return set(questionnaire.draft_items.values_list("name", flat=True))


def _lock(questionnaire: Questionnaire) -> None:
    """Whoever changes the order waits for the others."""
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
