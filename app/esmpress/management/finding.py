"""Studies and participants as commands name them; who is not there is told in one sentence."""

from __future__ import annotations

from django.core.management.base import CommandError

from esmpress.participants.models import Participant
from esmpress.studies.models import Study


def study_of(slug: str) -> Study:
    """The study with this slug; raises CommandError naming those there are."""
    study = Study.objects.filter(slug=slug).first()
    if study is None:
        known = ", ".join(Study.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no study “{slug}”. Studies: {known}.")
    return study


def participant_of(study: Study, code: str) -> Participant:
    """The study's participant with a code like P0001; raises CommandError."""
    digits = code.upper().removeprefix("P")
    number = int(digits) if digits.isdecimal() and len(digits) < 10 else 0
    found = study.participants.select_related("study").filter(number=number).first()
    if found is None:
        raise CommandError(f"There is no participant {code} in “{study.slug}”.")
    return found
