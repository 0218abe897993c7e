"""Questionnaires answered through the droplet, as by people with a mailbox and a browser."""

from __future__ import annotations

import csv
import http.client
import io
import socket
import ssl
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from playbooks import HOST

from devstack.answers import plausible_answers
from devstack.browser import request

if TYPE_CHECKING:
    from conftest import Site

LOG_IN = "--env DEMO_EMAIL=researcher@example.org --env DEMO_PASSWORD=long-enough-for-a-demo"
AUTHORITY = "/data/caddy/pki/authorities/local/root.crt"


class Connection(http.client.HTTPSConnection):
    """To the site by its name, wherever that leads: the droplet's port on this machine."""

    def __init__(self, *arguments: Any, leads_to: int, trust: ssl.SSLContext, **named: Any) -> None:
        named.pop("context", None)
        super().__init__(*arguments, context=trust, **named)
        self.leads_to, self.trust = leads_to, trust

    def connect(self) -> None:
        """As a browser would whose DNS says so."""
        plain = socket.create_connection(("127.0.0.1", self.leads_to), self.timeout)
        self.sock = self.trust.wrap_socket(plain, server_hostname=HOST)


class Handler(urllib.request.HTTPSHandler):
    """Opens the site by such a connection."""

    def __init__(self, leads_to: int, trust: ssl.SSLContext) -> None:
        super().__init__(context=trust)
        self.connection = partial(Connection, leads_to=leads_to, trust=trust)

    def https_open(self, message: urllib.request.Request) -> Any:
        """What the site answers."""
        return self.do_open(self.connection, message)


@contextmanager
def reached(site: Site) -> Iterator[None]:
    """The site can be opened by its name, by all of this process."""
    root = site.run(f"esm-compose exec -T caddy cat {AUTHORITY}")
    trust = ssl.create_default_context(cadata=root)
    opener = urllib.request.build_opener(Handler(site.operator.ports["https"], trust))
    urllib.request.install_opener(opener)
    try:
        yield
    finally:
        urllib.request.install_opener(urllib.request.build_opener())


def load_study(site: Site) -> str:
    """The name of a new study whose people are asked at once."""
    return manage(site, "load_demo --now-study", LOG_IN).split()[-1]


def answer(link: str) -> int:
    """The status with which the site took the answers to what a mail links to."""
    token = link.rpartition("/")[2]
    api = f"https://{HOST}/api/participant/prompt"
    assert request(link).status == 200
    opened = request(f"{api}/open", method="POST", token=token)
    answers = plausible_answers(opened.json["questionnaire"]["definition"])
    body = {"answers": answers, "language": opened.json["language"]}
    return request(f"{api}/response", method="POST", token=token, body=body).status


def rows(site: Site, study: str) -> list[dict[str, str]]:
    """The study's data, a row for each prompt."""
    table = manage(site, f"export_study {study} --format csv")
    return list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))


def manage(site: Site, command: str, options: str = "") -> str:
    """What a command of the product prints."""
    colour = site.colour()
    return site.run(f"esm-compose exec -T {options} backend-{colour} python manage.py {command}")
