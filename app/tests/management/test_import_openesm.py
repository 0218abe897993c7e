from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from devstack.layout import ROOT_DIR
from esmpress.accounts.models import Researcher
from esmpress.studies.models import Study
from tests.console.browsers import browser_for
from tests.exchange.data_sets import metadata, table
from tests.export.reading import read_export

pytestmark = pytest.mark.django_db
EXAMPLE = ROOT_DIR / "docs" / "examples" / "openesm"


def test_the_example_of_the_guide_is_imported_and_shown() -> None:
    ada, printed = Researcher.objects.create_user("ada@lab.example"), StringIO()

    call_command(
        "import_openesm", str(EXAMPLE), slug="madeup", owner="ada@lab.example", stdout=printed
    )

    study, browser = Study.objects.get(), browser_for(ada)
    assert "6 participants, 210 moments." in printed.getvalue()
    assert len(read_export(study)) == 210
    for page in ("compliance", "change"):
        assert shown(browser, f"admin:studies_study_{page}", study) == 200


def shown(browser: Client, page: str, study: Study) -> int:
    return browser.get(reverse(page, args=[study.pk])).status_code


def test_two_files_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a_ts.tsv").write_bytes(table())
    (tmp_path / "b.json").write_bytes(metadata())

    call_command("import_openesm", tmp_path / "a_ts.tsv", tmp_path / "b.json", slug="one")

    assert Study.objects.get().slug == "one"


def test_beside_the_moments_a_table_of_people_may_lie(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "set")
    (tmp_path / "set" / "9999_madeup_static.tsv").write_text("id\tage\na1\t30\n")

    call_command("import_openesm", tmp_path / "set", slug="one")

    assert Study.objects.exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
        ({"owner": "gone@lab.example"}, "No researcher logs in"),
        ({"slug": "no slug"}, "slug: "),
    ],
)
def test_what_cannot_be_is_said_and_nothing_kept(options: dict[str, str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("import_openesm", EXAMPLE, **{"slug": "one"} | options)

    assert not Study.objects.exists()


def test_a_folder_without_metadata_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a_ts.tsv").write_bytes(table())

    with pytest.raises(CommandError, match="there are 1 and 0"):
        call_command("import_openesm", tmp_path, slug="one")
