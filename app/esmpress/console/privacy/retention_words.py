"""What rules of retention would do, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import dateformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from esmpress.retention.foreseeing import Foreseen
from esmpress.withdrawal.held import HELD

_WORDS = {held.name: held.words for held in HELD}


@dataclass(frozen=True)
class Line:
    """One rule in the table of what would go."""

    data: str
    now: str
    later: str
    when: str


def line_of(seen: Foreseen) -> Line:
    """How many rows of what go with the next sweep, how many later, and when that is."""
    return Line(
        data=str(seen.rule.get_data_display()).capitalize(),
        now=_amount(seen.now, seen.people_now),
        later=_amount(seen.later, seen.people_later),
        when=_when(seen),
    )


def _amount(counts: Mapping[str, int], people: int) -> str:
    told = [
        f"{_WORDS[name]}: {number_format(count, force_grouping=True)}"
        for name, count in counts.items()
        if count
    ]
    if not told:
        return "–"
    return _("%(what)s (participants: %(people)s)") % {"what": ", ".join(told), "people": people}


def _when(seen: Foreseen) -> str:
    days = seen.rule.days
    if not seen.people_later:
        return "–"
    if seen.first is None:
        return _("%(days)s days after an end that has not come") % {"days": days}
    first = dateformat.format(seen.first, "D d M Y")
    if seen.last is None:
        return _("from %(first)s on; the others %(days)s days after their end") % {
            "first": first,
            "days": days,
        }
    last = dateformat.format(seen.last, "D d M Y")
    return first if first == last else f"{first} – {last}"
