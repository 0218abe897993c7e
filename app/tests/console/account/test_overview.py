"""The page of one's own account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esmpress.accounts import authenticators
from esmpress.accounts.models import AuditEntry, Authenticator, LogIn, Passkey, Researcher
from esmpress.accounts.recovery_codes import codes_left
from tests.accounts.soft_key import SoftKey
from tests.console.account.people import (
    ACCOUNT,
    ANNA,
    PASSWORD,
    act,
    add_app,
    add_passkey,
    code_now,
    factor_of,
    is_in,
    log_in_with_app,
    text_of,
    type_code,
    type_password,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(anna: Researcher) -> Client:
    """Another browser of Anna's that is logged in."""
    client = Client()
    type_password(client)
    return client


def test_the_menu_leads_there(anna: Researcher, browser: Client) -> None:
    type_password(browser)

    assert f'href="{ACCOUNT}"' in text_of(browser.get("/admin/"))


def test_an_app_is_set_up_and_recovery_codes_follow(anna: Researcher, browser: Client) -> None:
    type_password(browser)
    page = browser.get(reverse("admin:account_authenticator"))
    app = Authenticator.objects.get()

    answer = browser.post(reverse("admin:account_authenticator"), {"code": code_now(app)})

    assert "no-store" in page["Cache-Control"]
    assert answer["Location"] == reverse("admin:account_recovery_codes")
    assert factor_of(browser) == "authenticator"


def test_a_secret_that_another_browser_has_seen_is_not_set_up(
    anna: Researcher, browser: Client, second: Client
) -> None:
    """Who knew the password looked at the picture, weeks before Anna sets up her app."""
    page = reverse("admin:account_authenticator")
    seen = second.get(page).context["secret"]
    type_password(browser)

    shown = browser.get(page).context["secret"]
    browser.post(page, {"code": code_now(Authenticator.objects.get())})

    assert shown != seen
    assert authenticators.secret_in_words(Authenticator.objects.get()) == shown


def test_the_picture_stays_while_one_looks_again(anna: Researcher, browser: Client) -> None:
    type_password(browser)
    page = reverse("admin:account_authenticator")

    shown = [browser.get(page), browser.post(page, {"code": "000000"}), browser.get(page)]

    assert len({one.context["secret"] for one in shown}) == 1


def test_a_wrong_first_code_sets_nothing_up(anna: Researcher, browser: Client) -> None:
    type_password(browser)
    browser.get(reverse("admin:account_authenticator"))

    answer = browser.post(reverse("admin:account_authenticator"), {"code": "000000"})

    assert answer.status_code == 422
    assert "Is the clock of your phone right?" in text_of(answer)
    assert Authenticator.objects.get().confirmed_at is None


def test_what_is_set_up_is_not_shown_again(anna: Researcher, browser: Client) -> None:
    log_in_with_app(browser, anna)

    answer = browser.get(reverse("admin:account_authenticator"))

    assert answer["Location"] == ACCOUNT


def test_the_first_factor_logs_other_browsers_out(
    anna: Researcher, browser: Client, second: Client
) -> None:
    type_password(browser)
    add_passkey(browser, SoftKey())

    assert (is_in(browser), is_in(second)) == (True, False)


def test_another_factor_logs_nobody_out(anna: Researcher, browser: Client) -> None:
    log_in_with_app(browser, anna)
    other = Client()
    type_password(other)
    Authenticator.objects.update(last_step=0)
    type_code(other, code_now(Authenticator.objects.get()))

    add_passkey(browser, SoftKey())

    assert is_in(other)


def test_codes_are_shown_once_and_in_no_other_place(anna: Researcher, browser: Client) -> None:
    log_in_with_app(browser, anna)
    page = reverse("admin:account_recovery_codes")

    made = browser.post(page)
    again = text_of(browser.get(page)) + text_of(browser.get(ACCOUNT))

    codes = made.context["codes"]
    assert len(codes) == 10
    assert "no-store" in made["Cache-Control"]
    assert not [code for code in codes if code in again + str(dict(browser.session))]
    assert not [code for code in codes if code in str(list(AuditEntry.objects.values()))]


def test_without_a_factor_there_are_no_codes(anna: Researcher, browser: Client) -> None:
    type_password(browser)

    answer = browser.post(reverse("admin:account_recovery_codes"))

    assert answer["Location"] == ACCOUNT
    assert codes_left(anna) == 0


def test_passkeys_are_named_renamed_and_removed(anna: Researcher, browser: Client) -> None:
    type_password(browser)
    add_passkey(browser, SoftKey(), "laptop")
    add_passkey(browser, SoftKey(), "<b>phone</b>")
    laptop, phone = Passkey.objects.all()

    act(browser, "rename", number=laptop.pk, name="old laptop")
    act(browser, "remove_passkey", number=phone.pk)

    assert [one.name for one in Passkey.objects.all()] == ["old laptop"]
    assert "old laptop" in text_of(browser.get(ACCOUNT))


def test_a_passkey_needs_a_name(anna: Researcher, browser: Client) -> None:
    type_password(browser)

    answer = add_passkey(browser, SoftKey(), " ")

    assert answer.status_code == 422
    assert not Passkey.objects.exists()


