"""manage.py draw_schedule SCHEME.json --start DATE --seed SEED; see docs/sampling.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandError, CommandParser

from esmpress.management.arguments import (
    local_date,
    positive_number,
    seed_bytes,
    time_zone,
    wake_times,
)
from esmpress.management.design_files import read_design_file
from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.sampling.checking import infeasibilities
from esmpress.sampling.design import StudyDesign
from esmpress.sampling.design_text import arm_names
from esmpress.sampling.draws import Draw, NoPlace, draw_rows, last_study_day, needs_wake_times
from esmpress.sampling.path import Placed
from esmpress.sampling.row_files import RowFormat, write_rows
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.sampling.wake_times import WakeTimes

# Rows up to so many bytes wait in memory until all are drawn, more on the disk.
KEPT_IN_MEMORY = 16 * 1024 * 1024


class Command(OneSentenceCommand):
    """Draws a scheme or a design, without database and settings; prints all rows or none."""

    help = (
        "Draw the prompts of a scheme or a study design: one row for each. "
        "The same file and seed give the same rows, anywhere and for ever."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to draw, for whom, and where to write it."""
        add = parser.add_argument
        add("scheme", type=Path, metavar="SCHEME.json", help="a scheme, or a study's schedules")
        add("--time-zone", type=time_zone, help="like Europe/Warsaw; the study's when left out")
        add("--start", type=local_date, required=True, help="the date of study day 1")
        add("--participants", type=positive_number, help="how many, numbered from 1; or 1")
        add("--participant", type=positive_number, help="the number of the only one to draw")
        add("--day", type=positive_number, help="the only study day to draw")
        add("--arm", help="which arm the participants are in")
        add("--wake", type=wake_times, help="when they are awake, like 07:30-23:00")
        add("--seed", type=seed_bytes, required=True, help="a whole number, or a study's seed")
        add("--format", choices=("csv", "json"), default="csv")
        add("--output", type=Path, help="a file; standard output when left out")

    def handle(
        self,
        *args: Any,
        scheme: Path,
        time_zone: ZoneInfo | None,
        start: date,
        arm: str | None,
        wake: WakeTimes | None,
        seed: bytes,
        **options: Any,
    ) -> None:
        """Draw all rows, then write them."""
        design = read_design_file(scheme)
        path = choose_path(design, arm)
        if wake is None and needs_wake_times(path):
            raise CommandError(
                "--wake: prompts follow the participants' own day; say when it begins and ends, "
                "like 07:30-23:00."
            )
        require_feasible(design, wake)
        zone = time_zone or (ZoneInfo(design.time_zone) if design.time_zone else None)
        if zone is None:
            raise CommandError("--time-zone: write one like Europe/Warsaw.")
        draw = Draw(path, start, _choose_days(path, options["day"]), zone, wake, seed)
        participants = _choose_participants(options["participants"], options["participant"])
        names = len(design.schedules) > 1
        self._write(draw, participants, options["format"], options["output"], names=names)

    def _write(
        self,
        draw: Draw,
        participants: range,
        form: RowFormat,
        output: Path | None,
        *,
        names: bool,
    ) -> None:
        with SpooledTemporaryFile(KEPT_IN_MEMORY, "w+", encoding="utf-8", newline="") as spool:
            try:
                write_rows(draw_rows(draw, participants), spool, form, names=names)
            except (InfeasibleDesign, NoPlace) as error:
                raise CommandError(str(error)) from error
            except OSError as error:
                raise CommandError(f"Cannot keep the rows: {error.strerror}.") from error
            spool.seek(0)
            self.write_out(iter(lambda: spool.read(1 << 16), ""), output)


def choose_path(design: StudyDesign, arm: str | None) -> tuple[Placed, ...]:
    """The schedules of an arm, or of all arms if they are the same; raises CommandError."""
    arms = [known.name for known in design.arms]
    if arm is not None and arm not in arms:
        raise CommandError(f"--arm: there is no arm “{arm}”; arms: {', '.join(arms) or 'none'}.")
    paths = {design.path(name) for name in ([arm] if arm else arm_names(design))}
    if len(paths) > 1:
        raise CommandError(f"--arm: their schedules differ, name one of {', '.join(arms)}.")
    return paths.pop()


def require_feasible(design: StudyDesign, wake: WakeTimes | None) -> None:
    """Raise CommandError unless there is room for every prompt on an ordinary day."""
    for sentence in infeasibilities(design, wake):
        alone = f"Schedule “{design.schedules[0].name}”: " if len(design.schedules) == 1 else ""
        raise CommandError(sentence.removeprefix(alone))


def _choose_participants(count: int | None, number: int | None) -> range:
    if number is None:
        return range(1, (count or 1) + 1)
    if count is not None and number > count:
        raise CommandError(f"--participant: {number} is more than --participants, {count}.")
    return range(number, number + 1)


def _choose_days(path: Sequence[Placed], day: int | None) -> range:
    last = last_study_day(path)
    if day is None:
        return range(1, last + 1)
    if day > last:
        raise CommandError(f"--day: {day} is after the last study day with prompts, {last}.")
    return range(day, day + 1)
