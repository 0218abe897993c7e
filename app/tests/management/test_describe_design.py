from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from esmpress.studies.design import design_of
from tests.factories import make_study
from tests.management.running import EXAMPLES, run_bare


def describe(*arguments: str) -> str:
    out = io.StringIO()
    call_command("describe_design", *arguments, stdout=out)
    return out.getvalue()


def test_a_file_is_described_without_database_and_settings() -> None:
    result = run_bare("describe_design", str(EXAMPLES / "neubauer.json"))

    assert (result.returncode, result.stderr) == (0, "")
    assert "Participants received 1 prompt a day at 19:00, for 21 days" in result.stdout
    assert result.stdout.count("\n") == 1


def test_a_file_is_described_for_a_preregistration() -> None:
    text = describe(str(EXAMPLES / "neubauer.json"), "--format", "prereg")

    assert text.startswith("## Sampling scheme\n\nParticipants will receive 1 prompt a day")


def test_a_malformed_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "design.json"
    path.write_text('{"kind": "fixed", "response_window_minutes": 20, "times": ["19:00"]}')

    result = run_bare("describe_design", str(path))

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "days: this field is missing.\n"


@pytest.mark.django_db
def test_a_study_is_described_by_its_slug() -> None:
    study = make_study()

    text = describe(study.slug)

    assert design_of(study).digest() in text


@pytest.mark.django_db
def test_an_unknown_slug_is_refused_with_the_known_ones() -> None:
    study = make_study()

    with pytest.raises(CommandError, match=f"no study “nothing”. Studies: {study.slug}"):
        describe("nothing")
