"""What the parts of a study design ask of each other."""

from collections.abc import Sequence

from esmpress.sampling.arms import Arm, Phase
from esmpress.sampling.daily import DailyScheme
from esmpress.sampling.entries import Entry
from esmpress.sampling.follow_up import FollowUp
from esmpress.sampling.malformed import field_error, name_schedule
from esmpress.sampling.once import Once


def check_names(arms: Sequence[Arm], phases: Sequence[Phase], schedules: Sequence[Entry]) -> None:
    """Raise the error of a name that two parts share, or that no arm has."""
    for field, parts in (("arms", arms), ("phases", phases), ("schedules", schedules)):
        names = [part.name for part in parts]
        for name in names:
            if names.count(name) > 1:
                raise field_error(field, f"two are called “{name}”")
    known = {arm.name for arm in arms}
    for phase in phases:
        if phase.arm is not None and phase.arm not in known:
            raise field_error("phases", f"“{phase.name}” is for “{phase.arm}”, which is no arm")


def check_schedules(schedules: Sequence[Entry], phases: Sequence[Phase]) -> None:
    """Raise the error of a schedule whose number is taken or whose phase has no room for it."""
    by_name = {phase.name: phase for phase in phases}
    numbers: dict[int, str] = {}
    for place, entry in enumerate(schedules, start=1):
        number, within = entry.id or place, name_schedule(entry.name)
        if number in numbers:
            raise field_error("id", f"{number} is that of “{numbers[number]}”", within=within)
        numbers[number] = entry.name
        if entry.phase is not None:
            if entry.phase not in by_name:
                raise field_error("phase", f"there is no phase “{entry.phase}”", within=within)
            _check_length(entry, by_name[entry.phase])


def check_follow_ups(schedules: Sequence[Entry]) -> None:
    """Raise the error of a follow-up to nothing, or to itself by way of others."""
    names = {entry.name for entry in schedules}
    parents = {entry.name: entry.after for entry in schedules if isinstance(entry, FollowUp)}
    for name, after in parents.items():
        within = name_schedule(name)
        if after not in names:
            raise field_error("after", f"there is no schedule “{after}”", within=within)
        followed, steps = after, 0
        while followed in parents and steps <= len(parents):
            followed, steps = parents[followed], steps + 1
        if followed in parents:
            raise field_error("after", "follow-ups in a circle are never triggered", within=within)


def _check_length(entry: Entry, phase: Phase) -> None:
    within = name_schedule(entry.name)
    room = f"the phase “{phase.name}” has {phase.days} days"
    if isinstance(entry, DailyScheme) and entry.days > phase.days:
        raise field_error("days", f"{entry.days} is too many, {room}", within=within)
    if isinstance(entry, Once) and entry.after_days >= phase.days:
        raise field_error("after_days", f"{entry.after_days} is too many, {room}", within=within)
