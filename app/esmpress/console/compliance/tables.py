"""The tables: each figure by participant, day, beep, arm, phase and hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from esmpress.console.compliance.words import share_in_words
from esmpress.delivery.cremas.asked import Asked, Column
from esmpress.delivery.cremas.counting import Counts, count_by
from esmpress.delivery.cremas.grids import Grid
from esmpress.delivery.cremas.people import Person
from esmpress.delivery.cremas.stages import NONE, Stages

# More beeps than a day can have are no beeps.
BEEPS = 1 << 16


@dataclass(frozen=True)
class Line:
    """One line of a table; `pk` of the participant it is about, if any."""

    name: str
    counts: Counts
    pk: int | None = None

    @property
    def compliance(self) -> str:
        """The share, or a dash."""
        return share_in_words(self.counts.compliance)


@dataclass(frozen=True)
class Table:
    """Lines of figures under a name; `name` is unique on the page."""

    name: str
    title: str
    first: str
    lines: list[Line]


@dataclass(frozen=True)
class GridLine:
    """A participant's or a group's days, each like “5 of 6”."""

    name: str
    days: list[str]


def lines_of(groups: Mapping[int, Counts], names: Mapping[int, str]) -> list[Line]:
    """A line for each group, in their order."""
    return [Line(names.get(key, str(key)), counts) for key, counts in groups.items()]


def people_lines(
    numbers: list[int], groups: Mapping[int, Counts], people: list[Person]
) -> list[Line]:
    """A line for each of these participants."""
    pks = {one.number: one.pk for one in people}
    return [Line(f"P{number:04d}", groups[number], pks[number]) for number in numbers]


def hour_lines(groups: Mapping[int, Counts]) -> list[Line]:
    """A line for each hour there is."""
    return [Line(f"{hour:02}:00-{hour + 1:02}:00", counts) for hour, counts in groups.items()]


def beep_lines(asked: Asked, stages: Stages, *, names: bool) -> list[Line]:
    """A line for each beep, of each schedule where their names may be told and there are many."""
    if not names or len(stages.schedules) < 2:
        return lines_of(count_by(asked, asked.beep), {})
    keys, told = _by_schedule(asked, stages)
    groups = count_by(asked, keys)
    return [Line(f"{told[key // BEEPS]}, {key % BEEPS}", counts) for key, counts in groups.items()]


def _by_schedule(asked: Asked, stages: Stages) -> tuple[Column, list[str]]:
    keys = asked.beep.copy()
    for place, schedule in enumerate(stages.schedules):
        keys[asked.schedule == schedule.pk] += place * BEEPS
    return keys, [schedule.name for schedule in stages.schedules]


def stage_tables(asked: Asked, stages: Stages) -> list[Table]:
    """The arms and the phases, where the study has some."""
    tables = []
    if stages.names:
        arms = lines_of(count_by(asked, asked.arm), {NONE: "none", **stages.names})
        tables.append(Table("arms", _("By arm"), _("Arm"), arms))
    if stages.phase_names:
        phases = lines_of(count_by(asked, asked.phase), {NONE: "none", **stages.phase_names})
        tables.append(Table("phases", _("By phase"), _("Phase"), phases))
    return tables


def grid_lines(grid: Grid) -> list[GridLine]:
    """The numbers behind a picture of fields."""
    return [
        GridLine(
            label,
            [
                _("%(completed)s of %(ended)s") % {"completed": completed, "ended": ended}
                if ended
                else "–"
                for completed, ended in zip(
                    grid.completed[row].tolist(), grid.ended[row].tolist(), strict=True
                )
            ],
        )
        for row, label in enumerate(grid.labels)
    ]
