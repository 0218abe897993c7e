"""Judges the load of a study against what the mail provider takes an hour and a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import dateformat
from django.utils.translation import gettext as _

from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.loads import Load, NoEstimate, Peak, estimate_load
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study

# Above this share of a limit there is no room for snoozed messages, events and a second study.
TIGHT = 0.8
HOUR_TITLE, DAY_TITLE = lazily("Mails in the fullest hour"), lazily("Mails on the fullest day")


def judge_limits(study: Study, *, participants: int, now: datetime) -> list[Finding]:
    """One finding for the hour and one for the day; one that says why there is no estimate."""
    try:
        load = estimate_load(study, participants=participants, now=now)
    except NoEstimate as error:
        return [Finding("hour", HOUR_TITLE, Verdict.AMBER, _("No estimate."), str(error))]
    zone = ZoneInfo(study.time_zone)
    local = load.hour.begins_at.astimezone(zone)
    hour = _("%(day)s, %(begin)s to %(end)s") % {
        "day": dateformat.format(local, _("l j F")),
        "begin": f"{local:%H:%M}",
        "end": f"{local + timedelta(hours=1):%H:%M}",
    }
    day = f"{dateformat.format(load.day.begins_at, _('l j F'))} (UTC)"
    return [
        _judge("hour", load.hour, load, f"{hour} ({zone.key})", settings.DELIVERY_HOURLY_LIMIT),
        _judge("day", load.day, load, day, settings.DELIVERY_DAILY_LIMIT),
    ]


def _judge(period: str, peak: Peak, load: Load, when: str, limit: int) -> Finding:
    title = HOUR_TITLE if period == "hour" else DAY_TITLE
    setting = "DELIVERY_HOURLY_LIMIT" if period == "hour" else "DELIVERY_DAILY_LIMIT"
    most = _most(peak, period) % {
        "participants": load.participants,
        "mails": peak.mails,
        "others": peak.others,
        "when": when,
    }
    if not limit:
        return Finding(
            period,
            title,
            Verdict.AMBER,
            _("%(most)s How many your provider takes is not known.") % {"most": most},
            _("Set %(setting)s to what the provider’s contract or the relay’s keeper says.")
            % {"setting": setting},
        )
    operator = _(
        "%(setting)s is %(limit)s. Counted are invitations and every reminder, "
        "as if nobody answered."
    ) % {"setting": setting, "limit": limit}
    if peak.mails > limit:
        plain = _("%(most)s Your provider takes %(limit)s: some would come late or not at all.") % {
            "most": most,
            "limit": limit,
        }
        return Finding(period, title, Verdict.RED, plain, operator)
    if peak.mails > TIGHT * limit:
        plain = _("%(most)s Your provider takes %(limit)s: that is tight.") % {
            "most": most,
            "limit": limit,
        }
        return Finding(period, title, Verdict.AMBER, plain, operator)
    plain = _("%(most)s Your provider takes %(limit)s.") % {"most": most, "limit": limit}
    return Finding(period, title, Verdict.GREEN, plain, operator)


def _most(peak: Peak, period: str) -> str:
    """The sentence on the fullest hour or day, for its numbers."""
    if period == "hour" and peak.others:
        return _(
            "With %(participants)s participants at most %(mails)s mails go out in one hour, "
            "%(others)s of them of other studies: %(when)s."
        )
    if period == "hour":
        return _(
            "With %(participants)s participants at most %(mails)s mails go out in one hour: "
            "%(when)s."
        )
    if peak.others:
        return _(
            "With %(participants)s participants at most %(mails)s mails go out in one day, "
            "%(others)s of them of other studies: %(when)s."
        )
    return _(
        "With %(participants)s participants at most %(mails)s mails go out in one day: %(when)s."
    )
