"""How joining a study goes: its address, how many came, what is missing, and its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse

from esmpress.console.wall_clock import on_wall_clock
from esmpress.lazy_texts import lazily
from esmpress.participants.join_links import GOOD_FOR, join_page
from esmpress.studies.consents import is_published
from esmpress.studies.joining import missing_for_joining, places_left, state_of
from esmpress.studies.models import Joining, Study

STATES = {
    "open": lazily("Open: people can join."),
    "full": lazily("Full: nobody can join until somebody leaves."),
    "closed": lazily("Closed: nobody can join by themselves."),
}


@dataclass(frozen=True)
class Summary:
    """What the page says beside its form."""

    state: str
    state_in_words: str
    address: str
    missing: list[str]
    joined: int
    waiting: int
    places_left: int | None
    draft_is_published: bool
    versions: list[dict[str, Any]]


def summary_of(joining: Joining, *, now: datetime) -> Summary:
    """How it stands with a study."""
    study, state = joining.study, state_of(joining)
    waiting = study.join_requests.filter(
        participant__isnull=True, sealed_email__isnull=False, created_at__gt=now - GOOD_FOR
    )
    return Summary(
        state=state,
        state_in_words=STATES[state],
        address=join_page(study),
        missing=missing_for_joining(joining),
        joined=study.participants.filter(consents__isnull=False).distinct().count(),
        waiting=waiting.values("email_index").distinct().count(),
        places_left=places_left(joining),
        draft_is_published=is_published(joining),
        versions=_versions(study),
    )


def _versions(study: Study) -> list[dict[str, Any]]:
    """The published versions, the newest first, with how many agreed to each."""
    documents = study.consent_documents.select_related("published_by").order_by("-number")
    return [
        {
            "number": one.number,
            "published": on_wall_clock(one.published_at, study.time_zone),
            "by": one.published_by,
            "agreed": one.agreed,
            "url": reverse("admin:studies_study_consent", args=[study.pk, one.number]),
        }
        for one in documents.annotate(agreed=Count("consents"))
    ]
