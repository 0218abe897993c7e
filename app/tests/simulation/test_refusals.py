"""What simulate_study refuses: one sentence that names the argument, and nothing is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from esmpress.studies.models import Study
from tests.factories import RANDOM, make_study
from tests.simulation.conftest import simulate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"slug": "effect"}, "slug: there is no study “effect”. Studies: affect."),
        (
            {"participants": 0},
            "--participants: write a number from 1 to 10000, not 0.",
        ),
        ({"compliance": 1.5}, "--compliance: write a number from 0 to 1, not 1.5."),
        ({"compliance": "nan"}, "--compliance: write a number from 0 to 1, not nan."),
        ({"missing_items": -1}, "--missing-items: write a number from 0 to 1, not -1."),
        ({"latency_median": 0}, "--latency-median: write a number from 0.1 to 10080, not 0."),
        ({"days": 0}, "--days: write a number from 1 to 3660, not 0."),
        (
            {"time_zones": "Europe/Warsaw,Moon/Base"},
            "--time-zones: “Moon/Base” is not a time zone; write names like Europe/Warsaw, with "
            "commas between them.",
        ),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_one_sentence(
    study: Study, tmp_path: Path, options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CommandError) as refused:
        simulate(tmp_path / "data.csv", **options)

    assert str(refused.value) == sentence
    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_date_that_is_none_is_refused(study: Study, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"--start: “27\.3\.2027” is not a date like"):
        simulate(tmp_path / "data.csv", start="27.3.2027")


def test_an_infeasible_study_is_refused_with_the_first_reason(tmp_path: Path) -> None:
    make_study(slug="affect", scheme=RANDOM | {"min_gap_minutes": 600}, launched_at=None)

    with pytest.raises(CommandError, match=r"slug: “affect” cannot be simulated: .*min_gap") as no:
        simulate(tmp_path / "data.csv")

    assert no.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["missing/data.csv", "."])
def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    study: Study, tmp_path: Path, place: str
) -> None:
    with pytest.raises(CommandError, match="--output: ") as refused:
        simulate(tmp_path / place)

    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []
