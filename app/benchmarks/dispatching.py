"""A queue of due rows handed to the provider's double by workers of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from django.db import connection
from django.utils import timezone

from benchmarks.due import add_prompts, enter_invitations, forget_prompts, make_mailed_study
from benchmarks.measuring import Figure
from devstack.layout import APP_DIR
from devstack.processes import Supervisor
from esmpress.delivery.models import Notification
from esmpress.studies.models import Study
from faults.provider import Provider

ROWS = int(os.environ.get("BENCH_DUE_ROWS", "100000"))
GOAL_A_SECOND = 2_000
GOAL_OF_SQL, GOAL_OF_BARE, GOAL_OF_TWO = 2.0, 0.6, 1.6
GOAL_GROWTH = 0.1
PRODUCT, SQL, BARE = (
    f"benchmarks.bare_sending.{name}"
    for name in ("product", "claim_and_update", "claim_send_and_mark")
)
PAGE_KIB = 4
LOOK_SECONDS = 0.1


@dataclass
class Run:
    """One emptying of the queue: how long it took, how many requests, and a worker's memory."""

    seconds: float
    requests: int
    # MiB of the first worker, by how many messages all of them had sent.
    memory: dict[int, float] = field(default_factory=dict)

    def memory_at(self, share: float) -> float:
        """MiB when this share of the messages was out."""
        return next(mib for sent, mib in self.memory.items() if sent >= ROWS * share)


def dispatch() -> Iterator[Figure]:
    """Two workers beside statements alone, one worker beside the barest sending."""
    study = make_mailed_study("dispatched", ROWS, now=timezone.now())
    with _provider() as provider:
        runs = {
            name: _run(study, provider, function, workers)
            for name, function, workers in (
                ("sql before", SQL, 1),
                ("two loops before", SQL, 2),
                ("bare before", BARE, 1),
                ("one", PRODUCT, 1),
                ("two", PRODUCT, 2),
                ("bare after", BARE, 1),
                ("two loops after", SQL, 2),
                ("sql after", SQL, 1),
            )
        }
    forget_prompts()
    sql = mean((runs["sql before"].seconds, runs["sql after"].seconds))
    bare = mean((runs["bare before"].seconds, runs["bare after"].seconds))
    loops = mean((runs["two loops before"].seconds, runs["two loops after"].seconds))
    yield _two_workers(runs["two"], sql, loops)
    yield _one_worker(runs["one"], bare)
    yield _gain(runs["one"], runs["two"])
    yield _requests(runs["two"])
    yield _memory(runs["one"])


def _two_workers(two: Run, sql: float, loops: float) -> Figure:
    rate, ratio = ROWS / two.seconds, two.seconds / sql
    return Figure(
        name="dispatch",
        what=f"{ROWS:,} due rows by two workers, the double on the same processors; "
        f"floor: a loop that only claims and updates ({ROWS / sql:,.0f} rows/s); "
        f"{two.seconds / loops:.2f} x two such loops at once ({ROWS / loops:,.0f} rows/s)",
        value=rate,
        unit="/s",
        goal=f">= {GOAL_A_SECOND} /s, within {GOAL_OF_SQL:g} x",
        is_met=rate >= GOAL_A_SECOND and ratio <= GOAL_OF_SQL,
        floor=sql,
        ratio=ratio,
    )


def _one_worker(one: Run, bare: float) -> Figure:
    share = bare / one.seconds
    return Figure(
        name="dispatch",
        what=f"one worker: {share:.2f} of the rate of claim, 500 bare personalisations, mark "
        f"({ROWS / bare:,.0f} rows/s)",
        value=ROWS / one.seconds,
        unit="/s",
        goal=f"rate >= {GOAL_OF_BARE} of bare",
        is_met=share >= GOAL_OF_BARE,
        floor=bare,
        ratio=one.seconds / bare,
    )


def _gain(one: Run, two: Run) -> Figure:
    gain = one.seconds / two.seconds
    return Figure(
        name="dispatch",
        what="two workers, in times of one",
        value=gain,
        unit="x",
        goal=f">= {GOAL_OF_TWO} x",
        is_met=gain >= GOAL_OF_TWO,
    )


def _requests(run: Run) -> Figure:
    per_500 = run.requests / (ROWS / 500)
    return Figure(
        name="dispatch",
        what="requests for each 500 mails",
        value=per_500,
        unit="",
        goal="<= 1",
        is_met=per_500 <= 1,
    )


def _memory(run: Run) -> Figure:
    early, middle, late = (run.memory_at(share) for share in (0.2, 0.6, 0.999))
    growth = late / early - 1
    return Figure(
        name="dispatch",
        what=f"a worker's memory after a fifth, three fifths and all of it: {early:.0f}, "
        f"{middle:.0f}, {late:.0f} MiB; growth",
        value=growth * 100,
        unit="%",
        goal=f"< {GOAL_GROWTH:.0%}",
        is_met=growth < GOAL_GROWTH,
    )


def _run(study: Study, provider: Provider, function: str, workers: int) -> Run:
    """Fill the queue, let so many workers empty it, and see that they did."""
    forget_prompts()
    add_prompts(study, ROWS, scheduled_at=timezone.now() - timedelta(seconds=1))
    enter_invitations(channel=Notification.Channel.SENDGRID)
    _empty_what_is_dead()
    provider.order()
    processes = [_start(function, provider) for _ in range(workers)]
    began = time.perf_counter()
    for process in processes:
        _say(process, "go")
    memory = _watch(processes, provider)
    run = Run(time.perf_counter() - began, provider.requests, memory)
    assert sum(int(_hear(process)) for process in processes) == ROWS
    assert Notification.objects.filter(status=Notification.Status.ACCEPTED).count() == ROWS
    return run


def _watch(processes: list[subprocess.Popen[str]], provider: Provider) -> dict[int, float]:
    """The first process' memory while all of them work."""
    memory = {}
    while any(process.poll() is None for process in processes):
        # One that is ending holds nothing any more.
        if mib := _resident_mib(processes[0].pid):
            memory[provider.mails] = mib
        time.sleep(LOOK_SECONDS)
    return memory | {ROWS: next(reversed(memory.values()))}


def _resident_mib(pid: int) -> float:
    """Of a process; 0 when it has ended."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except FileNotFoundError:
        return 0.0
    return int(pages) * PAGE_KIB / 1024


def _start(function: str, provider: Provider) -> subprocess.Popen[str]:
    process = subprocess.Popen(  # noqa: S603
        (sys.executable, "-m", "benchmarks.sending_process", function),
        cwd=APP_DIR,
        env=os.environ | provider.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert _hear(process) == "ready"
    return process


def _say(process: subprocess.Popen[str], word: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{word}\n")
    process.stdin.flush()


def _hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _empty_what_is_dead() -> None:
    """Leave nothing for PostgreSQL to clean up or write out while somebody is measured."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE prompts_prompt, delivery_notification")
        cursor.execute("CHECKPOINT")


@contextmanager
def _provider() -> Iterator[Provider]:
    """The double in a process of its own, that only counts."""
    with (
        TemporaryDirectory(prefix="esmpress-bench-") as folder,
        Supervisor(Path(folder) / "log") as supervisor,
    ):
        provider = Provider(Path(folder), keep="counts")
        supervisor.start(provider.command)
        supervisor.wait_until("sendgrid", provider.answers)
        yield provider
