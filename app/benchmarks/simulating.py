"""A whole study: 200 participants, 14 days, 6 prompts a day, through the real code."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

from benchmarks.measuring import Figure
from benchmarks.rows import make_study
from esmpress.simulation.data_file import DataFile
from esmpress.simulation.parameters import Parameters
from esmpress.simulation.whole import simulate_study

PARTICIPANTS, PROMPTS = 200, 6
START = date(2027, 1, 10)
GOAL_SECONDS = 60.0


def simulate() -> Iterator[Figure]:
    """The simulation by the clock of the wall, with the CPU its own processes took."""
    study = make_study("simulated", prompts_per_day=PROMPTS)
    parameters = Parameters(slug=study.slug, participants=PARTICIPANTS, start=START)
    began, cpu_before = time.perf_counter(), _cpu_seconds()
    with TemporaryDirectory() as folder, DataFile(Path(folder) / "data.csv") as file:
        counts = simulate_study(study, parameters, file, processes=os.cpu_count() or 1)
    seconds, cpu = time.perf_counter() - began, _cpu_seconds() - cpu_before
    prompts = sum(counts.values()) - counts["invited"]
    yield Figure(
        name="simulate",
        what=f"{prompts:,} prompts of {PARTICIPANTS} participants simulated (CPU {cpu:.0f} s)",
        value=seconds,
        unit="s",
        goal=f"< {GOAL_SECONDS:g} s",
        is_met=seconds < GOAL_SECONDS,
    )


def _cpu_seconds() -> float:
    used = [getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
