"""The provider of a stack under faults: the SendGrid double in a process of its own."""

from __future__ import annotations

import json
import socket
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from devstack.ports import LOOPBACK, free_port
from devstack.processes import Command
from devstack.sendgrid_double.command import command
from devstack.sendgrid_double.server import KEY

LINK = "%link%"
PAGE = 50_000
# More than a server of ours lets wait.
MOST_CALLERS = 1000


class Taken(NamedTuple):
    """One message the provider took: the ledger's id, and what its recipient sees."""

    public_id: str
    address: str
    link: str
    subject: str


class Provider:
    """Gives the double orders and asks it what it took."""

    def __init__(self, directory: Path, *, keep: str = "takes") -> None:
        """On a free port, still to be started; `keep` as the double has it."""
        self._port = free_port()
        self._keep = keep
        self._directory = directory
        self._before = {"requests": 0, "mails": 0}

    @property
    def command(self) -> Command:
        """How it is started."""
        return command(self._port, self._directory, keep=self._keep)

    @property
    def environment(self) -> dict[str, str]:
        """The settings that make it the provider of a stack."""
        return {"SENDGRID_HOST": f"http://{LOOPBACK}:{self._port}", "SENDGRID_API_KEY": KEY}

    def order(self, **orders: Any) -> None:
        """Treat requests like this from now on; nothing given: well."""
        self._ask("orders", orders)
        self._before = self._counts()

    @property
    def is_busy(self) -> bool:
        """Whether it is working on a request."""
        return bool(self._counts()["in_progress"])

    @property
    def requests(self) -> int:
        """How many requests came since the last order."""
        return int(self._counts()["requests"] - self._before["requests"])

    @property
    def mails(self) -> int:
        """How many messages it took since the last order."""
        return int(self._counts()["mails"] - self._before["mails"])

    def crowd(self, waiting: ExitStack) -> None:
        """Have as many callers wait in its line, while it stands still, as there are places.

        The kernel leaves the next one without an answer, as a network does that is cut.
        """
        for _ in range(MOST_CALLERS):
            try:
                caller = socket.create_connection((LOOPBACK, self._port), timeout=0.5)
            except TimeoutError:
                return
            waiting.enter_context(caller)
        raise AssertionError(f"{MOST_CALLERS} callers and still a place left")

    def answers(self) -> bool:
        """Whether it is up."""
        try:
            self._counts()
        except OSError:
            return False
        return True

    def taken(self) -> list[Taken]:
        """Every message it took, each as often as it took it."""
        found: list[Taken] = []
        while page := self._ask(f"taken?from={len(found)}&limit={PAGE}"):
            found += [
                Taken(one["id"], one["to"], one["substitutions"].get(LINK, ""), one["subject"])
                for one in page
            ]
        return found

    def _counts(self) -> dict[str, int]:
        counts: dict[str, int] = self._ask("counts")
        return counts

    def _ask(self, what: str, body: object = None) -> Any:
        url = f"http://{LOOPBACK}:{self._port}/double/{what}"
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(url, data, timeout=60) as answer:
            return json.loads(answer.read())
