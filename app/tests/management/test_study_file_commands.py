from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from esmpress.accounts.models import Researcher
from esmpress.exchange.study_writing import study_text
from esmpress.studies.models import Membership, Role, Study
from tests.exchange.studies import rich_study
from tests.factories import make_study

pytestmark = pytest.mark.django_db


def test_a_study_is_written_and_imported_under_another_slug(tmp_path: Path) -> None:
    study, file, printed = rich_study(), tmp_path / "study.json", StringIO()

    call_command("export_study_file", study.slug, output=file)
    call_command("import_study_file", str(file), slug="autumn", stdout=printed)

    assert file.read_text("utf-8") == study_text(study)
    assert printed.getvalue() == "“Affect week” is imported as the draft “autumn”.\n"
    assert Study.objects.get(slug="autumn").schedules.count() == 2


def test_an_imported_study_belongs_to_the_researcher_who_is_named(tmp_path: Path) -> None:
    researcher, file = Researcher.objects.create_user("ada@lab.example"), tmp_path / "study.json"
    call_command("export_study_file", rich_study().slug, output=file)

    call_command("import_study_file", str(file), slug="autumn", owner="Ada@lab.example")

    member = Membership.objects.get(study__slug="autumn")
    assert (member.researcher, member.role) == (researcher, Role.OWNER)


def test_an_owner_nobody_knows_is_refused_and_nothing_is_imported(tmp_path: Path) -> None:
    Researcher.objects.create_user("gone@lab.example", is_active=False)
    file = tmp_path / "study.json"
    call_command("export_study_file", rich_study().slug, output=file)

    with pytest.raises(CommandError, match=r"No researcher logs in with gone@lab\.example\."):
        call_command("import_study_file", str(file), slug="autumn", owner="gone@lab.example")

    assert not Study.objects.filter(slug="autumn").exists()


def test_what_is_not_published_is_left_out_and_that_is_said(tmp_path: Path) -> None:
    study, said = make_study(), StringIO()
    study.schedules.get().questionnaire.add_item(name="late", kind="text", text={"en": "a"})

    call_command("export_study_file", study.slug, output=tmp_path / "a.json", stderr=said)

    assert said.getvalue() == ("“Affect” has changes that are not published: they are left out.\n")


def test_a_study_nobody_has_heard_of_is_refused() -> None:
    make_study(slug="affect")

    with pytest.raises(CommandError, match=r"There is no study “effect”\. Studies: affect\."):
        call_command("export_study_file", "effect")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "Cannot read"), (b"{}", "This is no study file"), (b"x" * 20_000_001, "20.0 MB")],
)
def test_a_file_with_a_fault_keeps_nothing(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "study.json"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        call_command("import_study_file", str(file))

    assert not Study.objects.exists()
