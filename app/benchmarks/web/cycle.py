"""CPU of one participant's cycle over all processes: the page with its data, and the answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from statistics import mean
from types import MappingProxyType
from urllib.parse import urlsplit

import psycopg

from benchmarks.measuring import Figure
from benchmarks.web import prompts
from benchmarks.web.bare import TABLES
from benchmarks.web.site import Site
from devstack import postgres
from devstack.errors import StackError
from devstack.layout import APP_DIR, FRONTEND_DIR
from devstack.ports import LOOPBACK, free_port, is_taken
from devstack.processes import Command
from esmpress.studies.models import Study

# Node compiles what it runs often only after some hundred requests; a server has them behind it.
CYCLES, WARM_UP = 300, 500
GOAL = 1.5
CACHED_PAGE = FRONTEND_DIR / "bench" / "cached-page.mjs"
API = "/api/participant/prompt"
# Of the floor: as large as what the API sends of a questionnaire of twelve items.
DATA_BYTES = 9_000
ROWS = """
INSERT INTO bare_prompt SELECT id, %s::jsonb, false FROM generate_series(1, %s) AS id
"""
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Servers:
    """What serves one kind of cycle, by the names of its processes, and how to reach it."""

    names: tuple[str, ...]
    page: str
    api: str


def cycle(site: Site, study: Study) -> Iterator[Figure]:
    """The bare floor, the product, and the floor again."""
    links = [path for _, path in prompts.ask(study, CYCLES + WARM_UP)]
    product = Servers(("frontend", "backend"), site.addresses.participant, site.addresses.backend)
    floor = bare_servers(site, page_bytes=len(_ask(product.page, "GET", links[0])))
    rows = iter(range(1, 2 * (CYCLES + WARM_UP) + 1))
    before = _cost(site, floor, lambda: _bare_cycle(floor, next(rows)))
    tokens = iter(links)
    ours = _cost(site, product, lambda: _our_cycle(product, next(tokens)))
    after = _cost(site, floor, lambda: _bare_cycle(floor, next(rows)))
    least = mean((before, after))
    yield Figure(
        name="cycle",
        what="page, its data and the answers, CPU of page server, backend and PostgreSQL together, "
        f"mean of {CYCLES} (LimeSurvey 268-575 ms, formr 22, ESMira 4.3-6.0 without fsync)",
        value=ours,
        unit="ms",
        goal=f"<= {GOAL:g} x floor",
        is_met=ours <= GOAL * least,
        floor=least,
        ratio=ours / least,
    )


def bare_servers(site: Site, *, page_bytes: int) -> Servers:
    """A Node server that sends one string, and Django with a bare view."""
    page_port, api_port = free_port(), free_port()
    with psycopg.connect(site.environment["DATABASE_URL"]) as connection:
        connection.execute(TABLES)
        connection.execute(ROWS, [json.dumps("x" * DATA_BYTES), 2 * (CYCLES + WARM_UP)])
    bind = f"{LOOPBACK}:{api_port}"
    gunicorn = ("-m", "gunicorn", "benchmarks.web.bare", "--config", "gunicorn.conf.py")
    page = ("node", str(CACHED_PAGE), str(page_port), str(page_bytes))
    api = (sys.executable, *gunicorn, "--bind", bind)
    site.supervisor.start(Command("bare-page", page, FRONTEND_DIR, site.environment))
    site.supervisor.start(Command("bare-api", api, APP_DIR, site.environment))
    for port in (page_port, api_port):
        site.supervisor.wait_until("bare-api", partial(is_taken, port))
    return Servers(("bare-page", "bare-api"), f"http://{LOOPBACK}:{page_port}", f"http://{bind}")


def _our_cycle(servers: Servers, link: str) -> None:
    token = link.rpartition("/")[2]
    body = {"answers": prompts.ANSWERS, "language": "en"}
    _ask(servers.page, "GET", link)
    _ask(servers.api, "POST", f"{API}/response", body, {"Authorization": f"Bearer {token}"})


def _bare_cycle(servers: Servers, row: int) -> None:
    _ask(servers.page, "GET", "/")
    _ask(servers.api, "GET", f"/{row}")
    _ask(servers.api, "POST", f"/{row}", {"answers": prompts.ANSWERS, "language": "en"})


def _cost(site: Site, servers: Servers, work: Callable[[], None]) -> float:
    """Milliseconds of CPU that one cycle costs the servers and PostgreSQL."""
    for _ in range(WARM_UP):
        work()
    names = (*servers.names, postgres.NAME)
    began = sum(map(site.supervisor.cpu_seconds, names))
    for _ in range(CYCLES):
        work()
    return (sum(map(site.supervisor.cpu_seconds, names)) - began) / CYCLES * 1000


def _ask(
    origin: str,
    method: str,
    path: str,
    body: object = None,
    headers: Mapping[str, str] = NOTHING,
) -> bytes:
    """What comes back; raises unless it is what was asked for."""
    connection = HTTPConnection(urlsplit(origin).netloc, timeout=30)
    given = {"Content-Type": "application/json", "X-Forwarded-Proto": "http", **headers}
    connection.request(method, path, None if body is None else json.dumps(body), given)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    if response.status not in (200, 201):
        raise StackError(f"{method} got {response.status}: {content[:500]!r}")
    return content
