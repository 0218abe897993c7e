"""Rows for the tests of joining."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from esmpress.joining.requesting import Wish
from esmpress.participants.join_links import join_link
from esmpress.participants.models import JoinRequest
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.studies.models import ConsentDocument, Joining, Purpose, Study
from tests.factories import BOTH, LAUNCHED_AT, make_study

PURPOSES: list[dict[str, Any]] = [
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


def make_joining(study: Study | None = None, *, screened: bool = False, **fields: Any) -> Joining:
    """A study that people can join; `screened`: only those who are 18 and more."""
    study = study or make_study()
    make_document(study)
    defaults: dict[str, Any] = {
        "is_open": True,
        "information": {"en": "A study of **feelings**.", "pl": "Badanie uczuć."},
    }
    if screened:
        defaults |= {"eligibility": make_questions(), "eligible_if": "age >= 18"}
    return Joining.objects.create(study=study, **defaults | fields)


def make_draft(joining: Joining) -> None:
    """The draft the published version was made of."""
    joining.consent_title = {"en": "Consent", "pl": "Zgoda"}
    joining.consent_text = {"en": "What we ask for.", "pl": "O co prosimy."}
    joining.save()
    for position, one in enumerate(PURPOSES):
        Purpose.objects.create(
            joining=joining,
            name=one["name"],
            text=one["text"],
            is_required=one["required"],
            position=position,
        )


def make_questions() -> Questionnaire:
    """One question: how old somebody is."""
    questionnaire = Questionnaire.objects.create(name="Who can join", slug="who", title=BOTH)
    questionnaire.add_item(name="age", kind="number", text=BOTH, settings={"min": 0, "max": 120})
    publish(questionnaire, now=LAUNCHED_AT, researcher=None)
    return questionnaire


def make_wish(email: str = "ola@example.org", **fields: Any) -> Wish:
    """Somebody who agrees to all that is needed."""
    defaults: dict[str, Any] = {
        "language": "en",
        "consent_version": 1,
        "choices": {"taking_part": True, "interview": False},
    }
    return Wish(email=email, **defaults | fields)


def token_of(request: JoinRequest) -> str:
    """The token of the link in the mail."""
    return join_link(request).rpartition("/")[2]
