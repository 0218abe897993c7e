"""The audit trail as it is read in the Admin."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from esmpress.accounts.auditing import acting, record
from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.console.audit_trail.naming import PAGES as NAMES
from esmpress.console.audit_trail.seen import WATCHED
from esmpress.console.rights.pages import PAGES, Special
from esmpress.studies.models import Study
from tests.console.browsers import browser_of_nobody
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db
PAGE = "admin:accounts_auditentry_changelist"


def rename(study: Study, name: str, researcher: Researcher) -> None:
    """Somebody gives a study another name."""
    with acting(researcher.pk):
        Study.objects.filter(pk=study.pk).update(name=name)


def test_a_line_tells_who_what_where_and_both_values(admin: Client, researcher: Researcher) -> None:
    study = make_study(name="Mood")
    rename(study, "Mood <b>2</b>", researcher)

    shown = admin.get(reverse(PAGE)).content.decode()

    assert "anna@example.org" in shown
    assert "name: Mood → Mood &lt;b&gt;2&lt;/b&gt;" in shown
    assert "ESMpress" in shown


def test_what_was_seen_is_named_as_researchers_call_it(admin: Client) -> None:
    participant = make_participant()
    for page in ("changelist", "timeline"):
        args = [participant.pk] if page == "timeline" else []
        admin.get(reverse(f"admin:participants_participant_{page}", args=args))

    shown = admin.get(reverse(PAGE), {"act__exact": "see"}).content.decode()

    assert re.search(r">\s*the list\s*<", shown)
    assert re.search(r">\s*timeline\s*<", shown)
    assert not re.search(r">\s*changelist\s*<", shown)


def test_every_page_that_is_told_of_has_a_name() -> None:
    stored = {
        name.removeprefix(f"admin:{table}_")
        for name, page in PAGES.items()
        for table in WATCHED
        if name.startswith(f"admin:{table}_") and not isinstance(page.looks, Special)
    }

    # Of no row, or told by the page itself.
    others = {"add", "find_by_address", "show_address"}
    assert stored - others - set(NAMES) == set()


def test_columns_and_instants_are_told_as_the_admin_calls_them(
    admin: Client, researcher: Researcher
) -> None:
    study = make_study()
    with acting(researcher.pk):
        Study.objects.filter(pk=study.pk).update(ended_at=datetime(2027, 3, 1, 9, 30, tzinfo=UTC))

    shown = admin.get(reverse(PAGE), {"act__exact": "update"}).content.decode()

    assert "ended at: – → 1 Mar 2027, 09:30:00" in shown


def test_a_version_of_a_schedule_is_told_with_its_study(admin: Client) -> None:
    make_study(name="Mood")

    asked = {"subject_type__exact": "studies_scheduleversion"}
    shown = admin.get(reverse(PAGE), asked).content.decode()

    assert "schedule version" in shown
    assert '<span class="of">Mood</span>' in shown


def test_many_columns_are_folded_under_the_names_of_the_first(admin: Client) -> None:
    make_study(name="Mood")

    shown = admin.get(reverse(PAGE), {"subject_type__exact": "studies_study"}).content.decode()

    summary = shown.partition("<summary>")[2].partition("</summary>")[0]
    assert re.fullmatch(r"[\w ]+, [\w ]+, [\w ]+ and \d+ more", summary)
    assert "<li>name: – → Mood</li>" in shown.partition("</summary>")[2].partition("</details>")[0]


@pytest.mark.parametrize(
    ("asked", "acts"),
    [
        ({"q": "anna@example.org"}, ["update"]),
        ({"q": "Renamed"}, ["update", "insert"]),
        ({"q": "Mood"}, ["update", "insert"]),
        ({"q": "nothing like it"}, []),
        ({"act__exact": "update"}, ["update"]),
        ({"study": "PK"}, ["update", "insert"]),
        ({"study": "0"}, []),
        ({"study": "x"}, ["update", "insert"]),
    ],
)
def test_it_can_be_searched_and_filtered(
    asked: dict[str, str], acts: list[str], admin: Client, researcher: Researcher
) -> None:
    study = make_study(name="Mood")
    rename(study, "Renamed", researcher)
    asked = {name: value.replace("PK", str(study.pk)) for name, value in asked.items()}

    found = admin.get(reverse(PAGE), {"subject_type__exact": "studies_study"} | asked)

    shown = [entry.act for entry in found.context["cl"].result_list]
    assert list(dict.fromkeys(shown)) == acts


def test_who_is_gone_is_told_by_number(admin: Client) -> None:
    record(AuditEntry.Act.LOG_IN, now=make_study().created_at, researcher_id=987654)

    assert "researcher 987654" in admin.get(reverse(PAGE)).content.decode()


def test_it_needs_a_right_of_its_own() -> None:
    assert browser_of_nobody("studies.view_study").get(reverse(PAGE)).status_code == 403


def test_it_is_seen_with_the_right() -> None:
    assert browser_of_nobody("accounts.view_auditentry").get(reverse(PAGE)).status_code == 200


def test_the_number_of_statements_does_not_grow_with_the_entries(
    admin: Client, researcher: Researcher
) -> None:
    study = make_study()
    admin.get(reverse(PAGE))
    with CaptureQueriesContext(connection) as for_few:
        admin.get(reverse(PAGE))
    for number in range(30):
        rename(study, f"Name {number}", researcher)

    with CaptureQueriesContext(connection) as for_many:
        admin.get(reverse(PAGE))

    assert len(for_many) == len(for_few)


def test_no_entry_can_be_added_changed_or_deleted_by_hand(admin: Client) -> None:
    make_study()
    number = AuditEntry.objects.latest("number").number

    added = admin.get(reverse("admin:accounts_auditentry_add"))
    delete = reverse("admin:accounts_auditentry_delete", args=[number])
    deleted = admin.post(delete, {"post": "yes"})

    assert (added.status_code, deleted.status_code) == (403, 403)
    assert AuditEntry.objects.filter(number=number).exists()
