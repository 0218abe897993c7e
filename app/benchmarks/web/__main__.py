"""`make bench-web`: the participant's page as a phone sees it, and what it costs the server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from benchmarks.measuring import Figure, machine_speed
from benchmarks.telling import keep, tell
from benchmarks.web import lighthouse, site
from benchmarks.web.loading import figures
from devstack.errors import StackError
from devstack.layout import ROOT_DIR

RESULTS = ROOT_DIR / ".state" / "bench-web.json"


def main() -> int:
    """Measure everything; the exit status says nothing of goals."""
    speed = machine_speed()
    print(f"This machine adds ten million numbers in {speed:.2f} s.", flush=True)
    found = []
    try:
        with (
            TemporaryDirectory(prefix="esmpress-bench-") as state,
            site.running(Path(state)) as running,
        ):
            for figure in _figures(running, Path(state)):
                tell(figure)
                found.append(figure)
    except StackError as failure:
        print(failure, file=sys.stderr)
        return 1
    keep(found, speed, RESULTS)
    return 0


def _figures(running: site.Site, state: Path) -> Iterator[Figure]:
    os.environ |= {**running.environment, "DJANGO_SETTINGS_MODULE": "esmpress.settings"}
    django.setup()
    # Models can be imported only now.
    from benchmarks.web import cycle, prompts  # noqa: PLC0415

    study = prompts.make_study()
    (_, ready), (opened, form) = prompts.ask(study, 2)
    prompts.open_prompt(opened)
    for page, path in (("introduction", ready), ("twelve items", form)):
        loads = lighthouse.loads(running.origin + path, state / "lighthouse" / page)
        yield from figures(page, loads, running.origin)
    yield from cycle.cycle(running, study)


if __name__ == "__main__":
    sys.exit(main())
