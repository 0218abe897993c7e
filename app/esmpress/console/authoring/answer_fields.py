"""The form fields of each kind of item, and the settings of the definition they stand for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from esmpress.console.authoring.lines import LinesTextsField, RowsField, ValuesField
from esmpress.console.authoring.pictures import PicturesField
from esmpress.console.texts import TextsField
from esmpress.lazy_texts import lazily
from esmpress.questionnaires.models import DraftItem

Kind = DraftItem.Kind
Settings = dict[str, Any]

LISTED = lazily(
    "One option a line, its number first, like “1 = Alone”. The number is what is stored; give the "
    "same numbers in each language."
)
DRAWN = lazily("Drawn for each prompt, and exported.")
SIDES = ("left", "right", "bottom", "top")
# The fields of each kind, as they stand in the form.
OF_KIND: dict[str, tuple[str, ...]] = {
    Kind.SINGLE_CHOICE: ("options", "look", "shuffle", "fixed"),
    Kind.MULTIPLE_CHOICE: (
        "options",
        "exclusive",
        "min_chosen",
        "max_chosen",
        "shuffle",
        "fixed",
    ),
    Kind.LIKERT: ("options",),
    Kind.MATRIX: ("rows", "options", "shuffle"),
    Kind.SLIDER: ("min_label", "max_label", "min", "max", "step", "show_value"),
    Kind.AFFECT_GRID: (*(f"labels_{side}" for side in SIDES), "size"),
    Kind.NUMBER: ("unit", "min", "max", "step", "decimals"),
    Kind.TEXT: ("multiline", "max_length"),
    Kind.YES_NO: ("yes_label", "no_label"),
    Kind.DATE: ("earliest", "latest"),
    Kind.TIME: ("step_minutes",),
    Kind.DURATION: ("min_minutes", "max_minutes", "step_minutes"),
    Kind.RANKING: ("options", "top", "shuffle", "fixed"),
    Kind.IMAGE_CHOICE: ("pictures", "shuffle"),
    Kind.PHOTO: ("max_megabytes",),
    Kind.CONSENT: (),
    Kind.INFORMATION: (),
    Kind.COMPUTED: ("formula",),
}
# What a kind says instead of the common words.
_WORDS: dict[tuple[str, str], tuple[str, str]] = {
    (Kind.LIKERT, "options"): (
        lazily("Points"),
        lazily(
            "One point a line, its number first, like “1 = never”. The first and the "
            "last need words; one in between may go without, like “2 =”."
        ),
    ),
    (Kind.MATRIX, "options"): (lazily("Answers of every row"), LISTED),
    (Kind.MATRIX, "shuffle"): (lazily("Rows in random order"), DRAWN),
    (Kind.SLIDER, "min"): (lazily("Minimum"), lazily("0 when left empty.")),
    (Kind.SLIDER, "max"): (lazily("Maximum"), lazily("100 when left empty.")),
    (Kind.NUMBER, "step"): (lazily("Step"), lazily("Empty for any number.")),
    (Kind.IMAGE_CHOICE, "shuffle"): (lazily("Pictures in random order"), DRAWN),
    (Kind.TIME, "step_minutes"): (lazily("Steps of so many minutes"), lazily("5 when left empty.")),
}
# Where a fault stands that is about a whole item of the kind.
_OF_WHOLE: dict[str, str] = {
    Kind.SINGLE_CHOICE: "options",
    Kind.MULTIPLE_CHOICE: "max_chosen",
    Kind.LIKERT: "options",
    Kind.MATRIX: "rows",
    Kind.SLIDER: "max",
    Kind.NUMBER: "max",
    Kind.DATE: "latest",
    Kind.TIME: "step_minutes",
    Kind.DURATION: "max_minutes",
    Kind.RANKING: "top",
    Kind.IMAGE_CHOICE: "pictures",
    Kind.COMPUTED: "formula",
}


def _number(label: str, **options: Any) -> forms.FloatField:
    widget = UnfoldAdminDecimalFieldWidget(attrs={"step": "any"})
    return forms.FloatField(label=label, required=False, widget=widget, **options)


def _whole(label: str, least: int, most: int | None = None, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        widget=UnfoldAdminIntegerFieldWidget,
        **options,
    )


def _tick(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(
        label=label, required=False, help_text=help_text, widget=UnfoldBooleanWidget
    )


def _texts(label: str, help_text: str = "") -> TextsField:
    return TextsField(label=label, required=False, help_text=help_text)


def _day(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=_("Like 2027-01-31; empty: no limit."),
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "2027-01-31"}),
    )


def _chosen(label: str, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, widget=UnfoldAdminSelectWidget, **options)


def fields_of(kind: str) -> dict[str, forms.Field]:
    """The form fields of a kind, new ones."""
    known = _choices(kind) | _scales() | _numbers_and_times()
    fields = {name: known[name] for name in OF_KIND[kind]}
    for name, field in fields.items():
        if own := _WORDS.get((kind, name)):
            field.label, field.help_text = own
    return fields


def _choices(kind: str) -> dict[str, forms.Field]:
    return {
        "options": LinesTextsField(
            label=_("Options"), help_text=LISTED, blank_words=kind == Kind.LIKERT
        ),
        "rows": RowsField(
            label=_("Rows"),
            help_text=_(
                "One question a line, its name first, like “calm = I feel calm”. The name "
                "becomes part of the column in the data; give the same names in each language."
            ),
        ),
        "fixed": ValuesField(
            label=_("Keep in place"),
            help_text=_(
                "Numbers of options that stay where they are when the others are in random "
                "order, like 9 for “something else”."
            ),
        ),
        "exclusive": ValuesField(
            label=_("Chosen alone"),
            help_text=_("Numbers of options that exclude all others, like 0 for “none of these”."),
        ),
        "look": _chosen(
            _("Looks like"),
            help_text=_("Buttons suit a few short options."),
            choices=(("list", _("a list")), ("buttons", _("buttons side by side"))),
        ),
        "shuffle": _tick(_("Options in random order"), DRAWN),
        "min_chosen": _whole(_("At least so many"), 1, 50, help_text=_("Empty for any number.")),
        "max_chosen": _whole(
            _("At most so many"), 1, 50, help_text=_("Empty for as many as apply.")
        ),
        "top": _whole(_("Ask only the best"), 1, 12, help_text=_("Empty to rank all of them.")),
        "pictures": PicturesField(
            label=_("Pictures"),
            required=False,
            help_text=_(
                "Each with its number, which is what is stored, and what it shows. PNG, JPEG "
                "or WebP, 60 kB at most."
            ),
        ),
    }


def _scales() -> dict[str, forms.Field]:
    return {
        "min": _number(_("Minimum"), help_text=_("Less is refused; empty: no limit.")),
        "max": _number(_("Maximum"), help_text=_("More is refused; empty: no limit.")),
        "step": _number(_("Step"), min_value=0, help_text=_("1 when left empty.")),
        "min_label": _texts(_("Left end"), _("Like “not at all”.")),
        "max_label": _texts(_("Right end"), _("Like “very much”.")),
        "show_value": _tick(_("Show the number while it moves"), _("Leads to round numbers.")),
        "size": _chosen(
            _("Fields each way"),
            help_text=_("9 by 9 is the usual grid; fewer are easier to hit on a phone."),
            choices=[
                (str(size), _("%(size)s by %(size)s") % {"size": size}) for size in (9, 5, 7, 11)
            ],
        ),
        "labels_left": _texts(_("Left side"), _("Like “unpleasant”.")),
        "labels_right": _texts(_("Right side"), _("Like “pleasant”.")),
        "labels_bottom": _texts(_("Bottom side"), _("Like “sleepy”.")),
        "labels_top": _texts(_("Top side"), _("Like “activated”.")),
        "yes_label": _texts(_("“Yes” in other words"), _("Like “true”; “yes” when left empty.")),
        "no_label": _texts(_("“No” in other words"), _("Like “false”; “no” when left empty.")),
    }


def _numbers_and_times() -> dict[str, forms.Field]:
    return {
        "unit": _texts(_("Unit"), _("Shown beside the number, like “hours”.")),
        "decimals": _whole(
            _("Decimals"),
            0,
            6,
            help_text=_("Digits after the point; empty or 0 for whole numbers."),
        ),
        "max_length": _whole(
            _("Longest answer"), 1, 5000, help_text=_("In characters; 500 when left empty.")
        ),
        "multiline": _tick(_("Several lines"), _("A larger box; unticked there is one line.")),
        "earliest": _day(_("Earliest day")),
        "latest": _day(_("Latest day")),
        "min_minutes": _whole(_("Shortest (minutes)"), 0, help_text=_("0 when left empty.")),
        "max_minutes": _whole(_("Longest (minutes)"), 1, help_text=_("24 hours when left empty.")),
        "step_minutes": _whole(
            _("Steps of so many minutes"), 1, 60, help_text=_("5 when left empty.")
        ),
        "max_megabytes": _whole(_("Largest file (MB)"), 1, 5, help_text=_("3 when left empty.")),
        "formula": forms.CharField(
            label=_("Formula"),
            required=False,
            widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            help_text=_("Of items above, like mean(sad, tense, 100 - happy)."),
        ),
    }


def initial_of(kind: str, stored: Settings) -> dict[str, Any]:
    """What the fields of a kind show of the stored settings."""
    values = {name: _written(stored.get(name)) for name in OF_KIND[kind]}
    options = [one for one in stored.get("options") or [] if isinstance(one, dict)]
    for mark in ("fixed", "exclusive"):
        values[mark] = [one["value"] for one in options if one.get(mark)]
    values["pictures"] = options
    for side in SIDES:
        values[f"labels_{side}"] = (stored.get("labels") or {}).get(side)
    if isinstance(formula := stored.get("formula"), dict):
        values["formula"] = formula.get("source")
    return {name: value for name, value in values.items() if name in OF_KIND[kind]}


def _written(value: Any) -> Any:
    """A whole number without a point, as it was typed; any other value as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def settings_of(kind: str, cleaned: dict[str, Any]) -> Settings:
    """The settings that were typed; what was left empty is not among them."""
    typed = {name: cleaned[name] for name in OF_KIND[kind] if not _is_blank(cleaned.get(name))}
    options = typed.pop("pictures", None) or typed.get("options")
    if options:
        marks = {mark: set(typed.pop(mark, ())) for mark in ("fixed", "exclusive")}
        typed["options"] = [
            {**one, **{mark: True for mark, values in marks.items() if one["value"] in values}}
            for one in options
        ]
    typed = {name: value for name, value in typed.items() if name not in ("fixed", "exclusive")}
    labels = {side: typed.pop(f"labels_{side}") for side in SIDES if f"labels_{side}" in typed}
    if labels:
        typed["labels"] = labels
    if "size" in typed:
        typed["size"] = int(typed["size"])
    return typed


def unknown_values(cleaned: dict[str, Any]) -> dict[str, list[int]]:
    """Values among those to keep in place or to choose alone that no option has, by field."""
    known = {one["value"] for one in cleaned.get("options") or []}
    return {
        mark: unknown
        for mark in ("fixed", "exclusive")
        if (unknown := [value for value in cleaned.get(mark) or [] if value not in known])
    }


def form_field(kind: str, field: str) -> str:
    """The form field beside which a fault of the definition's field stands."""
    if field == "options" and kind == Kind.IMAGE_CHOICE:
        return "pictures"
    if field == "labels":
        return "labels_left"
    return field.replace(".", "_") or _OF_WHOLE.get(kind, "text")


def _is_blank(value: object) -> bool:
    """Whether a field was left empty; a nought is not."""
    return value is None or value is False or value in ("", {}, [])
