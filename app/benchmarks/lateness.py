"""How late messages are when all prompts of a minute come due at once: real Beat, real worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from benchmarks.measuring import Figure
from faults.stack import Stack, running

TICK_SECONDS = 5.0
# Prompts in one minute, and the goal for the lateness of all but the latest hundredth of them.
GOALS = {1_000: TICK_SECONDS + 1.5, 5_000: 10.0, 10_000: TICK_SECONDS + 3.5}
# Messages enter the ledger a minute ahead; the prompts are planned some time before that.
AHEAD = timedelta(seconds=70)

_LATENESS = """
SELECT percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM accepted_at - planned_at)),
       count(accepted_at)
  FROM delivery_notification WHERE planned_at = %s
"""
_days = count(1)


def lateness() -> Iterator[Figure]:
    """From the planned instant to the provider's word that it has the message."""
    with (
        TemporaryDirectory(prefix="esmpress-bench-") as folder,
        running(Path(folder), participants=max(GOALS), wait_out_leases=True) as stack,
    ):
        stack.mend()
        for prompts, goal in GOALS.items():
            yield _figure(prompts, _p99(stack, prompts), goal)


def _figure(prompts: int, p99: float, goal: float) -> Figure:
    return Figure(
        name="lateness",
        what=f"p99 from plan to acceptance, {prompts:,} prompts of one minute, Beat every "
        f"{TICK_SECONDS:g} s, one worker",
        value=p99,
        unit="s",
        goal=f"<= {goal:g} s",
        is_met=p99 <= goal,
    )


def _p99(stack: Stack, prompts: int) -> float:
    """Seconds; all prompts are due at the same instant."""
    scheduled_at = datetime.now(UTC) + AHEAD
    stack.ledger.plan(prompts, study_day=next(_days), scheduled_at=scheduled_at)
    due = lambda: datetime.now(UTC) > scheduled_at and not stack.ledger.waiting()  # noqa: E731
    stack.wait_until(due, "every message is settled", seconds=300)
    with psycopg.connect(stack.ledger.url) as connection:
        row = connection.execute(_LATENESS, [scheduled_at]).fetchone()
    assert row is not None and row[1] == prompts, row
    return float(row[0])
