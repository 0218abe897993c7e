"""The parts of a simulation side by side, each in a process of its own."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from django.db import DEFAULT_DB_ALIAS, connections

from esmpress.simulation.isolation import drop
from esmpress.simulation.parts import Part, simulate
from esmpress.simulation.preparing import prepare
from esmpress.simulation.running import Passed, untold


def simulate_all(parts: Sequence[Part], *, passed: Passed = untold) -> Counter[str]:
    """Simulate all parts; how many prompts ended in each way. Nothing but the files stays.

    `passed` hears of one part alone.
    """
    try:
        if len(parts) == 1:
            return simulate(parts[0], passed)
        return _side_by_side(parts)
    finally:
        # Whoever was killed could not drop its own.
        for part in parts:
            drop(part.schema)


def _side_by_side(parts: Sequence[Part]) -> Counter[str]:
    database = connections[DEFAULT_DB_ALIAS].settings_dict
    with ProcessPoolExecutor(
        len(parts),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=prepare,
        initargs=(database,),
    ) as pool:
        try:
            counted: Counter[str] = Counter()
            for counts in pool.map(simulate, parts):
                counted += counts
        except BaseException:
            # Also after Ctrl-C: nobody is to wait for work that is thrown away.
            for process in multiprocessing.active_children():
                process.terminate()
            raise
    return counted
