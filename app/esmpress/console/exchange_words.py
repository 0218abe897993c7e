"""What a study file holds, in words: a line for each part."""

from __future__ import annotations

from collections.abc import Iterator

from django.template.defaultfilters import pluralize

from esmpress.console.scheme_words import KINDS
from esmpress.exchange.study_reading import ReadStudy
from esmpress.questionnaires.making import free_slug
from esmpress.questionnaires.models import Questionnaire


def parts_in_words(read: ReadStudy) -> Iterator[tuple[str, str]]:
    """What would come: a word for each part, and the parts."""
    file = read.file
    yield "Study", f"{file.study.name}, a draft in {', '.join(file.study.languages)}"
    yield "Arms", _listed(f"{arm.name} ({arm.weight})" for arm in file.arms)
    yield "Phases", _listed(f"{one.name} ({one.days} days)" for one in file.phases)
    yield "Schedules", _listed(f"{one.name} ({KINDS[one.kind]})" for one in file.schedules)
    for one in file.questionnaires:
        count = len(one.definition.items)
        slug = free_slug(one.slug, among=Questionnaire)
        yield (
            "Questionnaire",
            f"{one.name} ({slug}), {count} item{pluralize(count)}, a draft to be published",
        )
    yield "Message texts", _listed(f"{one.kind} in {one.language}" for one in file.messages)


def _listed(parts: Iterator[str]) -> str:
    return ", ".join(parts) or "none"
