"""The set-up page of a study: its steps in order, each with its state, why, and the way there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.http import HttpRequest
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from esmpress.console.rights.asking import access_of
from esmpress.console.scheme_words import in_form_words
from esmpress.console.setting_up.words import (
    STATES,
    TITLES,
    Way,
    in_the_middle,
    questionnaire_way,
    ways_of,
)
from esmpress.setting_up.states import Standing, State, Step
from esmpress.setting_up.steps import missing_steps, standings_of
from esmpress.studies.models import Study
from esmpress.studies.rights import Right


@dataclass(frozen=True)
class Row:
    """One step as the page shows it; a remark has a way of its own, or none."""

    step: Step
    title: str
    state: State
    word: str
    icon: str
    sentence: str
    remarks: list[tuple[str, Way | None]]
    ways: list[Way]

    @property
    def is_next(self) -> bool:
        """Whether its first way is what to do now; a remark that has a way of its own is rather."""
        leads = self.state in (State.MISSING, State.READY)
        return leads and not any(way for _, way in self.remarks)


@dataclass(frozen=True)
class SetUp:
    """The rows, and how it stands in one sentence."""

    rows: list[Row]
    headline: str
    state: State


def set_up_page(request: HttpRequest, study: Study, *, now: datetime) -> SetUp:
    """The page of a draft, for who asks."""
    standings = standings_of(study, now=now)
    rows = [_row(request, study, one) for one in standings]
    missing = [one.step for one in standings if one.state == State.MISSING]
    if missing:
        return SetUp(rows, in_one_line(missing), State.MISSING)
    warned = sum(one.state == State.WARNING for one in standings)
    if not warned:
        return SetUp(rows, gettext("The study can be launched."), State.READY)
    headline = ngettext(
        "The study can be launched; %(count)s step is worth a look first.",
        "The study can be launched; %(count)s steps are worth a look first.",
        warned,
    ) % {"count": warned}
    return SetUp(rows, headline, State.WARNING)


def line_of(study: Study) -> str:
    """How far the set-up of a draft is, for a list of studies."""
    return in_one_line(missing_steps(study))


def in_one_line(missing: list[Step]) -> str:
    """What is missing, in one sentence."""
    if not missing:
        return gettext("Nothing is missing for the launch.")
    parts = get_text_list([in_the_middle(step) for step in missing], gettext("and"))
    return gettext("Still missing: %(parts)s.") % {"parts": parts}


def _row(request: HttpRequest, study: Study, one: Standing) -> Row:
    word, icon = STATES[one.state]
    may = partial(_may, request, study)
    ways = [way for way in ways_of(one.step, study) if may(way)]
    return Row(
        one.step,
        TITLES[one.step],
        one.state,
        word,
        icon,
        one.sentence,
        _remarks(request, study, one),
        [] if one.state == State.WAITING else ways,
    )


def _remarks(request: HttpRequest, study: Study, one: Standing) -> list[tuple[str, Way | None]]:
    """The sentences in the words of the forms; those about people for who may see people."""
    names_people = one.step == Step.PARTICIPANTS and one.state == State.MISSING
    if names_people and not access_of(request).may(Right.SEE_PEOPLE, study.pk):
        return []
    found: list[tuple[str, Way | None]] = []
    for remark in one.remarks:
        way = questionnaire_way(remark.questionnaire_id) if remark.questionnaire_id else None
        shown = way if way and _may(request, study, way) else None
        found.append((in_form_words(remark.sentence), shown))
    return found


def _may(request: HttpRequest, study: Study, way: Way) -> bool:
    return access_of(request).may(way.right, study.pk)
