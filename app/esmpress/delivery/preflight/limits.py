"""Judges the load of a study against what the mail provider takes an hour and a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.loads import Load, NoEstimate, Peak, estimate_load
from esmpress.studies.models import Study

# Above this share of a limit there is no room for snoozed messages, events and a second study.
TIGHT = 0.8
HOUR_TITLE, DAY_TITLE = "Mails in the fullest hour", "Mails on the fullest day"


def judge_limits(study: Study, *, participants: int, now: datetime) -> list[Finding]:
    """One finding for the hour and one for the day; one that says why there is no estimate."""
    try:
        load = estimate_load(study, participants=participants, now=now)
    except NoEstimate as error:
        return [Finding("hour", HOUR_TITLE, Verdict.AMBER, "No estimate.", str(error))]
    zone = ZoneInfo(study.time_zone)
    local = load.hour.begins_at.astimezone(zone)
    hour = f"{local:%A} {local.day} {local:%B}, {local:%H:%M} to {local + timedelta(hours=1):%H:%M}"
    on = load.day.begins_at
    day = f"{on:%A} {on.day} {on:%B} (UTC)"
    return [
        _judge("hour", load.hour, load, f"{hour} ({zone.key})", settings.DELIVERY_HOURLY_LIMIT),
        _judge("day", load.day, load, day, settings.DELIVERY_DAILY_LIMIT),
    ]


def _judge(period: str, peak: Peak, load: Load, when: str, limit: int) -> Finding:
    title = HOUR_TITLE if period == "hour" else DAY_TITLE
    setting = "DELIVERY_HOURLY_LIMIT" if period == "hour" else "DELIVERY_DAILY_LIMIT"
    beside = f", {peak.others} of them of other studies" if peak.others else ""
    most = (
        f"With {load.participants} participants at most {peak.mails} mails go out in one {period}"
        f"{beside}: {when}."
    )
    if not limit:
        return Finding(
            period,
            title,
            Verdict.AMBER,
            f"{most} How many your provider takes is not known.",
            f"Set {setting} to what the provider’s contract or the relay’s keeper says.",
        )
    operator = (
        f"{setting} is {limit}. Counted are invitations and every reminder, as if nobody answered."
    )
    if peak.mails > limit:
        plain = f"{most} Your provider takes {limit}: some would come late or not at all."
        return Finding(period, title, Verdict.RED, plain, operator)
    if peak.mails > TIGHT * limit:
        plain = f"{most} Your provider takes {limit}: that is tight."
        return Finding(period, title, Verdict.AMBER, plain, operator)
    plain = f"{most} Your provider takes {limit}."
    return Finding(period, title, Verdict.GREEN, plain, operator)
