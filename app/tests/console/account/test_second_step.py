"""The second step: a code, a key, or a recovery code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from esmpress.accounts.attempting import FREE_OF_ACCOUNT
from esmpress.accounts.models import Attempts, AuditEntry, Authenticator, Researcher
from esmpress.accounts.passkeys import Asked, WrongPasskey
from esmpress.accounts.recovery_codes import codes_left, make_codes
from esmpress.console.account import asked_passkey
from tests.accounts.soft_key import SoftKey
from tests.console.account.people import (
    ACCOUNT,
    ORIGIN,
    PASSWORD,
    SECOND,
    add_app,
    add_passkey,
    code_now,
    factor_of,
    is_in,
    text_of,
    type_code,
    type_password,
)

pytestmark = pytest.mark.django_db
WRONG, WAIT = "This is not right.", "Too many attempts that failed."


@pytest.fixture
def app(anna: Researcher) -> Authenticator:
    return add_app(anna)


def test_a_password_alone_lets_nobody_in_who_has_an_app(
    app: Authenticator, browser: Client
) -> None:
    answer = type_password(browser)

    assert answer["Location"] == SECOND
    assert not is_in(browser)


def test_password_and_code_let_in(app: Authenticator, browser: Client) -> None:
    type_password(browser)
    type_code(browser, code_now(app))

    assert is_in(browser)
    assert factor_of(browser) == "authenticator"


def test_a_code_may_have_a_space_in_the_middle(app: Authenticator, browser: Client) -> None:
    type_password(browser)
    code = code_now(app)
    type_code(browser, f"{code[:3]} {code[3:]} ")

    assert is_in(browser)


def test_one_code_does_not_log_in_twice(app: Authenticator, browser: Client) -> None:
    code = code_now(app)
    type_password(browser)
    type_code(browser, code)
    again = Client()
    type_password(again)

    answer = type_code(again, code)

    assert WRONG in text_of(answer)
    assert not is_in(again)


def test_codes_and_passwords_are_counted_together(app: Authenticator, browser: Client) -> None:
    for _ in range(2):
        type_password(browser, "wrong")
    type_password(browser)
    for _ in range(3):
        type_code(browser, "000000")

    answer = type_code(browser, code_now(app))

    assert WAIT in text_of(answer)
    assert not is_in(browser)
    assert WAIT in text_of(type_password(Client()))


def test_typing_the_password_again_gives_no_more_guesses(
    app: Authenticator, browser: Client
) -> None:
    answers = []
    for _ in range(FREE_OF_ACCOUNT + 1):
        answers.append(text_of(type_password(browser)))
        answers.append(text_of(type_code(browser, "000000")))

    assert WAIT in answers[-1]
    assert WAIT in answers[-2]


def test_a_wrong_code_stands_in_the_trail_like_a_wrong_password(
    app: Authenticator, browser: Client, anna: Researcher
) -> None:
    type_password(browser)
    type_code(browser, "000000")

    assert AuditEntry.objects.get(act="fail").researcher == anna.pk


def test_a_recovery_code_lets_in_once_and_leads_to_the_account(
    app: Authenticator, browser: Client, anna: Researcher
) -> None:
    code = make_codes(anna)[0]
    type_password(browser)
    answer = type_code(browser, code)
    again = Client()
    type_password(again)
    type_code(again, code)

    assert answer["Location"] == ACCOUNT
    assert (is_in(browser), is_in(again), codes_left(anna)) == (True, False, 9)
    told = AuditEntry.objects.get(words__contains="recovery code")
    assert (told.researcher, told.words) == (anna.pk, "a recovery code was used; 9 are left")
    assert code not in str(list(AuditEntry.objects.values()))


def test_who_has_used_a_recovery_code_is_told_when_few_are_left(
    app: Authenticator, browser: Client, anna: Researcher
) -> None:
    code = make_codes(anna)[0]
    anna.recovery_codes.filter(pk__in=anna.recovery_codes.order_by("pk")[4:]).delete()
    type_password(browser)
    type_code(browser, code)

    page = text_of(browser.get(ACCOUNT))

    assert '<p class="alert" role="alert">3 codes are left' in page


def test_a_passkey_is_a_second_step(anna: Researcher, browser: Client) -> None:
    key = SoftKey(asks_pin=False)
    type_password(browser)
    add_passkey(browser, key)
    again = Client()
    type_password(again)
    options = again.get(SECOND).context["options"]

    again.post(SECOND, {"passkey": key.get(options, origin=ORIGIN)})

    assert is_in(again)
    assert factor_of(again) == "passkey"


def test_an_answer_of_a_key_works_once(anna: Researcher, browser: Client) -> None:
    key = SoftKey(counts=False)
    type_password(browser)
    add_passkey(browser, key)
    again = Client()
    type_password(again)
    answer = key.get(again.get(SECOND).context["options"], origin=ORIGIN)
    again.post(SECOND, {"passkey": answer})
    again.post("/admin/logout/")
    type_password(again)

    refused = again.post(SECOND, {"passkey": answer})

    assert WRONG in text_of(refused)
    assert not is_in(again)


def test_a_question_is_answered_once_also_within_one_log_in(rf: RequestFactory) -> None:
    request = rf.get(SECOND)
    vars(request)["session"] = {}
    asked_passkey.keep(request, Asked(options="{}", state={"challenge": "x"}))

    assert asked_passkey.take(request) == {"challenge": "x"}
    with pytest.raises(WrongPasskey):
        asked_passkey.take(request)


def test_nobody_comes_to_the_second_step_without_the_first(
    app: Authenticator, browser: Client
) -> None:
    assert browser.get(SECOND)["Location"] == "/admin/login/"
    assert type_code(browser, code_now(app))["Location"] == "/admin/login/"


def test_the_second_step_waits_ten_minutes(app: Authenticator, browser: Client) -> None:
    type_password(browser)
    session = browser.session
    session["half_way"] = session["half_way"] | {"at": timezone.now().timestamp() - 601}
    session.save()

    assert type_code(browser, code_now(app))["Location"] == "/admin/login/"


@pytest.mark.parametrize("change", ["password", "active"])
def test_between_the_steps_a_changed_password_or_account_ends_it(
    change: str, app: Authenticator, browser: Client, anna: Researcher
) -> None:
    type_password(browser)
    if change == "password":
        anna.set_password(f"{PASSWORD} and another")
    else:
        anna.is_active = False
    anna.save()

    assert type_code(browser, code_now(app))["Location"] == "/admin/login/"


def test_a_log_in_ends_what_was_counted(app: Authenticator, browser: Client) -> None:
    type_password(browser, "wrong")
    type_password(browser)
    type_code(browser, "000000")
    type_code(browser, code_now(app))

    # What was wrong stays with the network.
    assert list(Attempts.objects.values_list("failures", flat=True)) == [2]


def test_after_a_wait_password_and_code_let_in(app: Authenticator, browser: Client) -> None:
    for _ in range(FREE_OF_ACCOUNT):
        type_password(browser, "wrong")
    Attempts.objects.update(blocked_until=timezone.now() - timedelta(seconds=1))

    type_password(browser)
    type_code(browser, code_now(app))

    assert is_in(browser)
