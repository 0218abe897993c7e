"""Sends one parcel in as many requests as SendGrid's refusals ask for."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from esmpress.delivery.messages import Message
from esmpress.delivery.outcomes import Outcome, TemporaryFailure, Unknown

# What one bad message among a thousand needs, when SendGrid does not say which it is.
MAX_REQUESTS = 32
# Well inside the lease of the rows.
MAX_SECONDS = 60.0

NOT_TRIED = "not tried: other messages of its request had to be asked about first"


def send_in_parts(
    parcel: Sequence[Message], post: Callable[[list[Message]], Sequence[Outcome | None]]
) -> list[Outcome]:
    """One outcome for each message. `post` says None of those that must be asked about again.

    Without its refused messages a request is repeated; one that was refused as a whole is cut in
    two. What was refused was not sent, so nothing can go out twice.
    """
    known: dict[int, Outcome] = {}
    parts = [list(range(len(parcel)))]
    rest: Outcome = TemporaryFailure(NOT_TRIED)
    until = time.monotonic() + MAX_SECONDS
    for _ in range(MAX_REQUESTS):
        if not parts or time.monotonic() > until:
            break
        part = parts.pop()
        replies = post([parcel[place] for place in part])
        known |= {place: reply for place, reply in zip(part, replies, strict=True) if reply}
        open_still = [place for place in part if place not in known]
        parts += _next_parts(open_still, whole=len(open_still) == len(part))
        if last := next((reply for reply in replies if isinstance(reply, _STOPS)), None):
            # SendGrid asks to wait, or does not answer: the others wait as long.
            rest = last if isinstance(last, TemporaryFailure) else rest
            break
    return [known.get(place, rest) for place in range(len(parcel))]


_STOPS = (TemporaryFailure, Unknown)


def _next_parts(places: list[int], *, whole: bool) -> list[list[int]]:
    if not whole:
        return [places] if places else []
    middle = len(places) // 2
    return [places[middle:], places[:middle]]
