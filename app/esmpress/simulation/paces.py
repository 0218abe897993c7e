"""How fast a synthetic participant goes through a questionnaire: evenly, item after item."""

from __future__ import annotations

from datetime import datetime

from esmpress.questionnaires.reached import Walk
from esmpress.responses.timings import MILLISECOND, Timings


def timings_of_visit(
    way: Walk, *, opened_at: datetime, starts_at: datetime, submits_at: datetime
) -> Timings:
    """What the page of a visit would tell: each item touched once, on a phone."""
    begin, end = ((at - opened_at) // MILLISECOND for at in (starts_at, submits_at))
    step = (end - begin) // max(len(way.shown), 1)
    items, pages, shown, touched = {}, {}, 0, begin
    for page, members in way.pages:
        for item in members:
            items[item.name] = (shown, touched, touched, 1)
            touched += step
        pages[page.name] = (shown, touched - shown)
        shown = touched
    return Timings(items=items, pages=pages, device="phone")
