"""The page of one import, as it stands: columns to choose, lines to look at, or what came of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.console.jobs.words import job_page
from esmpress.console.people_import.forms import ChoicesForm, letter_of
from esmpress.console.people_import.lines import lines_of
from esmpress.console.people_import.words import STATES, refusal_in_words
from esmpress.console.people_import.working import job_under_way
from esmpress.console.wall_clock import on_wall_clock
from esmpress.participants.models import PeopleImport
from esmpress.people_import.purging import KEPT_FOR
from esmpress.people_import.reading.rows import RefusedFile, Row
from esmpress.people_import.storing import first_rows_of
from esmpress.people_import.undoing import UNDO_WITHIN, can_be_undone

State = PeopleImport.State
SAMPLE = 8
_NOT_BEGUN = (State.UPLOADED, State.CHECKED)
_ENDED = (State.IMPORTED, State.STOPPED, State.UNDONE)


def import_values(
    request: HttpRequest, stored: PeopleImport, *, is_uploader: bool, form: ChoicesForm | None
) -> dict[str, Any]:
    """All that the template needs; nothing of the file once it is gone."""
    now, job = timezone.now(), job_under_way(stored)
    values: dict[str, Any] = {
        "stored": stored,
        "state": STATES[State(stored.state)],
        "is_uploader": is_uploader,
        "job": job,
        "page": job_page(job, ahead=0, now=now) if job else None,
        "refusal": refusal_in_words(stored.refusal, stored.refused_line) if stored.refusal else "",
        "hangs": job is None and stored.state in (State.IMPORTING, State.UNDOING),
        "can_be_undone": can_be_undone(stored, now=now),
        "summary": _summary(stored) if stored.state in _ENDED else [],
    }
    if stored.state in _NOT_BEGUN and job is None:
        values |= _before(stored, is_uploader=is_uploader, form=form)
    if stored.state == State.CHECKED and job is None:
        values["lines"] = lines_of(stored, request.GET.dict(), sees_addresses=is_uploader)
        values["button"] = import_in_words(stored.counts["included"])
    if values["can_be_undone"] and stored.ended_at:
        values["undo_until"] = on_wall_clock(stored.ended_at + UNDO_WITHIN, stored.study.time_zone)
    return values


def import_in_words(count: int) -> str:
    """What the button does."""
    said = ngettext("Import %(count)s person", "Import %(count)s people", count)
    return said % {"count": number_format(count, force_grouping=True)}


def choices_of(stored: PeopleImport, data: Any = None) -> tuple[ChoicesForm, list[Row]]:
    """The form, and the rows beside it; none where they cannot be read as chosen."""
    try:
        rows = first_rows_of(stored, count=SAMPLE)
    except RefusedFile:
        rows = []
    return ChoicesForm(data, study=stored.study, stored=stored, rows=rows), rows


def _before(stored: PeopleImport, *, is_uploader: bool, form: ChoicesForm | None) -> dict[str, Any]:
    """How it is read, for who uploaded it; until when it is kept, for all."""
    until = on_wall_clock(stored.uploaded_at + KEPT_FOR, stored.study.time_zone)
    if not is_uploader:
        return {"kept_until": until}
    fresh, rows = choices_of(stored)
    width = max((len(row.cells) for row in rows), default=0)
    return {
        "kept_until": until,
        "form": form or fresh,
        "sample": [(row.number, [*row.cells, *[""] * (width - len(row.cells))]) for row in rows],
        "letters": [letter_of(place) for place in range(width)],
    }


def _summary(stored: PeopleImport) -> list[tuple[str, str]]:
    """What became of the lines, nought left out."""
    counts = stored.counts
    left_out = counts["good"] + counts["doubtful"] - counts["included"]
    rows = [
        (_("Lines in the file"), counts["lines"]),
        (_("Enrolled"), counts["enrolled"]),
        (_("Included, and not reached before it was stopped"), _unreached(counts)),
        (_("Included, and refused when their turn came"), counts["late"]),
        (_("Left out"), left_out),
        (_("Refused in the preview"), counts["refused"]),
        (_("Removed again by undoing"), counts["undone"]),
        (_("Stayed when the others were undone"), counts["stayed"]),
    ]
    return [(name, number_format(count, force_grouping=True)) for name, count in rows if count]


def _unreached(counts: dict[str, int]) -> int:
    return counts["included"] - counts["enrolled"] - counts["late"]
