"""Groups become pages: each stretch of items within the same groups is one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from esmpress.exchange.item_names import ItemNames


@dataclass(frozen=True)
class Group:
    """A group that is open: its name, title and condition in our language."""

    name: str
    title: dict[str, str]
    show_if: str


@dataclass
class Pages:
    """Puts items on pages in their order."""

    names: ItemNames = field(default_factory=ItemNames)
    pages: list[dict[str, Any]] = field(default_factory=list)
    _open: list[Group] = field(default_factory=list)
    _is_new: bool = True

    def begin(self, group: Group) -> None:
        """Whatever comes now is in this group too."""
        self._open.append(group)
        self._is_new = True

    def end(self) -> bool:
        """Close the innermost group; False where none is open."""
        if not self._open:
            return False
        self._open.pop()
        self._is_new = True
        return True

    def add(self, item: dict[str, Any]) -> None:
        """Put an item on the page its groups make, or on one without a group."""
        if self._is_new:
            self.pages.append(self._page())
            self._is_new = False
        self.pages[-1]["items"].append(item)

    def _page(self) -> dict[str, Any]:
        wanted = self._open[-1].name if self._open else "page"
        page: dict[str, Any] = {"name": self.names.fitted(wanted, otherwise="page"), "items": []}
        if self._open and self._open[-1].title:
            page["title"] = self._open[-1].title
        conditions = [group.show_if for group in self._open if group.show_if]
        if len(conditions) > 1:
            conditions = [f"({condition})" for condition in conditions]
        if conditions:
            page["show_if"] = " and ".join(conditions)
        return page
