"""Researchers who log in, their browsers, and their second factors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esmpress.accounts import authenticators
from esmpress.accounts.authenticators import code_at
from esmpress.accounts.models import Authenticator, LogIn, Researcher
from esmpress.accounts.recovery_codes import make_codes
from tests.accounts.soft_key import SoftKey

PASSWORD = "a lake behind the house"
ANNA = "anna@example.org"
ORIGIN = "http://testserver"
LOG_IN, SECOND = "/admin/login/", "/admin/login/second/"
ACCOUNT = "/admin/account/"


def make_anna(**fields: Any) -> Researcher:
    return Researcher.objects.create_user(ANNA, PASSWORD, name="Anna", **fields)


def type_password(client: Client, password: str = PASSWORD, email: str = ANNA) -> Any:
    return client.post(LOG_IN, {"username": email, "password": password})


def type_code(client: Client, code: str) -> Any:
    return client.post(SECOND, {"code": code})


def add_app(researcher: Researcher) -> Authenticator:
    """An app that counts; no code of it was used lately."""
    app = authenticators.begin(researcher, now=timezone.now())
    Authenticator.objects.filter(pk=app.pk).update(confirmed_at=timezone.now())
    app.refresh_from_db()
    return app


def code_now(app: Authenticator) -> str:
    return code_at(app.secret, int(timezone.now().timestamp()) // 30)


def log_in_with_app(client: Client, researcher: Researcher) -> list[str]:
    """By password and code; the recovery codes there are then."""
    app = add_app(researcher)
    codes = make_codes(researcher)
    type_password(client)
    type_code(client, code_now(app))
    return codes


def add_passkey(client: Client, key: SoftKey, name: str = "laptop") -> Any:
    """By the page, of who is logged in."""
    page = client.get(reverse("admin:account_passkey"))
    answer = key.create(page.context["options"], origin=ORIGIN)
    return client.post(reverse("admin:account_passkey"), {"name": name, "passkey": answer})


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def factor_of(client: Client) -> str:
    """What this browser's log-in has shown beside the password."""
    return LogIn.objects.get(pk=client.session["log_in"]).factor


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def act(client: Client, what: str, **fields: Any) -> Any:
    """Press a button of one's own account."""
    return client.post(ACCOUNT, {"act": what} | fields)


def no_longer_sure() -> None:
    """It is eleven minutes ago that anybody showed who they are."""
    LogIn.objects.update(confirmed_at=timezone.now() - timedelta(minutes=11))
