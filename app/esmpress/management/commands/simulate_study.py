"""manage.py simulate_study SLUG --participants N."""

from __future__ import annotations

import os
import time
from argparse import ArgumentTypeError
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from esmpress.prompts.models import Prompt
from esmpress.simulation.data_file import DataFile, UnwritableFile
from esmpress.simulation.isolation import NotIsolated
from esmpress.simulation.parameters import Parameters, UnusableParameter, usual_start
from esmpress.simulation.parts import SENT
from esmpress.simulation.whole import CannotBeSimulated, simulate_study
from esmpress.studies.models import Study

USAGE = 2
Status = Prompt.Status

_NUMBERS = {
    "compliance": "share of the prompts that are answered",
    "latency_median": "minutes from invitation to opening",
    "missing_items": "share of optional items left out",
    "events_per_day": "events a day, where the study asks for events",
}


class Command(BaseCommand):
    """Runs a whole study with synthetic participants and writes their data."""

    help = (
        "Simulate a whole study with synthetic participants, on a fake clock and in tables of its "
        "own, and write the data they would leave. Sends nothing, changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The study, the participants and how they behave."""
        parser.add_argument("slug", help="the study's slug; a draft will do")
        parser.add_argument("--participants", type=int, required=True, metavar="N")
        parser.add_argument("--days", type=int, help="only the first so many study days")
        parser.add_argument("--start", type=_date, metavar="DATE", help="first day of enrolment")
        parser.add_argument("--seed", type=int, default=Parameters.seed)
        for name, what in _NUMBERS.items():
            parser.add_argument(
                f"--{name.replace('_', '-')}",
                type=float,
                default=getattr(Parameters, name),
                help=f"{what} (%(default)s)",
            )
        parser.add_argument("--time-zones", default="", help="names with commas between them")
        parser.add_argument("--output", type=Path, help="a file (SLUG-simulated.csv)")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)

    def handle(self, *args: Any, slug: str, output: Path | None, **options: Any) -> None:
        """Check everything, simulate, and say what came out."""
        began = time.monotonic()
        study = _find(slug)
        try:
            parameters = _parameters(study, options)
            with DataFile(output or Path(f"{slug}-simulated.csv")) as file:
                summary = simulate_study(study, parameters, file, processes=options["processes"])
        except (UnusableParameter, UnwritableFile, CannotBeSimulated, NotIsolated) as error:
            raise CommandError(str(error), returncode=USAGE) from error
        except ValidationError as error:
            # Enrolment refuses a synthetic participant, as it would a real one with these hours.
            sentence = f"slug: “{slug}” cannot be simulated: {error.messages[0]}"
            raise CommandError(sentence, returncode=USAGE) from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped; nothing was written.", returncode=130) from error
        self._tell(parameters, summary, file.path, seconds=time.monotonic() - began)

    def _tell(
        self, parameters: Parameters, counts: Counter[str], path: Path, *, seconds: float
    ) -> None:
        planned = sum(counts[status] for status in Status)
        going_on = sum(counts[status] for status in (Status.PLANNED, Status.SENT, *Prompt.OPENED))
        due = counts[Status.ANSWERED] + counts[Status.EXPIRED]
        lines = {
            "prompts planned": planned,
            "invitations sent": counts[SENT],
            "answered": counts[Status.ANSWERED],
            "expired": counts[Status.EXPIRED],
            "not sent": counts[Status.NOT_SENT],
            "cancelled": counts[Status.CANCELLED],
            "not over yet": going_on,
        }
        self.stdout.write(
            f"“{parameters.slug}” with {parameters.participants} synthetic participants from "
            f"{parameters.start} on, seed {parameters.seed}:"
        )
        for name, count in lines.items():
            self.stdout.write(f"  {name:<17}{count:>9}")
        if due:
            share = counts[Status.ANSWERED] / due
            self.stdout.write(f"  {'compliance':<17}{share:>9.1%}")
        self.stdout.write(f"It took {seconds:.1f} s. The data are in {path}")


def _find(slug: str) -> Study:
    study = Study.objects.filter(slug=slug).first()
    if study is None:
        known = ", ".join(Study.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"slug: there is no study “{slug}”. Studies: {known}.", returncode=USAGE)
    return study


def _parameters(study: Study, options: dict[str, Any]) -> Parameters:
    zones = options["time_zones"].split(",") if options["time_zones"] else []
    parameters = Parameters(
        slug=study.slug,
        participants=options["participants"],
        start=options["start"] or usual_start(study, now=timezone.now()),
        days=options["days"],
        seed=options["seed"],
        time_zones=tuple(zone.strip() for zone in zones),
        **{name: options[name] for name in _NUMBERS},
    )
    parameters.check()
    return parameters


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” is not a date like 2027-03-28.") from error
