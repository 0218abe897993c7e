"""What a study's data were collected by: its design, its questionnaires, what moments come of."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from esmpress.exchange.study_writing import NotExportable, study_text
from esmpress.export.item_columns import versions_of
from esmpress.participants.models import Participant
from esmpress.studies.models import Study

SEEDS = ("id", "participant_number", "start_date", "study_seed")


def design_files(study: Study) -> Iterator[tuple[str, bytes]]:
    """Paths and contents.

    The seed is told once the study has ended: before, it tells who is asked when, and who will be
    in which arm.
    """
    has_ended = study.ended_at is not None
    try:
        yield "design/study.json", study_text(study, with_seed=has_ended).encode()
    except NotExportable as error:
        # Such as a questionnaire that was never published: the data are there all the same.
        yield "design/study-not-written.txt", ("\n".join(error.faults) + "\n").encode()
    for version in versions_of(study):
        fields = version.definition.model_dump(mode="json")
        text = json.dumps(fields, ensure_ascii=False, indent=2) + "\n"
        yield f"design/questionnaires/{version.questionnaire}-v{version.number}.json", text.encode()
    yield "design/seeds.csv", _seeds(study, has_ended=has_ended).encode()


def _seeds(study: Study, *, has_ended: bool) -> str:
    """What the sampling engine draws each participant's moments from, beside the scheme."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(SEEDS)
    people: list[Participant] = list(study.participants.in_exports().order_by("number"))
    for one in people:
        first = one.start_date.isoformat() if one.start_date else ""
        writer.writerow([one.code, one.number, first, study.seed if has_ended else ""])
    return file.getvalue()
