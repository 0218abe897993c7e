"""Uploading a file, choosing its columns, looking at its lines: nobody is enrolled by that."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from esmpress.participants.models import Participant, PeopleImport
from esmpress.people_import.reading import limits
from esmpress.studies.models import Study
from tests.console.browsers import browser_of
from tests.console.people_import.pages import (
    ROWS,
    act,
    all_of,
    checked,
    choose,
    page_of,
    refused_of,
    said,
    upload,
    uploaded,
)
from tests.people_import.files import addresses, sheet_file, text_file

pytestmark = pytest.mark.django_db


def test_an_upload_shows_what_was_found_and_the_first_lines(browser: Client, study: Study) -> None:
    answer = upload(browser, study, text_file(ROWS, encoding="cp1250"))

    page, form = said(answer), answer.context["form"]
    assert form["encoding"].value() == "cp1250"
    assert form["delimiter"].value() == ";"
    assert form["email"].value() == "0"
    assert "<td>Ż</td>" in page
    assert Participant.objects.count() == 0


def test_other_letters_are_shown_before_lines_are_checked(browser: Client, study: Study) -> None:
    stored = checked(browser, study)

    page = said(choose(browser, stored, encoding="cp1252"))

    stored.refresh_from_db()
    assert "<td>¯</td>" in page
    assert (stored.encoding, stored.state) == ("cp1252", PeopleImport.State.UPLOADED)
    assert not stored.lines.exists()


def test_another_delimiter_has_its_columns_guessed_anew(browser: Client, study: Study) -> None:
    stored = uploaded(browser, study, [("Note", "Mail,Zone"), ("x", "a@example.org,Asia/Tokyo")])

    choose(browser, stored, delimiter=",")

    stored.refresh_from_db()
    assert stored.columns == {"email": 0, "time_zone": 1}


def test_letters_that_do_not_fit_are_told_and_can_be_chosen_again(
    browser: Client, study: Study
) -> None:
    stored = uploaded(browser, study)

    page = said(choose(browser, stored, encoding="utf-8"))
    assert "Some letters of the file cannot be read in the encoding that is chosen" in page
    assert "The lines cannot be read in these letters" in page

    choose(browser, stored, encoding="cp1250")
    choose(browser, stored)
    stored.refresh_from_db()
    assert (stored.state, stored.refusal) == (PeopleImport.State.CHECKED, "")


def test_a_spreadsheet_asks_for_no_letters(browser: Client, study: Study) -> None:
    answer = upload(browser, study, sheet_file(ROWS), "people.xlsx")

    assert "encoding" not in answer.context["form"].fields
    assert answer.context["form"]["email"].value() == "0"


def test_one_column_is_not_two_things(browser: Client, study: Study) -> None:
    stored = uploaded(browser, study)

    answer = choose(browser, stored, time_zone="1")

    assert answer.status_code == 422
    assert "This column is chosen for “Language” already." in said(answer)
    assert not stored.lines.exists()


def test_the_address_has_to_have_a_column(browser: Client, study: Study) -> None:
    stored = uploaded(browser, study)

    assert choose(browser, stored, email="").status_code == 422


def test_the_preview_counts_and_names_every_line(browser: Client, study: Study) -> None:
    stored = checked(browser, study)

    page = said(browser.get(page_of(stored)))

    assert [count for _, _, count, _ in browser.get(page_of(stored)).context["lines"].filters] == [
        4,
        2,
        1,
        1,
    ]
    assert "The same address is in line 2" in page
    assert "A cell begins with =, +, - or @" in page
    assert "looks like a slip of the finger" in page
    assert "Import 1 person" in page
    assert Participant.objects.count() == 0


def test_lines_are_shown_by_their_verdict(browser: Client, study: Study) -> None:
    stored = checked(browser, study)

    lines = browser.get(page_of(stored), {"lines": "refused"}).context["lines"]

    assert [row.number for row in lines.rows] == [4]


def test_lines_come_in_pages_with_the_same_few_statements(browser: Client, study: Study) -> None:
    few, many = (checked(browser, study, addresses(count)) for count in (2, 250))
    browser.get(page_of(few))
    counts = []

    for stored in (few, many):
        with CaptureQueriesContext(connection) as seen:
            answer = browser.get(page_of(stored), {"page": "1"})
        counts.append(len(seen))

    assert counts[0] == counts[1]
    assert answer.context["lines"].count == 3
    assert browser.get(page_of(many), {"page": "3"}).context["lines"].rows[0].number == 201
    assert browser.get(page_of(many), {"page": "99"}).context["lines"].number == 1


def test_a_doubtful_line_is_included_by_its_button(browser: Client, study: Study) -> None:
    stored = checked(browser, study)

    page = said(act(browser, stored, "include", line="5"))

    assert "Import 2 people" in page
    assert "Leave line 5 out" in page


def test_a_repetition_takes_the_place_of_the_first(browser: Client, study: Study) -> None:
    stored = checked(browser, study)

    page = said(act(browser, stored, "include", line="3"))

    assert "Left out: another line of this address is included." in page
    assert "Import 1 person" in page


def test_all_doubtful_lines_are_included_and_left_out_at_once(
    browser: Client, study: Study
) -> None:
    stored = checked(browser, study)

    assert "Import 2 people" in said(act(browser, stored, "include_all"))
    assert "Import 1 person" in said(act(browser, stored, "leave_all"))


@pytest.mark.parametrize("line", ["", "x", "-1", "²", "999999999999", "4", "77"])
def test_a_line_that_cannot_be_chosen_is_not_there(
    browser: Client, study: Study, line: str
) -> None:
    stored = checked(browser, study)

    assert act(browser, stored, "include", line=line).status_code == 404


def test_the_refused_lines_come_as_a_file_that_runs_nowhere(browser: Client, study: Study) -> None:
    stored = checked(browser, study)

    answer = browser.get(refused_of(stored))

    text = b"".join(answer.streaming_content).decode()
    assert text == (
        "\ufeffLine;What is wrong;E-mail;Language;Note\r\n"
        "4;A cell begins with =, +, - or @, as formulas do: write the value itself.;"
        "'=cmd@example.org;en;x\r\n"
    )
    assert "no-store" in answer["Cache-Control"]


def test_a_mended_file_of_refused_lines_is_read_as_it_comes(browser: Client, study: Study) -> None:
    stored = checked(browser, study)
    content = b"".join(browser.get(refused_of(stored)).streaming_content)

    upload(browser, study, content.replace(b"'=cmd", b"cmd"))

    again = study.people_imports.latest("pk")
    choose(browser, again)
    again.refresh_from_db()
    assert again.columns["email"] == 2
    assert (again.counts["good"], again.counts["lines"]) == (1, 1)


def test_others_see_masked_addresses_and_nothing_else_of_the_file(
    browser: Client, study: Study
) -> None:
    stored = checked(browser, study)
    other = browser_of("coordinator", study)

    page = said(other.get(page_of(stored)))

    assert "o•••@e•••" in page
    assert "ola@" not in page.lower()
    assert "jan@" not in page
    assert "cmd" not in page
    assert "<td>pl</td>" not in page
    assert other.get(refused_of(stored)).status_code == 302


def test_others_do_not_choose_how_it_is_read(browser: Client, study: Study) -> None:
    stored = uploaded(browser, study)

    answer = act(browser_of("coordinator", study), stored, "choose", email="1")

    assert answer.status_code == 403


@pytest.mark.parametrize("role", ["editor", "analyst", "observer", "api"])
def test_who_may_not_enrol_sees_no_import(browser: Client, study: Study, role: str) -> None:
    stored = checked(browser, study)
    other = browser_of(role, study)

    assert other.get(all_of(study)).status_code == 403
    assert other.get(page_of(stored)).status_code == 403
    assert other.get(refused_of(stored)).status_code == 403


def test_an_import_is_found_in_its_own_study_only(browser: Client, study: Study) -> None:
    stored = checked(browser, study)
    owner = browser_of("owner")
    foreign = page_of(stored).replace(f"/{study.pk}/", f"/{Study.objects.latest('pk').pk + 1}/", 1)

    assert owner.get(foreign).status_code == 404


def test_the_page_with_addresses_is_kept_by_no_browser(browser: Client, study: Study) -> None:
    stored = checked(browser, study)

    assert "no-store" in browser.get(page_of(stored))["Cache-Control"]


def test_the_history_tells_of_the_upload_without_an_address(browser: Client, study: Study) -> None:
    checked(browser, study)

    entries = [entry.get_change_message() for entry in LogEntry.objects.all()]
    assert "Uploaded a file of people." in entries
    assert not any("@" in entry for entry in entries)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is no line in the file."),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "This is a file of old Excel"),
        (b"PK\x03\x04 nothing", "This is no .xlsx file, or it is damaged."),
        (bytes(range(256)) * 20, "This is neither a text nor an .xlsx file."),
    ],
)
def test_what_is_no_file_of_people_is_refused_in_words(
    browser: Client, study: Study, content: bytes, sentence: str
) -> None:
    answer = upload(browser, study, content)

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert not study.people_imports.exists()


def test_nothing_chosen_is_told(browser: Client, study: Study) -> None:
    answer = browser.post(all_of(study), {})

    assert answer.status_code == 422
    assert "Choose a file." in said(answer)


def test_too_large_a_file_is_told(
    browser: Client, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("esmpress.console.people_import.admin.MAX_BYTES", 10)

    assert "at most" in said(upload(browser, study, b"ola@example.org\n"))


def test_too_many_lines_are_told_when_they_are_checked(
    browser: Client, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_LINES", 100)
    stored = uploaded(browser, study, addresses(120))

    page = said(choose(browser, stored))

    assert "The file has more than 100 lines" in page
    assert not stored.lines.exists()


def test_a_file_is_deleted_by_its_button(browser: Client, study: Study) -> None:
    stored = checked(browser, study)

    assert "The file was removed." in said(act(browser, stored, "remove"))

    stored.refresh_from_db()
    assert stored.state == PeopleImport.State.REMOVED
    assert not stored.lines.exists()
    assert browser.get(page_of(stored)).status_code == 200
