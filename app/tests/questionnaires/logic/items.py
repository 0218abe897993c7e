"""Items for the tests of expressions, one of each type."""

from __future__ import annotations

from esmpress.questionnaires.logic.known import Known

ITEMS = {
    "stress": Known(type="number", lowest=0, highest=100, step=1),
    "hours": Known(type="number"),
    "place": Known(type="number", values=(1, 2, 3)),
    "alone": Known(type="boolean"),
    "note": Known(type="text"),
    "born": Known(type="date"),
    "slept": Known(type="time"),
    "activity": Known(type="set", values=(1, 2, 3, 9), exclusive=frozenset({9.0})),
    "goals": Known(type="ranking", values=(1, 2, 3)),
    "mood": Known(parts=("valence", "arousal"), lowest=-4, highest=4, step=1),
    "sleep": Known(parts=("quality", "depth"), values=(1, 2, 3, 4)),
    "picture": Known(),
    "thanks": Known(answerable=False),
}
