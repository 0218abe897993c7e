"""What a questionnaire asks: its pages, their items and logic. Pure: no Django, no database."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, model_validator

from esmpress.questionnaires.items import Computed, Item
from esmpress.questionnaires.items.parts import Part, is_published
from esmpress.questionnaires.logic.expression import Expression
from esmpress.questionnaires.logic.tree import Node
from esmpress.questionnaires.logic_checks import faults_of_logic
from esmpress.questionnaires.names import column_names
from esmpress.questionnaires.piping import read_texts, trees_in
from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.tokens import Block
from esmpress.questionnaires.texts import ItemName, LongTexts, PlacedText, Texts

MAX_ITEMS = 200
MAX_PAGES = 100


class Faults(ValueError):
    """What is wrong with a definition as a whole: `faults`, each with its place before it."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults, in the order of the definition."""
        super().__init__("; ".join(faults))
        self.faults = faults


class Page(Part):
    """Items shown together; after a page whose `end_if` holds the questionnaire is over.

    A page that is to `shuffle` shows its items in random order. A `fixed` one keeps its place when
    the pages are in random order.
    """

    name: ItemName
    title: Texts | None = None
    show_if: Expression | None = None
    end_if: Expression | None = None
    shuffle: bool = False
    fixed: bool = False
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=MAX_ITEMS)]


class Rotation(Part):
    """A group of items of which each prompt asks `show`: at random, or one after the other.

    Planned missingness (Silvia et al., 2014, https://doi.org/10.3758/s13428-013-0353-y).
    """

    name: ItemName
    show: Annotated[int, Field(ge=1, le=MAX_ITEMS)]
    method: Literal["random", "in_turn"] = "random"


class Definition(Part):
    """A whole questionnaire; every text stands in every language any text is there in.

    `presentation` is what is on the screen at a time: the items of a page, or one item.
    """

    title: Annotated[Texts, Field(min_length=1)]
    introduction: LongTexts | None = None
    pages: Annotated[tuple[Page, ...], Field(min_length=1, max_length=MAX_PAGES)]
    rotations: Annotated[tuple[Rotation, ...], Field(max_length=20)] = ()
    shuffle_pages: bool = False
    presentation: Literal["page", "item"] = "page"
    # What texts with markup are read as, by the text; who writes a definition leaves it out.
    rich: dict[str, tuple[Block, ...]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _without_pages_is_one_page(cls, given: Any) -> Any:
        """Versions of before there were pages list their items only."""
        if isinstance(given, dict) and "items" in given and "pages" not in given:
            rest = {name: value for name, value in given.items() if name != "items"}
            return {**rest, "pages": [{"name": "page_1", "items": given["items"]}]}
        return given

    @model_validator(mode="after")
    def _parts_fit_together(self, info: ValidationInfo) -> Definition:
        if is_published(info):
            return self
        faults = [*self._name_faults(), *self._rotation_faults(), *self._language_faults()]
        read = read_texts(self.placed_texts())
        # Logic is about names: only where these are sound does it make sense to look at it.
        if faults := [*faults, *read.faults] or faults_of_logic(self, read.piped):
            raise Faults(faults)
        # Frozen for everybody else.
        object.__setattr__(self, "rich", read.rich)
        return self

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, page by page."""
        return tuple(item for page in self.pages for item in page.items)

    @property
    def languages(self) -> frozenset[str]:
        """The languages every text is there in."""
        return frozenset(self.title)

    def trees(self) -> Iterator[Node]:
        """Every condition and formula, and every expression in a text."""
        for page in self.pages:
            yield from (one.tree for one in (page.show_if, page.end_if) if one is not None)
            for item in page.items:
                if item.show_if is not None:
                    yield item.show_if.tree
                if isinstance(item, Computed):
                    yield item.formula.tree
        for blocks in self.rich.values():
            yield from trees_in(blocks)

    def placed_texts(self) -> Iterator[PlacedText]:
        """Every text, with its place."""
        yield PlacedText("title", "title", self.title)
        if self.introduction is not None:
            yield PlacedText(
                "introduction", "introduction", self.introduction, Allowed.INTRODUCTION
            )
        for page in self.pages:
            if page.title is not None:
                yield PlacedText(
                    f"pages.{page.name}.title", f"page {page.name}", page.title, page=page.name
                )
            for item in page.items:
                yield from item.placed_texts()

    def content_hash(self) -> str:
        """SHA-256, in hex digits, of the definition in canonical form."""
        fields = self.model_dump(mode="json")
        if fields["presentation"] == "page":
            # Versions of before there was a choice keep their hash.
            del fields["presentation"]
        canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def _name_faults(self) -> Iterator[str]:
        if len(self.items) > MAX_ITEMS:
            yield f"there are {len(self.items)} items, and {MAX_ITEMS} are the most"
        yield from _twice((item.name for item in self.items), "items")
        yield from _twice((page.name for page in self.pages), "pages")
        yield from _twice((rotation.name for rotation in self.rotations), "rotations")
        columns = [(name, item) for item in self.items for name in column_names(item)]
        owners: dict[str, str] = {}
        for column, item in columns:
            other = owners.setdefault(column, item.name)
            if other != item.name:
                yield f"items {other} and {item.name} would share the column {column}"

    def _rotation_faults(self) -> Iterator[str]:
        members = Counter(item.rotation for item in self.items if item.rotation)
        known = {rotation.name: rotation for rotation in self.rotations}
        for item in self.items:
            if item.rotation and item.rotation not in known:
                yield f"item {item.name}: there is no rotation {item.rotation}"
        for name, rotation in known.items():
            if members[name] <= rotation.show:
                yield (
                    f"rotation {name}: it is to show {rotation.show} of its {members[name]} items, "
                    "which leaves none out"
                )

    def _language_faults(self) -> Iterator[str]:
        texts = list(self.placed_texts())
        languages = {language for text in texts for language in text.texts}
        for text in texts:
            if absent := languages - set(text.texts):
                yield f"{text.place}: the text in {', '.join(sorted(absent))} is missing"


def _twice(names: Iterable[str], what: str) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"two {what} have the name {name}"
