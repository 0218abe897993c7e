"""Whom an act on many participants is about, from the list to the press of the button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from esmpress.console.rights.asking import access_of
from esmpress.participants.models import Participant
from esmpress.studies.rights import Right

# Each is an act of its own with all that hangs on it: so many fit into one request.
MOST_AT_ONCE = 500
# More codes than this nobody reads before pressing.
MOST_NAMED = 30


@dataclass(frozen=True)
class LeftOut:
    """Some of those chosen whom the act leaves as they are, all for one reason."""

    why: str
    people: list[Participant]

    @property
    def codes(self) -> str:
        """Who they are, the first of them."""
        return codes_of(self.people)


@dataclass(frozen=True)
class Chosen:
    """Whom an act is about, whom it leaves out and why, and how many more were chosen."""

    people: list[Participant]
    left_out: list[LeftOut]
    more: int

    @property
    def codes(self) -> str:
        """Who they are, the first of them."""
        return codes_of(self.people)

    @property
    def keys(self) -> str:
        """All of them as a form keeps them: those who were shown are those it is done to."""
        everybody = [*self.people, *(one for left in self.left_out for one in left.people)]
        return ",".join(str(one.pk) for one in everybody)


def chosen_in_list(rows: QuerySet[Any]) -> tuple[list[Participant], int]:
    """The first of the rows that were ticked, or of all that match, and how many more there are."""
    found = list(rows.select_related("study").order_by("study", "number")[:MOST_AT_ONCE])
    more = rows.count() - len(found) if len(found) == MOST_AT_ONCE else 0
    return found, more


def chosen_in_form(rows: QuerySet[Any], keys: str) -> list[Participant]:
    """Those a form was shown about, as they are now; who is not there any more is left out."""
    ids = [int(key) for key in keys.split(",") if key.isdecimal()][:MOST_AT_ONCE]
    return list(rows.filter(pk__in=ids).select_related("study").order_by("study", "number"))


def sorted_out(
    request: HttpRequest,
    people: Sequence[Participant],
    *,
    right: Right,
    why_not: Callable[[Participant], str],
    more: int = 0,
) -> Chosen:
    """Whom the act can be done to by who asks, and the others by the reason why not."""
    able: list[Participant] = []
    left_out: dict[str, list[Participant]] = {}
    for one in people:
        may = access_of(request).may(right, one.study_id)
        if why := why_not(one) if may else _no_right(one):
            left_out.setdefault(why, []).append(one)
        else:
            able.append(one)
    return Chosen(able, [LeftOut(why, left) for why, left in left_out.items()], more)


def codes_of(people: Sequence[Participant]) -> str:
    """The codes of the first: P0001, P0002 …"""
    named = ", ".join(one.code for one in people[:MOST_NAMED])
    return f"{named} …" if len(people) > MOST_NAMED else named


def _no_right(participant: Participant) -> str:
    sentence = _("Your role in “{study}” does not go as far as this.")
    return sentence.format(study=participant.study)
