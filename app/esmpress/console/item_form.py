"""The form of one questionnaire item: only fields, whatever its kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminIntegerFieldWidget

from esmpress.console.texts import TextsField, format_options, parse_options
from esmpress.questionnaires.models import DraftItem

_OF_KIND: dict[str, tuple[str, ...]] = {
    DraftItem.Kind.SINGLE_CHOICE: ("options",),
    DraftItem.Kind.SLIDER: ("min", "max", "step", "min_label", "max_label"),
    DraftItem.Kind.NUMBER: ("min", "max", "decimals", "unit"),
    DraftItem.Kind.TEXT: ("max_length", "multiline"),
}
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
    help = TextsField(label="Hint", required=False)
    options = TextsField(
        label="Options",
        long=True,
        required=False,
        help_text="Single choice: one option a line, its number first, like “1 = Alone”.",
    )
    min = _number("Minimum")
    max = _number("Maximum")
    step = _number("Step", min_value=0, help_text="Slider: 1 when left empty.")
    min_label = TextsField(label="Left end", required=False, help_text="Slider.")
    max_label = TextsField(label="Right end", required=False, help_text="Slider.")
    decimals = _whole("Decimals", min_value=0, max_value=6, help_text="Number: 0 for whole ones.")
    unit = TextsField(label="Unit", required=False, help_text="Number, like hours.")
    max_length = _whole("Longest answer", min_value=1, help_text="Text: characters.")
    multiline = forms.BooleanField(label="Several lines", required=False, help_text="Text.")

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
        return cleaned


def _is_blank(value: object) -> bool:
    """Whether a field was left empty; a nought is not."""
    return value is None or value is False or value in ("", {}, [])
