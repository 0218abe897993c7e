"""Form fields of lists with a line for each entry: options, rows, values."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from esmpress.console.list_fields import ListField
from esmpress.console.texts import TextsField
from esmpress.lazy_texts import lazily

Entry = dict[str, Any]
_VALUE = re.compile(r"-?\d{1,9}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class LinesTextsField(TextsField):
    """Entries, one a line in each language: what tells it apart, an equals sign, its words."""

    what = lazily("Options")
    key = "value"
    words = "label"
    hint = lazily("write a whole number, an equals sign and the label, like “1 = Alone”.")

    def __init__(self, *, blank_words: bool = False, **options: Any) -> None:
        """With `blank_words` an entry may stand without words, for there are some in between."""
        self._blank_words = blank_words
        super().__init__(long=True, required=False, **options)

    def clean(self, value: Any) -> Any:
        """The entries; raises ValidationError naming language and line."""
        entries: dict[Any, dict[str, str]] = {}
        for code, text in super().clean(value).items():
            seen = set()
            for number, line in enumerate(text.splitlines(), start=1):
                if not line.strip():
                    continue
                key, label = self._read(
                    line,
                    _("%(what)s in %(code)s, line %(number)s")
                    % {"what": self.what, "code": code, "number": number},
                )
                if key in seen:
                    raise forms.ValidationError(
                        _("%(what)s in %(code)s, line %(number)s: %(key)s stands twice.")
                        % {"what": self.what, "code": code, "number": number, "key": key}
                    )
                seen.add(key)
                entries.setdefault(key, {}).update({code: label} if label else {})
        return [{self.key: key, self.words: label or None} for key, label in entries.items()]

    def prepare_value(self, value: Any) -> Any:
        """The lines `clean` reads; what was typed stays as it is."""
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            return value
        codes = {code for one in value for code in one.get(self.words) or {}} or {"en"}
        return {
            code: "\n".join(self._written(one, code) for one in value if self._has(one, code))
            for code in codes
        }

    def read_key(self, written: str) -> Any:
        """What tells an entry apart; None where that cannot be it."""
        return int(written) if _VALUE.fullmatch(written) else None

    def _read(self, line: str, place: str) -> tuple[Any, str]:
        written, sign, label = (part.strip() for part in line.partition("="))
        key = self.read_key(written)
        if key is None or not (label or self._blank_words) or not (sign or self._blank_words):
            raise forms.ValidationError(f"{place}: {self.hint}")
        return key, label

    def _has(self, entry: Entry, code: str) -> bool:
        """Whether an entry is written in a language; one without words is in all of them."""
        words = entry.get(self.words) or {}
        return code in words or not words

    def _written(self, entry: Entry, code: str) -> str:
        words = (entry.get(self.words) or {}).get(code, "")
        return f"{entry.get(self.key, '')} = {words}".rstrip()


class RowsField(LinesTextsField):
    """The rows of a matrix: `calm = I feel calm`."""

    what = lazily("Rows")
    key = "name"
    words = "text"
    hint = lazily("write a name, an equals sign and the question, like “calm = I feel calm”.")

    def read_key(self, written: str) -> Any:
        """The name, if it can be one."""
        return written if _NAME.fullmatch(written) else None


class ValuesField(ListField):
    """Values of options, with commas between."""

    def read(self, part: str) -> int:
        """The value; raises ValidationError."""
        if not _VALUE.fullmatch(part):
            raise forms.ValidationError(
                _("Write the numbers of options, like 1, 3 (not “%(part)s”).") % {"part": part}
            )
        return int(part)
