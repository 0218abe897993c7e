"""The kinds of items, as a researcher chooses among them."""

from __future__ import annotations

from dataclasses import dataclass

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
        "Ratings",
        (
            KindWords(
                Kind.SLIDER,
                "linear_scale",
                "Anywhere on a line between two ends; no place is given before it is touched.",
            ),
            KindWords(
                Kind.LIKERT,
                "star_half",
                "A few points in order, like never, sometimes, often; ends at least are named.",
            ),
            KindWords(
                Kind.MATRIX, "table_rows", "Several short questions that share the same answers."
            ),
            KindWords(
                Kind.AFFECT_GRID,
                "grid_on",
                "One touch for two things: how pleasant, and how activated.",
            ),
        ),
    ),
    (
        "Choices",
        (
            KindWords(
                Kind.SINGLE_CHOICE, "radio_button_checked", "One of several answers you list."
            ),
            KindWords(
                Kind.MULTIPLE_CHOICE,
                "check_box",
                "As many answers as apply; some, like “none of these”, can stand alone.",
            ),
            KindWords(Kind.YES_NO, "thumbs_up_down", "Yes or no, in one tap."),
            KindWords(Kind.RANKING, "format_list_numbered", "Puts answers in order, best first."),
            KindWords(Kind.IMAGE_CHOICE, "image", "One of several pictures you upload."),
        ),
    ),
    (
        "Numbers and words",
        (
            KindWords(Kind.NUMBER, "123", "A number that is typed, with limits and a unit."),
            KindWords(
                Kind.TEXT, "notes", "A few words or several lines, in the person’s own words."
            ),
        ),
    ),
    (
        "Time",
        (
            KindWords(Kind.DATE, "event", "A day of the calendar."),
            KindWords(Kind.TIME, "schedule", "A time of day, like when somebody went to bed."),
            KindWords(Kind.DURATION, "timelapse", "How long something took, in hours and minutes."),
        ),
    ),
    (
        "Others",
        (
            KindWords(Kind.INFORMATION, "info", "Words to read; there is nothing to answer."),
            KindWords(Kind.CONSENT, "verified", "A sentence with a box to tick."),
            KindWords(Kind.PHOTO, "photo_camera", "A picture the person takes or chooses."),
            KindWords(
                Kind.COMPUTED,
                "function",
                "A value worked out from other answers; it is stored and never shown.",
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
