"""Whether people can join a study by themselves: open, complete, and with places left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.utils.translation import gettext as _

from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.texts import PlacedText
from esmpress.studies.consents import (
    consent_texts,
    content_of,
    faults_of_text,
    latest_document,
)
from esmpress.studies.eligibility import faults_of_eligibility
from esmpress.studies.models import Joining, Study

# Where links of mails lead, for whichever study.
_TAKEN = ("confirm",)

State = Literal["open", "full", "closed"]


class UnknownStudy(Exception):
    """No study of that name lets people join by themselves."""


def find_joining(slug: str) -> Joining:
    """How people join the study of that short name; raises UnknownStudy.

    One that has never published what people agree to is known to nobody.
    """
    offered = Joining.objects.filter(study__slug=slug, study__consent_documents__isnull=False)
    joining = offered.select_related("study", "eligibility").first()
    if joining is None:
        raise UnknownStudy
    return joining


def state_of(joining: Joining) -> State:
    """Whether somebody can join now; closed as well while something is missing."""
    if not joining.is_open or missing_for_joining(joining):
        return "closed"
    return "full" if places_left(joining) == 0 else "open"


def places_left(joining: Joining) -> int | None:
    """How many can still join; None for any number."""
    if joining.quota is None:
        return None
    # Not through `participants`, which are above us: their set comes with the study.
    taken = joining.study.participants.taking_part().count()
    return max(joining.quota - taken, 0)


def missing_for_joining(joining: Joining) -> list[str]:
    """What stands between the study and joining it, one sentence each; empty when complete."""
    return [
        *_missing_of_study(joining.study),
        *faults_of_text(information_text(joining), joining.study.languages),
        *_missing_consent(joining.study),
        *_missing_stratum(joining),
        *faults_of_eligibility(joining),
    ]


def information_text(joining: Joining) -> PlacedText:
    """What people read first, with its place."""
    return PlacedText("information", _("Information"), joining.information, Allowed.INTRODUCTION)


def _missing_of_study(study: Study) -> Iterator[str]:
    if study.slug in _TAKEN:
        yield _("The study's short name cannot be “%(slug)s”: another page has that address.") % {
            "slug": study.slug
        }
    if study.ended_at is not None:
        yield _("The study has ended.")
    if untitled := [code for code in study.languages if not study.title.get(code)]:
        yield _("The study's title in %(untitled)s is missing.") % {"untitled": ", ".join(untitled)}


def _missing_consent(study: Study) -> Iterator[str]:
    document = latest_document(study)
    if document is None:
        yield _("Nothing is published yet that people could agree to.")
        return
    for placed in consent_texts(content_of(document)):
        if absent := [code for code in study.languages if not placed.texts.get(code)]:
            yield (
                _("The published consent has no text in %(absent)s: publish a new version.")
                % {"absent": ", ".join(absent)}
            )
            return


def _missing_stratum(joining: Joining) -> Iterator[str]:
    if joining.stratum not in (joining.study.strata or [""]):
        yield _("Stratum: choose the one of those who join by themselves.")
