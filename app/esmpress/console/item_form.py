"""The form of one questionnaire item: only fields, whatever its kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from pydantic import TypeAdapter
from pydantic import ValidationError as InvalidItem
from pydantic_core import ErrorDetails
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminIntegerFieldWidget

from esmpress.console.texts import TextsField, format_options, parse_options
from esmpress.questionnaires.items import Item
from esmpress.questionnaires.models import DraftItem

_OF_KIND: dict[str, tuple[str, ...]] = {
    DraftItem.Kind.SINGLE_CHOICE: ("options",),
    DraftItem.Kind.SLIDER: ("min", "max", "step", "min_label", "max_label"),
    DraftItem.Kind.NUMBER: ("min", "max", "decimals", "unit"),
    DraftItem.Kind.TEXT: ("max_length", "multiline"),
}
_ITEM: TypeAdapter[Any] = TypeAdapter(Item)
_SETTINGS = sorted({name for names in _OF_KIND.values() for name in names})


def _number(label: str, **options: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label, required=False, widget=UnfoldAdminDecimalFieldWidget, **options
    )


def _whole(label: str, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, widget=UnfoldAdminIntegerFieldWidget, **options
    )


class DraftItemForm(forms.ModelForm[DraftItem]):
    """One item; settings that do not belong to its kind are not kept."""

    text = TextsField(label="Question")
    help = TextsField(label="Hint", required=False, help_text="Small print under the question.")
    options = TextsField(
        label="Options",
        long=True,
        required=False,
        help_text="One option a line, its number first, like “1 = Alone”. The number is what is "
        "stored; give the same numbers in each language.",
    )
    min = _number("Minimum")
    max = _number("Maximum")
    step = _number("Step", min_value=0, help_text="1 when left empty.")
    min_label = TextsField(label="Left end", required=False, help_text="Like “not at all”.")
    max_label = TextsField(label="Right end", required=False, help_text="Like “very much”.")
    decimals = _whole(
        "Decimals",
        min_value=0,
        max_value=6,
        help_text="Digits after the point; empty or 0 for whole numbers.",
    )
    unit = TextsField(
        label="Unit", required=False, help_text="Shown beside the number, like “hours”."
    )
    max_length = _whole(
        "Longest answer", min_value=1, help_text="In characters; 500 when left empty."
    )
    multiline = forms.BooleanField(label="Several lines", required=False)

    class Meta:
        model = DraftItem
        fields = ("name", "kind", "required", "text", "help", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the stored settings."""
        instance = kwargs.get("instance")
        if instance is not None and instance.pk:
            stored = {name: instance.settings.get(name) for name in _SETTINGS}
            stored["options"] = format_options(instance.settings.get("options", []))
            kwargs["initial"] = stored | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The fields, with the settings of the item's kind put into it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["kind"] == DraftItem.Kind.SINGLE_CHOICE:
            try:
                cleaned["options"] = parse_options(cleaned.get("options") or {})
            except ValidationError as error:
                self.add_error("options", error)
                return cleaned
        self.instance.settings = {
            name: cleaned[name]
            for name in _OF_KIND[cleaned["kind"]]
            if not _is_blank(cleaned.get(name))
        }
        self._check_item(cleaned)
        return cleaned

    def _check_item(self, cleaned: dict[str, Any]) -> None:
        """Put each fault the definition language finds beside the field it is about."""
        fields = {name: cleaned[name] for name in ("kind", "name", "required", "text")}
        try:
            _ITEM.validate_python(fields | self.instance.settings)
        except InvalidItem as error:
            for fault in error.errors(include_url=False):
                # The first step of the place is the kind; a fault of a whole range has no more.
                field = str(fault["loc"][1]) if len(fault["loc"]) > 1 else "max"
                if field != "name":  # the model checks it, in better words
                    self.add_error(field, _sentence(fault))


def _sentence(fault: ErrorDetails) -> str:
    if fault["type"] == "missing":
        return "An item of this kind needs this."
    if fault["type"] == "too_short":
        return f"Write at least {fault['ctx']['min_length']}."
    return fault["msg"].removeprefix("Value error, ").partition(": ")[2] or fault["msg"]


def _is_blank(value: object) -> bool:
    """Whether a field was left empty; a nought is not."""
    return value is None or value is False or value in ("", {}, [])
