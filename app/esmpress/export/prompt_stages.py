"""In which arm and phase a prompt's study day lies, in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Literal

from esmpress.export.cells import NOTHING, Cell, by_number
from esmpress.studies.models import Phase, Study

# The last allocation that had begun counts; a drawn one counts from the beginning.
_ALLOCATION = SQL("""
  LEFT JOIN LATERAL (
       SELECT allocation.arm_id FROM participants_allocation AS allocation
        WHERE allocation.participant_id = prompt.participant_id
          AND participant.start_date IS NOT NULL
          AND (allocation.from_date IS NULL
               OR allocation.from_date <= participant.start_date + (prompt.study_day - 1))
        ORDER BY allocation.id DESC LIMIT 1) AS allocation ON true
""")


@dataclass(frozen=True)
class Stages:
    """The cells of arm and phase, and what has to be joined for them."""

    arm: Cell
    phase: Cell
    joined: Composable


def stages_of(study: Study) -> Stages:
    """Expressions with the names of the study's arms and phases in them."""
    arms, phases = list(study.arms.all()), list(study.phases.all())
    on_path = [((arm.pk,), _on_path(phases, arm.pk)) for arm in arms]
    path = by_number(SQL("allocation.arm_id"), on_path) if arms else _on_path(phases, None)
    if arms:
        # Before somebody is in an arm they are on the way of all.
        path = SQL("CASE WHEN allocation.arm_id IS NULL THEN {} ELSE {} END").format(
            _on_path(phases, None), path
        )
    own = [((phase.pk,), Literal(phase.name)) for phase in phases]
    named = [((arm.pk,), Literal(arm.name)) for arm in arms]
    phase = SQL("coalesce({}, {})").format(by_number(SQL("schedule.phase"), own), path)
    return Stages(
        arm=Cell.free(by_number(SQL("allocation.arm_id"), named)) if arms else Cell(NOTHING),
        phase=Cell.free(phase) if phases else Cell(NOTHING),
        joined=_ALLOCATION if arms else SQL(""),
    )


def _on_path(phases: Sequence[Phase], arm_id: int | None) -> Composable:
    """The phase of the study day among those of everybody and of an arm."""
    whens, last_day = [], 0
    for phase in phases:
        if phase.arm_id in {None, arm_id}:
            last_day += phase.days
            whens.append(
                SQL("WHEN prompt.study_day <= {} THEN {}").format(
                    Literal(last_day), Literal(phase.name)
                )
            )
    return SQL("CASE {} END").format(SQL(" ").join(whens)) if whens else NOTHING
