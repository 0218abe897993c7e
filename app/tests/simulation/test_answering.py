"""Answers of synthetic participants: they fit their items and look like people's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import correlation, fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esmpress.questionnaires.answers import check_answers
from esmpress.questionnaires.definition import Definition, Page
from esmpress.questionnaires.items import Item, Number, SingleChoice, Slider, Text
from esmpress.simulation.answer_kinds import answer_at
from esmpress.simulation.answering import Answering, Mood
from esmpress.simulation.streams import stream

NOON = datetime(2027, 1, 11, 12, tzinfo=UTC)
TEXTS = {"en": "text"}
STRESS = Slider(name="stress", text=TEXTS, min_label=TEXTS, max_label=TEXTS)
ITEMS: tuple[Item, ...] = (
    STRESS,
    Slider(name="calm", text=TEXTS, min=-1, max=1, step=0.1, min_label=TEXTS, max_label=TEXTS),
    SingleChoice.model_validate(
        {
            "name": "company",
            "text": TEXTS,
            "options": [{"value": value, "label": TEXTS} for value in (1, 2, 9)],
        }
    ),
    Number(name="sleep", text=TEXTS, min=0, max=24, decimals=1),
    Number(name="cups", text=TEXTS, min=0),
    Number(name="debt", text=TEXTS, max=0, decimals=2),
    Number(name="change", text=TEXTS),
    Text(name="note", text=TEXTS, max_length=3),
)


def definition_of(*items: Item) -> Definition:
    return Definition(title=TEXTS, pages=(Page(name="page_1", items=items),))


def fill_in_often(number: int, every: timedelta, times: int) -> list[float]:
    """The stress of one participant, again and again."""
    answering = Answering(7, number, 0.0, Mood())
    moments = [NOON + n * every for n in range(times)]
    filled_in = [
        answering.fill_in("affect", definition_of(STRESS), draws=stream(7, number, n), now=moment)
        for n, moment in enumerate(moments)
    ]
    return [float(str(answers["stress"])) for answers in filled_in]


@given(st.floats(-40, 40), st.sampled_from(ITEMS))
def test_every_answer_fits_its_item(z: float, item: Item) -> None:
    answer = answer_at(item, z)

    assert list(check_answers(definition_of(item), {item.name: answer})) == [item.name]


def test_answers_close_in_time_are_alike_and_hours_apart_are_not() -> None:
    close = fill_in_often(1, timedelta(minutes=10), 400)
    apart = fill_in_often(1, timedelta(days=2), 400)

    assert correlation(close[:-1], close[1:]) > 0.2
    assert abs(correlation(apart[:-1], apart[1:])) < 0.15


def test_people_differ_in_their_means() -> None:
    means = [fmean(fill_in_often(number, timedelta(days=1), 60)) for number in range(1, 9)]

    assert max(means) - min(means) > 15


@pytest.mark.parametrize(("share", "expected"), [(0.0, {"stress", "cups"}), (1.0, {"stress"})])
def test_only_optional_items_are_left_out(share: float, expected: set[str]) -> None:
    optional = Number(name="cups", text=TEXTS, min=0, required=False)
    answering = Answering(7, 1, share, Mood())

    answers = answering.fill_in(
        "affect", definition_of(STRESS, optional), draws=stream(7), now=NOON
    )

    assert set(answers) == expected
