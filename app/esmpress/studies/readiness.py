"""Whether the parts of a study fit together: arms, phases, strata, and who takes part in them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.sampling.feasibility import check_feasible
from esmpress.sampling.schemes import MalformedScheme, parse_wake_times
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.studies.design import Protocol
from esmpress.studies.gaps import Gap, Part
from esmpress.studies.models import Schedule, Study

NAMED = 3
UNKNOWN = "null"


def misfits(study: Study) -> list[Gap]:
    """What does not fit together, with sentences that each name what to change.

    Takes schedules that are each in order.
    """
    try:
        protocol = Protocol(study)
        protocol.design()
    except MalformedScheme as error:
        return [
            Gap(Part.DESIGN, _("The design does not fit together: %(error)s") % {"error": error})
        ]
    hours = unfit_wake_times(protocol.schedules.values(), study)
    return [
        *(Gap(Part.DESIGN, one) for one in _empty_arms(protocol)),
        *(Gap(Part.STUDY, one) for one in _strata_without_arms(study, protocol)),
        *(Gap(Part.PARTICIPANTS, one) for one in chain(_strange_strata(study), hours)),
    ]


def _empty_arms(protocol: Protocol) -> Iterator[str]:
    design = protocol.design()
    for arm in protocol.arms.values():
        if not any(placed.scheme.asks_by_itself for placed in design.path(arm.name)):
            yield (
                _(
                    "Nobody in the arm “%(arm)s” is ever asked: put a schedule into one of "
                    "its phases."
                )
                % {"arm": arm}
            )


def _strata_without_arms(study: Study, protocol: Protocol) -> Iterator[str]:
    if study.strata and not protocol.arms:
        yield _(
            "strata: they balance arms, and the study has none; add arms or leave out the strata."
        )


def _strange_strata(study: Study) -> Iterator[str]:
    known = study.strata or [""]
    strange = study.participants.exclude(status="withdrawn").exclude(stratum__in=known)
    if codes := [participant.code for participant in strange.order_by("number")]:
        yield _("stratum: %(listed)s are in none of the study's strata (%(known)s).") % {
            "listed": _listed(codes),
            "known": ", ".join(known),
        }


def unfit_wake_times(schedules: Iterable[Schedule], study: Study) -> Iterator[str]:
    """Why schedules cannot follow the hours of all who take part; sentences naming wake_times."""
    own = following_own_hours(schedules)
    if not own:
        return
    codes: dict[str, list[str]] = defaultdict(list)
    hours: dict[str, Any] = {}
    for participant in study.participants.taking_part().order_by("number"):
        # Many have the same hours, and a check takes milliseconds.
        key = json.dumps(participant.wake_times, sort_keys=True)
        codes[key].append(participant.code)
        hours[key] = participant.wake_times
    for key, wake in hours.items():
        if wake is not None:
            yield from _unfit_hours(
                _("the hours of %(listed)s") % {"listed": _listed(codes[key])}, wake, own
            )
    if missing := codes[UNKNOWN]:
        yield _("wake_times: %(followed)s, and those of %(listed)s are unknown.") % {
            "followed": _followed(own),
            "listed": _listed(missing),
        }


def check_own_hours(study: Study, wake_times: Any) -> None:
    """Raise ValidationError naming wake_times if a running study cannot ask by these hours."""
    own = following_own_hours(study.schedules.all()) if study.is_running else []
    if own and wake_times is None:
        raise ValidationError(
            _("wake_times: %(followed)s; write those of this participant.")
            % {"followed": _followed(own)}
        )
    for sentence in _unfit_hours(_("these hours"), wake_times, own):
        raise ValidationError(sentence)


def following_own_hours(schedules: Iterable[Schedule]) -> list[Schedule]:
    """Those of the schedules that ask while a participant is awake, by their own hours."""
    return [one for one in schedules if _follows_own_day(one)]


def _follows_own_day(schedule: Schedule) -> bool:
    """Whether it does; a scheme that cannot be read holds up nobody who joins."""
    try:
        return schedule.parsed_scheme().follows_own_day
    except MalformedScheme:
        return False


def _followed(schedules: list[Schedule]) -> str:
    names = get_text_list([f"“{schedule}”" for schedule in schedules], _("and"))
    return ngettext(
        "%(names)s follows the participants' own hours",
        "%(names)s follow the participants' own hours",
        len(schedules),
    ) % {"names": names}


def _unfit_hours(whose: str, wake_times: Any, schedules: list[Schedule]) -> Iterator[str]:
    for schedule in schedules:
        try:
            check_feasible(schedule.parsed_scheme(), parse_wake_times(wake_times))
        except (InfeasibleDesign, MalformedScheme) as error:
            yield _("wake_times: “%(schedule)s” does not fit %(whose)s: %(error)s") % {
                "schedule": schedule,
                "whose": whose,
                "error": error,
            }


def _listed(codes: list[str]) -> str:
    more = len(codes) - NAMED
    named = ", ".join(codes[:NAMED])
    return _("%(named)s and %(more)s more") % {"named": named, "more": more} if more > 0 else named
