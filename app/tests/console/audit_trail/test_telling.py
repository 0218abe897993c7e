"""What was done is told in the reader's language, whoever did it and in whichever was stored."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from esmpress.accounts.auditing import record_by_command
from esmpress.accounts.models import Researcher
from esmpress.console.audit_trail.sentences import SENTENCES, Sentence
from esmpress.console.audit_trail.telling import in_readers_words
from tests.console.browsers import browser_of
from tests.factories import make_study

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
IN_BOTH = [
    ("Exported the data as CSV.", "Wyeksportowano dane do CSV."),
    ("Published version 12.", "Opublikowano wersję 12."),
    ("1 participant enrolled.", "1 uczestnik włączony do badania."),
    ("22 participants enrolled.", "22 uczestników włączonych do badania."),
    ("Paused; 3 prompts cancelled.", "Pauza; anulowano 3 sygnały."),
    ("Changed item mood.", "Zmieniono pytanie mood."),
    ("Added page evening.", "Dodano stronę evening."),
]


@pytest.mark.parametrize(("english", "polish"), IN_BOTH)
@pytest.mark.parametrize("place", [0, 1])
def test_a_sentence_is_told_in_either_language_however_it_is_stored(
    english: str, polish: str, place: int
) -> None:
    stored = (english, polish)[place]

    with translation.override("pl"):
        assert in_readers_words(stored) == polish
    with translation.override("en"):
        assert in_readers_words(stored) == english


def test_what_is_no_sentence_of_ours_is_told_as_it_is() -> None:
    with translation.override("pl"):
        assert in_readers_words("Somebody’s own words: 100%.") == "Somebody’s own words: 100%."


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.one[:])
def test_every_sentence_has_a_translation(sentence: Sentence) -> None:
    with translation.override("pl"):
        found = (
            translation.ngettext(sentence.one[:], sentence.many, 1)
            if sentence.many
            else translation.gettext(sentence.one[:])
        )

    assert found != sentence.one[:]


@pytest.mark.django_db
def test_the_pages_tell_it_in_the_readers_language(admin: Client) -> None:
    study = make_study()
    record_by_command("Exported the data as CSV.", now=NOW, study_id=study.pk)
    owner = browser_of("owner", study)
    owner.get(reverse("admin:studies_study_export_csv", args=[study.pk]))
    Researcher.objects.update(language="pl")

    trail = admin.get(reverse("admin:accounts_auditentry_changelist")).content.decode()
    history = owner.get(reverse("admin:studies_study_history", args=[study.pk])).content.decode()

    assert "Wyeksportowano dane do CSV." in trail
    assert "Wyeksportowano dane do CSV." in history
    assert "Exported the data" not in trail + history