def test_a_broken_answer_adds_nothing(anna: Researcher, browser: Client) -> None:
    type_password(browser)
    browser.get(reverse("admin:account_passkey"))

    answer = browser.post(reverse("admin:account_passkey"), {"name": "x", "passkey": "{}"})

    assert answer.status_code == 422
    assert "was not added" in text_of(answer)


def test_nobody_touches_what_is_of_somebody_else(
    anna: Researcher, browser: Client, second: Client
) -> None:
    add_passkey(second, SoftKey())
    key, log_in = Passkey.objects.get(), LogIn.objects.get(pk=second.session["log_in"])
    Researcher.objects.create_user("eve@example.org", PASSWORD)
    type_password(browser, email="eve@example.org")

    act(browser, "remove_passkey", number=key.pk)
    act(browser, "rename", number=key.pk, name="mine")
    act(browser, "end", number=log_in.pk)

    assert Passkey.objects.get().name == "laptop"
    assert is_in(second)


def test_log_ins_are_listed_and_one_is_ended(
    anna: Researcher, browser: Client, second: Client
) -> None:
    type_password(browser)
    page = text_of(browser.get(ACCOUNT))

    act(browser, "end", number=second.session["log_in"])

    assert "Firefox on Linux" in page
    assert "Unknown browser" in page
    assert (is_in(browser), is_in(second)) == (True, False)
    assert second.get("/admin/")["Location"].startswith("/admin/login/")
    told = AuditEntry.objects.get(words__contains="ended")
    assert (told.researcher, told.words) == (anna.pk, "log-ins were ended: 1")


def test_all_others_are_ended(anna: Researcher, browser: Client, second: Client) -> None:
    third = Client()
    for client in (third, browser):
        type_password(client)

    act(browser, "end_others")

    assert [is_in(one) for one in (browser, second, third)] == [True, False, False]


def test_a_log_in_ends_after_twelve_hours_however_much_it_is_used(
    anna: Researcher, browser: Client
) -> None:
    type_password(browser)
    add_passkey(browser, SoftKey())
    begun_at = timezone.now() - timedelta(hours=12)
    LogIn.objects.update(begun_at=begun_at + timedelta(minutes=1))
    # The page of a key writes to the session, which begins its twelve hours anew.
    before = browser.get(reverse("admin:account_passkey")).status_code
    LogIn.objects.update(begun_at=begun_at)

    assert (before, is_in(browser)) == (200, False)


def test_a_log_out_leaves_no_log_in_behind(anna: Researcher, browser: Client) -> None:
    type_password(browser)
    browser.post("/admin/logout/")

    assert not LogIn.objects.filter(ended_at=None).exists()


def test_another_password_logs_other_browsers_out(
    anna: Researcher, browser: Client, second: Client
) -> None:
    type_password(browser)
    new = "a mountain behind the lake"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    browser.post(reverse("admin:password_change"), typed)

    assert (is_in(browser), is_in(second)) == (True, False)
    assert LogIn.objects.filter(ended_at=None).count() == 1


def test_a_password_that_somebody_else_sets_ends_all_log_ins(
    second: Client, anna: Researcher
) -> None:
    root = Client()
    root.force_login(Researcher.objects.create_superuser("root@example.org"))
    new = "a mountain behind the lake"
    address = reverse("admin:auth_user_password_change", args=[anna.pk])

    root.post(address, {"usable_password": "true", "password1": new, "password2": new})

    assert not is_in(second)
    assert not anna.log_ins.filter(ended_at=None).exists()


@pytest.mark.parametrize("password", ["short one", "1234567890", "password123", f"{ANNA}"])
def test_a_bad_password_is_refused(password: str, anna: Researcher, browser: Client) -> None:
    type_password(browser)
    typed = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}

    answer = browser.post(reverse("admin:password_change"), typed)

    assert answer.status_code == 200
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_removing_the_last_factor_ends_codes_and_other_log_ins(
    anna: Researcher, browser: Client
) -> None:
    log_in_with_app(browser, anna)
    other = Client()
    type_password(other)
    Authenticator.objects.update(last_step=0)
    type_code(other, code_now(Authenticator.objects.get()))

    act(browser, "remove_app")

    assert (is_in(browser), is_in(other)) == (True, False)
    assert codes_left(anna) == 0
    assert factor_of(browser) == ""
    assert AuditEntry.objects.filter(
        act="delete", subject_type="accounts_authenticator", researcher=anna.pk
    ).exists()


def test_what_happened_lately_is_ones_own(anna: Researcher, browser: Client) -> None:
    add_app(anna)
    type_password(browser, "wrong")
    Authenticator.objects.all().delete()
    type_password(browser)
    Researcher.objects.create_user("eve@example.org", PASSWORD)
    type_password(Client(), "wrong", "eve@example.org")

    told = browser.get(ACCOUNT).context["history"]

    assert [one.act for one in told] == ["log in", "fail"]


def test_an_unknown_act_is_not_found(anna: Researcher, browser: Client) -> None:
    type_password(browser)

    assert act(browser, "explode").status_code == 404
    assert act(browser, "remove_passkey", number="x").status_code == 404
