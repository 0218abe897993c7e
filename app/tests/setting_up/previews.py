"""What a preview of a design takes for granted when one person is enough."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from esmpress.sampling.preview.assumptions import Assumptions


def alone() -> Assumptions:
    """One virtual participant in Warsaw who joins on a Sunday in winter."""
    day = date(2027, 1, 10)
    return Assumptions(1, (ZoneInfo("Europe/Warsaw"),), day, day, seed=bytes(16))
