"""Ways through questionnaires, written by hand: which pages and items are shown, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from esmpress.questionnaires.definition import Definition
from tests.questionnaires.builders import BOTH, FOUR, ROWS, definition, item, numbers, page, paged

Pages = list[tuple[str, str]]


@dataclass(frozen=True)
class WalkCase:
    """What is shown of a questionnaire: of each page its name and its items, with spaces between.

    `scope` is what conditions know beside the answers.
    """

    asked: Definition
    answers: dict[str, Any]
    pages: Pages
    ended_by: str | None = None
    computed: dict[str, Any] = field(default_factory=dict)
    scope: dict[str, Any] = field(default_factory=dict)
    arrangement: dict[str, Any] = field(default_factory=dict)


def hidden(name: str, condition: str, kind: str = "number", **fields: Any) -> dict[str, Any]:
    """An item that is shown if the condition holds."""
    return item(kind, name, show_if=condition, **fields)


def computed(name: str, formula: str, **fields: Any) -> dict[str, Any]:
    """An item that is worked out."""
    return item("computed", name, formula=formula, **fields)


DECLINED = {"missing": "declined"}
BRANCHES = paged(
    page("one", *numbers("a"), hidden("b", "a > 1"), hidden("c", "b > 1")),
    page("two", *numbers("d"), show_if="c > 1"),
    page("three", *numbers("e")),
)
ENDING = paged(
    page("one", *numbers("a"), end_if="a > 5"),
    page("two", *numbers("b"), show_if="a > 1", end_if="b > 5 or not answered(b)"),
    page("three", *numbers("c"), computed("total", "sum(a, b, c)")),
)
SCORES = paged(
    page(
        "one",
        *numbers("a", "b"),
        computed("total", "a + b"),
        computed("mean_of_both", "mean(a, b)"),
        hidden("c", "total > 10"),
        computed("high", "total > 10 and c > 1"),
    ),
    page("stop", computed("stops", "round(total / 3, 2)"), end_if="stops > 5"),
    page("last", *numbers("d")),
)
KINDS = definition(
    item("single_choice", "where", options=FOUR),
    item("multiple_choice", "activity"),
    item("matrix", "sleep", rows=ROWS, required=False),
    item("affect_grid", "mood"),
    item("ranking", "wishes"),
    item("yes_no", "alone"),
    item("time", "bed"),
    item("date", "born"),
    item("text", "note"),
    hidden("q1", "where in [1, 2]"),
    hidden("q2", "3 in activity and count(activity) < 3"),
    hidden("q3", "sleep.falling > sleep.staying"),
    hidden("q4", "mood.valence < 0 and mood.arousal >= 2"),
    hidden("q5", "rank(wishes, 4) == 1"),
    hidden("q6", "not alone"),
    hidden("q7", "bed >= '22:00' or bed < '04:00'"),
    hidden("q8", "born <= '2009-01-11'"),
    hidden("q9", "length(note) > 3 and note != 'none'"),
)
DECLINING = definition(
    item("number", "a", can_decline=True),
    item("affect_grid", "mood", can_decline=True),
    hidden("b", "a > 1 or a <= 1"),
    hidden("c", "declined(a)"),
    hidden("d", "answered(a)"),
    hidden("e", "declined(mood) and not answered(mood.valence)"),
)
MOMENTS = paged(
    page("first", *numbers("a"), show_if="day == 1 and beep == 1"),
    page("later", *numbers("b"), hidden("c", "previous(b) > 5"), show_if="day > 1"),
    page(
        "evening", *numbers("d"), hidden("e", "earlier(d, day - 1, beep) > d"), show_if="beep >= 3"
    ),
    page("tired", hidden("f", "previous(sleep.falling) == 2"), item("matrix", "sleep")),
)
MOVING = paged(
    page("one", *numbers("a")),
    page("stop", *numbers("b"), fixed=True, end_if="b > 1"),
    page("two", *numbers("c"), show_if="day > 1"),
    page("end", *numbers("d"), hidden("e", "a > 1 and c > 1"), fixed=True, shuffle=False),
    shuffle_pages=True,
)
SHUFFLED = paged(
    page("one", *numbers("a", "b"), computed("fixed", "day * 2"), shuffle=True),
    page("two", hidden("c", "a > b"), hidden("d", "fixed > 3")),
)
ROTATING = definition(
    *numbers("a", "b", "c", rotation="some"),
    hidden("d", "a > 1"),
    hidden("e", "not answered(a)"),
    computed("answered_of_some", "count_answered(a, b, c)"),
    rotations=[{"name": "some", "show": 2}],
)
READING = paged(
    page("words", item("information", "hello"), item("consent", "agree")),
    page("rest", *numbers("a"), item("photo", "snap", show_if="answered(a)"), show_if="agree"),
    page("thanks", item("information", "thanks", text=BOTH), show_if="answered(snap)"),
)
ALL_KINDS_HIDDEN = "where activity sleep mood wishes alone bed born note"


def of_kinds(shown: str, **answers: Any) -> WalkCase:
    """A case of KINDS, in which also these are shown."""
    items = " ".join([ALL_KINDS_HIDDEN, *shown.split()])
    return WalkCase(KINDS, answers, [("page_1", items)])


def at(day: int, beep: int, **known: Any) -> dict[str, Any]:
    """A scope."""
    return {"day": day, "beep": beep, **known}


WALKS: list[WalkCase] = [
    WalkCase(BRANCHES, {}, [("one", "a"), ("three", "e")]),
    WalkCase(BRANCHES, {"a": 1}, [("one", "a"), ("three", "e")]),
    WalkCase(BRANCHES, {"a": 2}, [("one", "a b"), ("three", "e")]),
    WalkCase(BRANCHES, {"a": 2, "b": 1}, [("one", "a b"), ("three", "e")]),
    WalkCase(BRANCHES, {"a": 2, "b": 2}, [("one", "a b c"), ("three", "e")]),
    WalkCase(BRANCHES, {"a": 2, "b": 2, "c": 1}, [("one", "a b c"), ("three", "e")]),
    WalkCase(BRANCHES, {"a": 2, "b": 2, "c": 2}, [("one", "a b c"), ("two", "d"), ("three", "e")]),
    # What is hidden counts for nothing, whatever was once answered.
    WalkCase(BRANCHES, {"a": 1, "b": 2, "c": 2}, [("one", "a"), ("three", "e")]),
    WalkCase(BRANCHES, {"b": 2, "c": 2, "d": 2}, [("one", "a"), ("three", "e")]),
    WalkCase(BRANCHES, {"a": 1.0000001}, [("one", "a b"), ("three", "e")]),
    WalkCase(BRANCHES, {"a": "2"}, [("one", "a"), ("three", "e")]),
    WalkCase(BRANCHES, {"a": True}, [("one", "a"), ("three", "e")]),
    WalkCase(BRANCHES, {"a": [2]}, [("one", "a"), ("three", "e")]),
    WalkCase(BRANCHES, {"a": None}, [("one", "a"), ("three", "e")]),
    WalkCase(BRANCHES, {"z": 9}, [("one", "a"), ("three", "e")]),
    WalkCase(ENDING, {}, [("one", "a"), ("three", "c")]),
    WalkCase(ENDING, {"a": 1}, [("one", "a"), ("three", "c")], computed={"total": 1}),
    WalkCase(ENDING, {"a": 6}, [("one", "a")], "one"),
    WalkCase(ENDING, {"a": 6, "b": 6, "c": 6}, [("one", "a")], "one"),
    WalkCase(ENDING, {"a": 2}, [("one", "a"), ("two", "b")], "two"),
    WalkCase(ENDING, {"a": 2, "b": 6}, [("one", "a"), ("two", "b")], "two"),
    WalkCase(
        ENDING,
        {"a": 2, "b": 5, "c": 0.5},
        [("one", "a"), ("two", "b"), ("three", "c")],
        computed={"total": 7.5},
    ),
    # A page that is not shown ends nothing.
    WalkCase(ENDING, {"a": 1, "b": 6}, [("one", "a"), ("three", "c")], computed={"total": 1}),
    WalkCase(SCORES, {}, [("one", "a b"), ("last", "d")], computed={"high": False}),
    WalkCase(
        SCORES,
        {"a": 4},
        [("one", "a b"), ("last", "d")],
        computed={"mean_of_both": 4, "high": False},
    ),
    WalkCase(
        SCORES,
        {"a": 4, "b": 6, "c": 9},
        [("one", "a b"), ("last", "d")],
        computed={"total": 10, "mean_of_both": 5, "high": False, "stops": 3.33},
    ),
    WalkCase(
        SCORES,
        {"a": 5, "b": 6, "c": 9},
        [("one", "a b c"), ("last", "d")],
        computed={"total": 11, "mean_of_both": 5.5, "high": True, "stops": 3.67},
    ),
    # A page with nothing to see can still end it.
    WalkCase(
        SCORES,
        {"a": 8, "b": 9, "c": 1},
        [("one", "a b c")],
        "stop",
        {"total": 17, "mean_of_both": 8.5, "high": False, "stops": 5.67},
    ),
    # An answer in the place of what is computed is not looked at.
    WalkCase(
        SCORES,
        {"a": 1, "b": 1, "total": 99},
        [("one", "a b"), ("last", "d")],
        computed={"total": 2, "mean_of_both": 1, "high": False, "stops": 0.67},
    ),
    WalkCase(
        SCORES,
        {"a": 0.1, "b": 0.2},
        [("one", "a b"), ("last", "d")],
        computed={
            "total": 0.30000000000000004,
            "mean_of_both": 0.15000000000000002,
            "high": False,
            "stops": 0.1,
        },
    ),
    WalkCase(
        SCORES,
        {"a": 999_999_999_999_999, "b": 9},
        [("one", "a b"), ("last", "d")],
        # Beyond what numbers can be, a sum is missing; a mean is not beyond it.
        computed={"mean_of_both": 500_000_000_000_004, "high": False},
    ),
    of_kinds("q6"),
    of_kinds("q1 q6", where=2),
    of_kinds("q6", where=3),
    of_kinds("q2 q6", activity=[1, 3]),
    of_kinds("q6", activity=[1, 3, 4]),
    of_kinds("q6", activity=[1, 4]),
    of_kinds("q3 q6", sleep={"falling": 3, "staying": 2}),
    of_kinds("q6", sleep={"falling": 2, "staying": 2}),
    of_kinds("q6", sleep={"falling": 3}),
    of_kinds("q4 q6", mood={"valence": -1, "arousal": 2}),
    of_kinds("q6", mood={"valence": 0, "arousal": 2}),
    of_kinds("q5 q6", wishes=[4, 1, 2, 3]),
    of_kinds("q6", wishes=[1, 4, 2, 3]),
    of_kinds("", alone=True),
    of_kinds("q6", alone=False),
    of_kinds("q6 q7", bed="22:00"),
    of_kinds("q6 q7", bed="03:59"),
    of_kinds("q6", bed="21:59"),
    of_kinds("q6 q8", born="2009-01-11"),
    of_kinds("q6", born="2009-01-12"),
    of_kinds("q6 q9", note="\U0001f642\U0001f642\U0001f642\U0001f642"),
    of_kinds("q6", note="\U0001f642\U0001f642\U0001f642"),
    of_kinds("q6", note="none"),
    WalkCase(DECLINING, {"a": DECLINED}, [("page_1", "a mood c")]),
    WalkCase(DECLINING, {"a": 1}, [("page_1", "a mood b d")]),
    WalkCase(DECLINING, {}, [("page_1", "a mood")]),
    WalkCase(DECLINING, {"mood": DECLINED}, [("page_1", "a mood e")]),
    WalkCase(DECLINING, {"mood": {"valence": 1, "arousal": 1}}, [("page_1", "a mood")]),
    WalkCase(MOMENTS, {}, [("first", "a"), ("tired", "sleep")], scope=at(1, 1)),
    WalkCase(MOMENTS, {}, [("tired", "sleep")], scope=at(1, 2)),
    WalkCase(MOMENTS, {}, [("later", "b"), ("tired", "sleep")], scope=at(2, 1)),
    WalkCase(
        MOMENTS,
        {"b": 1},
        [("later", "b c"), ("tired", "sleep")],
        scope=at(2, 1, previous={"b": 6}),
    ),
    WalkCase(
        MOMENTS,
        {"b": 9},
        [("later", "b"), ("tired", "sleep")],
        scope=at(2, 1, previous={"b": DECLINED}),
    ),
    WalkCase(
        MOMENTS,
        {"d": 3},
        [("later", "b"), ("evening", "d e"), ("tired", "sleep")],
        scope=at(2, 3, earlier={"d@1.3": 4, "d@2.3": 9}),
    ),
    WalkCase(
        MOMENTS,
        {"d": 3},
        [("later", "b"), ("evening", "d"), ("tired", "sleep")],
        scope=at(2, 3, earlier={"d@1.2": 4}),
    ),
    WalkCase(
        MOMENTS,
        {},
        [("tired", "f sleep")],
        scope=at(1, 2, previous={"sleep": {"falling": 2}}),
    ),
    WalkCase(MOVING, {"b": 1}, [("one", "a"), ("stop", "b"), ("end", "d")], scope=at(1, 1)),
    WalkCase(
        MOVING,
        {"a": 2, "b": 1, "c": 2},
        [("two", "c"), ("stop", "b"), ("one", "a"), ("end", "d e")],
        scope=at(2, 1),
        arrangement={"pages": ["two", "stop", "one", "end"]},
    ),
    # What comes after the end is what is shown after it, in the order of showing.
    WalkCase(
        MOVING, {"a": 2, "b": 2, "c": 2}, [("one", "a"), ("stop", "b")], "stop", scope=at(2, 1)
    ),
    WalkCase(
        MOVING,
        {"a": 2, "b": 2, "c": 2},
        [("two", "c"), ("stop", "b")],
        "stop",
        scope=at(2, 1),
        arrangement={"pages": ["two", "stop", "one", "end"]},
    ),
    WalkCase(
        SHUFFLED,
        {"a": 2, "b": 1},
        [("one", "b a"), ("two", "c")],
        computed={"fixed": 2},
        scope=at(1, 1),
        arrangement={"items": {"one": ["b", "fixed", "a"]}},
    ),
    WalkCase(
        SHUFFLED,
        {"a": 1, "b": 2},
        [("one", "a b"), ("two", "d")],
        computed={"fixed": 4},
        scope=at(2, 1),
        arrangement={"items": {"one": ["fixed", "a", "b"]}},
    ),
    WalkCase(
        ROTATING,
        {"a": 2, "b": 2, "c": 2},
        [("page_1", "b c e")],
        computed={"answered_of_some": 2},
        arrangement={"left_out": ["a"]},
    ),
    WalkCase(
        ROTATING,
        {"a": 2, "b": 2, "c": 2},
        [("page_1", "a c d")],
        computed={"answered_of_some": 2},
        arrangement={"left_out": ["b"]},
    ),
    WalkCase(
        ROTATING,
        {"b": 2},
        [("page_1", "a b e")],
        computed={"answered_of_some": 1},
        arrangement={"left_out": ["c"]},
    ),
    WalkCase(READING, {}, [("words", "hello agree")]),
    WalkCase(READING, {"agree": True}, [("words", "hello agree"), ("rest", "a")]),
    WalkCase(READING, {"agree": True, "a": 1}, [("words", "hello agree"), ("rest", "a snap")]),
    WalkCase(
        READING,
        {"agree": True, "a": 1, "snap": "0e8b3f0a-6f2b-4a57-9a39-5c1d6f0f7b11"},
        [("words", "hello agree"), ("rest", "a snap"), ("thanks", "thanks")],
    ),
    WalkCase(READING, {"hello": True, "agree": "yes"}, [("words", "hello agree")]),
]
