"""Versions of what people agree to: numbered, complete, and never changed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError

from esmpress.studies.consents import NotPublishable, is_published, publish_consent
from esmpress.studies.models import ConsentDocument, Joining, Purpose
from tests.factories import make_study
from tests.joining.builders import make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def joining(db: None) -> Joining:
    draft = Joining.objects.create(study=make_study())
    make_draft(draft)
    return draft


def test_each_version_has_the_next_number(joining: Joining, now: datetime) -> None:
    first = publish_consent(joining, researcher=None, now=now)
    Joining.objects.update(consent_title={"en": "New", "pl": "Nowa"})
    second = publish_consent(joining, researcher=None, now=now)

    assert (first.number, second.number) == (1, 2)
    assert (first.title["en"], second.title["en"]) == ("Consent", "New")
    assert is_published(Joining.objects.get())


def test_what_has_not_changed_is_not_published_again(joining: Joining, now: datetime) -> None:
    publish_consent(joining, researcher=None, now=now)

    with pytest.raises(NotPublishable, match="Nothing has changed"):
        publish_consent(joining, researcher=None, now=now)


def test_a_text_that_is_missing_or_cannot_be_read_is_named(joining: Joining, now: datetime) -> None:
    Joining.objects.update(consent_text={"en": "Hello {name}"})
    Purpose.objects.filter(name="interview").update(text={"en": "x"})

    with pytest.raises(NotPublishable) as refused:
        publish_consent(joining, researcher=None, now=now)

    assert [reason.partition(":")[0] for reason in refused.value.reasons] == [
        "Consent, text",
        "Consent, text",
        "Purpose interview",
    ]


def test_without_a_purpose_that_is_needed_nobody_agrees_to_anything(
    joining: Joining, now: datetime
) -> None:
    Purpose.objects.update(is_required=False)

    with pytest.raises(NotPublishable, match="one has to be needed"):
        publish_consent(joining, researcher=None, now=now)


def test_the_database_refuses_a_change_of_a_version(joining: Joining, now: datetime) -> None:
    publish_consent(joining, researcher=None, now=now)

    with pytest.raises(IntegrityError, match="cannot be changed"):
        ConsentDocument.objects.update(title={"en": "Other"})
