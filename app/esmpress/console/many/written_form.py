"""The form of a message to participants."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from esmpress.delivery.letters.written_text import faults_of_written
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.delivery.models.message_template import MAX_SUBJECT


class WrittenForm(forms.Form):
    """Subject and text; `key` makes sure that one form sends one message."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        help_text=_(
            "Neutral, for it can be read on a locked phone: no word on what the study is about."
        ),
        widget=UnfoldAdminTextInputWidget(attrs={"maxlength": MAX_SUBJECT}),
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        help_text=_(
            "Plain paragraphs with an empty line between. **bold**, *slanted*, - list, "
            "[words](https://…). It goes out as you write it, in one language."
        ),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 12}),
    )

    def __init__(self, data: Any = None) -> None:
        """Empty with a new key, or with what was typed."""
        super().__init__(data, initial={"key": uuid4()})

    @property
    def text(self) -> OwnText:
        """What was typed."""
        return OwnText(self.cleaned_data["subject"], self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        """What was typed, without a fault."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        text = OwnText(typed.get("subject", ""), typed.get("body", ""))
        for field, sentences in faults_of_written(text).items():
            for sentence in sentences:
                self.add_error(field, sentence)
        return typed
