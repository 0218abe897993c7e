"""Pictures of delivery: what became of messages, and how late they went out."""

from __future__ import annotations

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from esmpress.console.delivery_words import MESSAGE_STATES
from esmpress.console.numbers import grouped
from esmpress.console.pictures.bars import Words, draw_stacks
from esmpress.console.pictures.canvas import WIDTH, Canvas
from esmpress.delivery.lateness import Lateness

ROW, LEFT, RIGHT = 24.0, 190.0, 52.0
_EDGES = ("1 s", "2 s", "5 s", "10 s", "30 s", "1 min", "2 min", "5 min", "15 min")
# Short enough to stand beside each other.
_TICKS = ("1 s", "2", "5", "10", "30", "1 min", "2", "5", "15")


def draw_ends(counts: dict[str, int]) -> SafeString:
    """A lying bar for each status with any message, with its number."""
    shown = [(status, counts[status]) for status in MESSAGE_STATES if counts.get(status)]
    words = "; ".join(f"{MESSAGE_STATES[status].word}: {count}" for status, count in shown)
    canvas = Canvas("ends", 8 + ROW * len(shown), gettext("What became of the messages"), words)
    largest = max(count for _, count in shown)
    for number, (status, count) in enumerate(shown):
        state, y = MESSAGE_STATES[status], 4 + number * ROW
        width = (WIDTH - LEFT - RIGHT) * count / largest
        canvas.text(LEFT - 8, y + 15, state.word, "tick end")
        canvas.rect(LEFT, y + 4, max(width, 1.0), ROW - 8, f"bar {state.tone}")
        canvas.text(LEFT + width + 6, y + 15, grouped(count), "strong")
    return canvas.svg()


def draw_lateness(late: Lateness) -> SafeString:
    """How many messages went out within each stretch of time after their moment."""
    counts = [
        gettext("%(count)s within %(time)s") % {"count": count, "time": edge}
        for count, edge in zip(late.bars, _EDGES, strict=False)
        if count
    ]
    if late.bars[-1]:
        counts.append(gettext("%(count)s later") % {"count": late.bars[-1]})
    words = Words(
        "lateness",
        gettext("How late messages went out"),
        f"{', '.join(counts)}.",
        gettext("handed over within so long after the planned moment"),
        gettext("messages"),
    )
    labels = [(float(place), tick) for place, tick in enumerate((*_TICKS, gettext("more")))]
    return draw_stacks(words, {0: np.array(late.bars, float)}, labels, whole=True)
