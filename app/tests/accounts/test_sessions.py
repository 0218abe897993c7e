"""Sessions: nobody gets into one by what stands in the database."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.accounts.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_who_is_logged_in_stays_so_and_the_row_does_not_tell_the_cookie() -> None:
    browser, thief = Client(), Client()
    browser.force_login(Researcher.objects.create_superuser("anna@example.org"))
    stored = Session.objects.get().session_key

    thief.cookies["session"] = stored

    assert browser.get(reverse("admin:index")).status_code == 200
    assert thief.get(reverse("admin:index")).status_code == 302
    assert browser.cookies["session"].value != stored


def test_a_session_is_kept_found_and_deleted_by_its_key() -> None:
    store = SessionStore()
    store["seen"] = 3
    store.save()
    key = store.session_key or ""

    again = SessionStore(key)

    assert again["seen"] == 3
    assert again.session_key == key
    assert again.exists(key)
    again.delete()
    assert not Session.objects.exists()


def test_a_key_that_nobody_has_opens_an_empty_session() -> None:
    store = SessionStore("k" * 32)

    assert store.get("seen") is None
    assert store.session_key is None


def test_a_new_key_takes_what_was_kept_along_and_ends_the_old_one() -> None:
    store = SessionStore()
    store["seen"] = 3
    store.save()
    old = store.session_key or ""

    store.cycle_key()

    assert store["seen"] == 3
    assert not store.exists(old)
    assert Session.objects.count() == 1


def test_logging_out_deletes_the_row() -> None:
    browser = Client()
    browser.force_login(Researcher.objects.create_superuser("anna@example.org"))

    browser.logout()

    assert not Session.objects.exists()
