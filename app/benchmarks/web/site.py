"""The site that is measured: database, backend, page, and a proxy that compresses in front."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devstack import postgres, programs
from devstack.addresses import Addresses, free_addresses
from devstack.environment import stack_environment
from devstack.layout import FRONTEND_DIR
from devstack.ports import LOOPBACK, free_port
from devstack.processes import Command, Supervisor
from devstack.readiness import answers_ok
from devstack.secrets import load_or_draw

PROXY = FRONTEND_DIR / "bench" / "compressing-proxy.mjs"
NO_BROKER = "redis://127.0.0.1:1/0"


@dataclass(frozen=True)
class Site:
    """A running site; participants come by `origin`."""

    supervisor: Supervisor
    addresses: Addresses
    environment: Mapping[str, str]
    origin: str


@contextmanager
def running(state: Path) -> Iterator[Site]:
    """The site in a state folder of its own, as in production but for TLS and the messages."""
    programs.require_frontend()
    addresses, port = free_addresses(), free_port()
    secrets = load_or_draw(state)
    with Supervisor(state / "log") as supervisor:
        supervisor_interrupted_by_signals(supervisor)
        database = postgres.start(supervisor, state, secrets.database_password)
        supervisor.wait_until(postgres.NAME, lambda: postgres.answers(database))
        origin = f"http://{LOOPBACK}:{port}"
        environment = {
            **stack_environment(
                addresses=addresses,
                secrets=secrets,
                state=state,
                database_url=database,
                redis_url=NO_BROKER,
            ),
            "PUBLIC_URL": origin,
            "LOG_FORMAT": "json",
        }
        _start(supervisor, addresses, environment, port)
        yield Site(supervisor, addresses, environment, origin)


def supervisor_interrupted_by_signals(supervisor: Supervisor) -> None:
    """Ctrl-C and `kill` end the site in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, supervisor.interrupt)


def _start(
    supervisor: Supervisor, addresses: Addresses, environment: Mapping[str, str], port: int
) -> None:
    supervisor.run(programs.manage("migrate", environment, "migrate", "--no-input"))
    supervisor.start(programs.backend(environment, addresses))
    supervisor.start(programs.frontend(environment, addresses))
    argv = ("node", str(PROXY), str(port), addresses.participant, addresses.backend)
    supervisor.start(Command("proxy", argv, FRONTEND_DIR, environment))
    supervisor.wait_until("backend", lambda: answers_ok(f"{addresses.backend}/healthz/live"))
    supervisor.wait_until("proxy", lambda: answers_ok(f"http://{LOOPBACK}:{port}/healthz"))
