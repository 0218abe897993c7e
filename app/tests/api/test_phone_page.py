from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from esmpress.delivery.models import PhoneCheck
from tests.factories import make_study

pytestmark = pytest.mark.django_db
TOKEN = "t" * 43
PAGE = f"/api/preflight/{TOKEN}"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, now: datetime) -> PhoneCheck:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=5))
    return PhoneCheck.objects.create(
        study=make_study(launched_at=None),
        domain="uni.pl",
        channel="smtp",
        token_hash=hashlib.sha256(TOKEN.encode()).digest(),
        sent_at=now,
        expires_at=now + timedelta(hours=24),
    )


def get(**headers: str) -> Any:
    return Client(enforce_csrf_checks=True).get(PAGE, headers=headers)


def press(**headers: str) -> Any:
    """Open the page and press its button, without cookies."""
    found = re.search(r'name="nonce" value="([^"]+)"', get().content.decode())
    fields = {"nonce": found[1]} if found else {}
    return Client(enforce_csrf_checks=True).post(PAGE, fields, headers=headers)


def test_looking_at_the_page_any_number_of_times_counts_nothing(check: PhoneCheck) -> None:
    pages = [get(**{"User-Agent": IPHONE}) for _ in range(3)]
    head = Client().head(PAGE)

    check.refresh_from_db()
    assert {page.status_code for page in (*pages, head)} == {200}
    assert "I can read this on my phone" in pages[0].content.decode()
    assert "A week of feelings" in pages[0].content.decode()
    assert check.opened_at is None


@pytest.mark.parametrize(
    ("headers", "device", "says"),
    [
        ({"User-Agent": IPHONE}, "phone", "Thank you"),
        ({"User-Agent": LAPTOP}, "computer", "That was a computer"),
        ({"User-Agent": LAPTOP, "Sec-CH-UA-Mobile": "?1"}, "phone", "Thank you"),
        ({"User-Agent": LAPTOP, "Sec-CH-UA-Mobile": "?0"}, "computer", "That was a computer"),
        ({}, "computer", "That was a computer"),
    ],
)
def test_the_button_says_once_on_what_it_was_pressed(
    check: PhoneCheck, now: datetime, headers: dict[str, str], device: str, says: str
) -> None:
    page = press(**headers)

    check.refresh_from_db()
    assert says in page.content.decode()
    assert (check.opened_on, check.opened_at) == (device, now + timedelta(minutes=5))
    assert press(**headers).status_code == 410
    assert get().status_code == 410


def test_nothing_of_the_browser_is_kept(check: PhoneCheck) -> None:
    press(**{"User-Agent": IPHONE})

    stored = str(PhoneCheck.objects.values().get())
    assert "iPhone" not in stored
    assert "127.0.0.1" not in stored


def test_a_one_click_unsubscribe_of_a_mail_program_counts_nothing(check: PhoneCheck) -> None:
    Client(enforce_csrf_checks=True).post(PAGE, {"List-Unsubscribe": "One-Click"})

    check.refresh_from_db()
    assert check.opened_at is None


def test_the_page_speaks_polish_to_who_asks_for_it(check: PhoneCheck) -> None:
    page = get(**{"Accept-Language": "pl-PL,pl;q=0.9,en;q=0.5"}).content.decode()

    assert '<html lang="pl" dir="ltr">' in page
    assert "Odczytuję to na telefonie" in page
    assert "Tydzień z emocjami" in page


def test_the_page_is_kept_nowhere_and_tells_its_address_to_nobody(check: PhoneCheck) -> None:
    page = get()

    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "<script" not in page.content.decode()


def test_an_unknown_link_is_a_404_page(db: None) -> None:
    assert get().status_code == 404
