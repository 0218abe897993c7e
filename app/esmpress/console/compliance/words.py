"""What the figures say in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from django.template.defaultfilters import pluralize

from esmpress.console.delivery_words import reason_in_words
from esmpress.delivery.cremas.counting import Counts, Events
from esmpress.delivery.cremas.latencies import Latencies
from esmpress.delivery.cremas.reading import OTHER
from esmpress.delivery.cremas.verdicts import Verdict

# A share of fewer prompts says little.
FEW = 10
_TROUBLES = {
    "bounced": "came back",
    "dropped": "dropped by the provider",
    "deferred": "deferred by the mailbox",
    "uncertain": "uncertain",
    "failed": "failed",
}


def share_in_words(share: float | None) -> str:
    """Like 72%; a dash where there is none. Only all is 100%, and only none 0%."""
    if share is None:
        return "–"
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return f"{share:.0%}"


def verdict_in_words(verdict: Verdict) -> str:
    """What was planned against what went out, in a sentence."""
    if not verdict.due:
        return "No prompt has come due yet."
    due = "due prompt" if verdict.due == 1 else "due prompts"
    if not verdict.sent:
        return f"None of {verdict.due:,} {due} went out."
    if verdict.sent == verdict.due:
        begin = f"All {verdict.due:,} {due} went out" if verdict.due > 1 else f"The {due} went out"
    else:
        begin = f"{verdict.sent:,} of {verdict.due:,} {due} went out"
    late = f"{verdict.late:,}" if verdict.late else "none"
    return f"{begin}; {late} late by more than a minute."


def reasons_of(verdict: Verdict) -> list[str]:
    """Why the rest did not go out, and what is known to have arrived."""
    sentences = [
        f"{count:,} not sent: {_reason(reason)}" for reason, count in verdict.not_sent.items()
    ]
    if verdict.waiting:
        sentences.append(f"{verdict.waiting:,} still to go out.")
    if verdict.uninvited:
        sentences.append(
            f"{verdict.uninvited:,} opened from the participant’s own page without an invitation."
        )
    if verdict.due:
        sentences.append(f"{verdict.delivered:,} known to have arrived.")
    return sentences


def _reason(reason: str) -> str:
    return "For other reasons." if reason == OTHER else reason_in_words(reason)


def events_in_words(events: Events) -> str:
    """The reported events, which are in no figure; empty without any."""
    if not events.reported:
        return ""
    return (
        f"Beside these, participants reported {events.reported:,} "
        f"event{pluralize(events.reported)} by themselves and completed {events.completed:,}."
    )


def people_in_words(people: Mapping[int, Counts]) -> str:
    """The lowest, the middle and the highest compliance of participants."""
    shares = {
        number: one.compliance for number, one in people.items() if one.compliance is not None
    }
    if not shares:
        return "Nobody has completed or missed a prompt yet."
    low, high = min(shares, key=lambda one: shares[one]), max(shares, key=lambda one: shares[one])
    if len(shares) == 1:
        return f"P{low:04d}: {share_in_words(shares[low])}."
    return (
        f"{len(shares):,} participants: from {share_in_words(shares[low])} (P{low:04d}) to "
        f"{share_in_words(shares[high])} (P{high:04d}); half of them have "
        f"{share_in_words(median(shares.values()))} or more."
    )


def days_in_words(days: Mapping[int, Counts]) -> str:
    """The first day, the last, and the lowest."""
    shares = {day: one.compliance for day, one in days.items() if one.compliance is not None}
    if not shares:
        return "No prompt has been completed or missed yet."
    first, last = min(shares), max(shares)
    if first == last:
        return f"Study day {first}: {share_in_words(shares[first])}."
    lowest = min(shares, key=lambda day: (shares[day], day))
    return (
        f"{share_in_words(shares[first])} on study day {first}, {share_in_words(shares[last])} on "
        f"day {last}; lowest on day {lowest}: {share_in_words(shares[lowest])}."
    )


def hours_in_words(hours: Mapping[int, Counts]) -> str:
    """The best hour and the worst, of those that say something."""
    shares = {
        hour: one.compliance
        for hour, one in hours.items()
        if one.ended >= FEW and one.compliance is not None
    }
    if not shares:
        return f"No hour has {FEW} prompts yet that were completed or missed."
    best = max(shares, key=lambda hour: shares[hour])
    worst = min(shares, key=lambda hour: shares[hour])
    if shares[best] == shares[worst]:
        return f"The same at every hour: {share_in_words(shares[best])}."
    return (
        f"Highest from {best:02}:00 ({share_in_words(shares[best])}), lowest from {worst:02}:00 "
        f"({share_in_words(shares[worst])})."
    )


def latencies_in_words(found: Latencies | None) -> str:
    """Within how many minutes half and nine of ten began."""
    if found is None:
        return "Nobody has begun yet."
    return (
        f"Of {found.count:,} begun prompt{pluralize(found.count)} half were begun within "
        f"{found.median:.1f} min of the invitation, nine of ten within {found.ninth:.1f} min."
    )


def troubles_in_words(invitations: Mapping[str, int]) -> str:
    """How many invitations came back, were dropped, wait, are uncertain or failed."""
    found = [
        f"{invitations[status]:,} {word}"
        for status, word in _TROUBLES.items()
        if status in invitations
    ]
    return f"{', '.join(found).capitalize()}." if found else "No invitation went astray."
