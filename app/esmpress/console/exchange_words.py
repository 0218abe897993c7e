"""What a study file holds, in words: a line for each part."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.console.scheme_words import KINDS
from esmpress.exchange.study_reading import ReadStudy
from esmpress.questionnaires.making import free_slug
from esmpress.questionnaires.models import Questionnaire


def parts_in_words(read: ReadStudy) -> Iterator[tuple[str, str]]:
    """What would come: a word for each part, and the parts."""
    file = read.file
    yield (
        _("Study"),
        _("%(name)s, a draft in %(languages)s")
        % {"name": file.study.name, "languages": ", ".join(file.study.languages)},
    )
    yield _("Arms"), _listed(f"{arm.name} ({arm.weight})" for arm in file.arms)
    yield (
        _("Phases"),
        _listed(
            ngettext("%(name)s (%(days)s day)", "%(name)s (%(days)s days)", one.days)
            % {"name": one.name, "days": one.days}
            for one in file.phases
        ),
    )
    yield _("Schedules"), _listed(f"{one.name} ({KINDS[one.kind]})" for one in file.schedules)
    for one in file.questionnaires:
        count = len(one.definition.items)
        slug = free_slug(one.slug, among=Questionnaire)
        yield (
            _("Questionnaire"),
            ngettext(
                "%(name)s (%(slug)s), %(count)s item, a draft to be published",
                "%(name)s (%(slug)s), %(count)s items, a draft to be published",
                count,
            )
            % {"name": one.name, "slug": slug, "count": count},
        )
    yield (
        _("Message texts"),
        _listed(
            _("%(kind)s in %(language)s") % {"kind": one.kind, "language": one.language}
            for one in file.messages
        ),
    )


def _listed(parts: Iterator[str]) -> str:
    return ", ".join(parts) or _("none")
