"""Form fields for what researchers type: texts in every language, names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget


class TextsWidget(forms.MultiWidget):
    """One input for each language, the language named in front of it."""

    template_name = "console/texts_widget.html"

    def __init__(self, widget: type[forms.Widget]) -> None:
        """Make an input of the given kind for each language, named after its code."""
        super().__init__({code: widget(attrs={"lang": code}) for code, _ in settings.LANGUAGES})
        # Those that are asked for; a text there is in another one is shown, too.
        self.languages = {code for code, _ in settings.LANGUAGES}

    def decompress(self, value: dict[str, str] | None) -> list[str]:
        """The text of each language, empty where there is none."""
        return [(value or {}).get(code, "") for code, _ in settings.LANGUAGES]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The inputs with the names of their languages."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        parts, context["widget"]["subwidgets"] = context["widget"]["subwidgets"], []
        for part, (code, language) in zip(parts, settings.LANGUAGES, strict=True):
            if code in self.languages or part["value"]:
                part["language"] = language
                part["attrs"]["aria-label"] = language
                context["widget"]["subwidgets"].append(part)
        return context


class TextsField(forms.MultiValueField):
    """A text in several languages, as {"en": "...", "pl": "..."}; blank languages are left out."""

    def __init__(self, *, long: bool = False, **options: Any) -> None:
        """A field of one-line inputs, or of text areas when `long`."""
        widget = UnfoldAdminTextareaWidget if long else UnfoldAdminTextInputWidget
        super().__init__(
            fields=[forms.CharField(required=False) for _ in settings.LANGUAGES],
            widget=TextsWidget(widget),
            require_all_fields=False,
            **options,
        )

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        """The texts by language."""
        texts = zip((code for code, _ in settings.LANGUAGES), data_list, strict=False)
        return {code: text for code, text in texts if text}


def ask_in(form: forms.BaseForm, languages: Sequence[str]) -> None:
    """Have a form ask for its texts in these languages only."""
    for field in form.fields.values():
        if isinstance(field.widget, TextsWidget):
            field.widget.languages = set(languages)


class LinesField(forms.CharField):
    """Names, one a line, each once whatever its case; empty for none."""

    widget = UnfoldAdminTextareaWidget

    def __init__(self, **options: Any) -> None:
        """A field that may be left empty."""
        super().__init__(required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        """The names as they are typed; what was typed stays as it is."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The names; raises ValidationError for a name that stands twice, or has a comma."""
        names = [" ".join(line.split()) for line in (value or "").splitlines()]
        names = [name for name in names if name]
        for name in names:
            if any(sign in name for sign in ",;"):
                raise forms.ValidationError(
                    gettext("Leave out the comma in “%(name)s”.") % {"name": name}
                )
        if len({name.casefold() for name in names}) < len(names):
            raise forms.ValidationError(gettext("A name stands twice."))
        return names

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other names were typed than were there."""
        return super().has_changed(initial or [], data)
