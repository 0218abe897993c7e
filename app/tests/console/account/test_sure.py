"""Who has not shown for ten minutes who they are shows it before what matters."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import AuditEntry, Authenticator, Researcher
from esmpress.accounts.recovery_codes import make_codes
from tests.accounts.soft_key import SoftKey
from tests.console.account.people import (
    ORIGIN,
    PASSWORD,
    act,
    add_passkey,
    code_now,
    is_in,
    log_in_with_app,
    no_longer_sure,
    text_of,
    type_password,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["authenticator", "passkey", "recovery_codes"])
def test_after_ten_minutes_a_page_asks_who_it_is(
    page: str, anna: Researcher, browser: Client
) -> None:
    type_password(browser)
    no_longer_sure()
    address = reverse(f"admin:account_{page}")

    for answer in (browser.get(address), browser.post(address)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{reverse('admin:account_sure')}?next=")


def test_after_ten_minutes_nothing_is_removed_without_asking(
    anna: Researcher, browser: Client
) -> None:
    log_in_with_app(browser, anna)
    no_longer_sure()

    answer = act(browser, "remove_app")

    assert answer["Location"].startswith(reverse("admin:account_sure"))
    assert Authenticator.objects.exists()


def test_a_password_makes_sure(anna: Researcher, browser: Client) -> None:
    type_password(browser)
    no_longer_sure()
    page = reverse("admin:account_passkey")

    wrong = browser.post(reverse("admin:account_sure"), {"password": "wrong", "next": page})
    right = browser.post(reverse("admin:account_sure"), {"password": PASSWORD, "next": page})

    assert "This is not right." in text_of(wrong)
    assert right["Location"] == page
    assert browser.get(page).status_code == 200


def test_a_code_makes_sure_and_a_recovery_code_does_not(anna: Researcher, browser: Client) -> None:
    log_in_with_app(browser, anna)
    Authenticator.objects.update(last_step=0)
    no_longer_sure()
    sure = reverse("admin:account_sure")

    refused = browser.post(sure, {"code": make_codes(anna)[0]})
    taken = browser.post(sure, {"code": code_now(Authenticator.objects.get())})

    assert (refused.status_code, taken.status_code) == (200, 302)


def test_of_who_has_a_factor_a_password_makes_nobody_sure(
    anna: Researcher, browser: Client
) -> None:
    log_in_with_app(browser, anna)
    no_longer_sure()
    sure = reverse("admin:account_sure")

    answers = [browser.post(sure, {name: PASSWORD}) for name in ("password", "code", "typed")]
    act(browser, "remove_app")

    assert [text_of(one).count("This is not right.") for one in answers] == [1, 1, 1]
    assert "A password is not enough for this" in text_of(answers[0])
    assert Authenticator.objects.exists()


def test_a_key_makes_sure_and_no_password_is_asked_for(anna: Researcher, browser: Client) -> None:
    key = SoftKey()
    type_password(browser)
    add_passkey(browser, key)
    no_longer_sure()
    sure = reverse("admin:account_sure")
    page = browser.get(sure)

    answer = browser.post(sure, {"passkey": key.get(page.context["options"], origin=ORIGIN)})

    assert (page.context["form"], answer.status_code) == (None, 302)
    assert browser.get(reverse("admin:account_passkey")).status_code == 200


def test_guesses_at_that_page_are_counted_too(anna: Researcher, browser: Client) -> None:
    type_password(browser)
    no_longer_sure()
    sure = reverse("admin:account_sure")
    for _ in range(5):
        browser.post(sure, {"password": "wrong"})

    answer = browser.post(sure, {"password": PASSWORD})

    assert "Too many attempts" in text_of(answer)


def change_password(client: Client, old: str) -> Any:
    new = "a mountain behind the lake"
    typed = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(reverse("admin:password_change"), typed)


def test_guesses_at_the_old_password_are_counted_and_told(
    anna: Researcher, browser: Client
) -> None:
    type_password(browser)
    for _ in range(5):
        change_password(browser, "wrong")

    answer = change_password(browser, PASSWORD)

    assert "Too many attempts" in text_of(answer)
    assert AuditEntry.objects.filter(act="fail", researcher=anna.pk).count() == 5
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_whoever_has_a_factor_shows_it_before_they_change_their_password(
    anna: Researcher, browser: Client
) -> None:
    log_in_with_app(browser, anna)
    no_longer_sure()

    refused = change_password(browser, PASSWORD)
    Authenticator.objects.update(last_step=0)
    code = code_now(Authenticator.objects.get())
    browser.post(reverse("admin:account_sure"), {"code": code})
    taken = change_password(browser, PASSWORD)

    assert refused["Location"].startswith(reverse("admin:account_sure"))
    assert taken["Location"] == reverse("admin:password_change_done")
    assert is_in(browser)
