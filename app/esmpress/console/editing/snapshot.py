"""What stands on a study's page, in words: to tell what somebody else changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core import signing
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from esmpress.console.scheme_words import described
from esmpress.console.study_form import StudyForm
from esmpress.console.wall_clock import on_wall_clock
from esmpress.studies.models import Arm, Phase, Schedule, Study

# By place, like “Schedule “moments”, Days”, what stands there.
Snapshot = dict[str, str]
# What stands at the place of a whole schedule; its fields have places of their own.
_THERE = "there"
_SALT = "esmpress.console.editing"


def snapshot_of(study: Study) -> Snapshot:
    """What the forms of the study and of its rows show now; reads the rows."""
    found: Snapshot = dict(_fields(study))
    for arm in Arm.objects.filter(study=study):
        found[_("Arm “%(arm)s”") % {"arm": arm}] = _("weight %(weight)s, place %(position)s") % {
            "weight": arm.weight,
            "position": arm.position,
        }
    for phase in Phase.objects.filter(study=study).select_related("arm"):
        whose = phase.arm or _("every arm")
        found[_("Phase “%(phase)s”") % {"phase": phase}] = _(
            "%(days)s days, %(whose)s, place %(position)s"
        ) % {
            "days": phase.days,
            "whose": whose,
            "position": phase.position,
        }
    schedules = Schedule.objects.filter(study=study).select_related("questionnaire", "phase")
    for schedule in schedules:
        found |= _of_schedule(schedule)
    return found


def _fields(study: Study) -> Iterator[tuple[str, str]]:
    for field in Study._meta.concrete_fields:
        if field.name in StudyForm.Meta.fields:
            yield capfirst(str(field.verbose_name)), _in_words(getattr(study, field.name))
    yield _("Launched"), on_wall_clock(study.launched_at, study.time_zone)
    yield _("Ended"), on_wall_clock(study.ended_at, study.time_zone)


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{code}: {value[code]}" for code in sorted(value))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _of_schedule(schedule: Schedule) -> Snapshot:
    name = _("Schedule “%(schedule)s”") % {"schedule": schedule}
    asked = {
        _("questionnaire"): str(schedule.questionnaire),
        _("phase"): str(schedule.phase or _("the whole study")),
    }
    timing = described(schedule.scheme) if schedule.scheme else {}
    fields = {f"{name}, {label}": words for label, words in (asked | timing).items()}
    return {name: _THERE, **fields}


def packed(snapshot: Snapshot) -> str:
    """The snapshot for a hidden field, signed."""
    return signing.dumps(snapshot, salt=_SALT, compress=True)


def unpacked(text: str) -> Snapshot:
    """The snapshot of a hidden field; of one that was tampered with, nothing."""
    try:
        found: Snapshot = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return {}
    return found


def differences(seen: Snapshot, now: Snapshot) -> list[str]:
    """What is not as it was seen, a sentence each."""
    places = [*seen, *(place for place in now if place not in seen)]
    changed = [place for place in places if seen.get(place, "") != now.get(place, "")]
    whole = {place for place in changed if _THERE in (seen.get(place), now.get(place))}
    return [
        _difference(place, seen.get(place, ""), now.get(place, ""))
        for place in changed
        if place.rpartition(", ")[0] not in whole
    ]


def _difference(place: str, before: str, after: str) -> str:
    if _THERE in (before, after):
        was = _("%(place)s was deleted.") if before else _("%(place)s was added.")
        return was % {"place": place}
    if not before:
        return _("%(place)s: new is “%(after)s”.") % {"place": place, "after": after}
    if not after:
        return _("%(place)s: taken out is “%(before)s”.") % {"place": place, "before": before}
    return _("%(place)s: “%(after)s” instead of “%(before)s”.") % {
        "place": place,
        "after": after,
        "before": before,
    }
