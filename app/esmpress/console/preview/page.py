"""The preview of a study: a form, what is remarkable, and the figures. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from esmpress.console.preview.assuming import assume
from esmpress.console.preview.deliveries import (
    calendar_figure,
    first_day_figure,
    mail_figure,
)
from esmpress.console.preview.figures import Figure
from esmpress.console.preview.form import PreviewForm
from esmpress.console.preview.loads import burden_figure, overlap_figure, prompt_figures
from esmpress.console.preview.moments import curve_figure, fortnight_figure, gap_figures
from esmpress.console.scheme_words import in_form_words
from esmpress.sampling.checking import infeasibilities
from esmpress.sampling.design import StudyDesign
from esmpress.sampling.malformed import MalformedScheme
from esmpress.sampling.preview.foresee import Preview, foresee
from esmpress.sampling.preview.remarking import remarks_on
from esmpress.sampling.preview.remarks import Remark
from esmpress.sampling.preview.sample import TooMuchToPreview
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.studies.design import design_of
from esmpress.studies.models import Study


@dataclass(frozen=True)
class Page:
    """What the page shows; without figures, the remarks or the form say why."""

    form: PreviewForm
    refusals: list[str]
    warnings: list[str]
    figures: list[Figure]
    unforeseen: list[str]

    @property
    def status(self) -> int:
        """422 when a field of the form is wrong."""
        return 422 if self.form.errors else 200


def preview_page(study: Study, data: Any, *, today: date) -> Page:
    """The page for a study; `data` is what the form was sent with, empty for its defaults."""
    form = PreviewForm(study, data, today=today)
    try:
        design = design_of(study)
    except MalformedScheme as error:
        return _refused(form, [str(error)])
    if not form.is_valid():
        return _refused(form, [])
    assumed = assume(study, form.cleaned_data)
    try:
        if reasons := infeasibilities(design, assumed.wake):
            return _refused(form, reasons)
        preview = _foresee(form, design, study, is_default=not data)
    except InfeasibleDesign as error:
        return _refused(form, [str(error)])
    except TooMuchToPreview as error:
        form.add_error("participants", _in_words(str(error)))
        return _refused(form, [])
    return _show(form, preview, ZoneInfo(study.time_zone))


def _foresee(form: PreviewForm, design: StudyDesign, study: Study, *, is_default: bool) -> Preview:
    """The preview; nobody is blamed for a default that is too much for the study."""
    try:
        return foresee(design, assume(study, form.cleaned_data))
    except TooMuchToPreview as error:
        if not is_default:
            raise
        fewer = {**form.cleaned_data, "participants": error.participants}
        form.data = {**form.data, "participants": error.participants}
        return foresee(design, assume(study, fewer))


def _refused(form: PreviewForm, reasons: list[str]) -> Page:
    return Page(form, [_in_words(reason) for reason in reasons], [], [], [])


def _show(form: PreviewForm, preview: Preview, time_zone: ZoneInfo) -> Page:
    remarks = remarks_on(preview)
    return Page(
        form,
        _sentences(remarks, refusing=True),
        _sentences(remarks, refusing=False),
        draw_figures(preview, time_zone) if len(preview.sample.prompts) else [],
        preview.unforeseen,
    )


def draw_figures(preview: Preview, time_zone: ZoneInfo) -> list[Figure]:
    """All figures of a preview with prompts; mails are shown by the hours of a zone."""
    found = chain(
        (curve_figure(preview), fortnight_figure(preview)),
        gap_figures(preview),
        prompt_figures(preview),
        (burden_figure(preview), overlap_figure(preview)),
        (mail_figure(preview, time_zone), calendar_figure(preview), first_day_figure(preview)),
    )
    return [figure for figure in found if figure is not None]


def _sentences(remarks: list[Remark], *, refusing: bool) -> list[str]:
    return [_in_words(one.sentence) for one in remarks if one.refuses == refusing]


def _in_words(sentence: str) -> str:
    """A sentence with the words of the forms, beginning with a capital letter."""
    field, colon, rest = sentence.partition(": ")
    if field in PreviewForm.base_fields:
        return f"{PreviewForm.base_fields[field].label}{colon}{rest}"
    words = in_form_words(sentence)
    return words[:1].upper() + words[1:]
