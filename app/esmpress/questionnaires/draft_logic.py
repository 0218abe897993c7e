"""Finds what is wrong with the logic of a draft, and takes it out until the rest is sound."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from esmpress.questionnaires.definition import Definition, Page
from esmpress.questionnaires.draft_faults import DraftFault, field_of
from esmpress.questionnaires.items import Computed, Item
from esmpress.questionnaires.logic.checking import references
from esmpress.questionnaires.logic_checks import faults_of_logic
from esmpress.questionnaires.piping import ReadTexts, read_texts

_CONDITIONS = {"show if": "show_if", "end if": "end_if"}


class LogicReader:
    """Takes a definition whose parts are sound by themselves.

    `dropped` are the names of items that are not in it, for they have faults of their own: what
    refers to them cannot be judged, and is left out without blame.
    """

    def __init__(self, definition: Definition, *, dropped: set[str]) -> None:
        """Begin with nothing found."""
        self._definition = definition
        self._dropped = dropped
        self.faults: list[DraftFault] = []
        self.left_out: list[str] = []

    def read(self) -> Definition:
        """What is left once everything faulty, and what depends on it, is out."""
        is_first = True
        while True:
            texts = self._without_dependents()
            found = [
                self._placed(sentence, texts)
                for sentence in faults_of_logic(self._definition, texts.piped)
            ]
            if is_first:
                self.faults += found
                is_first = False
            if not self._take_out_all(found):
                return self._changed(rich=texts.rich)

    def _without_dependents(self) -> ReadTexts:
        """Take out what refers to dropped items, until nothing does; the texts of the rest."""
        while True:
            texts = read_texts(self._definition.placed_texts())
            unsure = [*self._unsure_conditions(), *self._unsure_texts(texts)]
            if not self._take_out_all(unsure):
                return texts
            self.faults += unsure

    def _unsure_conditions(self) -> list[DraftFault]:
        found = []
        for page in self._definition.pages:
            for name in ("show_if", "end_if"):
                expression = getattr(page, name)
                if expression and (to := self._of_dropped(expression.tree)):
                    found.append(self._unsure(to, page=page.name, field=name))
            for item in page.items:
                if item.show_if and (to := self._of_dropped(item.show_if.tree)):
                    found.append(self._unsure(to, item=item.name, field="show_if"))
                if isinstance(item, Computed) and (to := self._of_dropped(item.formula.tree)):
                    found.append(self._unsure(to, item=item.name, field="formula"))
        return found

    def _unsure_texts(self, texts: ReadTexts) -> list[DraftFault]:
        return [
            self._unsure(to, item=placed.item, page=placed.page, field=field_of(placed))
            for placed, _, tree in texts.piped
            if (to := self._of_dropped(tree))
        ]

    def _of_dropped(self, tree: Any) -> str:
        """The names of dropped items an expression uses."""
        return ", ".join(sorted(references(tree) & self._dropped))

    def _unsure(self, names: str, **where: Any) -> DraftFault:
        sentence = gettext("it uses %(names)s, which has to be mended first") % {"names": names}
        return DraftFault(sentence, **where, can_wait=True)

    def _placed(self, sentence: str, texts: ReadTexts) -> DraftFault:
        """A fault of the whole with its place: it stands before the first colon."""
        place, _, rest = sentence.partition(": ")
        for placed, language, _ in texts.piped:
            if place == f"{placed.place}, text in {language}":
                rest = gettext("text in %(language)s: %(rest)s") % {
                    "language": language,
                    "rest": rest,
                }
                return DraftFault(rest, placed.item, placed.page, field=field_of(placed))
        owner, _, use = place.partition(", ")
        kind, _, name = owner.partition(" ")
        # Without a use it is the name itself that cannot be.
        field = _CONDITIONS.get(use, use or "name")
        if kind == "page":
            return DraftFault(rest, page=name, field=field)
        return DraftFault(rest, item=name, field=field)

    def _take_out_all(self, faults: list[DraftFault]) -> bool:
        """Take out what the faults are about; whether anything was."""
        return sum(self._take_out(fault) for fault in faults) > 0

    def _take_out(self, fault: DraftFault) -> bool:
        before = self._definition
        pages = tuple(self._without(page, fault) for page in before.pages)
        opening: dict[str, Any] = {}
        if fault.item is fault.page is None:
            opening = {fault.field: {"en": gettext("…")} if fault.field == "title" else None}
        kept = tuple(page for page in pages if page.items)
        self._definition = self._changed(pages=kept, **opening)
        return (kept, before.title, before.introduction) != (
            before.pages,
            self._definition.title,
            self._definition.introduction,
        )

    def _without(self, page: Page, fault: DraftFault) -> Page:
        if fault.page == page.name and getattr(page, fault.field, None) is not None:
            words = fault.field.replace("_", " ")
            self.left_out.append(
                gettext("Page %(name)s is shown without its “%(words)s”.")
                % {"name": page.name, "words": words}
            )
            return page.model_copy(update={fault.field: None})
        if fault.item not in {item.name for item in page.items}:
            return page
        items = (self._mended(item, fault) for item in page.items)
        return page.model_copy(update={"items": tuple(item for item in items if item)})

    def _mended(self, item: Item, fault: DraftFault) -> Item | None:
        if item.name != fault.item:
            return item
        if fault.field == "show_if":
            if item.show_if is not None:
                self.left_out.append(
                    gettext("Item %(name)s is shown without its condition.") % {"name": item.name}
                )
            return item.model_copy(update={"show_if": None})
        self._dropped.add(item.name)
        self.left_out.append(
            gettext("Item %(name)s is left out: its %(field)s cannot be used.")
            % {"name": item.name, "field": fault.field}
        )
        return None

    def _changed(self, **fields: Any) -> Definition:
        return self._definition.model_copy(update=fields)
