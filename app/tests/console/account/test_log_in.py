"""Logging in with a password, and how long who guesses has to wait."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from esmpress.accounts.attempting import FREE_OF_ACCOUNT, FREE_OF_NETWORK, Key, charge
from esmpress.accounts.models import Attempts, AuditEntry, LogIn, Researcher
from tests.console.account.people import (
    ANNA,
    LOG_IN,
    PASSWORD,
    is_in,
    text_of,
    type_password,
)

pytestmark = pytest.mark.django_db
WAIT = "Too many attempts that failed. Wait 1 minute"


def guess(client: Client, times: int, email: str = ANNA) -> str:
    """What the page says after the last wrong password."""
    return [text_of(type_password(client, "wrong", email)) for _ in range(times)][-1]


def typed_by(client: Client, email: str) -> Client:
    type_password(client, email=email)
    return client


@pytest.fixture(autouse=True)
def _quick_hashes(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_the_right_password_is_enough_for_who_has_nothing_else(
    anna: Researcher, browser: Client
) -> None:
    answer = type_password(browser)

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    log_in = LogIn.objects.get()
    assert (log_in.device, log_in.network) == ("Firefox on Linux", "127.0.0.0/24")
    assert log_in.factor == ""


def test_where_somebody_wanted_to_go_they_come_to(anna: Researcher, browser: Client) -> None:
    typed = {"username": ANNA, "password": PASSWORD}

    here = browser.post(f"{LOG_IN}?next=/admin/studies/study/", typed)
    elsewhere = Client().post(f"{LOG_IN}?next=https://evil.example/", typed)

    assert here["Location"] == "/admin/studies/study/"
    assert elsewhere["Location"] == "/admin/"


def test_whoever_is_in_is_led_on(anna: Researcher, browser: Client) -> None:
    type_password(browser)

    assert browser.get(LOG_IN)["Location"] == "/admin/"


def test_the_session_gets_another_name_at_log_in(anna: Researcher, browser: Client) -> None:
    browser.cookies["session"] = "chosen-by-somebody"
    type_password(browser)

    assert browser.cookies["session"].value != "chosen-by-somebody"
    assert browser.cookies["session"]["httponly"]
    assert browser.cookies["session"]["samesite"] == "Lax"


def test_after_five_wrong_passwords_the_right_one_has_to_wait(
    anna: Researcher, browser: Client
) -> None:
    guess(browser, FREE_OF_ACCOUNT)

    answer = type_password(browser)

    assert WAIT in text_of(answer)
    assert not is_in(browser)


def test_after_the_wait_the_right_password_counts(anna: Researcher, browser: Client) -> None:
    guess(browser, FREE_OF_ACCOUNT)
    Attempts.objects.update(blocked_until=timezone.now() - timedelta(seconds=1))

    type_password(browser)

    assert is_in(browser)


def test_of_an_unknown_address_the_page_says_the_same(anna: Researcher, browser: Client) -> None:
    known = [guess(browser, 1) for _ in range(FREE_OF_ACCOUNT + 1)]
    unknown = [guess(browser, 1, "nobody@example.org") for _ in range(FREE_OF_ACCOUNT + 1)]

    def sentences(pages: list[str]) -> list[str]:
        marks = ("Please enter the correct", WAIT)
        return [next(mark for mark in marks if mark in page) for page in pages]

    assert sentences(known) == sentences(unknown)
    assert sentences(known)[-2:] == ["Please enter the correct", WAIT]


def test_of_an_unknown_address_a_password_is_hashed_too(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def remembered(_self: Researcher, password: str | None) -> None:
        hashed.append(str(password))

    monkeypatch.setattr(Researcher, "set_password", remembered)
    guess(browser, 1, "nobody@example.org")

    assert hashed == ["wrong"]


def test_who_is_disabled_or_may_not_log_in_is_told_no_more(browser: Client) -> None:
    Researcher.objects.create_user("off@example.org", PASSWORD, is_active=False)
    Researcher.objects.create_user("out@example.org", PASSWORD, is_staff=False)

    pages = [text_of(type_password(browser, email=f"{one}@example.org")) for one in ("off", "out")]

    assert all("Please enter the correct" in page for page in pages)


def test_a_known_browser_goes_on_while_a_stranger_guesses(
    anna: Researcher, browser: Client, stranger: Client
) -> None:
    type_password(browser)
    browser.post("/admin/logout/")
    guess(stranger, FREE_OF_ACCOUNT)

    type_password(browser)

    assert WAIT in text_of(type_password(stranger))
    assert is_in(browser)


def test_whoever_is_logged_in_stays_so_while_a_stranger_guesses(
    anna: Researcher, browser: Client, stranger: Client
) -> None:
    type_password(browser)
    guess(stranger, FREE_OF_ACCOUNT + 1)

    assert is_in(browser)


def test_a_known_browser_that_guesses_has_to_wait_too(anna: Researcher, browser: Client) -> None:
    type_password(browser)
    browser.post("/admin/logout/")

    guess(browser, FREE_OF_ACCOUNT)

    assert WAIT in text_of(type_password(browser))


def test_a_browser_is_known_for_one_account_and_not_for_others(
    anna: Researcher, browser: Client, stranger: Client
) -> None:
    Researcher.objects.create_user("eve@example.org", PASSWORD)
    type_password(stranger, email="eve@example.org")
    stranger.post("/admin/logout/")

    guess(stranger, FREE_OF_ACCOUNT)

    assert WAIT in text_of(type_password(browser))


def test_a_forged_cookie_makes_no_browser_known(
    anna: Researcher, browser: Client, stranger: Client
) -> None:
    stranger.cookies["device"] = f"{anna.pk}.forged:1abc:signature"
    guess(stranger, FREE_OF_ACCOUNT)

    assert WAIT in text_of(type_password(browser))


def test_a_network_that_guesses_at_many_has_to_wait(anna: Researcher, browser: Client) -> None:
    for number in range(FREE_OF_NETWORK):
        charge([Key("network", "127.0.0.0/24"), Key("account", f"{number}")], now=timezone.now())

    assert WAIT in text_of(type_password(browser))


def test_waits_stand_in_the_trail_once_each(anna: Researcher, browser: Client) -> None:
    guess(browser, FREE_OF_ACCOUNT + 3)

    told = AuditEntry.objects.filter(act="lock")
    assert [(one.researcher, one.words) for one in told] == [
        (anna.pk, "5 attempts failed; a wait of 30 s began")
    ]
    assert AuditEntry.objects.filter(act="fail").count() == FREE_OF_ACCOUNT


@pytest.mark.parametrize("typed", [" {}", "{} ", "İRIS@example.org", "IRIS@EXAMPLE.ORG"])
def test_an_address_typed_in_another_way_gives_no_more_guesses(typed: str, browser: Client) -> None:
    """The database takes a capital İ for i, and Python does not."""
    Researcher.objects.create_user("iris@example.org", PASSWORD)
    guess(browser, FREE_OF_ACCOUNT, "iris@example.org")

    assert WAIT in guess(browser, 1, typed.format("iris@example.org"))


def test_an_address_that_only_looks_alike_is_another_one(browser: Client) -> None:
    Researcher.objects.create_user("iris@example.org", PASSWORD)
    Researcher.objects.create_user("ırıs@example.org", PASSWORD)

    type_password(browser, email="iris@example.org")

    assert is_in(browser)
    assert not is_in(typed_by(Client(), "ıris@example.org"))


def test_of_strangers_the_trail_tells_nothing(browser: Client) -> None:
    guess(browser, FREE_OF_ACCOUNT + 1, "nobody@example.org")

    assert not AuditEntry.objects.filter(act__in=["lock", "fail"]).exists()


def test_behind_the_proxy_its_word_counts_and_else_nobodys(
    anna: Researcher, settings: Settings
) -> None:
    spoofing = Client(headers={"x-real-ip": "203.0.113.9"})
    type_password(spoofing)
    settings.SECURE = True
    type_password(Client(headers={"x-real-ip": "203.0.113.9"}))

    networks = LogIn.objects.order_by("pk").values_list("network", flat=True)
    assert list(networks) == ["127.0.0.0/24", "203.0.113.0/24"]


def test_a_session_of_before_the_update_goes_on(anna: Researcher, browser: Client) -> None:
    browser.force_login(anna)
    session = browser.session
    del session["log_in"]
    session.save()

    assert is_in(browser)
    assert browser.session["log_in"] == LogIn.objects.latest("pk").pk


def test_a_request_reads_its_log_in_once_and_writes_nothing(
    anna: Researcher, browser: Client
) -> None:
    type_password(browser)
    browser.get("/admin/")

    with CaptureQueriesContext(connection) as statements:
        browser.get("/admin/")

    about = [one["sql"] for one in statements if '"accounts_login"' in one["sql"]]
    assert [sql.split()[0] for sql in about] == ["SELECT"]
