"""The differences between two definitions, in words. Pure: no Django, no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from pydantic import BaseModel

from esmpress.questionnaires.definition import Definition, Page, Rotation
from esmpress.questionnaires.differing_words import FIELDS, in_words, languages_of
from esmpress.questionnaires.items import Item

Part = TypeVar("Part", Page, Item, Rotation)
What = Literal["added", "removed", "moved", "changed"]
# Told apart from the fields: which part it is, what it holds, and what is made of the texts.
_NOT_COMPARED = ("name", "value", "items", "pages", "rotations", "rich")


@dataclass(frozen=True)
class Difference:
    """One difference: the place, the field, and the field before and after in words.

    What was added has nothing before, what was removed nothing after.
    """

    place: str
    what: What
    field: str = ""
    before: str = ""
    after: str = ""


def differences(before: Definition, after: Definition) -> list[Difference]:
    """What changed: the questionnaire itself, its rotations, its pages, then item by item."""
    return [
        *_fields("questionnaire", before, after),
        *_parts("rotation", _named(before.rotations), _named(after.rotations)),
        *_pages(_named(before.pages), _named(after.pages)),
        *_items(before, after),
    ]


def _pages(before: Mapping[str, Page], after: Mapping[str, Page]) -> Iterator[Difference]:
    moved = _moved(list(before), list(after))
    for name, page in before.items():
        if name not in after:
            yield Difference(f"page {name}", "removed", before=_page_in_words(page))
    for name, page in after.items():
        place = f"page {name}"
        if name not in before:
            yield Difference(place, "added", after=_page_in_words(page))
            continue
        if name in moved:
            yield Difference(place, "moved", "place", *_places(name, list(before), list(after)))
        yield from _fields(place, before[name], page)


def _page_in_words(page: Page) -> str:
    return f"with {', '.join(item.name for item in page.items)}"


def _items(before: Definition, after: Definition) -> Iterator[Difference]:
    old, new = _named(before.items), _named(after.items)
    pages_before, pages_after = _page_of(before), _page_of(after)
    moved = _moved_items(before, after)
    for name, item in old.items():
        if name not in new:
            yield Difference(f"item {name}", "removed", before=_item_in_words(item))
    for name, item in new.items():
        place = f"item {name}"
        if name not in old:
            words = f"{_item_in_words(item)}, on page {pages_after[name]}"
            yield Difference(place, "added", after=words)
            continue
        if pages_before[name] != pages_after[name]:
            yield Difference(place, "moved", "page", pages_before[name], pages_after[name])
        elif name in moved:
            yield Difference(place, "moved", "place", *_places(name, list(old), list(new)))
        yield from _fields(place, old[name], item)


def _item_in_words(item: Item) -> str:
    text = next(iter(item.text.values()), "")
    return f"{in_words(item.kind)}: {text}"


def _page_of(definition: Definition) -> dict[str, str]:
    return {item.name: page.name for page in definition.pages for item in page.items}


def _moved_items(before: Definition, after: Definition) -> set[str]:
    """The items whose place changed among those that stayed on their page."""
    old, new = _named(before.pages), _named(after.pages)
    found: set[str] = set()
    for name in old.keys() & new.keys():
        found |= _moved(
            [item.name for item in old[name].items], [item.name for item in new[name].items]
        )
    return found


def _fields(place: str, before: BaseModel, after: BaseModel) -> Iterator[Difference]:
    """The differences of two parts field by field; what one kind has alone is as by default."""
    names = dict.fromkeys((*type(after).model_fields, *type(before).model_fields))
    for name in sorted(names, key=lambda one: one != "kind"):
        if name in _NOT_COMPARED:
            continue
        old, new = _held(before, name, after), _held(after, name, before)
        if old != new:
            yield from _field(place, name, old, new)


def _held(part: BaseModel, name: str, other: BaseModel) -> object:
    if name in type(part).model_fields:
        return getattr(part, name)
    field = type(other).model_fields[name]
    return None if field.is_required() else field.default


def _field(place: str, name: str, old: object, new: object) -> Iterator[Difference]:
    word = FIELDS.get(name, name.replace("_", " "))
    one = new if old is None else old
    if isinstance(one, tuple):
        yield from _parts(f"{place}, {word}", _valued(old), _valued(new))
    elif isinstance(one, BaseModel) and not hasattr(one, "source"):
        for side in type(one).model_fields:
            yield from _texts(
                place, f"{side} side", getattr(old, side, None), getattr(new, side, None)
            )
    elif isinstance(one, Mapping):
        yield from _texts(place, word, old, new)
    else:
        yield Difference(place, "changed", word, in_words(old), in_words(new))


def _texts(place: str, word: str, old: object, new: object) -> Iterator[Difference]:
    before, after = languages_of(old), languages_of(new)
    for language in sorted(before.keys() | after.keys()):
        texts = before.get(language, ""), after.get(language, "")
        if texts[0] != texts[1]:
            yield Difference(place, "changed", f"{word} in {language}", *texts)


def _parts(
    place: str, before: Mapping[str, BaseModel], after: Mapping[str, BaseModel]
) -> Iterator[Difference]:
    """The options, rows or rotations that came, went, moved or changed."""
    moved = _moved(list(before), list(after))
    for key, part in before.items():
        if key not in after:
            yield Difference(f"{place} {key}", "removed", before=in_words(part))
    for key, part in after.items():
        whole = f"{place} {key}"
        if key not in before:
            yield Difference(whole, "added", after=in_words(part))
            continue
        if key in moved:
            yield Difference(whole, "moved", "place", *_places(key, list(before), list(after)))
        yield from _fields(whole, before[key], part)


def _named(parts: Sequence[Part]) -> dict[str, Part]:
    return {part.name: part for part in parts}


def _valued(parts: object) -> dict[str, BaseModel]:
    """Options by their values, rows by their names."""
    found = parts if isinstance(parts, tuple) else ()
    return {str(getattr(part, "name", getattr(part, "value", ""))): part for part in found}


def _places(name: str, before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    return str(before.index(name) + 1), str(after.index(name) + 1)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest of those in both whose moving makes one order of the other."""
    common = [name for name in after if name in set(before)]
    places = [before.index(name) for name in common]
    # Of each: the longest run in the old order that ends with it.
    runs: list[list[int]] = []
    for at, place in enumerate(places):
        runs.append([*_longest(runs[i] for i in range(at) if places[i] < place), at])
    stays = set(_longest(runs))
    return {name for at, name in enumerate(common) if at not in stays}


def _longest(runs: Iterable[list[int]]) -> list[int]:
    longest: list[int] = []
    for run in runs:
        longest = run if len(run) > len(longest) else longest
    return longest
