"""What undoing an import would do now, in sentences."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.participants.models import PeopleImport
from esmpress.people_import.undoing import count_removable


def what_undoing_does(stored: PeopleImport) -> list[str]:
    """How many go and how many stay; that draws stay, where there are some."""
    removed, staying = count_removable(stored)
    sentences = [_removed_in_words(removed)]
    if staying:
        sentences.append(_staying_in_words(staying))
    if stored.study.arms.exists():
        sentences.append(
            _("Whose arm was drawn leaves a withdrawn number behind, for a draw is never deleted.")
        )
    return sentences


def _removed_in_words(count: int) -> str:
    return ngettext(
        "%(count)s person whom this import enrolled is removed again, with the prompts that are "
        "planned.",
        "%(count)s people whom this import enrolled are removed again, with the prompts that are "
        "planned.",
        count,
    ) % {"count": number_format(count, force_grouping=True)}


def _staying_in_words(count: int) -> str:
    return ngettext(
        "%(count)s person stays: something was sent to them, they answered, or withdrew.",
        "%(count)s people stay: something was sent to them, they answered, or withdrew.",
        count,
    ) % {"count": number_format(count, force_grouping=True)}
