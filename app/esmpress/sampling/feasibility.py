"""Can a scheme be satisfied? The answer comes before launch, and a no says what to change."""

from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from esmpress.sampling.blocks import Block
from esmpress.sampling.clock import find_moment, undisturbed_moment
from esmpress.sampling.fields import WEEKDAYS, DayWindow, SchemeFields
from esmpress.sampling.tables import InfeasibleDesign, build_tables
from esmpress.sampling.wall_times import format_time


def check_feasible(scheme: SchemeFields) -> None:
    """Raise InfeasibleDesign if some weekday, without a clock change, cannot hold its prompts."""
    for window in scheme.day_windows():
        every_day = len(window.weekdays) == len(WEEKDAYS)
        when = "on any day" if every_day else f"on {', '.join(window.weekdays)}"
        _require_feasible(scheme, window, scheme.cut(window, undisturbed_moment), when=when)


def cut_date(scheme: SchemeFields, on: date, time_zone: ZoneInfo) -> list[Block]:
    """Return the blocks of a local date, in minutes after 00:00 UTC of it.

    None if its weekday has no prompts. Raises InfeasibleDesign.
    """
    window = scheme.window_on(WEEKDAYS[on.weekday()])
    if window is None:
        return []
    blocks = scheme.cut(window, partial(find_moment, on, time_zone))
    _require_feasible(scheme, window, blocks, when=f"on {on} in {time_zone.key}")
    return blocks


def _require_feasible(
    scheme: SchemeFields, window: DayWindow, blocks: list[Block], *, when: str
) -> None:
    try:
        build_tables(scheme.shape(blocks))
    except InfeasibleDesign as problem:
        block = scheme.cut(window, undisturbed_moment)[problem.block - 1]
        sentence = (
            f"{scheme.part.capitalize()} {problem.block} ({_label(block)}) cannot hold a prompt "
            f"{when}: {_reason(scheme, problem)}; {scheme.remedies[problem.limit]}."
        )
        raise InfeasibleDesign(sentence, block=problem.block, limit=problem.limit) from None


def _label(block: Block) -> str:
    if block.stop == block.start + 1:
        return format_time(block.start)
    return f"{format_time(block.start)}-{format_time(block.stop)}"


def _reason(scheme: SchemeFields, problem: InfeasibleDesign) -> str:
    if problem.limit == "min_gap":
        return (
            f"with prompts at least {scheme.smallest_gap} minutes apart (min_gap_minutes), "
            "it is over before its earliest possible prompt"
        )
    if problem.limit == "max_gap":
        return (
            f"it begins more than {scheme.max_gap_minutes} minutes (max_gap_minutes) "
            "after the latest possible prompt before it"
        )
    return "the clock change leaves no minute of it"
