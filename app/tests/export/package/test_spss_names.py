"""Names of columns as SPSS takes them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from esmpress.export.package.spss_names import spss_names

TAKEN_BY_SPSS = ["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"]


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert spss_names(["stress", "evening.stress", "x_3"]) == {
        "stress": "stress",
        "evening.stress": "evening.stress",
        "x_3": "x_3",
    }


def test_words_of_spss_digits_in_front_and_hyphens_are_written_otherwise() -> None:
    assert spss_names(["by", "to.", "2nd-day.mood", "end."]) == {
        "by": "v_by",
        "to.": "v_to",
        "2nd-day.mood": "v_2nd_day.mood",
        "end.": "end",
    }


def test_long_names_that_begin_alike_stay_different() -> None:
    long = "a" * 64

    found = spss_names([f"{long}one", f"{long}two", "A" * 70])

    assert list(found.values()) == [long, "a" * 62 + "_2", "A" * 62 + "_3"]


@given(st.lists(st.text(min_size=1, max_size=80), unique=True))
def test_whatever_the_names_are_spss_takes_them(columns: list[str]) -> None:
    found = list(spss_names(columns).values())

    assert len({name.upper() for name in found}) == len(columns)
    for name in found:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9._]{0,63}", name)
        assert not name.endswith(".")
        assert name.upper() not in TAKEN_BY_SPSS
