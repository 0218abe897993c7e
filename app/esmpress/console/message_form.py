"""The form of a message's own text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from esmpress.delivery.messages import StudyMail, read_studies
from esmpress.delivery.messages.checking import remarks_on
from esmpress.delivery.messages.composing import text_of
from esmpress.delivery.messages.saving import FaultyText, check_text, own_text, state_of
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.delivery.models import MessageTemplate
from esmpress.delivery.models.message_template import MAX_SUBJECT
from esmpress.languages.choosing import name_in_english
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study


class MessageForm(forms.Form):
    """Subject, body and, if need be, HTML; what they make is in `text`."""

    subject = forms.CharField(
        label=lazily("Subject"),
        required=False,
        help_text=lazily(
            "Neutral, for it can be read on a locked phone: no word on what the study is "
            "about. {{closing_time}} can stand in it."
        ),
        widget=UnfoldAdminTextInputWidget(attrs={"maxlength": MAX_SUBJECT}),
    )
    body = forms.CharField(
        label=lazily("Text"),
        required=False,
        help_text=lazily(
            "Plain paragraphs with an empty line between. **bold**, *slanted*, ## heading, "
            "- list, [words](https://…). The HTML part and the plain text are both made of it."
        ),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 16, "class": "message-source"}),
    )
    html = forms.CharField(
        label=lazily("HTML of your own"),
        required=False,
        help_text=lazily(
            "Only if the text above cannot say it: stands in its place in the HTML part, "
            "inside the study's frame. Scripts, images and forms are removed."
        ),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 10, "class": "message-source"}),
    )

    # Which text was there when writing began, so that nobody's is replaced unseen.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, study: Study, kind: str, language: str) -> None:
        """Show the text the study sends now; `data` is what was typed instead."""
        self.study, self.kind, self.language = study, kind, language
        # First, so that its state is never newer than the text shown.
        self.own = own_text(study, kind=kind, language=language)
        self.mail = read_studies([study.pk])[study.pk]
        sent = text_of(self.mail, kind=kind, language=language)
        initial = {"subject": sent.subject, "body": sent.body, "html": sent.html}
        super().__init__(data, initial=initial | {"seen": state_of(self.own)})
        for field in self.fields.values():
            field.widget.attrs["lang"] = language

    @property
    def is_own(self) -> bool:
        """Whether the study sends a text of its own here."""
        return self.own is not None

    @property
    def seen_text(self) -> str:
        """The state of the text that was there when writing began."""
        return str(self.data.get("seen", ""))

    def show_newest(self) -> None:
        """Read what is sent by now, and let the next save replace that; what was typed stays."""
        typed: Any = dict(self.data.items())
        self.own = own_text(self.study, kind=self.kind, language=self.language)
        self.mail = read_studies([self.study.pk])[self.study.pk]
        typed["seen"] = state_of(self.own)
        self.data = typed

    @property
    def newest(self) -> OwnText:
        """What is sent by now, whatever was typed."""
        return text_of(self.mail, kind=self.kind, language=self.language)

    def make_read_only(self) -> None:
        """For who may look only."""
        for field in self.visible_fields():
            field.field.widget.attrs["readonly"] = True

    @property
    def title(self) -> str:
        """Which message it is, like: invitation in English."""
        return _("%(kind)s in %(language)s") % {
            "kind": _(MessageTemplate.Kind(self.kind).label),
            "language": _(name_in_english(self.language)),
        }

    @property
    def tried(self) -> StudyMail:
        """The study's messages, with what was typed in the place of what is sent."""
        return self.mail.with_text(self.kind, self.language, self.text)

    @property
    def faults(self) -> list[str]:
        """What has to be mended, each with the name of its field."""
        return [
            f"{self[field].label}: {sentence}"
            for field, sentences in self.errors.items()
            for sentence in sentences
        ]

    @property
    def remarks(self) -> list[str]:
        """What may be saved, but should be looked at."""
        return remarks_on(
            self.text,
            titles=self.study.title.values(),
            offers_later=self.study.snooze_minutes > 0,
        )

    @property
    def text(self) -> OwnText:
        """What was typed, faulty or not."""
        return _text_in(self.data if self.is_bound else self.initial)

    @property
    def is_unsaved(self) -> bool:
        """Whether leaving the page would lose something: what was typed is not what is sent."""
        return self.is_bound and self.text != _text_in(self.initial)

    def clean(self) -> dict[str, Any]:
        """The fields; each fault stands beside its own and names the line."""
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            check_text(self.mail, self.text, kind=self.kind, language=self.language)
        except FaultyText as error:
            for field, sentences in error.faults.items():
                for sentence in sentences:
                    self.add_error(field, sentence)
        return cleaned


def _text_in(fields: Mapping[str, Any]) -> OwnText:
    parts = (str(fields.get(name) or "") for name in ("subject", "body", "html"))
    subject, body, html = (part.replace("\r\n", "\n").strip() for part in parts)
    return OwnText(subject, body, html)
