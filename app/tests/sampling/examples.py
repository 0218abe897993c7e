"""The examples of docs/examples, by file name."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "examples"
EXAMPLES: dict[str, Any] = {
    path.name: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))
}
# What one participant who is awake from 08:00 to 20:00 is asked; each design's source stands in
# docs/sampling.md.
PROMPTS = {
    "anchored.json": 7,
    "burke.json": 14 * 8,
    "coco.json": 140,
    "das-friebel.json": 84,
    "engage.json": 84,
    "fixed.json": 7 * 3,
    "follow-up.json": 7 * 4,
    "interval.json": 3 * 8,
    "neubauer.json": 21,
    "on-event.json": 0,
    "once.json": 1,
    "random-in-blocks.json": 7 * 5,
    "random.json": 7 * 5,
    "time.json": 24 * 4 * (12 + 1),
    "van-woerkom-margin.json": 50,
    "van-woerkom.json": 50,
}
