"""What the figures say in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.console.delivery_words import reason_in_words
from esmpress.console.numbers import decimal, grouped, percent
from esmpress.delivery.cremas.counting import Counts, Events
from esmpress.delivery.cremas.latencies import Latencies
from esmpress.delivery.cremas.reading import OTHER
from esmpress.delivery.cremas.verdicts import Verdict
from esmpress.lazy_texts import lazily

# A share of fewer prompts says little.
FEW = 10
_TROUBLES = {
    "bounced": lazily("came back"),
    "dropped": lazily("dropped by the provider"),
    "deferred": lazily("deferred by the mailbox"),
    "uncertain": lazily("uncertain"),
    "failed": lazily("failed"),
}


def share_in_words(share: float | None) -> str:
    """Like 72%; a dash where there is none. Only all is 100%, and only none 0%."""
    if share is None:
        return "–"
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return percent(share)


def verdict_in_words(verdict: Verdict) -> str:
    """What was planned against what went out, in a sentence."""
    if not verdict.due:
        return _("No prompt has come due yet.")
    numbers = {"sent": grouped(verdict.sent), "due": grouped(verdict.due)}
    if not verdict.sent:
        none = ngettext(
            "None of %(due)s due prompt went out.",
            "None of %(due)s due prompts went out.",
            verdict.due,
        )
        return none % numbers
    return f"{_went_out(verdict) % numbers}; {_late_in_words(verdict.late)}."


def _went_out(verdict: Verdict) -> str:
    if verdict.due == 1:
        return _("The due prompt went out")
    if verdict.sent == verdict.due:
        return ngettext(
            "All %(due)s due prompts went out", "All %(due)s due prompts went out", verdict.due
        )
    return ngettext(
        "%(sent)s of %(due)s due prompt went out",
        "%(sent)s of %(due)s due prompts went out",
        verdict.due,
    )


def _late_in_words(late: int) -> str:
    if not late:
        return _("none late by more than a minute")
    return ngettext(
        "%(count)s late by more than a minute", "%(count)s late by more than a minute", late
    ) % {"count": grouped(late)}


def reasons_of(verdict: Verdict) -> list[str]:
    """Why the rest did not go out, and what is known to have arrived."""
    sentences = [
        _("%(count)s not sent: %(reason)s") % {"count": grouped(count), "reason": _reason(reason)}
        for reason, count in verdict.not_sent.items()
    ]
    if verdict.waiting:
        sentences.append(_("%(waiting)s still to go out.") % {"waiting": grouped(verdict.waiting)})
    if verdict.uninvited:
        sentences.append(
            _("%(uninvited)s opened from the participant’s own page without an invitation.")
            % {"uninvited": grouped(verdict.uninvited)}
        )
    if verdict.due:
        sentences.append(
            _("%(delivered)s known to have arrived.") % {"delivered": grouped(verdict.delivered)}
        )
    return sentences


def _reason(reason: str) -> str:
    return _("For other reasons.") if reason == OTHER else reason_in_words(reason)


def events_in_words(events: Events) -> str:
    """The reported events, which are in no figure; empty without any."""
    if not events.reported:
        return ""
    return ngettext(
        "Beside these, participants reported %(count)s event by themselves and completed "
        "%(completed)s.",
        "Beside these, participants reported %(count)s events by themselves and completed "
        "%(completed)s.",
        events.reported,
    ) % {"count": grouped(events.reported), "completed": grouped(events.completed)}


def people_in_words(people: Mapping[int, Counts]) -> str:
    """The lowest, the middle and the highest compliance of participants."""
    shares = {
        number: one.compliance for number, one in people.items() if one.compliance is not None
    }
    if not shares:
        return _("Nobody has completed or missed a prompt yet.")
    low, high = min(shares, key=lambda one: shares[one]), max(shares, key=lambda one: shares[one])
    if len(shares) == 1:
        return f"P{low:04d}: {share_in_words(shares[low])}."
    return _(
        "%(count)s participants: from %(lowest)s (P%(low)s) to "
        "%(highest)s (P%(high)s); half of them have %(middle)s or "
        "more."
    ) % {
        "count": grouped(len(shares)),
        "lowest": share_in_words(shares[low]),
        "low": f"{low:04d}",
        "highest": share_in_words(shares[high]),
        "high": f"{high:04d}",
        "middle": share_in_words(median(shares.values())),
    }


def days_in_words(days: Mapping[int, Counts]) -> str:
    """The first day, the last, and the lowest."""
    shares = {day: one.compliance for day, one in days.items() if one.compliance is not None}
    if not shares:
        return _("No prompt has been completed or missed yet.")
    first, last = min(shares), max(shares)
    if first == last:
        return _("Study day %(first)s: %(share)s.") % {
            "first": first,
            "share": share_in_words(shares[first]),
        }
    lowest = min(shares, key=lambda day: (shares[day], day))
    return _(
        "%(share)s on study day %(first)s, %(last_share)s on day "
        "%(last)s; lowest on day %(lowest)s: %(lowest_share)s."
    ) % {
        "share": share_in_words(shares[first]),
        "first": first,
        "last_share": share_in_words(shares[last]),
        "last": last,
        "lowest": lowest,
        "lowest_share": share_in_words(shares[lowest]),
    }


def hours_in_words(hours: Mapping[int, Counts]) -> str:
    """The best hour and the worst, of those that say something."""
    shares = {
        hour: one.compliance
        for hour, one in hours.items()
        if one.ended >= FEW and one.compliance is not None
    }
    if not shares:
        return _("No hour has %(few)s prompts yet that were completed or missed.") % {"few": FEW}
    best = max(shares, key=lambda hour: shares[hour])
    worst = min(shares, key=lambda hour: shares[hour])
    if shares[best] == shares[worst]:
        return _("The same at every hour: %(share)s.") % {"share": share_in_words(shares[best])}
    return _(
        "Highest from %(best)s:00 (%(share)s), lowest from %(worst)s:00 (%(worst_share)s)."
    ) % {
        "best": f"{best:02}",
        "share": share_in_words(shares[best]),
        "worst": f"{worst:02}",
        "worst_share": share_in_words(shares[worst]),
    }


def latencies_in_words(found: Latencies | None) -> str:
    """Within how many minutes half and nine of ten began."""
    if found is None:
        return _("Nobody has begun yet.")
    return ngettext(
        "Of %(count)s begun prompt half were begun within %(median)s min of the invitation, "
        "nine of ten within %(ninth)s min.",
        "Of %(count)s begun prompts half were begun within %(median)s min of the invitation, "
        "nine of ten within %(ninth)s min.",
        found.count,
    ) % {
        "count": grouped(found.count),
        "median": decimal(found.median, 1),
        "ninth": decimal(found.ninth, 1),
    }


def troubles_in_words(invitations: Mapping[str, int]) -> str:
    """How many invitations came back, were dropped, wait, are uncertain or failed."""
    found = [
        f"{grouped(invitations[status])} {word}"
        for status, word in _TROUBLES.items()
        if status in invitations
    ]
    return f"{', '.join(found).capitalize()}." if found else _("No invitation went astray.")
