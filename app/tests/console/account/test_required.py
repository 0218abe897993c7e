"""Who needs a second factor gets nothing else before it is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from esmpress.accounts.models import AuditEntry, LogIn, Researcher
from esmpress.console.rights.matrix import Address, addresses
from esmpress.console.rights.pages import PAGES
from esmpress.studies.members import add_member
from esmpress.studies.models import Role, Study
from tests.accounts.soft_key import SoftKey
from tests.console.account.people import (
    ACCOUNT,
    add_passkey,
    is_in,
    make_anna,
    text_of,
    type_password,
)
from tests.console.browsers import browser_for, browser_of, browser_of_nobody
from tests.console.rights.world import NAME, World, make_world
from tests.factories import make_member, make_study

pytestmark = pytest.mark.django_db
OPEN = {
    "admin:login",
    "admin:login_second",
    "admin:login_passkey",
    "admin:logout",
    "admin:jsi18n",
    "admin:password_change",
    "admin:password_change_done",
    "admin:accounts_researcher_language",
}


def old_member(study: Study, role: str = "owner", **fields: Any) -> Client:
    """Somebody whose account is a year old, with no second factor."""
    member = make_member(study, role)
    joined = timezone.now() - timedelta(days=365)
    Researcher.objects.filter(pk=member.pk).update(joined_at=joined, **fields)
    return browser_for(Researcher.objects.get(pk=member.pk))


def show_factor(client: Client) -> None:
    LogIn.objects.filter(pk=client.session["log_in"]).update(factor="passkey")


@pytest.fixture
def world(now: Any) -> World:
    return make_world(now)


def led_to(client: Client, world: World, address: Address, method: str) -> str:
    """Where a request leads; what it did is undone."""
    with transaction.atomic():
        answer = getattr(client, method)(world.url_of(address))
        transaction.set_rollback(True)
    return str(answer.headers.get("Location", answer.status_code))


@pytest.mark.parametrize(
    ("required", "role", "is_super", "is_led"),
    [
        ("never", "owner", True, False),
        ("owners", "owner", False, True),
        ("owners", "editor", False, False),
        ("owners", "editor", True, True),
        ("all", "observer", False, True),
    ],
)
def test_the_setting_says_whom(
    required: str, role: str, is_super: bool, is_led: bool, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = required
    client = old_member(make_study(), role, is_superuser=is_super)

    answer = client.get("/admin/")

    assert answer.status_code == (302 if is_led else 200)
    assert answer.headers.get("Location", ACCOUNT) == ACCOUNT


def test_a_new_account_has_two_weeks_and_is_told(study: Study) -> None:
    member = make_member(study, "owner")
    client = browser_for(member)
    Researcher.objects.filter(pk=member.pk).update(
        joined_at=timezone.now() - timedelta(days=13, hours=23)
    )
    before = client.get("/admin/").status_code
    told = text_of(client.get(ACCOUNT))
    Researcher.objects.filter(pk=member.pk).update(joined_at=timezone.now() - timedelta(days=14))

    assert (before, client.get("/admin/").status_code) == (200, 302)
    assert "Your account needs a second factor from" in told


@pytest.mark.parametrize(
    ("asks", "days", "leads_to"), [(True, 1, ACCOUNT), (False, 15, ACCOUNT), (False, 1, "/admin/")]
)
def test_after_a_log_in_one_is_led_there_when_something_is_closed(
    asks: bool, days: int, leads_to: str
) -> None:
    study = make_study(requires_second_factor=asks)
    anna = make_anna(joined_at=timezone.now() - timedelta(days=days))
    add_member(study, anna, Role.OWNER, given_by=anna, now=timezone.now())
    client = Client()

    answer = type_password(client)

    assert answer["Location"] == leads_to
    assert "needs a second factor" in text_of(client.get(leads_to)) or asks


def test_with_a_factor_everything_opens(study: Study) -> None:
    client = old_member(study)
    add_passkey(client, SoftKey())

    assert client.get("/admin/").status_code == 200


def test_until_then_every_page_leads_to_the_set_up(world: World) -> None:
    client = old_member(world.study)
    session = client.cookies["session"].value
    closed = [
        one
        for one in addresses()
        if one.page and one.name not in OPEN and not one.name.startswith("admin:account_")
    ]

    for method in ("get", "post"):
        led = {one.name: led_to(client, world, one, method) for one in closed}
        client.cookies["session"] = session
        led.pop("admin:account", None)
        assert {name: to for name, to in led.items() if to != ACCOUNT} == {}


def test_the_set_up_itself_is_open(study: Study) -> None:
    client = old_member(study)

    pages = ("account", "account_authenticator", "account_passkey", "password_change")
    asked = [client.get(reverse(f"admin:{page}")).status_code for page in pages]

    assert asked == [200] * 4
    assert "Set one up here, then everything opens." in text_of(client.get(ACCOUNT))


@pytest.fixture
def strict(world: World) -> World:
    """A study and a draft whose members need a second factor."""
    Study.objects.update(requires_second_factor=True)
    return world


@pytest.mark.parametrize("role", ["owner", "superuser"])
def test_a_study_that_asks_for_a_factor_is_closed_on_every_page(
    role: str, strict: World, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = "never"
    client = browser_of(Role.OWNER, strict.study, strict.draft)
    if role == "superuser":
        client = browser_for(Researcher.objects.create_superuser("root@example.org"))
    rows = [one for one in addresses() if one.page and not one.page.is_list]

    for method in ("get", "post"):
        led = {one.name: led_to(client, strict, one, method) for one in rows}
        # Of a questionnaire nobody says which of its studies it was.
        let_in = {name: to for name, to in led.items() if to not in (ACCOUNT, "404", "405")}
        assert let_in == {}
        assert ACCOUNT in led.values()


def test_lists_name_nothing_of_such_a_study(strict: World) -> None:
    client = browser_of(Role.OWNER, strict.study)
    lists = ["admin:index", *(name for name in PAGES if name.endswith("_changelist"))]

    pages = [text_of(client.get(reverse(name))) for name in lists]

    assert not [page for page in pages if NAME in page or strict.study.slug in page]
    show_factor(client)
    assert NAME in text_of(client.get("/admin/"))


@pytest.mark.parametrize("who", ["superuser", "reader"])
def test_the_audit_trail_of_such_a_study_is_closed_too(
    who: str, strict: World, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = "never"
    client = browser_of_nobody("accounts.view_auditentry")
    if who == "superuser":
        client = browser_for(Researcher.objects.create_superuser("root@example.org"))
    number = AuditEntry.objects.latest("number").pk
    pages = [
        reverse("admin:accounts_auditentry_changelist"),
        reverse("admin:accounts_auditentry_change", args=[number]),
        reverse("admin:accounts_auditentry_history", args=[number]),
    ]

    closed = [client.get(page) for page in pages]
    first = client.get("/admin/").status_code
    show_factor(client)

    assert [one.headers.get("Location") for one in closed] == [ACCOUNT] * 3
    assert first == 200
    assert NAME in text_of(client.get(pages[0]))


def test_a_superuser_changes_no_questionnaire_that_such_a_study_uses_too(world: World) -> None:
    """Another study uses it that asks for nothing, so that it is seen."""
    Study.objects.filter(pk=world.draft.pk).update(requires_second_factor=True)
    client = browser_for(Researcher.objects.create_superuser("root@example.org"))
    form = world.parts["questionnaires_questionnaire"]
    page = reverse("admin:questionnaires_questionnaire_publish", args=[form])

    refused = client.get(page).status_code
    show_factor(client)

    assert (refused, client.get(page).status_code) == (403, 200)


def test_other_studies_stay_open(strict: World) -> None:
    other = make_study(name="Open study")
    client = browser_of(Role.OWNER, strict.study, other)

    assert "Open study" in text_of(client.get("/admin/"))
    assert client.get(f"/admin/studies/study/{other.pk}/change/").status_code == 200


def test_with_a_factor_the_study_opens(strict: World) -> None:
    client = browser_of(Role.OWNER, strict.study)
    address = f"/admin/studies/study/{strict.study.pk}/change/"
    closed = client.get(address, follow=True)
    add_passkey(client, SoftKey())

    assert "This opens only with a second factor." in text_of(closed)
    assert client.get(address).status_code == 200


def test_a_removed_factor_closes_it_again(strict: World) -> None:
    client = browser_of(Role.OWNER, strict.study)
    add_passkey(client, SoftKey())
    key = Researcher.objects.get(pk=client.session["_auth_user_id"]).passkeys.get()
    client.post(ACCOUNT, {"act": "remove_passkey", "number": key.pk})

    answer = client.get(f"/admin/studies/study/{strict.study.pk}/change/")

    assert answer.headers.get("Location") == ACCOUNT
    assert is_in(client)


def test_owners_ask_for_it_and_stop_asking(study: Study) -> None:
    client = browser_of(Role.OWNER, study)
    show_factor(client)
    page = f"/admin/studies/study/{study.pk}/members/"

    client.post(page, {"act": "second_factor", "asks": "yes"})
    study.refresh_from_db()
    asked = study.requires_second_factor
    client.post(page, {"act": "second_factor", "asks": "no"})
    study.refresh_from_db()

    assert (asked, study.requires_second_factor) == (True, False)


def test_an_owner_without_a_factor_cannot_lock_themselves_out(study: Study) -> None:
    client = browser_of(Role.OWNER, study)
    page = f"/admin/studies/study/{study.pk}/members/"

    answer = client.post(page, {"act": "second_factor", "asks": "yes"}, follow=True)

    study.refresh_from_db()
    assert not study.requires_second_factor
    assert "Set up a second factor for yourself first" in text_of(answer)


def test_others_do_not_ask_for_it(study: Study) -> None:
    client = browser_of(Role.EDITOR, study)
    show_factor(client)
    page = f"/admin/studies/study/{study.pk}/members/"

    answer = client.post(page, {"act": "second_factor", "asks": "yes"})

    study.refresh_from_db()
    assert (answer.status_code, study.requires_second_factor) == (403, False)
