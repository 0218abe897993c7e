"""The forms of an import: a file, and how it is to be read."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminSelectWidget

from esmpress.console.exchange_uploads import FileField
from esmpress.console.people_import.words import DELIMITERS, ENCODINGS, FIELDS
from esmpress.participants.models import PeopleImport
from esmpress.people_import.reading.columns import Field
from esmpress.people_import.reading.rows import Layout, Row
from esmpress.studies.models import Study

NO_COLUMN = ""
_HOURS = (Field.WAKE, Field.BED, Field.WEEKEND_WAKE, Field.WEEKEND_BED)


class PeopleFileForm(forms.Form):
    """A file of people."""

    def __init__(self) -> None:
        """The one field."""
        super().__init__()
        self.fields["file"] = FileField(
            accept=".csv,.tsv,.txt,.xlsx",
            label=_("File"),
            help_text=_(
                "CSV, text or .xlsx with one person a line: at most 9 MB and 100,000 lines. Of a "
                "spreadsheet the first sheet is read."
            ),
        )


class ChoicesForm(forms.Form):
    """How the file is cut and what its columns hold, as far as its kind and the study ask it."""

    def __init__(
        self, data: Any, *, study: Study, stored: PeopleImport, rows: Sequence[Row]
    ) -> None:
        """What was found or chosen before is shown."""
        super().__init__(data, initial=_initial(stored))
        self._stored = stored
        if stored.encoding:
            self.fields["encoding"] = _choice(
                _("Letters are written in"),
                list(ENCODINGS.items()),
                help_text=_("Look whether letters like ł, ü or é are right in the lines below."),
            )
            self.fields["delimiter"] = _choice(
                _("Columns are separated by"),
                list(DELIMITERS.items()),
                help_text=_("Look whether the lines below fall into columns."),
            )
        if rows:
            self._add_columns(study, rows)

    def _add_columns(self, study: Study, rows: Sequence[Row]) -> None:
        """What can be chosen once the lines can be read."""
        self.fields["has_heading"] = _choice(
            _("The first line"),
            [("yes", _("names the columns")), ("no", _("is a person already"))],
            help_text=_("What names the columns is not enrolled."),
        )
        columns = [(NO_COLUMN, _("not in the file")), *_columns(rows)]
        for field in _fields_for(study):
            self.fields[field] = _choice(
                str(FIELDS[field]), columns, required=False, help_text=_help_of(field)
            )
        self.fields[Field.EMAIL].required = True

    def clean(self) -> dict[str, Any]:
        """The fields; no column for two of them."""
        cleaned: dict[str, Any] = super().clean() or {}
        taken: dict[str, str] = {}
        for field in Field:
            place = cleaned.get(field)
            if place and place in taken:
                self.add_error(
                    field,
                    _("This column is chosen for “%(field)s” already.") % {"field": taken[place]},
                )
            elif place:
                taken[place] = str(FIELDS[field])
        return cleaned

    @property
    def layout(self) -> Layout:
        """Letters and delimiter as chosen; what was stored, where nothing good was."""
        chosen = self.cleaned_data
        return Layout(
            chosen.get("encoding", self._stored.encoding),
            chosen.get("delimiter", self._stored.delimiter),
        )

    @property
    def chosen(self) -> dict[str, Any]:
        """The rest as an import keeps it; the form has to be valid."""
        cleaned = self.cleaned_data
        return {
            "has_heading": cleaned["has_heading"] == "yes",
            "columns": {one.value: int(cleaned[one]) for one in Field if cleaned.get(one)},
        }


def _help_of(field: Field) -> str:
    """Which values the column can have, and what holds without it."""
    if field in _HOURS:
        return _("Times like 07:30. Without them nothing is asked that follows the own day.")
    return {
        Field.EMAIL: _("Where messages go. It is kept encrypted, apart from the answers."),
        Field.LANGUAGE: _("Codes like en or pl; the study's first language where there is none."),
        Field.TIME_ZONE: _("Like Europe/London; the study's where there is none."),
        Field.STRATUM: _("One of the study's strata for each person."),
    }[field]


def letter_of(place: int) -> str:
    """A column as spreadsheets name it: A, B, … Z, AA, …"""
    first, last = divmod(place, len(ascii_uppercase))
    return (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[last]


def _initial(stored: PeopleImport) -> dict[str, Any]:
    return {
        "encoding": stored.encoding,
        "delimiter": stored.delimiter,
        "has_heading": "yes" if stored.has_heading else "no",
        **{field: str(place) for field, place in stored.columns.items()},
    }


def _fields_for(study: Study) -> list[Field]:
    """Strata only where the study has some."""
    strata = [Field.STRATUM] if study.strata else []
    return [Field.EMAIL, Field.LANGUAGE, Field.TIME_ZONE, *strata, *_HOURS]


def _columns(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The columns by their letters, and what stands in the first line."""
    first = rows[0].cells if rows else ()
    width = max((len(row.cells) for row in rows), default=0)
    names = [first[place] if place < len(first) else "" for place in range(width)]
    return [
        (str(place), f"{letter_of(place)}: {name[:40]}" if name else letter_of(place))
        for place, name in enumerate(names)
    ]


def _choice(
    label: str, choices: list[Any], *, required: bool = True, help_text: str = ""
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        help_text=help_text,
        widget=UnfoldAdminSelectWidget,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )


class SureForm(forms.Form):
    """What is posted once more by who is sure."""

    act = forms.CharField(widget=forms.HiddenInput)
    sure = forms.CharField(widget=forms.HiddenInput)
