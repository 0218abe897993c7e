"""The order in which one prompt shows pages, items and options, drawn once from a seed.

Only the server draws; the page shows what it is told, and the response keeps it. Names and values
are put in the order of HMAC-SHA-256 codes under the prompt's seed, so each order is equally likely,
and the same on any machine. A drawn order is never drawn otherwise for the same seed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from pydantic import ConfigDict, Field

from esmpress.questionnaires.definition import Definition, Page, Rotation
from esmpress.questionnaires.items import (
    ImageChoice,
    Item,
    Matrix,
    MultipleChoice,
    Option,
    Ranking,
    SingleChoice,
)
from esmpress.questionnaires.items.parts import Part
from esmpress.questionnaires.texts import ItemName

T = TypeVar("T")


class Arrangement(Part):
    """What one prompt shows in another order than the definition, and what it leaves out.

    `items` are by page, `options` (values) and `rows` (names) by item. What is not named here
    stands as it is defined.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    pages: tuple[ItemName, ...] = ()
    items: dict[ItemName, tuple[ItemName, ...]] = Field(default_factory=dict)
    options: dict[ItemName, tuple[int, ...]] = Field(default_factory=dict)
    rows: dict[ItemName, tuple[ItemName, ...]] = Field(default_factory=dict)
    left_out: tuple[ItemName, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether everything stands as it is defined."""
        return self == AS_DEFINED

    def pages_of(self, definition: Definition) -> list[Page]:
        """The pages as they are shown."""
        if not self.pages:
            return list(definition.pages)
        by_name = {page.name: page for page in definition.pages}
        return [by_name[name] for name in self.pages]

    def items_of(self, page: Page) -> list[Item]:
        """The items of a page as they are shown, without those left out."""
        by_name = {item.name: item for item in page.items}
        names = self.items.get(page.name, tuple(by_name))
        return [by_name[name] for name in names if name not in self.left_out]


AS_DEFINED = Arrangement()


def needs_arranging(definition: Definition) -> bool:
    """Whether any two prompts could show the questionnaire differently, answers apart."""
    return bool(
        definition.shuffle_pages
        or definition.rotations
        or any(page.shuffle for page in definition.pages)
        or any(getattr(item, "shuffle", False) for item in definition.items)
    )


def arrange(definition: Definition, *, seed: bytes, turn: int) -> Arrangement:
    """The order for one prompt: `seed` is its own, `turn` counts the prompts before it, from 0."""
    draws = _Draws(seed)
    pages = definition.pages
    fixed = [page.name for page in pages if page.fixed]
    return Arrangement(
        pages=draws.order([page.name for page in pages], "pages", fixed=fixed)
        if definition.shuffle_pages
        else (),
        items={
            page.name: draws.order([item.name for item in page.items], f"items|{page.name}")
            for page in pages
            if page.shuffle
        },
        options={
            item.name: _order_of_options(item, draws)
            for item in definition.items
            if isinstance(item, SingleChoice | MultipleChoice | ImageChoice | Ranking)
            and item.shuffle
        },
        rows={
            item.name: draws.order([row.name for row in item.rows], f"rows|{item.name}")
            for item in definition.items
            if isinstance(item, Matrix) and item.shuffle
        },
        left_out=tuple(_left_out(definition, draws, turn)),
    )


class _Draws:
    """Orders drawn under one seed."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed

    def order(self, names: Sequence[T], what: str, *, fixed: Collection[T] = ()) -> tuple[T, ...]:
        """Names or values in random order; a fixed one stays where it is."""
        moving = [name for name in names if name not in fixed]
        drawn = iter(sorted(moving, key=lambda name: self.code(what, name)))
        return tuple(name if name in fixed else next(drawn) for name in names)

    def code(self, what: str, name: object) -> bytes:
        """Where a name or value stands among its like."""
        return hmac.digest(self._seed, f"{what}|{name}".encode(), hashlib.sha256)


def _order_of_options(
    item: SingleChoice | MultipleChoice | ImageChoice | Ranking, draws: _Draws
) -> tuple[int, ...]:
    values = [option.value for option in item.options]
    fixed = [one.value for one in item.options if isinstance(one, Option) and one.fixed]
    return draws.order(values, f"options|{item.name}", fixed=fixed)


def _left_out(definition: Definition, draws: _Draws, turn: int) -> Iterable[str]:
    for rotation in definition.rotations:
        members = [item for item in definition.items if item.rotation == rotation.name]
        asked = {item.name for item in _asked(rotation, members, draws, turn)}
        yield from (item.name for item in members if item.name not in asked)


def _asked(rotation: Rotation, members: list[Item], draws: _Draws, turn: int) -> list[Item]:
    if rotation.method == "in_turn":
        first = turn * rotation.show
        return [members[(first + place) % len(members)] for place in range(rotation.show)]
    what = f"rotation|{rotation.name}"
    return sorted(members, key=lambda item: draws.code(what, item.name))[: rotation.show]
