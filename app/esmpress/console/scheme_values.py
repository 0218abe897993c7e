"""Between the values of the schedule form and the scheme they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]

_WHOLE = re.compile(r"[-+]?\d{1,15}")
_DECIMAL = re.compile(r"[-+]?\d{1,15}\.\d{1,15}")
_DAYS = ("days", "bursts")
_GAPS = ("min_gap_minutes", "max_gap_minutes")
_COMMON = ("weekdays", "excluded_dates", "response_window_minutes", "finish_within_minutes")
# What a scheme of each kind is made of; what the other fields still hold does not count.
_OF_KIND = {
    "random_in_blocks": (
        *("blocks", "block_margin_minutes"),
        *("windows", "reminders", *_DAYS, *_GAPS),
    ),
    "random": ("prompts_per_day", "windows", "reminders", *_DAYS, *_GAPS),
    "fixed": ("times", "jitter_minutes", "windows", "reminders", *_DAYS, *_GAPS),
    "interval": ("every_minutes", "random_offset", "windows", "reminders", *_DAYS, *_GAPS),
    "anchored": (
        *("anchor", "offset_minutes", "earliest", "latest"),
        *("reminders", "min_gap_minutes", *_DAYS),
    ),
    "once": ("after_days", "time", "windows", "reminders", "min_gap_minutes"),
    "on_event": ("daily_limit", "cool_down_minutes", "windows", "min_gap_minutes", *_DAYS),
    "follow_up": (
        *("after", "condition", "delay_minutes", "daily_limit"),
        *("windows", "reminders", "min_gap_minutes"),
    ),
}


def to_scheme(cleaned: Values) -> dict[str, Any]:
    """The scheme that the form's values describe, without what was left empty."""
    scheme = {"kind": cleaned["kind"]}
    for name in (*_OF_KIND[cleaned["kind"]], *_COMMON):
        build = _BUILDERS.get(name)
        value = build(cleaned) if build else cleaned.get(name)
        if value is not None and value is not False and value not in ("", []):
            scheme[name] = value
    return scheme


def to_values(scheme: Values) -> dict[str, Any]:
    """The form's values for a stored scheme."""
    values = dict(scheme)
    for name, take_apart in _PARTS.items():
        if name in scheme:
            values |= take_apart(values.pop(name))
    return values


def _windows(cleaned: Values) -> Any:
    return "participant" if cleaned.get("own_hours") else cleaned.get("windows")


def _blocks(cleaned: Values) -> Any:
    return cleaned.get("block_list") or cleaned.get("blocks")


def _offset(cleaned: Values) -> int | None:
    minutes: int | None = cleaned.get("offset_minutes")
    return -minutes if minutes and cleaned.get("offset_side") == "before" else minutes


def _condition(cleaned: Values) -> dict[str, Any] | None:
    item, text = cleaned.get("condition_item"), cleaned.get("condition_value") or ""
    if not item and not text:
        return None
    operator = cleaned.get("condition_operator")
    listed = [_read_value(part) for part in text.split(",") if part.strip()]
    given = {"item": item, "operator": operator, "value": _read_value(text)}
    given |= {"value": listed} if operator == "in" else {}
    return {name: part for name, part in given.items() if part not in (None, "")}


def _read_value(text: str) -> int | float | str:
    """What a researcher typed, as the data have it: a number, or a text; quotes keep a text."""
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def _write_value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_write_value, value))
    is_read_alike = not isinstance(value, str) or _read_value(value) == value
    return str(value) if is_read_alike else f'"{value}"'


def _delay(cleaned: Values) -> dict[str, int]:
    ends = {"from": cleaned.get("delay_from"), "to": cleaned.get("delay_to")}
    return {name: minutes for name, minutes in ends.items() if minutes is not None}


_BURST_PARTS = {
    "regular": ("length_days", "every_days"),
    "monthly": ("length_days", "per_month", "min_days_between", "weekdays", "weekend_days"),
}


def _bursts(cleaned: Values) -> dict[str, int] | None:
    rule = cleaned.get("burst_rule")
    if not rule:
        return None
    parts = {name: cleaned.get(f"burst_{name}") for name in _BURST_PARTS[rule]}
    return {name: value for name, value in parts.items() if value is not None}


_BUILDERS: dict[str, Any] = {
    "windows": _windows,
    "blocks": _blocks,
    "offset_minutes": _offset,
    "condition": _condition,
    "delay_minutes": _delay,
    "bursts": _bursts,
}


def _show_windows(windows: Any) -> dict[str, Any]:
    return {"own_hours": True} if windows == "participant" else {"windows": windows}


def _show_blocks(blocks: Any) -> dict[str, Any]:
    return {"block_list" if isinstance(blocks, list) else "blocks": blocks}


def _show_offset(minutes: int) -> dict[str, Any]:
    side = "before" if minutes < 0 else "after"
    return {"offset_minutes": abs(minutes), "offset_side": side}


def _show_condition(condition: dict[str, Any] | None) -> dict[str, Any]:
    shown = {f"condition_{name}": part for name, part in (condition or {}).items()}
    if "condition_value" in shown:
        shown["condition_value"] = _write_value(shown["condition_value"])
    return shown


def _show_delay(delay: dict[str, int]) -> dict[str, Any]:
    return {"delay_from": delay["from"], "delay_to": delay["to"]}


def _show_bursts(bursts: dict[str, int] | None) -> dict[str, Any]:
    if bursts is None:
        return {}
    rule = "monthly" if "per_month" in bursts else "regular"
    return {"burst_rule": rule, **{f"burst_{name}": part for name, part in bursts.items()}}


_PARTS: dict[str, Any] = {
    "windows": _show_windows,
    "blocks": _show_blocks,
    "offset_minutes": _show_offset,
    "condition": _show_condition,
    "delay_minutes": _show_delay,
    "bursts": _show_bursts,
}
