"""The outline of a draft: its pages with their items, faults, advice and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext

from esmpress.console.authoring.field_labels import label_of
from esmpress.console.authoring.kinds import BY_KIND, WITHOUT_ANSWER
from esmpress.console.authoring.preview import in_minutes, said
from esmpress.questionnaires.draft_faults import DraftFault, ended
from esmpress.questionnaires.drafts import Draft, read_draft
from esmpress.questionnaires.effort import estimate_seconds, seconds_by_item
from esmpress.questionnaires.lint import Finding, findings
from esmpress.questionnaires.models import DraftItem, DraftPage, Questionnaire
from esmpress.questionnaires.publishing import draft_fields
from esmpress.studies.models import Study


@dataclass
class ItemRow:
    """One item, as a line of the outline."""

    pk: int
    number: int
    name: str
    question: str
    kind: str
    icon: str
    need: str
    signs: list[tuple[str, str]]
    seconds: int | None
    faults: list[str]
    levels: set[str]
    url: str


@dataclass
class PageRow:
    """One page with its items."""

    pk: int
    name: str
    title: str
    signs: list[tuple[str, str]]
    faults: list[str]
    items: list[ItemRow]
    url: str


@dataclass
class Remark:
    """A fault or a finding, with the way to what it is about."""

    sentence: str
    place: str = ""
    url: str = ""
    level: str = ""
    help: str = ""


@dataclass
class Outline:
    """Everything the outline shows."""

    pages: list[PageRow] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    items: int = 0
    time: str = ""
    base: str = ""


def outline_of(questionnaire: Questionnaire) -> Outline:
    """The outline of the draft, whatever its state; a fixed number of queries."""
    prefetch_related_objects([questionnaire], "draft_pages", "draft_items", "draft_rotations")
    draft = read_draft(draft_fields(questionnaire))
    found = (
        findings(draft.definition, languages=_asked_languages(questionnaire))
        if draft.definition
        else []
    )
    return _Builder(questionnaire, draft, found).outline()


class _Builder:
    """Puts together what was read."""

    def __init__(self, questionnaire: Questionnaire, draft: Draft, found: list[Finding]) -> None:
        self._questionnaire, self._draft, self._found = questionnaire, draft, found
        self._pages = list(questionnaire.draft_pages.all())
        self._items: dict[int, list[DraftItem]] = defaultdict(list)
        for item in questionnaire.draft_items.all():
            self._items[item.page_id].append(item)
        self._seconds = seconds_by_item(draft.definition) if draft.definition else {}
        self._kinds = {item.name: item.kind for items in self._items.values() for item in items}
        self._faults: dict[tuple[str, str], list[str]] = defaultdict(list)
        for fault in draft.faults:
            self._faults[_owner(fault.item, fault.page)].append(self._in_words(fault))
        self._levels: dict[str, set[str]] = defaultdict(set)
        for finding in found:
            self._levels[finding.item or ""].add(finding.level)
        base = reverse("admin:questionnaires_questionnaire_change", args=[questionnaire.pk])
        self._base = base.removesuffix("change/")
        self._urls = {
            ("item", item.name): f"{self._base}items/{item.pk}/"
            for items in self._items.values()
            for item in items
        } | {("page", page.name): f"{self._base}pages/{page.pk}/" for page in self._pages}

    def outline(self) -> Outline:
        """The rows, and what is to be said."""
        number = 0
        pages = []
        for page in self._pages:
            rows = []
            for item in self._items[page.pk]:
                number += 1
                rows.append(self._item_row(item, number))
            pages.append(self._page_row(page, rows))
        definition = self._draft.definition
        return Outline(
            pages=pages,
            faults=[self._fault(one) for one in self._draft.faults],
            remarks=[self._remark(one) for one in self._found],
            items=number,
            time=in_minutes(estimate_seconds(definition)) if definition else "",
            base=self._base,
        )

    def _item_row(self, item: DraftItem, number: int) -> ItemRow:
        words = BY_KIND[item.kind]
        seconds = self._seconds.get(item.name)
        return ItemRow(
            pk=item.pk,
            number=number,
            name=item.name,
            question=in_first_language(item.text),
            kind=words.label,
            icon=words.icon,
            need=_need(item),
            signs=_signs(item),
            seconds=round(seconds) if seconds else None,
            faults=self._faults["item", item.name],
            levels=self._levels[item.name],
            url=self._urls["item", item.name],
        )

    def _page_row(self, page: DraftPage, rows: list[ItemRow]) -> PageRow:
        return PageRow(
            pk=page.pk,
            name=page.name,
            title=in_first_language(page.title),
            signs=_page_signs(page, shuffles=self._questionnaire.shuffle_pages),
            faults=self._faults["page", page.name],
            items=rows,
            url=self._urls["page", page.name],
        )

    def _fault(self, fault: DraftFault) -> Remark:
        owner = _owner(fault.item, fault.page)
        place = (
            gettext("rotation %(rotation)s") % {"rotation": fault.rotation}
            if fault.rotation
            else " ".join(owner).strip()
        )
        return Remark(self._in_words(fault), place=place, url=self._urls.get(owner, ""))

    def _in_words(self, fault: DraftFault) -> str:
        """The fault with the field it stands beside."""
        label = label_of(fault, self._kinds.get(fault.item or "", ""))
        return (
            gettext("“%(label)s”: %(ended)s") % {"label": label, "ended": ended(fault.sentence)}
            if label
            else fault.in_full
        )

    def _remark(self, finding: Finding) -> Remark:
        owner = _owner(finding.item, finding.page)
        told = said(finding)
        return Remark(
            told["sentence"],
            place=" ".join(owner).strip(),
            url=self._urls.get(owner, ""),
            level=finding.level,
            help=told["help"],
        )


def in_first_language(texts: dict[str, str]) -> str:
    """A text in the first language it is there in, on one line, without marks."""
    text = next((texts[code] for code, _ in settings.LANGUAGES if texts.get(code)), "")
    return " ".join(text.replace("*", "").replace("#", "").split())


def _owner(item: str | None, page: str | None) -> tuple[str, str]:
    if item:
        return "item", item
    return ("page", page) if page else ("", "")


def _need(item: DraftItem) -> str:
    if item.kind in WITHOUT_ANSWER:
        return ""
    if item.required:
        return gettext("required")
    return gettext("optional, asked twice") if item.ask_again else gettext("optional")


def _signs(item: DraftItem) -> list[tuple[str, str]]:
    """Signs of what is special: an icon, and what it means."""
    found = []
    if item.show_if:
        found.append(
            ("alt_route", gettext("asked only if %(show_if)s") % {"show_if": item.show_if})
        )
    if item.rotation:
        found.append(
            ("autorenew", gettext("in rotation %(rotation)s") % {"rotation": item.rotation})
        )
    if item.can_decline:
        found.append(("visibility_off", gettext("offers “prefer not to say”")))
    if item.settings.get("shuffle"):
        found.append(("shuffle", gettext("in random order")))
    return found


def _page_signs(page: DraftPage, *, shuffles: bool) -> list[tuple[str, str]]:
    found = []
    if page.show_if:
        found.append(
            ("alt_route", gettext("shown only if %(show_if)s") % {"show_if": page.show_if})
        )
    if page.end_if:
        found.append(
            (
                "stop_circle",
                gettext("ends the questionnaire if %(end_if)s") % {"end_if": page.end_if},
            )
        )
    if page.shuffle:
        found.append(("shuffle", gettext("its items are in random order")))
    if shuffles and page.fixed:
        found.append(("push_pin", gettext("keeps its place")))
    return found


def _asked_languages(questionnaire: Questionnaire) -> set[str]:
    """The languages of the studies that ask the questionnaire."""
    asking: Iterable[Any] = Study.objects.filter(schedules__questionnaire=questionnaire)
    return {code for study in asking for code in study.languages}
