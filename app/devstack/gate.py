"""`python -m devstack.gate PART` runs the checks: one of PARTS, or a single step by its name.

Lanes run side by side (two processors are enough), the steps of a lane one after the other.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from devstack import chromium, postgres, steps
from devstack.errors import StackError
from devstack.layout import ROOT_DIR, shown
from devstack.logs import last_lines
from devstack.steps import Step

LOGS = ROOT_DIR / ".state" / "log"
SHOWN_OF_FAILURE = 60
_printing = threading.Lock()


@dataclass(frozen=True)
class Result:
    """How a step ended."""

    step: Step
    green: bool
    seconds: float
    log: Path


def run_lane(lane: Sequence[Step]) -> list[Result]:
    """Run the steps one after the other, all of them, telling how each ended."""
    return [_run(step) for step in lane]


def run_lanes(*lanes: Sequence[Step]) -> list[Result]:
    """Run the lanes side by side."""
    with ThreadPoolExecutor(len(lanes)) as pool:
        return [result for results in pool.map(run_lane, lanes) for result in results]


def _run(step: Step) -> Result:
    log = LOGS / f"{''.join(c if c.isalnum() else '-' for c in step.name)}.log"
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    began = time.monotonic()
    with log.open("wb") as output:
        status = subprocess.run(  # noqa: S603
            step.argv,
            cwd=step.directory,
            env={**steps.without_colour(), **step.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    result = Result(step, status == 0, time.monotonic() - began, log)
    _tell(result)
    return result


def _tell(result: Result) -> None:
    shown_lines = result.step.closing if result.green else SHOWN_OF_FAILURE
    with _printing:
        mark = "ok    " if result.green else "FAILED"
        print(f"{mark} {result.seconds:6.1f} s  {result.step.name}", flush=True)
        if shown_lines:
            print(last_lines(result.log, shown_lines), flush=True)


def run_lint() -> list[Result]:
    """Everything that is checked without running the product."""
    with postgres.running(ROOT_DIR / ".state" / "checks") as database_url:
        return run_lanes(steps.backend_lint(database_url), steps.frontend_lint())


def run_all() -> list[Result]:
    """Every check; the end-to-end tests only on a green tree."""
    with postgres.running(ROOT_DIR / ".state" / "checks") as database_url:
        results = run_lanes(
            [*steps.backend_lint(database_url), *steps.most_backend_tests()],
            [
                *steps.frontend_lint(),
                *steps.frontend_tests(),
                *steps.frontend_build(),
                *steps.other_backend_tests(),
            ],
        )
    green = all(result.green for result in results)
    return results + run_end_to_end(short=True) if green else results


def run_end_to_end(*, short: bool = False) -> list[Result]:
    """The checks that need the whole stack, in a Chromium that is there or can be installed."""
    return run_lane(steps.end_to_end(chromium.find_or_install(), short=short))


def run_guide() -> list[Result]:
    """Take the pictures of the researcher's guide anew."""
    return run_lane(steps.guide(chromium.find_or_install()))


PARTS: dict[str, Callable[[], list[Result]]] = {
    "all": run_all,
    "lint": run_lint,
    "backend": lambda: run_lane(steps.backend_tests()),
    "frontend": lambda: run_lane(steps.frontend_tests()),
    "e2e": run_end_to_end,
    "openapi": lambda: run_lane(steps.openapi()),
    "languages": lambda: run_lane(steps.languages()),
    "guide": run_guide,
    "rights": lambda: run_lane(steps.rights()),
}


def run_named(name: str) -> list[Result]:
    """The one lint step of that name, for git hooks."""
    known = {step.name: step for step in (*steps.backend_lint(""), *steps.frontend_lint())}
    if name not in known:
        raise StackError(f"There is no check {name!r}; there are {', '.join([*PARTS, *known])}.")
    return run_lane([known[name]])


def summarise(results: Sequence[Result], seconds: float) -> int:
    """Print what passed and what did not; the exit status."""
    failed = [result for result in results if not result.green]
    print(f"\nAll of it took {seconds:.0f} s.")
    for result in failed:
        print(f"Failed: {result.step.name} (its whole output: {shown(result.log)})")
    print(f"checks: {len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def main(part: str) -> int:
    """Run a part; the exit status."""
    began = time.monotonic()
    print(f"Running ... (whole outputs in {shown(LOGS)}/)", flush=True)
    try:
        return summarise(PARTS.get(part, partial(run_named, part))(), time.monotonic() - began)
    except StackError as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
