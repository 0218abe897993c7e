"""Which handler answers which request."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from double.state import Account, Thing

Answer = tuple[int, Thing | None]


@dataclass(frozen=True)
class Request:
    """What a handler is told beside the account; `parts` are what varies in the path."""

    body: Thing = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    path: str = ""
    parts: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, part: str) -> str:
        return self.parts[part]


Handler = Callable[[Account, Request], Answer]


@dataclass(frozen=True)
class Route:
    """A method, a path and who answers it."""

    method: str
    template: str
    pattern: re.Pattern[str]
    handler: Handler


ROUTES: list[Route] = []


def route(method: str, template: str) -> Callable[[Handler], Handler]:
    """Register the handler; of routes that fit, the first registered answers."""
    pattern = re.compile("^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template) + "$")

    def register(handler: Handler) -> Handler:
        ROUTES.append(Route(method, template, pattern, handler))
        return handler

    return register


def serve_get(template: str, kind: str, envelope: str, *, joined: bool = False) -> None:
    """One object; `joined` keys are made of all parts of the path."""

    @route("GET", template)
    def show(account: Account, request: Request) -> Answer:
        return 200, {envelope: shown(account.find(kind, _key(request, joined=joined)))}


def serve_delete(template: str, kind: str, *, joined: bool = False) -> None:
    """An end without conditions."""

    @route("DELETE", template)
    def delete(account: Account, request: Request) -> Answer:
        account.drop(kind, _key(request, joined=joined))
        return 204, None


def serve_list(template: str, kind: str, envelope: str) -> None:
    """All objects of a kind, of one name when the query has one; below another object, its own."""

    @route("GET", template)
    def show_all(account: Account, request: Request) -> Answer:
        things = account.things[kind]
        if request.parts:
            parent = "".join(request.parts.values())
            things = {key: thing for key, thing in things.items() if key.startswith(parent)}
        named = [
            shown(thing)
            for thing in things.values()
            if request.query.get("name") in (None, thing.get("name"))
        ]
        return 200, page(request, envelope, named)


def page(request: Request, envelope: str, things: list[Any]) -> Thing:
    """One page of a list, 20 long unless the query says otherwise, with links to its neighbours."""
    length = max(1, min(int(request.query.get("per_page") or 20), 200))
    number = max(1, int(request.query.get("page") or 1))
    last = max(1, -(-len(things) // length))
    pages: dict[str, int] = {}
    if number < last:
        pages |= {"next": number + 1, "last": last}
    if number > 1:
        pages |= {"first": 1, "prev": number - 1}
    links = {
        name: f"https://api.digitalocean.com{request.path}?page={target}&per_page={length}"
        for name, target in pages.items()
    }
    return {
        envelope: things[(number - 1) * length : number * length],
        "links": {"pages": links} if links else {},
        "meta": {"total": len(things)},
    }


def shown(thing: Thing) -> Thing:
    """The object without what the API keeps to itself."""
    return {name: value for name, value in thing.items() if not name.startswith("_")}


def _key(request: Request, *, joined: bool) -> str:
    values = list(request.parts.values())
    return "".join(values) if joined else values[-1]
