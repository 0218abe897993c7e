"""Prints figures beside their goals, and keeps them."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measuring import Figure
from devstack.layout import shown


def tell(figure: Figure) -> None:
    """One figure, what it is of, and whether it reaches its goal."""
    ratio = f"{figure.ratio:8.2f} x floor" if figure.ratio is not None else " " * 16
    verdict = "met" if figure.is_met else "MISSED"
    print(
        f"{figure.name:<9} {figure.value:9.3f} {figure.unit:<3} {ratio}  "
        f"{verdict:<6} {figure.goal}\n          {figure.what}",
        flush=True,
    )


def keep(figures: Sequence[Figure], speed: float, results: Path) -> None:
    """Write the figures to a file, with the machine they were measured on."""
    results.parent.mkdir(parents=True, exist_ok=True)
    about = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs",
        "seconds_of_ten_million_additions": round(speed, 3),
        "python": platform.python_version(),
        "figures": [figure.as_json() for figure in figures],
    }
    results.write_text(json.dumps(about, indent=2) + "\n")
    print(f"Kept in {shown(results)}.")
