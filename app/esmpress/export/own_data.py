"""A participant's own data, to take home: what is kept of them, in files they can open."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from esmpress.export.copying import Batches, csv_of
from esmpress.export.given import Given, given_to, timings_given
from esmpress.export.instant_texts import local_text
from esmpress.export.long_cells import long_cells
from esmpress.export.own_history import about
from esmpress.export.prompts_table import Wanted, prompts_table
from esmpress.export.snapshot import snapshot
from esmpress.export.timings_table import in_order, lines_of, timings_rows
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt, PromptQuerySet
from esmpress.questionnaires.items import Information, Item
from esmpress.questionnaires.names import Cell
from esmpress.responses.models import Photo
from esmpress.responses.partial import response_of

# What tells the arm, to which a participant stays blind until the study has ended.
_TELLS_ARM = frozenset({"arm", "stratum", "phase", "schedule", "schedule_version"})
_ALWAYS = frozenset({"study", "id"})


def write_own_data(participant: Participant, file: IO[bytes], *, now: datetime) -> None:
    """Write a zip of `about.json`, `answers.csv` and `.json`, `timings.csv` and photos into `file`.

    What is still ahead is not in it: nobody knows in advance when they will be asked.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _write_json(archive, "about.json", about(participant, now=now))
        for name, rows in (("answers.csv", _answers_rows), ("timings.csv", _timings_rows)):
            own = _own_rows(participant, rows(participant, now=now))
            archive.writestr(name, "".join(lines_of(own)))
        _write_json(archive, "answers.json", list(_answered(participant, now=now)))
        for photo in Photo.objects.filter(prompt__participant=participant, is_kept=True).iterator():
            archive.writestr(f"photos/{photo.pk}.jpg", bytes(photo.content))


def _write_json(archive: zipfile.ZipFile, name: str, content: Any) -> None:
    archive.writestr(name, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def asked_until_now(participant: Participant, *, now: datetime) -> PromptQuerySet:
    """The participant's prompts whose moment has come."""
    return Prompt.objects.filter(participant=participant, scheduled_at__lte=now)


def _answers_rows(participant: Participant, *, now: datetime) -> list[list[Cell]]:
    study = participant.study
    source, batches = prompts_table(study, Wanted(until=now)), Batches(study, only=participant)
    with snapshot():
        table = b"".join(csv_of(source, batches)).decode()
    with long_cells():
        return [[*row] for row in csv.reader(io.StringIO(table, newline=""))]


def _timings_rows(participant: Participant, *, now: datetime) -> Iterator[list[Cell]]:
    return timings_rows(participant.study, asked_until_now(participant, now=now))


def _own_rows(participant: Participant, exported: Iterable[list[Cell]]) -> list[list[Cell]]:
    """The rows of an export, without columns that are empty in all of them."""
    study = participant.study
    header, *rows = exported
    is_blind = study.ended_at is None and study.arms.exists()
    hidden = _TELLS_ARM if is_blind else frozenset()
    kept = [
        place
        for place, name in enumerate(header)
        if name in _ALWAYS
        or (name not in hidden and any(row[place] not in (None, "") for row in rows))
    ]
    return [[row[place] for place in kept] for row in (header, *rows)]


def _answered(participant: Participant, *, now: datetime) -> Iterator[dict[str, Any]]:
    """What was answered to each prompt, in part too, with the questions as they were asked."""
    for prompt in in_order(asked_until_now(participant, now=now)):
        given, version = given_to(prompt), prompt.questionnaire_version
        if not given.completeness or version is None:
            continue
        zone, definition = ZoneInfo(prompt.time_zone), version.parsed()
        response, timings = response_of(prompt), timings_given(prompt)
        yield {
            "day": prompt.study_day,
            "asked_at": local_text(prompt.scheduled_at, zone),
            "answered_at": local_text(prompt.answered_at, zone),
            "time_zone": prompt.time_zone,
            "questionnaire": definition.title.get(given.language, ""),
            "completeness": given.completeness,
            "receipt": response.receipt if response else None,
            "device": given.device or None,
            "timings_ms": timings.model_dump(mode="json") if timings else None,
            "answers": [
                _answer(item, given)
                for item in definition.items
                if item.name in given.answers and not isinstance(item, Information)
            ],
        }


def _answer(item: Item, given: Given) -> dict[str, Any]:
    options = getattr(item, "options", ())
    labels = {str(one.value): (one.label or {}).get(given.language, "") for one in options}
    return {
        "name": item.name,
        "question": item.text.get(given.language, ""),
        "answer": given.answers[item.name],
    } | ({"options": labels} if labels else {})
