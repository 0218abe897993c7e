"""The words of a scheme: labels for its fields, and its values as researchers read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext

from esmpress.console.window_rows import name_weekdays
from esmpress.lazy_texts import lazily

KINDS = {
    "random_in_blocks": lazily("at random, one prompt in each block of the day"),
    "random": lazily("at random, so many prompts anywhere in the day"),
    "fixed": lazily("at fixed times"),
    "interval": lazily("at regular intervals through the day"),
    "anchored": lazily("before or after getting up or going to bed"),
    "once": lazily("once"),
    "on_event": lazily("whenever the participant reports an event"),
    "follow_up": lazily("after an answer to another schedule"),
}
ANCHORS = {"wake": lazily("getting up"), "bed": lazily("going to bed")}
OPERATORS = {
    "==": lazily("is"),
    "!=": lazily("is not"),
    "<": lazily("is less than"),
    "<=": lazily("is at most"),
    ">": lazily("is more than"),
    ">=": lazily("is at least"),
    "in": lazily("is one of"),
}
# The path of each field in a scheme, as the engine's sentences name it, and its label.
LABELS = {
    "kind": lazily("When to ask"),
    "apply_from": lazily("Apply from"),
    "wake_times": lazily("Awake"),
    "days": lazily("Study days"),
    "after_days": lazily("Days after the first day"),
    "time": lazily("Time"),
    "times": lazily("Times"),
    "jitter_minutes": lazily("Jitter (minutes)"),
    "prompts_per_day": lazily("Prompts a day"),
    "blocks": lazily("Blocks"),
    "block_margin_minutes": lazily("Block margin (minutes)"),
    "every_minutes": lazily("Minutes from prompt to prompt"),
    "random_offset": lazily("First prompt at random"),
    "anchor": lazily("Counted from"),
    "offset_minutes": lazily("Minutes before or after"),
    "earliest": lazily("Not before"),
    "latest": lazily("Not after"),
    "after": lazily("After which schedule"),
    "condition": lazily("Only if the answer to"),
    "condition, item": lazily("Only if the answer to"),
    "condition, operator": lazily("Comparison"),
    "condition, value": lazily("Value"),
    "delay_minutes": lazily("Delay (minutes)"),
    "delay_minutes, from": lazily("Shortest delay (minutes)"),
    "delay_minutes, to": lazily("Longest delay (minutes)"),
    "daily_limit": lazily("At most a day"),
    "cool_down_minutes": lazily("Time between two reports (minutes)"),
    "windows": lazily("Part of the day"),
    "weekdays": lazily("Only on"),
    "excluded_dates": lazily("Dates without prompts"),
    "bursts": lazily("Bursts"),
    "bursts, length_days": lazily("Days of a burst"),
    "bursts, every_days": lazily("Days from burst to burst"),
    "bursts, per_month": lazily("Bursts a month"),
    "bursts, min_days_between": lazily("Free days between bursts at least"),
    "bursts, weekdays": lazily("Of these, Monday to Friday"),
    "bursts, weekend_days": lazily("Of these, Saturday and Sunday"),
    "min_gap_minutes": lazily("Minimum gap (minutes)"),
    "max_gap_minutes": lazily("Maximum gap (minutes)"),
    "response_window_minutes": lazily("Time to open (minutes)"),
    "finish_within_minutes": lazily("Time to finish once opened (minutes)"),
    "reminders": lazily("Reminder after (minutes)"),
}
_PARTS_OF_BURSTS = {name.partition(", ")[2]: name for name in LABELS if name.startswith("bursts, ")}


def _pattern(name: str) -> str:
    """Where a sentence means a field: names of one word only where it begins with them."""
    return rf"\b{name}\b" if "_" in name else rf"(?:^|(?<=: )){name}(?=[:,])"


# The longest first, for a path begins with the name of what it leads into.
_FIELD_NAME = re.compile(
    "|".join(map(_pattern, sorted({*LABELS, *_PARTS_OF_BURSTS} - {""}, key=len, reverse=True)))
)


def in_form_words(sentence: str) -> str:
    """A sentence of the sampling engine with the form's labels for its field names."""
    return _FIELD_NAME.sub(lambda found: f"“{LABELS[_path(found[0])]}”", str(sentence))


def path_in(sentence: str) -> str:
    """The path of the first field a sentence of the sampling engine names; empty if none."""
    found = _FIELD_NAME.search(sentence)
    return _path(found[0]) if found else ""


def _path(name: str) -> str:
    return name if name in LABELS else _PARTS_OF_BURSTS[name]


def described(scheme: Mapping[str, Any]) -> dict[str, str]:
    """The label and the value in words of each field of a stored scheme, in the form's order."""
    return {
        str(label): _in_words(path, scheme[path])
        for path, label in LABELS.items()
        if path in scheme and scheme[path] not in (None, [], False)
    }


def _in_words(path: str, value: Any) -> str:
    write = _WRITERS.get(path)
    if write is not None:
        return write(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _write_windows(value: Any) -> str:
    if value == "participant":
        return gettext("the participant's own waking hours")
    return "; ".join(f"{name_weekdays(one['weekdays'])} {_write_span(one)}" for one in value)


def _write_span(span: Mapping[str, str]) -> str:
    return f"{span['from']}-{span['to']}"


def _write_blocks(value: Any) -> str:
    return str(value) if isinstance(value, int) else ", ".join(map(_write_span, value))


def _write_bursts(value: Mapping[str, int]) -> str:
    length = gettext("%(value)s days") % {"value": value["length_days"]}
    if "every_days" in value:
        return gettext("%(length)s, every %(value)s days") % {
            "length": length,
            "value": value["every_days"],
        }
    words = [
        gettext("%(length)s, %(value)s a month") % {"length": length, "value": value["per_month"]}
    ]
    if value.get("min_days_between"):
        words.append(
            gettext("at least %(value)s days between") % {"value": value["min_days_between"]}
        )
    if value.get("weekdays") is not None:
        mix = gettext("%(value)s from Monday to Friday") % {"value": value["weekdays"]}
        words.append(
            gettext("%(mix)s and %(value)s at the weekend")
            % {"mix": mix, "value": value["weekend_days"]}
        )
    return ", ".join(words)


def _write_offset(value: int) -> str:
    words = gettext("%(minutes)s before") if value < 0 else gettext("%(minutes)s after")
    return words % {"minutes": abs(value)}


def _write_condition(value: Mapping[str, Any]) -> str:
    given = value["value"]
    listed = ", ".join(map(str, given)) if isinstance(given, list) else given
    return f"{value['item']} {OPERATORS[value['operator']]} {listed}"


def _write_delay(value: Mapping[str, int]) -> str:
    return gettext("%(value)s to %(value_2)s") % {"value": value["from"], "value_2": value["to"]}


_WRITERS: dict[str, Callable[[Any], str]] = {
    "kind": KINDS.__getitem__,
    "anchor": ANCHORS.__getitem__,
    "random_offset": lambda _: gettext("yes"),
    "windows": _write_windows,
    "weekdays": name_weekdays,
    "blocks": _write_blocks,
    "bursts": _write_bursts,
    "offset_minutes": _write_offset,
    "condition": _write_condition,
    "delay_minutes": _write_delay,
}
