"""What conditions know of each kind of item."""

from __future__ import annotations

from esmpress.questionnaires.items import (
    AffectGrid,
    Consent,
    Date,
    Duration,
    ImageChoice,
    Information,
    Item,
    Likert,
    Matrix,
    MultipleChoice,
    Number,
    Photo,
    Ranking,
    SingleChoice,
    Slider,
    Text,
    Time,
    YesNo,
)
from esmpress.questionnaires.logic.known import Known
from esmpress.questionnaires.names import SIDES


def known_item(item: Item) -> Known:
    """The type and the possible answers of an item that is asked, or only read."""
    declines = item.can_decline
    match item:
        case SingleChoice() | ImageChoice() | Likert() | MultipleChoice() | Ranking() | Matrix():
            return _of_options(item)
        case Slider():
            return Known(
                type="number",
                can_decline=declines,
                lowest=item.min,
                highest=item.max,
                step=item.step,
                origin=item.min,
            )
        case Number():
            step = item.step or 10.0**-item.decimals
            origin = (item.min or 0.0) if item.step else 0.0
            return Known(
                type="number",
                can_decline=declines,
                lowest=item.min,
                highest=item.max,
                step=step,
                origin=origin,
            )
        case AffectGrid():
            values = tuple(float(value) for value in range(-item.reach, item.reach + 1))
            return Known(parts=SIDES, can_decline=declines, values=values)
        case _:
            return _of_other_kind(item)


def _of_options(
    item: SingleChoice | ImageChoice | Likert | MultipleChoice | Ranking | Matrix,
) -> Known:
    values = tuple(float(option.value) for option in item.options)
    declines = item.can_decline
    match item:
        case MultipleChoice():
            alone = frozenset(float(one.value) for one in item.options if one.exclusive)
            return Known(
                type="set",
                can_decline=declines,
                values=values,
                # One that is chosen alone counts, whatever the least is.
                fewest=1 if alone else item.min_chosen or 1,
                most=item.max_chosen,
                exclusive=alone,
            )
        case Ranking():
            places = item.places
            return Known(
                type="ranking", can_decline=declines, values=values, fewest=places, most=places
            )
        case Matrix():
            rows = tuple(row.name for row in item.rows)
            return Known(parts=rows, can_decline=declines, values=values)
        case _:
            return Known(type="number", can_decline=declines, values=values)


def _of_other_kind(item: Item) -> Known:
    declines = item.can_decline
    match item:
        case Text():
            return Known(type="text", can_decline=declines)
        case Date():
            return Known(
                type="date", can_decline=declines, lowest=item.earliest, highest=item.latest
            )
        case Time():
            return Known(type="time", can_decline=declines)
        case Duration():
            return Known(
                type="number",
                can_decline=declines,
                lowest=item.min_minutes,
                highest=item.max_minutes,
                step=item.step_minutes,
                origin=item.min_minutes,
            )
        case YesNo() | Consent():
            return Known(type="boolean", can_decline=declines)
        case Photo():
            return Known(can_decline=declines)
        case Information():
            return Known(answerable=False)
    raise TypeError(f"{item.kind} has a formula: its type is that of the formula")
