"""Whether the parts of a study fit together: arms, phases, strata, and who takes part in them."""

from __future__ import annotations

from collections.abc import Iterator

from esmpress.sampling.feasibility import check_feasible
from esmpress.sampling.schemes import MalformedScheme, parse_wake_times
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.studies.design import Protocol
from esmpress.studies.models import Schedule, Study

NAMED = 3


def misfits(study: Study) -> list[str]:
    """What does not fit together, one sentence each that names what to change.

    Takes schedules that are each in order.
    """
    try:
        protocol = Protocol(study)
        protocol.design()
    except MalformedScheme as error:
        return [f"The design does not fit together: {error}"]
    return [*_empty_arms(protocol), *_strata(study), *_wake_times(study, protocol)]


def _empty_arms(protocol: Protocol) -> Iterator[str]:
    design = protocol.design()
    for arm in protocol.arms.values():
        if not any(placed.scheme.asks_by_itself for placed in design.path(arm.name)):
            yield (
                f"Nobody in the arm “{arm}” is ever asked: put a schedule into one of its phases."
            )


def _strata(study: Study) -> Iterator[str]:
    if study.strata and not study.arms.exists():
        yield "strata: they balance arms, and the study has none; add arms or leave out the strata."
    known = study.strata or [""]
    strange = study.participants.exclude(status="withdrawn").exclude(stratum__in=known)
    if codes := [participant.code for participant in strange.order_by("number")]:
        yield f"stratum: {_listed(codes)} are in none of the study's strata ({', '.join(known)})."


def _wake_times(study: Study, protocol: Protocol) -> Iterator[str]:
    own = [one for one in protocol.schedules.values() if one.parsed_scheme().follows_own_day]
    if not own:
        return
    missing = []
    for participant in study.participants.exclude(status="withdrawn").order_by("number"):
        if participant.wake_times is None:
            missing.append(participant.code)
        else:
            yield from _unfit_hours(participant.code, participant.wake_times, own)
    if missing:
        names = " and ".join(f"“{schedule}”" for schedule in own)
        unknown = f"those of {_listed(missing)} are unknown"
        yield f"wake_times: {names} follows the participants' own hours, and {unknown}."


def _unfit_hours(code: str, wake_times: object, schedules: list[Schedule]) -> Iterator[str]:
    for schedule in schedules:
        try:
            check_feasible(schedule.parsed_scheme(), parse_wake_times(wake_times))
        except (InfeasibleDesign, MalformedScheme) as error:
            yield f"Schedule “{schedule}”, with the hours of {code}: {error}"


def _listed(codes: list[str]) -> str:
    more = len(codes) - NAMED
    return ", ".join(codes[:NAMED]) + (f" and {more} more" if more > 0 else "")
