"""The matrix role x page, made from the addresses there are and from both tables of rights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.urls import URLPattern, URLResolver, get_resolver

from esmpress.console.rights.pages import API_ROUTES, PAGES, WITHOUT_ROLES, Need, Page, Special
from esmpress.studies.models import Role, Scope
from esmpress.studies.rights import RIGHTS_OF, Right

# Somebody with a role in the study, the owner of another study, or nobody anywhere.
Who = Role | Literal["other", "nobody"]
WHO: tuple[Who, ...] = (*Role, "other", "nobody")
ALLOWED = 200
# Django's redirect from the address of a row to its page.
_TO_CHANGE = "<path:object_id>/"


class Unclassified(Exception):
    """An address that stands in no table: nobody has said who may open it."""


@dataclass(frozen=True)
class Address:
    """One address as Django knows it, and its name in the table."""

    route: str
    name: str
    page: Page | None
    # What a token needs, where programs ask and nobody else.
    scope: Scope | None = None


def addresses() -> list[Address]:
    """Every address of the backend; raises Unclassified for one that is in no table."""
    return [_classified(route, name) for route, name in _walk(get_resolver())]


def expected(page: Page, need: Need, who: Who) -> int:
    """The status a request gets; ALLOWED stands for every one that is no refusal."""
    match need:
        case Special.LOGGED_IN:
            return ALLOWED
        case Special.NOTHING:
            return 404
        case Special.NO_SUCH:
            return 405
    if page.is_list:
        return ALLOWED if _rights_anywhere(who) >= _needed(need) else page.refused
    if not isinstance(who, Role):
        return 404
    return ALLOWED if RIGHTS_OF[who] >= _needed(need) else 403


def _needed(need: Need) -> frozenset[Right | None]:
    """The rights; one that no role has where none is enough."""
    return frozenset({None}) if isinstance(need, Special) else frozenset[Right | None](need)


def _rights_anywhere(who: Who) -> frozenset[Right]:
    if who == "nobody":
        return frozenset()
    return RIGHTS_OF[Role.OWNER if who == "other" else who]


def _classified(route: str, name: str) -> Address:
    if name in PAGES:
        return Address(route, name, PAGES[name])
    if name in API_ROUTES:
        return Address(route, name, None, API_ROUTES[name])
    if route.startswith(WITHOUT_ROLES) or (name == route and route.endswith(_TO_CHANGE)):
        return Address(route, name, None)
    raise Unclassified(f"{name}: nobody has said who may open it; add it to rights/pages.py.")


def _walk(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, route, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield route, f"{space}{one.name}" if one.name else route
