"""The programs of the application, each with its command line."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from devstack.addresses import Addresses
from devstack.errors import StackError
from devstack.layout import APP_DIR, FRONTEND_DIR, MAIL_CATCHER, PAGE_SERVER, SERVER_ENTRY
from devstack.ports import LOOPBACK
from devstack.processes import Command

Environment = Mapping[str, str]


def require_frontend() -> None:
    """Raise when Node, the mail catcher or the built front end is missing."""
    if shutil.which("node") is None:
        raise StackError("Node is missing: install Node 20.19 or newer, then run this again.")
    for needed in (MAIL_CATCHER, PAGE_SERVER, SERVER_ENTRY):
        if not needed.exists():
            raise StackError(f"{needed} is missing: run make setup.")


def manage(name: str, environment: Environment, *arguments: str) -> Command:
    """A management command that runs once."""
    argv = (sys.executable, "manage.py", *arguments)
    return Command(name, argv, APP_DIR, environment, ends=True)


def module(name: str, environment: Environment, *arguments: str) -> Command:
    """A module of ours that runs once."""
    return Command(name, (sys.executable, "-m", *arguments), APP_DIR, environment, ends=True)


def backend(environment: Environment, addresses: Addresses) -> Command:
    """Django behind gunicorn."""
    bind = f"{LOOPBACK}:{addresses.backend_port}"
    argv = ("-m", "gunicorn", "esmpress.wsgi", "--config", "gunicorn.conf.py", "--bind", bind)
    return Command("backend", (sys.executable, *argv), APP_DIR, environment)


def worker(environment: Environment) -> Command:
    """The Celery worker, for long work too; alone, so it looks for no neighbours."""
    queues = "--queues=celery,work"
    argv = ("worker", queues, "--concurrency=2", "--without-gossip", "--without-mingle")
    return Command("worker", _celery(*argv), APP_DIR, environment)


def beat(environment: Environment) -> Command:
    """Celery Beat."""
    return Command("beat", _celery("beat", "--pidfile="), APP_DIR, environment)


def frontend(environment: Environment, addresses: Addresses) -> Command:
    """The Astro server."""
    own = {"HOST": LOOPBACK, "PORT": str(addresses.frontend_port), "NODE_ENV": "production"}
    return Command("frontend", ("node", str(PAGE_SERVER)), FRONTEND_DIR, {**environment, **own})


def mail_catcher(environment: Environment, addresses: Addresses, folder: Path) -> Command:
    """A mail server that passes nothing on, with a web page."""
    ports = (f"--smtp={addresses.smtp_port}", f"--web={addresses.mail_port}")
    where = (f"--ip={LOOPBACK}", f"--web-ip={LOOPBACK}", f"--mail-directory={folder}")
    # The catcher answers as development builds do unless told otherwise.
    own = {"NODE_ENV": "production"}
    argv = (str(MAIL_CATCHER), *ports, *where)
    return Command("mail", argv, FRONTEND_DIR, {**environment, **own})


def _celery(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "-A", "esmpress", *arguments)
