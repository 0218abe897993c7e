"""Goes through an import as a browser does."""

from __future__ import annotations

from collections.abc import Sequence
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from esmpress.participants.models import PeopleImport
from esmpress.studies.models import Study
from tests.people_import.files import text_file

ROWS = [
    ("E-mail", "Language", "Note"),
    ("ola@example.org", "pl", "Ż"),
    ("OLA@example.org", "en", "x"),
    ("=cmd@example.org", "en", "x"),
    ("jan@gmial.com", "en", "x"),
]


def all_of(study: Study) -> str:
    return reverse("admin:studies_study_people_import", args=[study.pk])


def page_of(stored: PeopleImport) -> str:
    return reverse("admin:studies_study_people_import_one", args=[stored.study_id, stored.pk])


def refused_of(stored: PeopleImport) -> str:
    return reverse("admin:studies_study_people_import_refused", args=[stored.study_id, stored.pk])


def upload(browser: Client, study: Study, content: bytes, name: str = "people.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return browser.post(all_of(study), {"file": file}, follow=True)


def uploaded(browser: Client, study: Study, rows: Sequence[Sequence[str]] = ROWS) -> PeopleImport:
    upload(browser, study, text_file(rows, encoding="cp1250"))
    return study.people_imports.latest("pk")


def choose(browser: Client, stored: PeopleImport, **fields: str) -> Any:
    """Post the choices as the page shows them, with some changed."""
    shown = browser.get(page_of(stored)).context["form"]
    typed = {name: shown[name].value() or "" for name in shown.fields}
    return act(browser, stored, "choose", **typed | fields)


def checked(browser: Client, study: Study, rows: Sequence[Sequence[str]] = ROWS) -> PeopleImport:
    stored = uploaded(browser, study, rows)
    choose(browser, stored)
    stored.refresh_from_db()
    return stored


def act(browser: Client, stored: PeopleImport, name: str, **fields: str) -> Any:
    return browser.post(page_of(stored), {"act": name, **fields}, follow=True)


def start(browser: Client, stored: PeopleImport) -> Any:
    stored.refresh_from_db()
    answer = act(browser, stored, "import", count=str(stored.counts["included"]))
    stored.refresh_from_db()
    return answer


def said(answer: Any) -> str:
    return unescape(answer.content.decode())
