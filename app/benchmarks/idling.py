"""A tick with nothing to do beside a large past: what every five seconds of a quiet night cost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks.due import add_past, forget_prompts, make_mailed_study
from benchmarks.measuring import Figure
from esmpress.delivery.sweeps import dispatch_due_notifications

ROWS = int(os.environ.get("BENCH_PAST_ROWS", "1000000"))
PARTICIPANTS = 1_000
TICKS = 200
GOAL_SECONDS = 0.001
# Before the rows of the other benchmarks, whatever the clock says.
LAST = datetime(2026, 6, 1, tzinfo=UTC)

_PROBE = """
SELECT 1 FROM delivery_notification WHERE status IN ('planned', 'due') AND due_at <= now()
 ORDER BY due_at LIMIT 1
"""


def idle() -> Iterator[Figure]:
    """The sweep against one look into its index."""
    study = make_mailed_study("past", PARTICIPANTS, now=timezone.now())
    add_past(study, ROWS // PARTICIPANTS, last=LAST)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM prompts_prompt, delivery_notification")
    settings.SENDGRID_API_KEY = "SG.nothing-is-sent"
    probe = _seconds(_probe)
    tick = _seconds(_tick)
    probe = (probe + _seconds(_probe)) / 2
    forget_prompts()
    yield Figure(
        name="idle",
        what=f"a dispatch tick with nothing due beside {ROWS:,} past prompts and messages, median "
        f"of {TICKS}; floor: one look into the index",
        value=tick * 1000,
        unit="ms",
        goal=f"<= {GOAL_SECONDS * 1000:g} ms",
        is_met=tick <= GOAL_SECONDS,
        floor=probe,
        ratio=tick / probe,
    )


def _probe() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PROBE)
        cursor.fetchall()


def _tick() -> None:
    assert dispatch_due_notifications(now=LAST + timedelta(days=1)) == 0


def _seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one call, after some to warm up; the median."""
    taken = []
    for _ in range(TICKS + TICKS // 10):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return median(taken[TICKS // 10 :])
