"""What a check of disclosure found, in plain words: what it is, and what to do about it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.export.disclosure import Concern, Disclosure, Finding
from esmpress.lazy_texts import lazily

_FOUND = {
    Concern.FEW_PEOPLE: lazily(
        "%(people)s people are in the data: whoever knows that somebody took part finds them."
    ),
    Concern.SMALL_CELLS: lazily(
        "%(subject)s: %(count)s groups of less than %(smallest)s people, with %(people)s people "
        "in them. Put groups together, or leave the variable out."
    ),
    Concern.RARE_VALUES: lazily(
        "%(subject)s: %(count)s answers that less than %(smallest)s people gave, by %(people)s "
        "people. Put answers together, or leave the item out."
    ),
    Concern.FREE_TEXT: lazily(
        "%(subject)s: %(count)s texts in the words of %(people)s people, who may name themselves "
        "or others. Read them, or leave the item out."
    ),
    Concern.PHOTOS: lazily(
        "%(count)s photos by %(people)s people. No export holds them; share none without looking."
    ),
    Concern.DATES: lazily(
        "%(subject)s: exact moments of %(count)s days. Whoever knows when somebody did what finds "
        "them: share with dates moved by whole weeks, which keeps weekdays and gaps."
    ),
    Concern.TIME_ZONES: lazily(
        "%(subject)s: %(people)s people were elsewhere for a while. Where somebody travelled can "
        "tell who they are: leave the time zone and the offset out."
    ),
}


def in_words(finding: Finding, *, smallest: int) -> str:
    """One finding as a sentence or two."""
    return str(_FOUND[finding.concern]) % {
        "subject": finding.subject,
        "count": finding.count,
        "people": finding.people,
        "smallest": smallest,
    }


def verdict(disclosure: Disclosure) -> str:
    """All of it in one sentence."""
    if not disclosure.people:
        return _("There is nobody in the data yet.")
    grave = sum(one.grave for one in disclosure.findings)
    if grave:
        return ngettext(
            "Do not share the data as they are: %(count)s thing has to be mended.",
            "Do not share the data as they are: %(count)s things have to be mended.",
            grave,
        ) % {"count": grave}
    if disclosure.findings:
        return _("Nothing forbids sharing; think of what is named below.")
    return _("Nothing was found that would tell who somebody is.")
