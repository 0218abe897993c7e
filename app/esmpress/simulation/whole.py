"""A whole simulation: checked, cut into parts, run side by side, and put together again."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from esmpress.simulation.data_file import DataFile
from esmpress.simulation.isolation import drop_left_over, new_schema
from esmpress.simulation.parameters import Parameters
from esmpress.simulation.parts import Part
from esmpress.simulation.processes import simulate_all
from esmpress.simulation.running import Passed, untold
from esmpress.studies.launching import missing_for_launch
from esmpress.studies.models import Study

# Below so many participants another process costs more than it saves.
WORTH_A_PROCESS = 20


class CannotBeSimulated(Exception):
    """The study could not be launched as it is; the first reason why."""


def simulate_study(
    study: Study,
    parameters: Parameters,
    file: DataFile,
    *,
    processes: int = 1,
    passed: Passed = untold,
) -> Counter[str]:
    """Simulate a study and write its data; how many prompts ended in each way.

    Raises CannotBeSimulated. The data do not depend on the number of processes;
    `passed` hears of one alone.
    """
    if reasons := missing_for_launch(study):
        raise CannotBeSimulated(f"slug: “{study.slug}” cannot be simulated: {reasons[0]}")
    drop_left_over()
    with TemporaryDirectory(prefix="esmpress-simulation-") as folder:
        parts = cut(parameters, processes, Path(folder))
        counts = simulate_all(parts, passed=passed)
        file.join(part.file for part in parts)
    return counts


def cut(parameters: Parameters, processes: int, folder: Path) -> list[Part]:
    """Parts with about as many participants each, in the order of their numbers."""
    count = max(min(processes, parameters.participants // WORTH_A_PROCESS), 1)
    edges = [parameters.participants * part // count for part in range(count + 1)]
    return [
        Part(parameters, before + 1, last, new_schema(), folder / f"{last}.csv")
        for before, last in pairwise(edges)
    ]
