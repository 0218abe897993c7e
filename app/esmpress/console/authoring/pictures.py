"""The form field of pictures to choose from: a number, words and a file for each."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from unfold.widgets import UnfoldAdminTextInputWidget

from esmpress.questionnaires.items.choices import MAX_IMAGE_BYTES

ROWS = 12
SHOWN_ROWS = 3
_KB = 1000
# What the first bytes of a file say it is.
_TYPES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"RIFF", "webp"))
Row = dict[str, Any]


class PicturesWidget(forms.Widget):
    """A row for each picture; rows nobody uses yet are folded up."""

    template_name = "console/pictures_widget.html"
    needs_multipart_form = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Row]:
        """What was posted, a new file in the place of the picture that was there."""
        return [self._row(data, files, f"{name}_{place}") for place in range(ROWS)]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form had no such rows at all."""
        del files
        return f"{name}_0_value" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The rows, with an input for each of their parts."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        filled = [_as_row(one) for one in value or []]
        rows = [
            self._shown(f"{name}_{place}", filled[place] if place < len(filled) else {})
            for place in range(ROWS)
        ]
        used = max((place + 1 for place, row in enumerate(rows) if row["is_used"]), default=0)
        shown = max(used + 1, SHOWN_ROWS)
        context["widget"] |= {"rows": rows[:shown], "more_rows": rows[shown:]}
        context["widget"]["max_bytes"] = MAX_IMAGE_BYTES
        return context

    def _row(self, data: Mapping[str, Any], files: Any, name: str) -> Row:
        row: Row = {
            "value": data.get(f"{name}_value", "").strip(),
            "label": {
                code: words
                for code, _ in settings.LANGUAGES
                if (words := data.get(f"{name}_label_{code}", "").strip())
            },
            "image": "" if data.get(f"{name}_remove") else data.get(f"{name}_image", ""),
        }
        uploaded = files.get(f"{name}_file")
        return row | _read(uploaded) if uploaded else row

    def _shown(self, name: str, row: Row) -> Row:
        text = UnfoldAdminTextInputWidget()
        value = text.render(
            f"{name}_value",
            row.get("value", ""),
            {
                "inputmode": "numeric",
                "aria-label": gettext("Number"),
                "placeholder": gettext("No."),
            },
        )
        labels = [
            text.render(
                f"{name}_label_{code}",
                (row.get("label") or {}).get(code, ""),
                {
                    "lang": code,
                    "aria-label": gettext("What it shows, %(language)s") % {"language": language},
                    "placeholder": language,
                },
            )
            for code, language in settings.LANGUAGES
        ]
        image = row.get("image", "")
        is_used = bool(image or row.get("label") or row.get("value") not in (None, ""))
        return {
            "name": name,
            "value": value,
            "labels": labels,
            "image": image if image.startswith("data:image/") else "",
            "is_used": is_used,
        }


class PicturesField(forms.Field):
    """Pictures as the options of an image choice."""

    widget = PicturesWidget

    def clean(self, value: list[Row]) -> list[Row]:
        """The options; raises ValidationError with a sentence for each row that is amiss."""
        problems, options = [], []
        for place, row in enumerate(value or [], start=1):
            if not (row["value"] or row["label"] or row["image"] or row.get("problem")):
                continue
            if sentence := _problem(row):
                problems.append(
                    gettext("Picture %(place)s: %(sentence)s")
                    % {"place": place, "sentence": sentence}
                )
            else:
                parts = {"value": int(row["value"]), "label": row["label"], "image": row["image"]}
                options.append(parts)
        values = [option["value"] for option in options]
        if len(set(values)) < len(values):
            problems.append(gettext("Two pictures have the same number."))
        if problems:
            raise forms.ValidationError(problems)
        return options


def _problem(row: Row) -> str:
    """What is wrong with a row; empty when nothing is."""
    if problem := row.get("problem"):
        return str(problem)
    if not row["image"]:
        return gettext("choose a file.")
    try:
        int(row["value"])
    except ValueError:
        return gettext("write its number, like 1; it is what is stored.")
    return "" if row["label"] else gettext("say what it shows, for those who do not see it.")


def _read(file: UploadedFile[Any]) -> Row:
    """The file as part of the definition, or what is wrong with it."""
    if (file.size or 0) > MAX_IMAGE_BYTES:
        limit = MAX_IMAGE_BYTES // _KB
        size = -(-(file.size or 0) // _KB)
        return {
            "problem": gettext(
                "the file has %(size)s kB, and %(limit)s kB are the most: save it smaller, "
                "400 pixels wide are enough."
            )
            % {"size": size, "limit": limit}
        }
    # A form reads what was posted more than once.
    file.seek(0)
    content = file.read()
    kind = next((name for begin, name in _TYPES if content.startswith(begin)), None)
    if kind is None:
        return {"problem": gettext("the file is no PNG, JPEG or WebP picture.")}
    return {"image": f"data:image/{kind};base64,{base64.b64encode(content).decode()}"}


def _as_row(option: Any) -> Row:
    """A stored option, or a row that was posted, to be shown."""
    return {**option, "value": str(option.get("value", ""))} if isinstance(option, dict) else {}
