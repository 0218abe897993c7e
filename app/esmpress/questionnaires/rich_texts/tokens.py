"""The parts a text is made of: typed, frozen, and JSON for the participant page."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Token(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )


class TextRun(_Token):
    """Characters as they are shown; holds no markup."""

    kind: Literal["text"] = "text"
    text: str


class Break(_Token):
    """The end of a line within a paragraph."""

    kind: Literal["break"] = "break"


class Placeholder(_Token):
    """Where a value is put: the expression as it was written, and what `read` made of it."""

    kind: Literal["placeholder"] = "placeholder"
    source: str
    tree: Any = None


class Strong(_Token):
    """Words in bold."""

    kind: Literal["strong"] = "strong"
    content: tuple[Inline, ...]


class Emphasis(_Token):
    """Words in italics."""

    kind: Literal["emphasis"] = "emphasis"
    content: tuple[Inline, ...]


class Link(_Token):
    """Words that lead to a web page; the address begins with https://."""

    kind: Literal["link"] = "link"
    content: tuple[Inline, ...]
    address: str


Inline = Annotated[
    TextRun | Break | Placeholder | Strong | Emphasis | Link, Field(discriminator="kind")
]


class Paragraph(_Token):
    """Words between empty lines."""

    kind: Literal["paragraph"] = "paragraph"
    content: tuple[Inline, ...]


class Heading(_Token):
    """A heading below the title of the page."""

    kind: Literal["heading"] = "heading"
    level: Literal[2, 3]
    content: tuple[Inline, ...]


class BulletItem(_Token):
    """One point of a list, and the lists below it."""

    content: tuple[Inline, ...]
    lists: tuple[List, ...] = ()


class NumberedItem(BulletItem):
    """One point of a numbered list, with the number it was given."""

    number: int


class BulletList(_Token):
    """Points without an order."""

    kind: Literal["bullet_list"] = "bullet_list"
    items: tuple[BulletItem, ...]


class NumberedList(_Token):
    """Points with numbers, which need not follow on each other."""

    kind: Literal["numbered_list"] = "numbered_list"
    items: tuple[NumberedItem, ...]


List = Annotated[BulletList | NumberedList, Field(discriminator="kind")]
Block = Annotated[
    Paragraph | Heading | BulletList | NumberedList,
    Field(discriminator="kind"),
]
# As it is delivered: a text without any markup stays a string.
RichText = str | tuple[Block, ...]
