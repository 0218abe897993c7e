from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esmpress.responses.timings import MOST_HIDDEN, MOST_MS, Timings

MS = st.integers(0, 1000)
TOUCHES = st.none() | MS
NAMES = st.sampled_from(["a", "b", "c"])
TIMINGS = st.builds(
    lambda items, pages, hidden: Timings.model_validate(
        {"items": items, "pages": pages, "hidden": [sorted(one) for one in hidden]}
    ),
    st.dictionaries(NAMES, st.tuples(MS, TOUCHES, TOUCHES, MS)),
    st.dictionaries(NAMES, st.tuples(MS, MS)),
    st.lists(st.tuples(MS, MS), max_size=5),
)


@given(TIMINGS, TIMINGS, TIMINGS)
def test_what_devices_measured_comes_to_the_same_in_any_order(
    one: Timings, two: Timings, three: Timings
) -> None:
    assert one.merged(two) == two.merged(one)
    assert one.merged(two).merged(three) == one.merged(two.merged(three))
    assert one.merged(two).merged(two) == one.merged(two)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_nothing_is_too_malformed_to_be_left_out(nonsense: Any) -> None:
    kept = Timings.model_validate(dict.fromkeys(Timings.model_fields, nonsense))

    assert (kept.items, kept.pages) == ({}, {})


@pytest.mark.parametrize(
    ("field", "told", "kept"),
    [
        ("items", {"a": [1, 2, 3, 4], "b": [1, 2], "c": "x"}, {"a": (1, 2, 3, 4)}),
        ("items", {"a": [-1, 2.9, 10**12, 1]}, {"a": (0, 2, MOST_MS, 1)}),
        ("items", {"a": [True, 1, 1, 1], "b": [None, 1, 1, 1]}, {}),
        ("pages", {"p": [1, 2], "q": [1], "r": ["1", 2]}, {"p": (1, 2)}),
        ("hidden", [[1, 2], [5, 4], [3], [2, 9], [20, 30]], [(1, 9), (20, 30)]),
        ("hidden", [[n * 2, n * 2 + 1] for n in range(99)], None),
        ("device", "watch", None),
    ],
)
def test_what_does_not_fit_is_left_out_and_the_rest_is_kept(
    field: str, told: object, kept: object
) -> None:
    timings = Timings.model_validate({field: told})

    if told and field == "hidden" and kept is None:
        kept = [(n * 2, n * 2 + 1) for n in range(MOST_HIDDEN)]
    assert getattr(timings, field) == kept


def test_nothing_lies_after_the_moment_it_was_told() -> None:
    timings = Timings.model_validate(
        {
            "items": {"b": [1, 900, None, 2], "a": [5, 6, 700, 1], "x": [0, 0, 0, 0]},
            "pages": {"p": [50, 800]},
            "hidden": [[10, 90], [200, 300]],
        }
    )

    known = timings.known(items=["a", "b"], pages=["p"], until=100)

    assert list(known.items.items()) == [("a", (5, 6, 100, 1)), ("b", (1, 100, None, 2))]
    assert (known.pages, known.hidden) == ({"p": (50, 100)}, [(10, 90)])
