"""manage.py import_openesm PATH [PATH] --slug SLUG [--owner ADDRESS]."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from esmpress.accounts.models import Researcher
from esmpress.exchange.openesm.keeping import keep_data_set
from esmpress.exchange.openesm.reading import read_data_set
from esmpress.exchange.openesm.refusals import RefusedDataSet
from esmpress.languages import LANGUAGES
from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.studies.launching import NotReady
from esmpress.studies.models import check_time_zone

_TABLES = (".tsv", ".csv")


class Command(OneSentenceCommand):
    """Keeps a data set as a study that has ended; of one with a fault nothing is kept."""

    help = "Import a data set in the layout of openESM as a study that has ended."

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, the study's short name, whose it is, and what the files do not say."""
        parser.add_argument(
            "paths", nargs="+", type=Path, help="the table and its metadata, or their folder"
        )
        parser.add_argument("--slug", required=True, help="the new study's slug")
        parser.add_argument("--owner", help="address of the researcher who owns the new study")
        parser.add_argument("--language", default="en", choices=sorted(LANGUAGES))
        parser.add_argument("--time-zone", default="UTC", help="of the instants in the table")
        parser.add_argument(
            "--first-day",
            type=date.fromisoformat,
            default=date(2000, 1, 3),
            help="study day 1 where the table notes no instants (2000-01-03)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Keep the study and name it, or say what is wrong with the data set."""
        owner = _researcher(options["owner"]) if options["owner"] else None
        table, metadata = _files(options["paths"])
        try:
            check_time_zone(options["time_zone"])
            read = read_data_set(_read(table), _read(metadata), language=options["language"])
            study = keep_data_set(
                read,
                slug=options["slug"],
                language=options["language"],
                zone=ZoneInfo(options["time_zone"]),
                first=options["first_day"],
                owner=owner,
                now=timezone.now(),
            )
        except RefusedDataSet as error:
            raise CommandError("\n".join(error.faults)) from error
        except NotReady as error:
            raise CommandError("\n".join(error.reasons)) from error
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        for remark in read.remarks:
            self.stderr.write(remark)
        people = study.participants.count()
        said = f"“{study}” is imported as “{study.slug}”, which has ended: "
        self.stdout.write(f"{said}{people} participants, {len(read.moments)} moments.")


def _files(paths: list[Path]) -> tuple[Path, Path]:
    """The table and the metadata; raises CommandError unless there is one of each."""
    given = [one for path in paths for one in (sorted(path.iterdir()) if path.is_dir() else [path])]
    tables = [one for one in given if one.suffix.lower() in _TABLES]
    # Beside the moments there may be a table of people, and one of sensors.
    moments = [one for one in tables if one.stem.endswith("_ts")] or tables
    described = [one for one in given if one.suffix.lower() == ".json"]
    if len(moments) != 1 or len(described) != 1:
        raise CommandError(
            "Name one table of moments (.tsv or .csv) and one file of metadata (.json), or a "
            f"folder with one of each; there are {len(moments)} and {len(described)}."
        )
    return moments[0], described[0]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"Cannot read {path}: {error.strerror}.") from error


def _researcher(address: str) -> Researcher:
    """Who logs in with the address; raises CommandError where nobody can."""
    try:
        return Researcher.objects.with_address(address).get(is_active=True)
    except Researcher.DoesNotExist as error:
        raise CommandError(f"No researcher logs in with {address}.") from error
