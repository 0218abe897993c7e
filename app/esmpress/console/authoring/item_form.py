"""The form of one item: the fields of its kind, checked against the whole draft."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from esmpress.console.authoring.answer_fields import (
    OF_KIND,
    fields_of,
    form_field,
    initial_of,
    settings_of,
    unknown_values,
)
from esmpress.console.authoring.kinds import (
    WITH_RANGE,
    WITHOUT_ANSWER,
    WITHOUT_DECLINING,
    Kind,
)
from esmpress.console.authoring.typed_draft import fields_with_item
from esmpress.console.texts import TextsField
from esmpress.lazy_texts import lazily
from esmpress.questionnaires.drafts import Draft, read_draft
from esmpress.questionnaires.models import DraftItem, DraftPage, item_fields
from esmpress.questionnaires.publishing import draft_fields

REQUIRED, OPTIONAL, ASK_AGAIN = "required", "optional", "ask_again"
# What a new item is called until it has a name.
UNNAMED = "new_item"
_CONDITION_HELP = lazily(
    "Empty: always. Like company == 2, stress > 50 and not alone, answered(note), day > 3. It can "
    "use the items above this one."
)


class ItemForm(forms.ModelForm[DraftItem]):
    """One item of a kind; each fault stands beside the field it is about."""

    text = TextsField(
        label=lazily("Question"),
        long=True,
        help_text=lazily("What participants read, in each language; short enough for a phone."),
    )
    help = TextsField(
        label=lazily("Hint"), required=False, help_text=lazily("Small print under the question.")
    )
    when_skipped = forms.ChoiceField(
        label=lazily("Answer"),
        choices=(
            (REQUIRED, lazily("It must be answered.")),
            (OPTIONAL, lazily("It may be skipped.")),
            (ASK_AGAIN, lazily("It may be skipped, after being asked once whether that is meant.")),
        ),
        help_text=lazily("A question nobody can skip ends some questionnaires early."),
        widget=UnfoldAdminRadioSelectWidget,
    )
    rotation = forms.ChoiceField(
        label=lazily("Rotation"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=lazily(
            "Of the items of a rotation each prompt asks a few. Rotations are set up on the "
            "page of the questionnaire."
        ),
    )
    range_message = TextsField(
        label=lazily("When the answer is out of range"),
        required=False,
        help_text=lazily("Shown instead of the standard sentence."),
    )

    class Meta:
        model = DraftItem
        fields = ("name", "text", "help", "can_decline", "show_if", "rotation", "range_message")
        widgets: ClassVar = {
            "name": UnfoldAdminTextInputWidget,
            "show_if": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            "can_decline": UnfoldBooleanWidget,
        }
        labels: ClassVar = {
            "name": lazily("Name in the data"),
            "can_decline": lazily("Offer “prefer not to say”"),
            "show_if": lazily("Ask only if"),
        }
        help_texts: ClassVar = {
            "show_if": _CONDITION_HELP,
            "can_decline": lazily("Kept as a missing code of its own."),
        }

    def __init__(self, *args: Any, page: DraftPage, kind: str, **kwargs: Any) -> None:
        """The form of an item on a page, of a kind that need not be the stored one."""
        self.page, self.kind = page, kind
        item: DraftItem = kwargs["instance"]
        self.stored_name = item.name if item.pk else ""
        kwargs["initial"] = {**_initial(item, kind), **initial_of(kind, item.settings)}
        super().__init__(*args, **kwargs)
        self.fields.update(fields_of(kind))
        for name in _unfit(kind):
            del self.fields[name]
        if "rotation" in self.fields:
            self._offer_rotations(item.rotation)
        if kind == Kind.INFORMATION:
            self.fields["text"].label = _("Text")
            self.fields["text"].help_text = _("**bold**, *slanted*, ## heading, - list and links.")
        if kind == Kind.COMPUTED:
            self.fields["text"].label = _("What it means")
            self.fields["text"].help_text = _("For the codebook; nobody is shown it.")
            self.fields["show_if"].label = _("Work it out only if")

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields in groups, each with its title."""
        groups = {
            _("Question"): ("text", "help", "name"),
            _("Answer"): OF_KIND[self.kind],
            _("When is it asked?"): ("when_skipped", "can_decline", "show_if", "rotation"),
            _("In other words"): ("range_message",),
        }
        found = [
            (title, [self[name] for name in names if name in self.fields])
            for title, names in groups.items()
        ]
        return [(title, fields) for title, fields in found if fields]

    def clean_name(self) -> str:
        """The name; no other item of the draft has it."""
        name: str = self.cleaned_data["name"]
        others = self.page.questionnaire.draft_items.exclude(pk=self.instance.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("Another item has this name."))
        return name

    def clean(self) -> dict[str, Any]:
        """The fields, with what they say about each other."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "options" in cleaned:
            for field, values in unknown_values(cleaned).items():
                named = ", ".join(map(str, values))
                self.add_error(field, _("There is no option %(named)s.") % {"named": named})
        return cleaned

    def full_clean(self) -> None:
        """Check the item, and then that it fits into the whole draft."""
        super().full_clean()
        if not self.is_bound:
            return
        self._take_typed()
        if not self.errors:
            self._put_faults_beside_fields(self.typed_draft)

    def _take_typed(self) -> None:
        """Give the item what was typed, as far as it can be read."""
        cleaned, item = self.cleaned_data, self.instance
        item.kind = self.kind
        item.settings = settings_of(self.kind, cleaned)
        when = cleaned.get("when_skipped", OPTIONAL)
        item.required = when == REQUIRED
        item.ask_again = when == ASK_AGAIN
        if self.kind in WITHOUT_DECLINING:
            item.can_decline = False
        if self.kind == Kind.COMPUTED:
            item.rotation = ""

    @cached_property
    def typed_draft(self) -> Draft:
        """The draft with what was typed in it."""
        return read_draft(self.typed_fields)

    @cached_property
    def typed_fields(self) -> dict[str, Any]:
        """The same in the form of the definition language, read or not."""
        fields = item_fields(self.instance)
        fields["name"] = self.shown_name
        return fields_with_item(
            draft_fields(self.page.questionnaire),
            fields,
            page=self.page.name,
            stored_name=self.stored_name,
        )

    @cached_property
    def shown_name(self) -> str:
        """The name as it is typed, where it can be one; a fault found later changes nothing."""
        return str(self.cleaned_data.get("name") or self.stored_name or UNNAMED)

    def _put_faults_beside_fields(self, draft: Draft) -> None:
        for fault in draft.faults_of_item(self.instance.name):
            field = form_field(self.kind, fault.field)
            self.add_error(field if field in self.fields else None, fault.in_full)

    def _offer_rotations(self, stored: str) -> None:
        names = list(self.page.questionnaire.draft_rotations.values_list("name", flat=True))
        if stored and stored not in names:
            names.append(stored)
        if not names:
            del self.fields["rotation"]
            return
        field = self.fields["rotation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("none: every prompt asks it")), *((name, name) for name in names)]


def _initial(item: DraftItem, kind: str) -> dict[str, Any]:
    when = REQUIRED if item.required else ASK_AGAIN if item.ask_again else OPTIONAL
    # Nobody must hand over a photo unless the researcher says so.
    is_new_photo = item.pk is None and kind == Kind.PHOTO
    return {"when_skipped": OPTIONAL if is_new_photo else when}


def _unfit(kind: str) -> set[str]:
    """The common fields an item of a kind does not have."""
    unfit = set()
    if kind in WITHOUT_ANSWER:
        unfit |= {"when_skipped", "help"}
    if kind in WITHOUT_DECLINING:
        unfit |= {"can_decline"}
    if kind == Kind.COMPUTED:
        unfit |= {"rotation"}
    if kind not in WITH_RANGE:
        unfit |= {"range_message"}
    return unfit
