"""Whole packages of studies that are hard to write: huge texts, odd labels, many items, nobody."""

from __future__ import annotations

import csv
import errno
import io
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

import pyreadstat
import pytest
from arro3.io import read_parquet

from esmpress.export.package.members import ZipSink
from esmpress.export.package.to_disk import package_to_disk
from esmpress.export.package.writing import write_package
from esmpress.questionnaires.publishing import publish
from esmpress.responses.intake import submit
from esmpress.responses.models import Response
from tests.export.package.hand_made import EMOJI, RIGHT_TO_LEFT
from tests.export.package.simulated import END
from tests.export.package.strangers import PROOF, needs_proof, run
from tests.factories import (
    ANSWERS,
    BOTH,
    LAUNCHED_AT,
    make_participant,
    make_questionnaire,
    make_sent_prompt,
    make_study,
)

pytestmark = pytest.mark.django_db
PROMPTS = "data/study-hard_description-prompts_data"
VALIDATE = (PROOF, "-m", "frictionless", "validate", "datapackage.json")


def test_a_text_of_a_megabyte_is_whole_but_in_spss(tmp_path: Path, now: datetime) -> None:
    prompt, _ = make_sent_prompt(make_participant(make_study(slug="hard")))
    submit(prompt, ANSWERS, language="en", now=now)
    text = "é🙂" * 170_000
    Response.objects.update(answers=ANSWERS | {"note": text})

    package_to_disk(prompt.participant.study, tmp_path / "hard", now=END)

    with (tmp_path / f"hard/{PROMPTS}.csv").open(encoding="utf-8", newline="") as file:
        assert text in file.read()
    found = read_parquet(tmp_path / f"hard/{PROMPTS}.parquet").read_all()
    assert found["note"].to_pylist() == [text]
    frame, _ = pyreadstat.read_sav(tmp_path / "hard/spss/prompts.sav")
    assert text.startswith(frame["note"][0])
    assert 32_760 < len(frame["note"][0].encode()) <= 32_767


class Full(ZipSink):
    """A disk with little room left for each file."""

    def opened(self, path: str) -> IO[bytes]:
        return cast("IO[bytes]", FullFile())


class FullFile(io.RawIOBase):
    def __init__(self) -> None:
        self.left = 100_000

    def write(self, data: Any) -> int:
        self.left -= len(data)
        if self.left < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return len(data)


def test_a_full_disk_ends_a_table_under_way_and_the_connection_goes_on(now: datetime) -> None:
    prompt, _ = make_sent_prompt(make_participant(make_study(slug="hard")))
    submit(prompt, ANSWERS, language="en", now=now)
    Response.objects.update(answers=ANSWERS | {"note": "x" * 1_000_000})

    with pytest.raises(OSError, match="No space left"):
        write_package(prompt.participant.study, Full(io.BytesIO(), now=END), now=END)

    assert Response.objects.count() == 1


@needs_proof
def test_a_study_nobody_is_in_is_a_package_too(tmp_path: Path) -> None:
    package_to_disk(make_study(slug="hard"), tmp_path / "hard", now=END)

    printed = run(*VALIDATE, folder=tmp_path / "hard")
    frame, about = pyreadstat.read_sav(tmp_path / "hard/spss/prompts.sav")
    assert "INVALID" not in printed
    assert (len(frame), "stress" in about.column_names) == (0, True)


@needs_proof
def test_odd_labels_and_two_hundred_items_are_described(tmp_path: Path, now: datetime) -> None:
    labels = [EMOJI, RIGHT_TO_LEFT, 'He said "no",\nand left; |', "-5 = x", "=1+1"]
    options = [
        {"value": at, "label": {"en": one, "pl": one}} for at, one in enumerate(labels, start=-95)
    ]
    form = make_questionnaire(slug="odd", published=False)
    form.draft_items.all().delete()
    form.add_item(name="by", kind="single_choice", text=BOTH, settings={"options": options})
    for number in range(199):
        form.add_item(name=f"item_{number}", kind="number", text=BOTH, required=False)
    publish(form, now=LAUNCHED_AT, researcher=None)
    study = make_study(slug="hard", questionnaire=form)
    prompt, _ = make_sent_prompt(make_participant(study))
    submit(prompt, {"by": -91} | {f"item_{at}": at for at in range(199)}, language="en", now=now)

    package_to_disk(study, tmp_path / "hard", now=END)

    assert "INVALID" not in run(*VALIDATE, folder=tmp_path / "hard")
    frame, about = pyreadstat.read_sav(tmp_path / "hard/spss/prompts.sav", user_missing=True)
    assert (frame["v_by"][0], frame["item_198"][0]) == (-91, 198)
    assert about.missing_ranges["v_by"] == [{"lo": -995, "hi": -991}]
    assert about.variable_value_labels["v_by"][-94] == RIGHT_TO_LEFT
    codebook = (tmp_path / "hard/codebook.csv").read_text(encoding="utf-8")
    rows = {row["column"]: row for row in csv.DictReader(codebook.splitlines())}
    assert rows["by"]["spss_name"] == "v_by"
