"""The kinds of items, as a researcher chooses among them."""

from __future__ import annotations

from dataclasses import dataclass

from esmpress.lazy_texts import lazily
from esmpress.questionnaires.models import DraftItem

Kind = DraftItem.Kind


@dataclass(frozen=True)
class KindWords:
    """A kind in words: what it is for, and its sign."""

    kind: str
    icon: str
    use: str

    @property
    def label(self) -> str:
        """The kind's name."""
        label = str(Kind(self.kind).label)
        return label[:1].upper() + label[1:]


GROUPS: tuple[tuple[str, tuple[KindWords, ...]], ...] = (
    (
        lazily("Ratings"),
        (
            KindWords(
                Kind.SLIDER,
                "linear_scale",
                lazily(
                    "Anywhere on a line between two ends; no place is given before it is touched."
                ),
            ),
            KindWords(
                Kind.LIKERT,
                "star_half",
                lazily(
                    "A few points in order, like never, sometimes, often; ends at least are named."
                ),
            ),
            KindWords(
                Kind.MATRIX,
                "table_rows",
                lazily("Several short questions that share the same answers."),
            ),
            KindWords(
                Kind.AFFECT_GRID,
                "grid_on",
                lazily("One touch for two things: how pleasant, and how activated."),
            ),
        ),
    ),
    (
        lazily("Choices"),
        (
            KindWords(
                Kind.SINGLE_CHOICE,
                "radio_button_checked",
                lazily("One of several answers you list."),
            ),
            KindWords(
                Kind.MULTIPLE_CHOICE,
                "check_box",
                lazily("As many answers as apply; some, like “none of these”, can stand alone."),
            ),
            KindWords(Kind.YES_NO, "thumbs_up_down", lazily("Yes or no, in one tap.")),
            KindWords(
                Kind.RANKING, "format_list_numbered", lazily("Puts answers in order, best first.")
            ),
            KindWords(Kind.IMAGE_CHOICE, "image", lazily("One of several pictures you upload.")),
        ),
    ),
    (
        lazily("Numbers and words"),
        (
            KindWords(
                Kind.NUMBER, "123", lazily("A number that is typed, with limits and a unit.")
            ),
            KindWords(
                Kind.TEXT,
                "notes",
                lazily("A few words or several lines, in the person’s own words."),
            ),
        ),
    ),
    (
        lazily("Time"),
        (
            KindWords(Kind.DATE, "event", lazily("A day of the calendar.")),
            KindWords(
                Kind.TIME, "schedule", lazily("A time of day, like when somebody went to bed.")
            ),
            KindWords(
                Kind.DURATION, "timelapse", lazily("How long something took, in hours and minutes.")
            ),
        ),
    ),
    (
        lazily("Others"),
        (
            KindWords(
                Kind.INFORMATION, "info", lazily("Words to read; there is nothing to answer.")
            ),
            KindWords(Kind.CONSENT, "verified", lazily("A sentence with a box to tick.")),
            KindWords(Kind.PHOTO, "photo_camera", lazily("A picture the person takes or chooses.")),
            KindWords(
                Kind.COMPUTED,
                "function",
                lazily("A value worked out from other answers; it is stored and never shown."),
            ),
        ),
    ),
)
BY_KIND = {one.kind: one for _, kinds in GROUPS for one in kinds}
# Nobody is asked for them.
WITHOUT_ANSWER = frozenset({Kind.INFORMATION, Kind.COMPUTED})
WITHOUT_DECLINING = WITHOUT_ANSWER | {Kind.CONSENT}
# Whose answer can be out of range while it is typed.
WITH_RANGE = frozenset({Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.DURATION})
