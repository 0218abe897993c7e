"""Who can be written to, and who cannot, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from esmpress.console.many.chosen import Chosen, sorted_out
from esmpress.delivery.letters.written import MOST_A_DAY, written_lately
from esmpress.participants.models import Participant
from esmpress.studies.rights import Right


def sorted_for_writing(
    request: HttpRequest, people: Sequence[Participant], *, now: datetime
) -> Chosen:
    """Those of one study who may be written to; the study is that of the first who may be.

    One text has one sender: a study.
    """
    full = written_lately([one.pk for one in people], now=now)

    def why_not(one: Participant) -> str:
        return _by_person(one) or (_full() if one.pk in full else "")

    chosen = sorted_out(request, people, right=Right.MESSAGE_PEOPLE, why_not=why_not)
    if len({one.study_id for one in chosen.people}) <= 1:
        return chosen
    study = chosen.people[0].study_id
    return sorted_out(
        request,
        people,
        right=Right.MESSAGE_PEOPLE,
        why_not=lambda one: why_not(one) or ("" if one.study_id == study else _other_study()),
    )


def _by_person(one: Participant) -> str:
    if one.status not in Participant.TAKING_PART:
        return _("Withdrawn: no more messages.")
    if one.unsubscribed_at is not None:
        return _("Unsubscribed: wants no more messages.")
    return _("Mail does not reach them.") if one.suppressed_at is not None else ""


def _full() -> str:
    return _("Got {count} such messages within a day already.").format(count=MOST_A_DAY)


def _other_study() -> str:
    return _("Of another study: write to one study at a time.")
