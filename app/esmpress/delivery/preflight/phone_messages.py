"""Composes the test mail: the study's own invitation, with a link that only says it arrived."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from esmpress.delivery.closing_times import closing_time
from esmpress.delivery.messages import (
    CLOSING_TIME,
    UNSUBSCRIBE,
    Message,
    compose_sample,
    read_studies,
)
from esmpress.delivery.models import MessageTemplate
from esmpress.studies.models import Study


def compose_phone_check(
    study: Study, *, to: str, link: str, language: str, until: datetime, now: datetime
) -> Message:
    """The invitation in a language, as participants will get it; every way in is `link`."""
    closing = closing_time(until, sent_at=now, time_zone=study.time_zone, language=language)
    sample = compose_sample(
        read_studies([study.pk])[study.pk],
        kind=MessageTemplate.Kind.INVITATION,
        language=language,
        to=to,
        closing=closing,
    )
    kept = {place: sample.substitutions[place] for place in (UNSUBSCRIBE, CLOSING_TIME)}
    links = dict.fromkeys(sample.substitutions, link)
    return replace(sample, substitutions=links | kept)
