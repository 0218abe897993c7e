"""Designs and assumptions for tests of the preview: plain, and changed by keyword."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.sampling.design import StudyDesign, parse_design
from esmpress.sampling.preview.assumptions import Assumptions
from esmpress.sampling.preview.foresee import Preview, foresee
from esmpress.sampling.preview.remarking import remarks_on
from esmpress.sampling.schemes import parse_wake_times

SEED = bytes(range(16))
WARSAW = ZoneInfo("Europe/Warsaw")
NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2027, 1, 11)
WAKE = parse_wake_times({weekday: {"from": "08:00", "to": "22:00"} for weekday in WEEKDAYS})


def window(start: str, end: str, *weekdays: str) -> dict[str, Any]:
    return {"weekdays": list(weekdays or WEEKDAYS), "from": start, "to": end}


def random(**fields: Any) -> dict[str, Any]:
    return {
        "name": "moments",
        "kind": "random",
        "days": 7,
        "prompts_per_day": 4,
        "windows": [window("09:00", "21:00")],
        "response_window_minutes": 15,
    } | fields


def blocks(**fields: Any) -> dict[str, Any]:
    return {
        "name": "moments",
        "kind": "random_in_blocks",
        "days": 7,
        "blocks": 4,
        "windows": [window("09:00", "21:00")],
        "response_window_minutes": 15,
    } | fields


def fixed(*times: str, **fields: Any) -> dict[str, Any]:
    return {
        "name": "fixed",
        "kind": "fixed",
        "days": 7,
        "times": list(times),
        "response_window_minutes": 15,
    } | fields


def design(*schedules: dict[str, Any], **fields: Any) -> StudyDesign:
    return parse_design({"schedules": list(schedules)} | fields)


def assumed(**fields: Any) -> Assumptions:
    values: dict[str, Any] = {
        "participants": 10,
        "time_zones": (WARSAW,),
        "first_joining": date(2027, 1, 10),
        "last_joining": date(2027, 1, 10),
        "seed": SEED,
    }
    return Assumptions(**values | fields)


def preview(*schedules: dict[str, Any], study: Any = None, **fields: Any) -> Preview:
    return foresee(design(*schedules, **study or {}), assumed(**fields))


def sentences(*schedules: dict[str, Any], **fields: Any) -> list[str]:
    return [remark.sentence for remark in remarks_on(preview(*schedules, **fields))]
