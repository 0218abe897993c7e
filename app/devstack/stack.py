"""Starts the whole stack in the right order."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from devstack import lock, postgres, programs, redis, static_files
from devstack.addresses import Addresses
from devstack.environment import RESEARCHER_EMAIL, stack_environment
from devstack.processes import Supervisor
from devstack.readiness import answers_ok, touched_since
from devstack.secrets import Secrets, load_or_draw, write_private

Say = Callable[[str], None]
RECORD = "stack.json"


@dataclass(frozen=True)
class Stack:
    """A stack that runs, and what one needs to use it."""

    supervisor: Supervisor
    addresses: Addresses
    environment: dict[str, str]
    secrets: Secrets
    state: Path
    seconds: float


@contextmanager
def running(
    state: Path,
    choose: Callable[[], Addresses],
    *,
    say: Say,
    on_supervisor: Callable[[Supervisor], None],
    fresh: bool = False,
) -> Iterator[Stack]:
    """The whole stack in a state folder of its own; stopped at the end, whatever happens.

    A `fresh` stack forgets what an earlier one left in the folder.
    """
    began = time.monotonic()
    programs.require_frontend()
    with lock.held(state) as descriptor:
        addresses = choose()
        if fresh:
            lock.empty(state)
        (state / RECORD).unlink(missing_ok=True)
        with Supervisor(state / "log", lock=descriptor) as supervisor:
            on_supervisor(supervisor)
            start = _Start(supervisor, addresses, load_or_draw(state), state, say)
            environment = start.everything()
            supervisor.skip_logs()
            stack = Stack(
                supervisor, addresses, environment, start.secrets, state, time.monotonic() - began
            )
            write_private(state / RECORD, json.dumps(record(stack), indent=2))
            try:
                yield stack
            finally:
                say("Stopping ...")
                (state / RECORD).unlink(missing_ok=True)


def record(stack: Stack) -> dict[str, object]:
    """What other commands need to know about the running stack."""
    return {
        "pid": os.getpid(),
        "participant": stack.addresses.participant,
        "backend": stack.addresses.backend,
        "admin": stack.addresses.admin,
        "mail": stack.addresses.mail,
        "email": RESEARCHER_EMAIL,
        "password": stack.secrets.researcher_password,
        "environment": stack.environment,
    }


@dataclass(frozen=True)
class _Start:
    """One start of the stack."""

    supervisor: Supervisor
    addresses: Addresses
    secrets: Secrets
    state: Path
    say: Say

    def everything(self) -> dict[str, str]:
        """Start all processes; the environment they share."""
        environment = self._foundations()
        self._beside_the_database(environment)
        self._database_contents(environment)
        self._application(environment)
        return environment

    def _foundations(self) -> dict[str, str]:
        self.say("Starting PostgreSQL and the broker ...")
        redis_url = redis.start(self.supervisor, self.state, self.secrets.broker_password)
        database_url = postgres.start(self.supervisor, self.state, self.secrets.database_password)
        self.supervisor.wait_until(postgres.NAME, lambda: postgres.answers(database_url))
        return stack_environment(
            addresses=self.addresses,
            secrets=self.secrets,
            state=self.state,
            database_url=database_url,
            redis_url=redis_url,
        )

    def _beside_the_database(self, environment: dict[str, str]) -> None:
        """Start what needs no tables; it gets ready while the database is filled."""
        folder = self.state / "mail"
        folder.mkdir(mode=0o700, exist_ok=True)
        self.supervisor.start(programs.mail_catcher(environment, self.addresses, folder))
        self.supervisor.start(programs.frontend(environment, self.addresses))
        if not static_files.are_current(self.state / "static"):
            self.supervisor.start(
                programs.manage("collectstatic", environment, "collectstatic", "--no-input")
            )

    def _database_contents(self, environment: dict[str, str]) -> None:
        self.say("Preparing the database ...")
        self.supervisor.run(programs.manage("migrate", environment, "migrate", "--no-input"))
        self.supervisor.start(programs.manage("load_demo", environment, "load_demo", "--now-study"))

    def _application(self, environment: dict[str, str]) -> None:
        redis_url = environment["REDIS_URL"]
        self.supervisor.wait_until(redis.NAME, lambda: redis.answers(redis_url))
        self.say("Starting backend, worker, Beat, participant page and mail catcher ...")
        began = time.time()
        self.supervisor.start(programs.worker(environment))
        self.supervisor.start(programs.beat(environment))
        # whitenoise reads the folder of static files once, when the backend starts.
        if not static_files.are_current(self.state / "static"):
            self.supervisor.finish("collectstatic")
            static_files.mark_current(self.state / "static")
        self.supervisor.start(programs.backend(environment, self.addresses))
        self.supervisor.finish("load_demo")
        self._await_answers(began, Path(environment["HEARTBEAT_DIR"]))

    def _await_answers(self, began: float, heartbeats: Path) -> None:
        wait = self.supervisor.wait_until
        wait("mail", lambda: answers_ok(f"{self.addresses.mail}/healthz"))
        wait("frontend", lambda: answers_ok(f"{self.addresses.participant}/healthz"))
        wait("backend", lambda: answers_ok(f"{self.addresses.backend}/healthz/ready"))
        for name in ("worker", "beat"):
            wait(name, partial(touched_since, heartbeats / name, began))
