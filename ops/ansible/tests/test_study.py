"""A questionnaire answered through the droplet."""

import csv
import http.client
import io
import socket
import ssl
import urllib.request
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from machines import wait_until
from playbooks import HOST

from conftest import Site
from devstack.answers import plausible_answers
from devstack.browser import request

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


@pytest.fixture
def reached(site: Site) -> Iterator[Site]:
    """The site can be opened by its name."""
    root = site.run(f"esm-compose exec -T caddy cat {AUTHORITY}")
    trust = ssl.create_default_context(cadata=root)
    opener = urllib.request.build_opener(Handler(site.operator.ports["https"], trust))
    urllib.request.install_opener(opener)
    yield site
    urllib.request.install_opener(urllib.request.build_opener())


def test_a_mail_goes_out_and_its_answer_comes_in(reached: Site) -> None:
    study = manage(reached, "load_demo --now-study", LOG_IN).split()[-1]
    tried: set[str] = set()

    def is_answered() -> bool:
        # On a machine that was kept, mails of earlier studies come, too.
        for link in set(reached.world.mailbox.links()) - tried:
            tried.add(link)
            answer(link)
        return "answered" in statuses(reached, study)

    wait_until(is_answered, "a mail with a link comes and is answered", seconds=180)


def answer(link: str) -> None:
    token = link.rpartition("/")[2]
    api = f"https://{HOST}/api/participant/prompt"
    assert request(link).status == 200
    opened = request(f"{api}/open", method="POST", token=token)
    answers = plausible_answers(opened.json["questionnaire"]["definition"])
    body = {"answers": answers, "language": opened.json["language"]}

    sent = request(f"{api}/response", method="POST", token=token, body=body)

    assert sent.status == 201


def statuses(site: Site, study: str) -> list[str]:
    table = manage(site, f"export_study {study} --format csv")
    rows = csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))
    return [row["status"] for row in rows]


def manage(site: Site, command: str, options: str = "") -> str:
    return site.run(
        f"esm-compose exec -T {options} backend-{site.colour()} python manage.py {command}"
    )
