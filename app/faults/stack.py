"""The stack that is broken: real servers, the product's own worker and Beat, and a provider."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from redis import Redis

from devstack import lock, postgres, programs, redis
from devstack.addresses import free_addresses
from devstack.environment import stack_environment
from devstack.errors import StackError
from devstack.ports import LOOPBACK, free_port
from devstack.processes import Command, Supervisor
from devstack.secrets import load_or_draw
from faults.jobs import Jobs
from faults.ledger import Ledger
from faults.provider import Provider

SHIFTED_CLOCK = Path(__file__).with_name("shifted_clock")
# Longer than the lease of a row and the longest wait for the next try.
PATIENCE_SECONDS = 240.0
# Celery's own name of its one queue.
QUEUE = "celery"
LOOK_SECONDS = 0.1
# So long the rows of dead workers must stand still before their leases are let pass.
STILL_SECONDS = 2.0


@dataclass(frozen=True)
class Servers:
    """The two servers a stack of ours stands on, and what starts them again."""

    cluster: postgres.Cluster
    broker: Command
    broker_url: str


class Stack:
    """Processes that can be killed one by one, and started again."""

    def __init__(
        self, supervisor: Supervisor, servers: Servers, state: Path, *, wait_out_leases: bool
    ) -> None:
        """Nothing runs yet."""
        self.provider = Provider(state)
        self.ledger = Ledger(servers.cluster.url)
        self._supervisor, self._servers, self._state = supervisor, servers, state
        self._wait_out_leases = wait_out_leases
        self._environment = (
            stack_environment(
                addresses=free_addresses(),
                secrets=load_or_draw(state),
                state=state,
                database_url=servers.cluster.url,
                redis_url=servers.broker_url,
            )
            | self.provider.environment
        )
        self._clock = state / "shifted-clock"
        self._beside: list[str] = []
        self._number = count(1)

    def prepare(self, participants: int) -> None:
        """Start the servers, and make the tables and a study with so many participants."""
        self.start_postgres()
        self.start_redis()
        self._supervisor.start(self.provider.command)
        self._supervisor.run(programs.manage("migrate", self._environment, "migrate", "--no-input"))
        make_study = programs.module(
            "prepare", self._environment, "faults.preparing", str(participants)
        )
        self._supervisor.run(make_study, seconds=600)
        self._wait(self.provider.answers, "the provider answers")

    def start_postgres(self) -> None:
        """Start PostgreSQL on the data that are there, and wait until it answers."""
        postgres.serve(self._supervisor, self._servers.cluster)
        self._wait(lambda: postgres.answers(self._servers.cluster.url), "PostgreSQL answers")

    def end_postgres(self, how: signal.Signals) -> None:
        """SIGINT is its fast shutdown; SIGKILL leaves it no time for anything."""
        children = self._supervisor.children(postgres.NAME)
        self._supervisor.end(postgres.NAME, how)
        # Its processes lead groups of their own and notice that it died.
        self._wait(lambda: not any(map(_is_alive, children)), "PostgreSQL is gone")

    def start_redis(self) -> None:
        """Start the broker, empty, and wait until it answers."""
        self._supervisor.start(self._servers.broker)
        self._wait(lambda: redis.answers(self._servers.broker_url), "the broker answers")

    def end_redis(self) -> None:
        """Kill the broker with all it holds."""
        self._supervisor.end(redis.NAME, signal.SIGKILL)

    def empty_redis(self) -> None:
        """Throw away every queue and every message in it."""
        with Redis.from_url(self._servers.broker_url) as client:
            client.flushall()

    def has_queued_messages(self) -> bool:
        """Whether a message waits in the broker for a worker."""
        with Redis.from_url(self._servers.broker_url) as client:
            return bool(client.llen(QUEUE))

    def mend(self) -> None:
        """Undo what a fault left behind: one worker, one Beat, and a provider without orders."""
        self.provider.order()
        self.run_workers(1)
        self.run_beats(1)

    def run_workers(self, number: int) -> None:
        """Have so many workers; those that are too many are killed."""
        self._have("worker", programs.worker(self._environment), number)

    def run_beats(self, number: int) -> None:
        """Have so many Beats; those that are too many are killed."""
        self._have("beat", programs.beat(self._environment), number)

    def shift_clock(self, seconds: float) -> None:
        """Set the clock of the processes started by `run_with_shifted_clock` ahead or back."""
        draft = self._clock.with_suffix(".draft")
        draft.write_text(str(seconds))
        draft.replace(self._clock)

    def run_with_shifted_clock(self) -> None:
        """One worker and one Beat whose clock can be shifted while they run."""
        self.run_workers(0)
        self.run_beats(0)
        self.shift_clock(0)
        shifted = self._environment | {
            "PYTHONPATH": str(SHIFTED_CLOCK),
            "SHIFTED_CLOCK_FILE": str(self._clock),
        }
        self._have("worker", programs.worker(shifted), 1)
        self._have("beat", programs.beat(shifted), 1)

    @contextmanager
    def unreachable_provider(self) -> Iterator[None]:
        """While the block runs, whoever calls SendGrid waits for its machine to answer at all."""
        self._supervisor.halt(self.provider.command.name)
        with ExitStack() as waiting:
            self.provider.crowd(waiting)
            yield
        self._supervisor.resume(self.provider.command.name)

    def kill_worker_children(self) -> None:
        """Kill the processes that do a worker's work; the worker itself goes on."""
        for name in [name for name in self._beside if name.startswith("worker")]:
            for pid in self._supervisor.children(name):
                os.kill(pid, signal.SIGKILL)

    def ask_for_export(self) -> None:
        """Ask for the study's data as long work, as a page would."""
        self._supervisor.run(programs.module("ask", self._environment, "faults.asking"))

    def end_job_leases(self, jobs: Jobs) -> None:
        """Let the leases of long work pass, where they are not waited out."""
        if not self._wait_out_leases:
            jobs.end_leases()

    @contextmanager
    def halted_worker(self) -> Iterator[None]:
        """While the block runs, the oldest worker and its children stand still."""
        name = next(name for name in self._beside if name.startswith("worker"))
        self._supervisor.halt(name)
        try:
            yield
        finally:
            self._supervisor.resume(name)

    def settle(self, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until every message that was to go out has a final state."""
        if not self._wait_out_leases:
            self._end_abandoned_leases(seconds)
        self.wait_until(
            lambda: not self.ledger.waiting(), "every message is settled", seconds=seconds
        )

    def wait_until(self, ready: Callable[[], bool], what: str, *, seconds: float = 60.0) -> None:
        """Wait until `ready()`; a server that is away just now is not ready."""
        self._wait(ready, what, seconds=seconds)

    def _end_abandoned_leases(self, seconds: float) -> None:
        """Let the leases pass of rows that nobody works on: they stand still."""
        give_up = time.monotonic() + seconds
        before, since = self.ledger.leased(), time.monotonic()
        while before and time.monotonic() < give_up:
            self._supervisor.turn()
            if (now := self.ledger.leased()) != before:
                before, since = now, time.monotonic()
            elif time.monotonic() - since > STILL_SECONDS and not self.provider.is_busy:
                self.ledger.end_leases()
                return

    def _have(self, kind: str, command: Command, number: int) -> None:
        running = [name for name in self._beside if name.startswith(kind)]
        for name in running[number:]:
            self._supervisor.end(name, signal.SIGKILL)
            self._beside.remove(name)
        for _ in range(number - len(running)):
            # A new name each time, so that the log of a killed one stays.
            name = f"{kind}_{next(self._number)}"
            self._supervisor.start(dataclasses.replace(command, name=name))
            self._beside.append(name)

    def _wait(self, ready: Callable[[], bool], what: str, *, seconds: float = 60.0) -> None:
        give_up = time.monotonic() + seconds
        while not _is_so(ready):
            if time.monotonic() > give_up:
                raise StackError(f"It did not come about within {seconds:.0f} seconds that {what}.")
            self._supervisor.turn()
            time.sleep(LOOK_SECONDS)


@contextmanager
def running(state: Path, *, participants: int, wait_out_leases: bool) -> Iterator[Stack]:
    """A stack with a study in it, still without worker and Beat; ended when the block is left."""
    with lock.held(state) as descriptor:
        lock.empty(state)
        with Supervisor(state / "log", lock=descriptor) as supervisor:
            servers = _servers(supervisor, state)
            stack = Stack(supervisor, servers, state, wait_out_leases=wait_out_leases)
            stack.prepare(participants)
            yield stack


def has_real_broker() -> bool:
    """Whether the broker is a real one, not the stand-in."""
    return bool(shutil.which("redis-server") or shutil.which("valkey-server"))


def _servers(supervisor: Supervisor, state: Path) -> Servers:
    """New ones, whatever DATABASE_URL and REDIS_URL say: these will be killed."""
    secrets, port = load_or_draw(state), free_port()
    return Servers(
        cluster=postgres.make_cluster(supervisor, state, secrets.database_password),
        broker=redis.broker_command(state, port, secrets.broker_password),
        broker_url=f"redis://:{secrets.broker_password}@{LOOPBACK}:{port}/0",
    )


def _is_so(ready: Callable[[], bool]) -> bool:
    try:
        return ready()
    except psycopg.OperationalError:
        return False


def _is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()
