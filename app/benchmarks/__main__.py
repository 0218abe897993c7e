"""`python -m benchmarks [NAME,NAME]` measures the product against its floors and its goals."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import django
from django.core.management import call_command

from benchmarks.measuring import Figure, machine_speed
from benchmarks.telling import keep, tell
from devstack import postgres, steps
from devstack.errors import StackError
from devstack.layout import ROOT_DIR

RESULTS = ROOT_DIR / ".state" / "bench.json"
# By dotted path: the models can be imported only when there are settings.
BENCHMARKS = {
    "draw": "benchmarks.drawing.draw",
    "day": "benchmarks.drawing.one_day",
    "plan": "benchmarks.planning.plan",
    "replan": "benchmarks.replanning.replan",
    "simulate": "benchmarks.simulating.simulate",
    "events": "benchmarks.receiving.events",
    "dispatch": "benchmarks.dispatching.dispatch",
    "lateness": "benchmarks.lateness.lateness",
    "idle": "benchmarks.idling.idle",
    "bytes": "benchmarks.storing.stored",
    "questionnaires": "benchmarks.questionnaires.questionnaires",
    "page": "benchmarks.page.page",
    "console": "benchmarks.console.console",
    "api": "benchmarks.api.api",
    "export": "benchmarks.exporting.export",
    "alerts": "benchmarks.alerts.alerts",
    "jobs": "benchmarks.long_work.jobs",
    "people_import": "benchmarks.people_import.people_import",
}


def main(names: str) -> int:
    """Run the benchmarks of these names, all by default; the exit status says nothing of goals."""
    chosen = [name for name in names.split(",") if name] or list(BENCHMARKS)
    if unknown := [name for name in chosen if name not in BENCHMARKS]:
        print(f"There is no {unknown[0]!r}; there are {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    speed = machine_speed()
    print(f"This machine adds ten million numbers in {speed:.2f} s.", flush=True)
    try:
        with TemporaryDirectory(prefix="esmpress-bench-") as state:
            figures = _measure(chosen, state)
    except StackError as failure:
        print(failure, file=sys.stderr)
        return 1
    keep(figures, speed, RESULTS)
    return 0


def _measure(chosen: list[str], state: str) -> list[Figure]:
    figures = []
    with postgres.running(Path(state)) as url:
        os.environ |= {
            **steps.PLACEHOLDERS,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "esmpress.settings",
            # As below gunicorn, where requests are counted in files.
            "PROMETHEUS_MULTIPROC_DIR": state,
        }
        django.setup()
        call_command("migrate", verbosity=0)
        for name in chosen:
            for figure in _benchmark(name)():
                tell(figure)
                figures.append(figure)
    return figures


def _benchmark(name: str) -> Callable[[], Iterator[Figure]]:
    module, _, function = BENCHMARKS[name].rpartition(".")
    return cast("Callable[[], Iterator[Figure]]", getattr(import_module(module), function))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
