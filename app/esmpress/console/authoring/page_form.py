"""The form of one page of a draft."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from esmpress.console.authoring.typed_draft import fields_with_page
from esmpress.console.texts import TextsField
from esmpress.lazy_texts import lazily
from esmpress.questionnaires.drafts import Draft, read_draft
from esmpress.questionnaires.models import DraftPage, page_fields
from esmpress.questionnaires.publishing import draft_fields


class PageForm(forms.ModelForm[DraftPage]):
    """A page's name, title and conditions; each fault stands beside the field it is about."""

    title = TextsField(
        label=lazily("Title"),
        required=False,
        help_text=lazily("Shown above the items; may be left empty."),
    )

    class Meta:
        model = DraftPage
        fields = ("name", "title", "show_if", "end_if", "shuffle", "fixed")
        condition = UnfoldAdminTextareaWidget(attrs={"rows": 2})
        widgets: ClassVar = {
            "name": UnfoldAdminTextInputWidget,
            "show_if": condition,
            "end_if": condition,
            "shuffle": UnfoldBooleanWidget,
            "fixed": UnfoldBooleanWidget,
        }
        labels: ClassVar = {
            "show_if": lazily("Show only if"),
            "end_if": lazily("End the questionnaire after this page if"),
            "shuffle": lazily("Items in random order"),
            "fixed": lazily("Keep its place when the pages are in random order"),
        }
        help_texts: ClassVar = {
            "name": lazily("For conditions and the export; participants never see it."),
            "show_if": lazily(
                "Empty: always. It can use the items of pages above, like day > 1 or company == 2."
            ),
            "end_if": lazily("Empty: never. It can use the items of this page too."),
            "shuffle": lazily("Drawn for each prompt, and exported."),
            "fixed": lazily(
                "Only matters where the questionnaire shows its pages in random order."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Remember the name the page has in the draft."""
        page: DraftPage = kwargs["instance"]
        self.stored_name = page.name if page.pk else ""
        super().__init__(*args, **kwargs)

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """The fields in groups, each with its title."""
        groups = {
            _("Page"): ("name", "title"),
            _("When is it shown?"): ("show_if", "end_if"),
            _("Order"): ("shuffle", "fixed"),
        }
        return [(title, [self[name] for name in names]) for title, names in groups.items()]

    def clean_name(self) -> str:
        """The name; no other page of the draft has it."""
        name: str = self.cleaned_data["name"]
        others = self.instance.questionnaire.draft_pages.exclude(pk=self.instance.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("Another page has this name."))
        return name

    def full_clean(self) -> None:
        """Check the page, and then that it fits into the whole draft."""
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        for fault in self.typed_draft.faults_of_page(self.instance.name):
            self.add_error(fault.field if fault.field in self.fields else None, fault.in_full)

    @cached_property
    def typed_draft(self) -> Draft:
        """The draft with what was typed in it."""
        return read_draft(self.typed_fields)

    @cached_property
    def typed_fields(self) -> dict[str, Any]:
        """The same in the form of the definition language, read or not."""
        fields = page_fields(self.instance, [])
        fields["name"] = self.shown_name
        draft = draft_fields(self.instance.questionnaire)
        return fields_with_page(draft, fields, stored_name=self.stored_name)

    @cached_property
    def shown_name(self) -> str:
        """The name as it is typed, where it can be one; a fault found later changes nothing."""
        return str(self.cleaned_data.get("name") or self.stored_name or "new_page")
