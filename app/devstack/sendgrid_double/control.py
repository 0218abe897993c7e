"""The double's own address: orders in, counts out. It is no part of SendGrid's API.

- `POST /double/orders`, `POST /double/events`: an object of orders (see `orders`) in place of those
  before; `{}` for good behaviour.
- `POST /double/forget`: begin anew with counts and messages.
- `GET /double/counts`: requests seen, refused and in progress, mails, ids taken more than once.
- `GET /double/taken?from=0&limit=100000`: id, address, subject, substitutions and message id of
  each personalisation taken, in order, repetitions included.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from devstack.sendgrid_double.events import KINDS
from devstack.sendgrid_double.orders import EventOrders, Orders, UnknownOrder, read_orders

if TYPE_CHECKING:
    from devstack.sendgrid_double.server import SendGridServer

PREFIX = "/double/"
MOST = 100_000

Answer = tuple[int, str]


def post(server: SendGridServer, path: str, raw: bytes | None) -> Answer:
    """Follow an order."""
    try:
        _follow(server, path.removeprefix(PREFIX), _object(raw))
    except UnknownOrder as error:
        return HTTPStatus.BAD_REQUEST, json.dumps({"error": str(error)})
    return HTTPStatus.OK, "{}"


def get(server: SendGridServer, path: str) -> Answer:
    """Say what was asked."""
    url = urlsplit(path.removeprefix(PREFIX))
    if url.path == "counts":
        return HTTPStatus.OK, json.dumps(_counts(server))
    if url.path == "taken":
        return HTTPStatus.OK, json.dumps(_takes(server, dict(parse_qsl(url.query))))
    return HTTPStatus.NOT_FOUND, json.dumps({"error": "There are counts and taken."})


def _follow(server: SendGridServer, name: str, values: Mapping[str, Any]) -> None:
    if name == "orders":
        server.orders = read_orders(Orders, values)
    elif name == "events":
        orders = read_orders(EventOrders, values)
        _require_known([*orders.usual, *chain.from_iterable(orders.by_address.values())])
        server.order_events(orders)
    elif name == "forget":
        server.forget()
    else:
        raise UnknownOrder("There are orders, events and forget.")


def _require_known(names: Iterable[str]) -> None:
    for name in names:
        if name not in KINDS:
            raise UnknownOrder(f"{name} is not one of the events {', '.join(KINDS)}.")


def _object(raw: bytes | None) -> dict[str, Any]:
    try:
        values = json.loads(raw or b"{}")
    except ValueError:
        raise UnknownOrder("An order is JSON.") from None
    if not isinstance(values, dict):
        raise UnknownOrder("An order is an object.")
    return values


def _counts(server: SendGridServer) -> dict[str, Any]:
    return {
        "requests": server.requests,
        "refused": server.refused,
        "in_progress": server.in_progress,
        "mails": server.taken.mails,
        "messages": len(server.taken.by_id),
        "more_than_once": server.taken.more_than_once(),
        "events": server.event_counts(),
    }


def _takes(server: SendGridServer, query: Mapping[str, str]) -> list[dict[str, Any]]:
    try:
        first, limit = int(query.get("from", 0)), int(query.get("limit", MOST))
    except ValueError:
        return []
    takes = server.taken.takes[first : first + limit]
    return [{name: getattr(take, name) for name in take.__slots__} for take in takes]
