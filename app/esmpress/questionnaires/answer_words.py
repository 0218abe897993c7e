"""An answer as a researcher reads it: values with their labels."""

from __future__ import annotations

from collections.abc import Mapping

from esmpress.questionnaires.items import (
    Duration,
    ImageChoice,
    Item,
    Likert,
    Matrix,
    MultipleChoice,
    Ranking,
    SingleChoice,
)
from esmpress.questionnaires.items.parts import MISSING

NOTHING = "–"
DECLINED = "prefers not to say"


def in_words(item: Item, answer: object, language: str) -> str:
    """The answer to an item, each chosen option with its label; a dash where there is none."""
    labels = _labels(item, language)
    match answer:
        case None:
            return NOTHING
        case Mapping() if MISSING in answer:
            return DECLINED
        case Mapping():
            return "\n".join(f"{part}: {_labelled(one, labels)}" for part, one in answer.items())
        case list():
            lines = [_labelled(value, labels) for value in answer]
            numbered = [f"{place}. {line}" for place, line in enumerate(lines, start=1)]
            return "\n".join(numbered if isinstance(item, Ranking) else lines)
        case bool():
            return "yes" if answer else "no"
        case int() if isinstance(item, Duration):
            return f"{answer} min ({answer // 60} h {answer % 60:02d} min)"
    return _labelled(answer, labels)


def _labels(item: Item, language: str) -> dict[int, str]:
    match item:
        case SingleChoice() | MultipleChoice() | ImageChoice() | Likert() | Matrix() | Ranking():
            return {one.value: (one.label or {}).get(language, "") for one in item.options}
        case _:
            return {}


def _labelled(value: object, labels: Mapping[int, str]) -> str:
    label = labels.get(value) if isinstance(value, int) else None
    return f"{value} = {label}" if label else str(value)
