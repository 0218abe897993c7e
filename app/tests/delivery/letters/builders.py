"""Rows for the tests of letters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from esmpress.participants.models import JoinRequest
from esmpress.studies.models import ConsentDocument, Study
from tests.factories import LAUNCHED_AT

PURPOSES = [
    {
        "name": "taking_part",
        "text": {"en": "I want to *take part*.", "pl": "Chcę wziąć udział."},
        "required": True,
    },
    {
        "name": "interview",
        "text": {"en": "You may ask me for an interview.", "pl": "Można mnie zaprosić."},
        "required": False,
    },
]


def make_document(study: Study, **fields: Any) -> ConsentDocument:
    """The next published version of what people agree to, with one choice that is free."""
    defaults: dict[str, Any] = {
        "number": study.consent_documents.count() + 1,
        "title": {"en": "Consent", "pl": "Zgoda"},
        "text": {"en": "What we ask for.\n\n**Nobody** is named.", "pl": "O co prosimy."},
        "purposes": PURPOSES,
        "published_at": LAUNCHED_AT,
    }
    return ConsentDocument.objects.create(study=study, **defaults | fields)


def make_request(study: Study, email: str, *, now: datetime, **fields: Any) -> JoinRequest:
    """Somebody who asked to join and has not confirmed it."""
    defaults: dict[str, Any] = {
        "language": "en",
        "document": study.consent_documents.last() or make_document(study),
        "choices": {"taking_part": True, "interview": False},
        "created_at": now,
    }
    request = JoinRequest(study=study, **defaults | fields)
    request.set_email(email)
    request.save()
    return request
