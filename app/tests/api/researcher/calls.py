"""Calls of the researchers' API as programs make them, and tokens for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from esmpress.accounts.models import Researcher
from esmpress.studies.api_tokens import USUAL, make_token
from esmpress.studies.models import Scope, Study
from tests.factories import make_member

ALL = tuple(Scope)


def token_for(
    study: Study,
    scopes: Collection[Scope] = ALL,
    *,
    made_by: Researcher | None = None,
    with_factor: bool = True,
    good_for: timedelta = USUAL,
) -> str:
    """A token made now by an owner of the study."""
    return make_token(
        study,
        name="Nightly copy",
        scopes=scopes,
        good_for=good_for,
        made_by=made_by or make_member(study),
        with_factor=with_factor,
        now=timezone.now(),
    )[1]


def ask(token: str, path: str, **query: str | int) -> Any:
    """The answer to a GET below /api/v1/studies."""
    headers = {"authorization": f"Bearer {token}"}
    return Client().get(f"/api/v1/studies{path}", query, headers=headers)


def rows(token: str, path: str, **query: str | int) -> list[dict[str, Any]]:
    """The rows of all pages, one after the other."""
    found, answer = [], ask(token, path, **query).json()
    while True:
        found += answer["results"]
        if not answer["next_cursor"]:
            return found
        again = {"cursor": answer["next_cursor"]} | {
            name: value for name, value in query.items() if name == "limit"
        }
        answer = ask(token, path, **again).json()
