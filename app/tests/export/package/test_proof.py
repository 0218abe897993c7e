"""The package of a simulated study."""

from __future__ import annotations
from pathlib import Path
import pytest
from tests.export.package.simulated import simulated_study, write_study


@pytest.mark.django_db
def test_x(tmp_path: Path) -> None:
    study = simulated_study()
    f = Path("/tmp/simpkg")
    import shutil

    shutil.rmtree(f, ignore_errors=True)
    f.mkdir()
    write_study(study, f)
