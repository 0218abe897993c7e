"""Reading one line: who it is about, and what speaks against enrolling them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from esmpress.participants.enrolment import MAX_EMAIL
from esmpress.people_import.facts import Facts
from esmpress.people_import.reading.cells import address_in, cleaned, hour_in, is_formula
from esmpress.people_import.reading.columns import Columns, Field
from esmpress.people_import.reading.domains import is_likely_typo
from esmpress.people_import.reading.rows import Cells
from esmpress.people_import.verdicts import Reading, Reason
from esmpress.sampling.day_windows import WEEKDAYS

_WEEKEND = ("sat", "sun")


class _Broken(Exception):
    """A cell that says something, and nothing that is understood."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def read_line(cells: Cells, columns: Columns, facts: Facts) -> Reading:
    """What a line says, with the reasons that it says by itself: nothing else is looked at."""
    given = {field: _cell(cells, place) for field, place in columns.items()}
    if any("\n" in cell or "\r" in cell for cell in given.values()):
        return Reading(reasons=(Reason.LINE_BREAK,))
    if any(map(is_formula, given.values())):
        return Reading(reasons=(Reason.FORMULA,))
    email = address_in(given.get(Field.EMAIL, ""))
    reasons = [reason for reason in (_doubt_address(email),) if reason]
    values: dict[str, Any] = {}
    for name, read in _READ.items():
        try:
            values[name] = read(given, facts)
        except _Broken as error:
            reasons.append(error.reason)
    if "language" not in values:
        values["language"] = facts.study.languages[0]
    return Reading(email=email, **values, reasons=tuple(reasons))


def _cell(cells: Cells, place: int) -> str:
    return cleaned(cells[place]) if place < len(cells) else ""


def _doubt_address(email: str) -> Reason | None:
    if not email:
        return Reason.NO_ADDRESS
    if is_formula(email):
        return Reason.FORMULA
    if email.count("@") > 1:
        return Reason.MANY_ADDRESSES
    if len(email) > MAX_EMAIL:
        return Reason.LONG_ADDRESS
    try:
        validate_email(email)
    except ValidationError:
        return Reason.BROKEN_ADDRESS
    return Reason.TYPO if is_likely_typo(email.rpartition("@")[2]) else None


def _language(given: Mapping[Field, str], facts: Facts) -> str:
    written = given.get(Field.LANGUAGE, "").casefold()
    if not written:
        return str(facts.study.languages[0])
    for name in (written, written.replace("_", "-").partition("-")[0]):
        if name in facts.languages:
            return facts.languages[name]
    raise _Broken(Reason.UNKNOWN_LANGUAGE)


def _time_zone(given: Mapping[Field, str], facts: Facts) -> str:
    written = given.get(Field.TIME_ZONE, "")
    if not written:
        return str(facts.study.time_zone)
    try:
        return facts.zones[written.casefold()]
    except KeyError:
        raise _Broken(Reason.UNKNOWN_ZONE) from None


def _stratum(given: Mapping[Field, str], facts: Facts) -> str:
    written = given.get(Field.STRATUM, "")
    if not facts.strata:
        return ""
    if not written:
        raise _Broken(Reason.NO_STRATUM)
    try:
        return facts.strata[written.casefold()]
    except KeyError:
        raise _Broken(Reason.UNKNOWN_STRATUM) from None


def _wake_times(given: Mapping[Field, str], facts: Facts) -> Any:
    every_day = _span(given, Field.WAKE, Field.BED)
    weekend = _span(given, Field.WEEKEND_WAKE, Field.WEEKEND_BED) or every_day
    spans = {day: weekend if day in _WEEKEND else every_day for day in WEEKDAYS}
    wake = {day: span for day, span in spans.items() if span} or None
    if reason := facts.doubt_hours(wake):
        raise _Broken(reason)
    return wake


def _span(given: Mapping[Field, str], wake: Field, bed: Field) -> dict[str, str] | None:
    """From getting up to going to bed; None where neither is said."""
    written = given.get(wake, ""), given.get(bed, "")
    if written == ("", ""):
        return None
    start, end = map(hour_in, written)
    if start is None or end is None:
        raise _Broken(Reason.BROKEN_HOURS)
    return {"from": start, "to": end}


_READ = {
    "language": _language,
    "time_zone": _time_zone,
    "stratum": _stratum,
    "wake_times": _wake_times,
}
