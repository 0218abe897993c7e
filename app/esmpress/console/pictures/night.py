"""The night behind a chart of the local day."""

from __future__ import annotations

from esmpress.console.pictures.axes import DAY, Plot
from esmpress.sampling.preview.suspicions import NIGHT_FROM, NIGHT_TO


def shade_night(plot: Plot, hours: tuple[int, int]) -> None:
    """Shade the hours in which most people sleep, from the bottom to the top."""
    start, stop = hours
    for midnight in range(start - DAY - start % DAY, stop + DAY, DAY):
        begin, end = midnight - DAY + NIGHT_FROM, midnight + NIGHT_TO
        if begin < stop and end > start:
            plot.column(max(begin, start), min(end, stop), *plot.y, "night")
