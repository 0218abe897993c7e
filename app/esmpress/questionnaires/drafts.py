"""Reads a draft as far as it can be read: what is sound of it, and each fault with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from pydantic import TypeAdapter, ValidationError

from esmpress.questionnaires.definition import MAX_ITEMS, Definition, Page, Rotation
from esmpress.questionnaires.draft_faults import DraftFault, field_at, field_of, in_words
from esmpress.questionnaires.draft_logic import LogicReader
from esmpress.questionnaires.items import Item
from esmpress.questionnaires.names import column_names
from esmpress.questionnaires.piping import read_texts
from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.texts import PlacedText

_ITEM: TypeAdapter[Item] = TypeAdapter(Item)
# Lets a page be read by itself, whatever its items are.
_ANY_ITEM = {"kind": "information", "name": "any", "text": {"en": "any"}}


@dataclass(frozen=True)
class Draft:
    """What was read: the sound part, or None where nothing can be shown; faults; what is left out.

    The sound part is a definition in all but this: texts may be missing in some languages.
    """

    definition: Definition | None
    faults: list[DraftFault] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def faults_of_item(self, name: str) -> list[DraftFault]:
        """Those that keep the item from being saved."""
        return [one for one in self.faults if one.item == name and not one.can_wait]

    def faults_of_page(self, name: str) -> list[DraftFault]:
        """Those that keep the page, its items apart, from being saved."""
        return [one for one in self.faults if one.page == name and not one.can_wait]


def read_draft(fields: dict[str, Any]) -> Draft:
    """Read a draft in the form of the definition language, as `draft_fields` gives it."""
    return _Reader(fields).read()


class _Reader:
    """Reads part by part, and goes on without a part that has a fault."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields
        self._faults: list[DraftFault] = []
        self._left_out: list[str] = []
        self._dropped: set[str] = set()

    def read(self) -> Draft:
        """Everything, in the order of the draft."""
        title, introduction = self._opening()
        pages = [(self._page(one), self._items(one)) for one in self._fields["pages"]]
        self._count(pages)
        rotations = self._rotations([item for _, items in pages for item in items])
        kept = {rotation.name for rotation in rotations}
        pages = [(page, [self._in_rotation(item, kept) for item in items]) for page, items in pages]
        logic = LogicReader(
            Definition.model_construct(
                title=title,
                introduction=introduction,
                pages=_whole(pages),
                rotations=tuple(rotations),
                shuffle_pages=bool(self._fields.get("shuffle_pages")),
                presentation=self._fields.get("presentation") or "page",
                rich={},
            ),
            dropped=self._dropped,
        )
        definition = logic.read()
        return Draft(
            definition=definition if definition.items else None,
            faults=[*self._faults, *logic.faults],
            left_out=[*self._left_out, *logic.left_out],
        )

    def _opening(self) -> tuple[dict[str, str], dict[str, str] | None]:
        title, introduction = self._fields["title"], self._fields.get("introduction")
        if not title:
            self._faults.append(DraftFault(gettext("this is needed"), field="title"))
        texts = [PlacedText("title", "title", title)]
        if introduction:
            texts.append(
                PlacedText("introduction", "introduction", introduction, Allowed.INTRODUCTION)
            )
        faults = {one.field for one in self._text_faults(texts)}
        shown = {} if "title" in faults else title
        # Something has to stand at the top.
        return shown or {
            "en": gettext("…")
        }, None if "introduction" in faults else introduction or None

    def _page(self, fields: dict[str, Any]) -> Page:
        """The page without its items; a condition with a fault is left out."""
        rest = {name: value for name, value in fields.items() if name != "items"}
        while True:
            try:
                page = Page.model_validate({**rest, "items": [_ANY_ITEM]})
            except ValidationError as error:
                for fault in error.errors(include_url=False):
                    where = field_at(fault["loc"])
                    self._faults.append(
                        DraftFault(in_words(fault), page=fields["name"], field=where)
                    )
                    self._left_out.append(
                        gettext("Page %(fields)s is shown without its %(where)s.")
                        % {"fields": fields["name"], "where": where}
                    )
                    rest = _mended(rest, where)
                continue
            break
        texts = page.title and [
            PlacedText(f"pages.{page.name}.title", page.name, page.title, page=page.name)
        ]
        return page.model_copy(update={"title": None}) if self._text_faults(texts or []) else page

    def _items(self, page: dict[str, Any]) -> list[Item]:
        """Those of the page's items that have no fault of their own."""
        if not page["items"]:
            self._faults.append(
                DraftFault(gettext("the page has no items yet"), page=page["name"], can_wait=True)
            )
        return [item for fields in page["items"] if (item := self._item(fields))]

    def _item(self, fields: dict[str, Any]) -> Item | None:
        name = fields["name"]
        found: list[DraftFault] = []
        try:
            item = _ITEM.validate_python(fields)
        except ValidationError as error:
            found = [
                DraftFault(in_words(fault), item=name, field=field_at(fault["loc"][1:]))
                for fault in error.errors(include_url=False)
            ]
            self._faults += found
        else:
            found = self._text_faults(item.placed_texts())
        if found:
            self._dropped.add(name)
            self._left_out.append(
                gettext("Item %(name)s is left out: it has to be mended.") % {"name": name}
            )
            return None
        return item

    def _text_faults(self, texts: Iterable[PlacedText]) -> list[DraftFault]:
        """Note what is wrong with the markup of texts; a copy of what was noted."""
        found = [
            DraftFault(
                # The place is said by the fault itself.
                sentence.removeprefix(f"{placed.place}, "),
                item=placed.item,
                page=placed.page,
                field=field_of(placed),
            )
            for placed in texts
            for sentence in read_texts([placed]).faults
        ]
        self._faults += found
        return found

    def _count(self, pages: list[tuple[Page, list[Item]]]) -> None:
        """What is about all items together: how many there are, and their columns."""
        items = [item for _, items in pages for item in items]
        if len(items) > MAX_ITEMS:
            sentence = gettext("there are %(items)s items, and %(MAX_ITEMS)s are the most") % {
                "items": len(items),
                "MAX_ITEMS": MAX_ITEMS,
            }
            self._faults.append(DraftFault(sentence, can_wait=True))
        owners: dict[str, str] = {}
        for item in items:
            for column in column_names(item):
                other = owners.setdefault(column, item.name)
                if other != item.name:
                    self._shared(item.name, other, column)
                    self._shared(other, item.name, column)

    def _shared(self, name: str, other: str, column: str) -> None:
        sentence = gettext(
            "it would share the column %(column)s with item %(other)s: give it another name"
        ) % {"column": column, "other": other}
        self._faults.append(DraftFault(sentence, item=name, field="name"))

    def _rotations(self, items: list[Item]) -> list[Rotation]:
        """Those that leave something out of the sound items."""
        found = [Rotation.model_validate(one) for one in self._fields.get("rotations", [])]
        kept = []
        for rotation in found:
            members = sum(item.rotation == rotation.name for item in items)
            if members > rotation.show:
                kept.append(rotation)
                continue
            sentence = gettext(
                "it asks %(show)s of its %(members)s items, which leaves none out"
            ) % {"show": rotation.show, "members": members}
            self._faults.append(DraftFault(sentence, rotation=rotation.name, can_wait=True))
        return kept

    def _in_rotation(self, item: Item, kept: set[str]) -> Item:
        if item.rotation is None or item.rotation in kept:
            return item
        known = {one["name"] for one in self._fields.get("rotations", [])}
        if item.rotation not in known:
            sentence = gettext("there is no rotation %(rotation)s") % {"rotation": item.rotation}
            self._faults.append(DraftFault(sentence, item=item.name, field="rotation"))
        return item.model_copy(update={"rotation": None})


def _mended(fields: dict[str, Any], where: str) -> dict[str, Any]:
    """The page's fields without a fault; a name has to be there."""
    rest = {name: value for name, value in fields.items() if name != where}
    return rest | {"name": "page"} if where == "name" else rest


def _whole(pages: list[tuple[Page, list[Item]]]) -> tuple[Page, ...]:
    """The pages that have items, with these."""
    return tuple(page.model_copy(update={"items": tuple(items)}) for page, items in pages if items)
