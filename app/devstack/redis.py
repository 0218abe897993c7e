"""A private broker: redis-server or valkey-server where there is one, else a stand-in."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from devstack.ports import LOOPBACK, free_port
from devstack.processes import Command, Supervisor
from devstack.secrets import write_private

APP_DIR = Path(__file__).resolve().parent.parent
NAME = "redis"


def start(supervisor: Supervisor, state: Path, password: str) -> str:
    """Start a broker unless REDIS_URL names one; its address."""
    if given := os.environ.get("REDIS_URL"):
        return given
    port = free_port()
    supervisor.start(broker_command(state, port, password))
    return f"redis://:{password}@{LOOPBACK}:{port}/0"


def answers(url: str) -> bool:
    """Whether the broker at the address answers a ping."""
    try:
        with Redis.from_url(url, socket_connect_timeout=1, socket_timeout=2) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


def broker_command(state: Path, port: int, password: str) -> Command:
    """How the broker is started; the password never stands in the command line."""
    server = shutil.which("redis-server") or shutil.which("valkey-server")
    if server is None:
        return Command(
            name=NAME,
            argv=(sys.executable, "-m", "devstack.standin", str(port)),
            directory=APP_DIR,
            environment=os.environ | {"REDIS_PASSWORD": password},
            foundation=True,
        )
    configuration = state / "redis.conf"
    write_private(configuration, _configuration(state, port, password))
    return Command(name=NAME, argv=(server, str(configuration)), directory=state, foundation=True)


def _configuration(state: Path, port: int, password: str) -> str:
    """Loopback only, with a password, nothing on disk: PostgreSQL is the truth."""
    return (
        f"bind {LOOPBACK}\nport {port}\nrequirepass {password}\n"
        f'dir "{state}"\nsave ""\nappendonly no\ndaemonize no\n'
    )
