"""The participant's page in the database: statements, bytes of a response, cost of the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from benchmarks.measuring import CPU, Figure, between_floors
from benchmarks.web import prompts

RESPONSES = 600
PROMPT = "/api/participant/prompt"
GOALS = {"look": 3, "submit": 7}
BYTES_GOAL = 800
LOOKS = 400
WATCHED_GOAL = 1.1
CLIENT = Client()
_COUNTING = (
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "esmpress.health.request_metrics.RequestMetricsMiddleware",
)
_BYTES = "SELECT pg_total_relation_size('responses_response')"


def page() -> Iterator[Figure]:
    """Statements of a look and a submit; what counting requests and a stored response take."""
    settings.ALLOWED_HOSTS = ["testserver"]
    asked = prompts.ask(prompts.make_study(), RESPONSES)
    tokens = [path.rpartition("/")[2] for _, path in asked]
    _submit(tokens[0])
    statements = {"look": _statements(_look, tokens[1]), "submit": _statements(_submit, tokens[1])}
    for name, count in statements.items():
        yield _figure(name, "SQL statements, a questionnaire of twelve items", count, GOALS[name])
    yield _watched(tokens[1])
    before = _stored()
    for token in tokens[2:]:
        _submit(token)
    each = (_stored() - before) / len(tokens[2:])
    others = "formr 3,500, ESMira 572; floor 543-594"
    yield _figure("stored", f"bytes of a response to twelve items ({others})", each, BYTES_GOAL)


def _figure(name: str, what: str, value: float, goal: float) -> Figure:
    return Figure(
        name=name, what=what, value=value, unit="", goal=f"<= {goal:g}", is_met=value <= goal
    )


def _watched(token: str) -> Figure:
    """A look that is counted for Prometheus, by the CPU of one that is not."""
    uncounted = _client_without(_COUNTING)
    cost = between_floors(
        floor=lambda: _look_often(token, uncounted),
        product=lambda: _look_often(token, CLIENT),
        clock=CPU,
    )
    return Figure(
        name="watched",
        what="CPU of a look with the middleware that counts requests, by one without",
        value=1000 * cost.product / LOOKS,
        unit="ms",
        goal=f"<= {WATCHED_GOAL:g} x without",
        is_met=cost.ratio <= WATCHED_GOAL,
        floor=1000 * cost.floor / LOOKS,
        ratio=cost.ratio,
    )


def _client_without(names: tuple[str, ...]) -> Client:
    client = Client()
    with override_settings(MIDDLEWARE=[one for one in settings.MIDDLEWARE if one not in names]):
        client.handler.load_middleware()
    return client


def _statements(work: Callable[[str], None], token: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        work(token)
    return len(captured)


def _look(token: str, client: Client = CLIENT) -> None:
    answer = client.get(PROMPT, headers={"authorization": f"Bearer {token}"}, secure=True)
    assert answer.status_code == 200, answer.content


def _look_often(token: str, client: Client) -> None:
    for _ in range(LOOKS):
        _look(token, client)


def _submit(token: str) -> None:
    answer = CLIENT.post(
        f"{PROMPT}/response",
        {"answers": prompts.ANSWERS, "language": "en"},
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
        secure=True,
    )
    assert answer.status_code == 201, answer.content


def _stored() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_BYTES)
        return int(cursor.fetchone()[0])
