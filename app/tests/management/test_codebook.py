from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_questionnaire

pytestmark = pytest.mark.django_db


def codebook(*arguments: str, **options: Any) -> str:
    printed = StringIO(newline="")
    call_command("codebook", *arguments, stdout=printed, **options)
    return printed.getvalue()


def test_the_newest_version_is_described() -> None:
    make_questionnaire(slug="affect")

    text = codebook("affect")

    assert "# version: 1\r\n" in text
    assert "\r\nstress,stress,,text,slider,integer,0 = text; 100 = text," in text


def test_a_version_or_the_draft_can_be_named(tmp_path: Path) -> None:
    make_questionnaire(slug="affect").add_item(
        name="late", kind="text", text={"en": "late", "pl": "późno"}
    )

    draft = codebook("affect", "--version", "draft", "--format", "markdown", "--language", "pl")
    codebook("affect", "--version", "1", output=tmp_path / "1.csv")

    assert "- version: draft" in draft
    assert "| late | late |  | późno | text |" in draft
    assert "late" not in (tmp_path / "1.csv").read_text()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("effect",), "There is no questionnaire “effect”. Questionnaires: affect."),
        (
            ("affect", "--version", "2"),
            "“affect” has no such version. Versions: 1; --version draft",
        ),
        (("affect", "--version", "new"), "--version: write a number or “draft” (not new)."),
        (("affect", "--language", "fr"), "The questionnaire has no texts in fr; it has en, pl."),
        (("affect", "--version", "draft"), "item late: the text in pl is missing."),
    ],
)
def test_what_there_is_no_codebook_of_is_said(arguments: tuple[str, ...], sentence: str) -> None:
    make_questionnaire(slug="affect").add_item(name="late", kind="text", text={"en": "late"})

    with pytest.raises(CommandError) as refused:
        codebook(*arguments)

    assert str(refused.value).startswith(sentence)
