"""Logging in with a passkey and no password."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from esmpress.accounts.attempting import FREE_OF_NETWORK, Key, charge
from esmpress.accounts.models import Researcher
from tests.accounts.soft_key import SoftKey
from tests.console.account.people import (
    LOG_IN,
    ORIGIN,
    PASSWORD,
    SECOND,
    add_passkey,
    factor_of,
    is_in,
    text_of,
    type_password,
)

pytestmark = pytest.mark.django_db
PAGE = "/admin/login/passkey/"


@pytest.fixture
def key(anna: Researcher) -> SoftKey:
    """Anna's, added from a browser of hers."""
    made, client = SoftKey(), Client()
    type_password(client)
    add_passkey(client, made)
    return made


def use(client: Client, key: SoftKey, *, goes_to: str = "") -> Any:
    options = client.get(PAGE).context["options"]
    answer = key.get(options, origin=ORIGIN)
    return client.post(PAGE, {"passkey": answer, "next": goes_to})


def test_the_log_in_leads_there(browser: Client) -> None:
    page = text_of(browser.get(f"{LOG_IN}?next=/admin/studies/study/"))

    assert f'href="{PAGE}?next=/admin/studies/study/"' in page


def test_a_key_that_asks_for_a_pin_is_enough(key: SoftKey, browser: Client) -> None:
    answer = use(browser, key, goes_to="/admin/studies/study/")

    assert answer["Location"] == "/admin/studies/study/"
    assert (is_in(browser), factor_of(browser)) == (True, "passkey")


def test_a_key_that_asks_for_none_is_not(key: SoftKey, browser: Client) -> None:
    key.asks_pin = False

    answer = use(browser, key)

    assert "it asked for no PIN" in text_of(answer)
    assert not is_in(browser)


def test_the_question_of_another_page_does_not_spare_the_pin(key: SoftKey, browser: Client) -> None:
    """Somebody with an account of their own has found a key, and knows neither PIN nor password."""
    Researcher.objects.create_user("eve@example.org", PASSWORD)
    type_password(browser, email="eve@example.org")
    add_passkey(browser, SoftKey())
    browser.post("/admin/logout/")
    type_password(browser, email="eve@example.org")
    options, key.asks_pin = browser.get(SECOND).context["options"], False

    answer = browser.post(PAGE, {"passkey": key.get(options, origin=ORIGIN)})

    assert "it asked for no PIN" in text_of(answer)
    assert not is_in(browser)


@pytest.mark.parametrize("switched_off", ["is_active", "is_staff"])
def test_whoever_may_not_log_in_cannot_by_a_key(
    switched_off: str, key: SoftKey, anna: Researcher, browser: Client
) -> None:
    Researcher.objects.filter(pk=anna.pk).update(**{switched_off: False})

    assert "not known here" in text_of(use(browser, key))
    assert not is_in(browser)


def test_a_key_that_was_removed_opens_nothing(
    key: SoftKey, anna: Researcher, browser: Client
) -> None:
    anna.passkeys.all().delete()

    assert "not known here" in text_of(use(browser, key))


def test_without_a_question_there_is_no_answer(key: SoftKey, browser: Client) -> None:
    options = browser.get(PAGE).context["options"]
    answer = key.get(options, origin=ORIGIN)

    refused = Client().post(PAGE, {"passkey": answer})

    assert "not known here" in text_of(refused)


def test_a_network_that_guesses_has_to_wait(key: SoftKey, browser: Client) -> None:
    for _ in range(FREE_OF_NETWORK):
        charge([Key("network", "127.0.0.0/24")], now=timezone.now())

    assert "Too many attempts" in text_of(use(browser, key))
    assert not is_in(browser)


def test_a_page_elsewhere_is_not_led_to(key: SoftKey, browser: Client) -> None:
    assert use(browser, key, goes_to="https://evil.example/")["Location"] == "/admin/"
