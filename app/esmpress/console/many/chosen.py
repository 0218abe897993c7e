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

# A page can be about so many: more than a study has, and less than a form can carry.
MOST_CHOSEN = 10_000
_DIGITS = 18
# More codes than this nobody reads before pressing.
MOST_NAMED = 30


class TooManyChosen(Exception):
    """More than a page can be about; the argument is how many."""


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
    """Whom an act is about, and whom it leaves out and why."""

    people: list[Participant]
    left_out: list[LeftOut]

    @property
    def codes(self) -> str:
        """Who they are, the first of them."""
        return codes_of(self.people)

    @property
    def keys(self) -> str:
        """Whom it is about, as a form keeps them: nobody else comes in until the button."""
        return ",".join(str(one.pk) for one in self.people)


def chosen_in_list(rows: QuerySet[Any]) -> list[Participant]:
    """The rows that were ticked, or all that match; raises TooManyChosen."""
    found = list(rows.select_related("study").order_by("study", "number")[: MOST_CHOSEN + 1])
    if len(found) > MOST_CHOSEN:
        raise TooManyChosen(rows.count())
    return found


def chosen_in_form(rows: QuerySet[Any], keys: str) -> list[Participant]:
    """Those a form was shown about, as they are now; who is not there any more is left out."""
    given = (key for key in keys.split(",") if key.isdecimal() and len(key) <= _DIGITS)
    ids = [int(key) for key in given][:MOST_CHOSEN]
    return list(rows.filter(pk__in=ids).select_related("study").order_by("study", "number"))


def sorted_out(
    request: HttpRequest,
    people: Sequence[Participant],
    *,
    right: Right,
    why_not: Callable[[Participant], str],
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
    return Chosen(able, [LeftOut(why, left) for why, left in left_out.items()])


def codes_of(people: Sequence[Participant]) -> str:
    """The codes of the first: P0001, P0002 …"""
    named = ", ".join(one.code for one in people[:MOST_NAMED])
    return f"{named} …" if len(people) > MOST_NAMED else named


def _no_right(participant: Participant) -> str:
    sentence = _("Your role in “{study}” does not go as far as this.")
    return sentence.format(study=participant.study)
