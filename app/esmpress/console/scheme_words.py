"""The words of a scheme: labels for its fields, and its values as researchers read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from esmpress.console.window_rows import name_weekdays

KINDS = {
    "random_in_blocks": "at random, one prompt in each block of the day",
    "random": "at random, so many prompts anywhere in the day",
    "fixed": "at fixed times",
    "interval": "at regular intervals through the day",
    "anchored": "before or after getting up or going to bed",
    "once": "once",
    "on_event": "whenever the participant reports an event",
    "follow_up": "after an answer to another schedule",
}
ANCHORS = {"wake": "getting up", "bed": "going to bed"}
OPERATORS = {
    "==": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
    "in": "is one of",
}
# The path of each field in a scheme, as the engine's sentences name it, and its label.
LABELS = {
    "kind": "When to ask",
    "apply_from": "Apply from",
    "wake_times": "Awake",
    "days": "Study days",
    "after_days": "Days after the first day",
    "time": "Time",
    "times": "Times",
    "jitter_minutes": "Jitter (minutes)",
    "prompts_per_day": "Prompts a day",
    "blocks": "Blocks",
    "block_margin_minutes": "Block margin (minutes)",
    "every_minutes": "Minutes from prompt to prompt",
    "random_offset": "First prompt at random",
    "anchor": "Counted from",
    "offset_minutes": "Minutes before or after",
    "earliest": "Not before",
    "latest": "Not after",
    "after": "After which schedule",
    "condition": "Only if the answer to",
    "condition, item": "Only if the answer to",
    "condition, operator": "Comparison",
    "condition, value": "Value",
    "delay_minutes": "Delay (minutes)",
    "delay_minutes, from": "Shortest delay (minutes)",
    "delay_minutes, to": "Longest delay (minutes)",
    "daily_limit": "At most a day",
    "cool_down_minutes": "Time between two reports (minutes)",
    "windows": "Part of the day",
    "weekdays": "Only on",
    "excluded_dates": "Dates without prompts",
    "bursts": "Bursts",
    "bursts, length_days": "Days of a burst",
    "bursts, every_days": "Days from burst to burst",
    "bursts, per_month": "Bursts a month",
    "bursts, min_days_between": "Free days between bursts at least",
    "bursts, weekdays": "Of these, Monday to Friday",
    "bursts, weekend_days": "Of these, Saturday and Sunday",
    "min_gap_minutes": "Minimum gap (minutes)",
    "max_gap_minutes": "Maximum gap (minutes)",
    "response_window_minutes": "Time to open (minutes)",
    "finish_within_minutes": "Time to finish once opened (minutes)",
    "reminders": "Reminder after (minutes)",
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
    return _FIELD_NAME.sub(lambda found: f"“{LABELS[_path(found[0])]}”", sentence)


def path_in(sentence: str) -> str:
    """The path of the first field a sentence of the sampling engine names; empty if none."""
    found = _FIELD_NAME.search(sentence)
    return _path(found[0]) if found else ""


def _path(name: str) -> str:
    return name if name in LABELS else _PARTS_OF_BURSTS[name]


def described(scheme: Mapping[str, Any]) -> dict[str, str]:
    """The label and the value in words of each field of a stored scheme, in the form's order."""
    return {
        label: _in_words(path, scheme[path])
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
        return "the participant's own waking hours"
    return "; ".join(f"{name_weekdays(one['weekdays'])} {_write_span(one)}" for one in value)


def _write_span(span: Mapping[str, str]) -> str:
    return f"{span['from']}-{span['to']}"


def _write_blocks(value: Any) -> str:
    return str(value) if isinstance(value, int) else ", ".join(map(_write_span, value))


def _write_bursts(value: Mapping[str, int]) -> str:
    length = f"{value['length_days']} days"
    if "every_days" in value:
        return f"{length}, every {value['every_days']} days"
    words = [f"{length}, {value['per_month']} a month"]
    if value.get("min_days_between"):
        words.append(f"at least {value['min_days_between']} days between")
    if value.get("weekdays") is not None:
        mix = f"{value['weekdays']} from Monday to Friday"
        words.append(f"{mix} and {value['weekend_days']} at the weekend")
    return ", ".join(words)


def _write_offset(value: int) -> str:
    return f"{abs(value)} {'before' if value < 0 else 'after'}"


def _write_condition(value: Mapping[str, Any]) -> str:
    given = value["value"]
    listed = ", ".join(map(str, given)) if isinstance(given, list) else given
    return f"{value['item']} {OPERATORS[value['operator']]} {listed}"


def _write_delay(value: Mapping[str, int]) -> str:
    return f"{value['from']} to {value['to']}"


_WRITERS: dict[str, Callable[[Any], str]] = {
    "kind": KINDS.__getitem__,
    "anchor": ANCHORS.__getitem__,
    "random_offset": lambda _: "yes",
    "windows": _write_windows,
    "weekdays": name_weekdays,
    "blocks": _write_blocks,
    "bursts": _write_bursts,
    "offset_minutes": _write_offset,
    "condition": _write_condition,
    "delay_minutes": _write_delay,
}
