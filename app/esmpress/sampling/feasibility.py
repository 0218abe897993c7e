"""Can a scheme be satisfied? The answer comes before launch, and a no says what to change."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from esmpress.sampling.blocks import Block
from esmpress.sampling.bursts import require_room
from esmpress.sampling.clock import find_moment, undisturbed_moment
from esmpress.sampling.daily import DailyScheme
from esmpress.sampling.day_windows import WEEKDAYS, DayWindow
from esmpress.sampling.fields import SchemeFields
from esmpress.sampling.tables import InfeasibleDesign, build_tables
from esmpress.sampling.wake_times import WakeTimes, WakeTimesUnknown


def check_feasible(scheme: SchemeFields, wake: WakeTimes | None = None) -> None:
    """Raise InfeasibleDesign if some weekday, without a clock change, cannot hold its prompts.

    What follows the participant's own day is only checked when `wake` says when that is.
    """
    if isinstance(scheme, DailyScheme) and scheme.bursts is not None:
        require_room(scheme.bursts, days=scheme.days)
    try:
        windows = scheme.day_windows(wake)
    except WakeTimesUnknown:
        return
    for window in windows:
        when = _name_weekdays(window)
        _require_suitable(scheme, window, when=when)
        blocks = scheme.cut(window, undisturbed_moment)
        _require_feasible(scheme, window, blocks, when=when)


def cut_date(
    scheme: SchemeFields, on: date, time_zone: ZoneInfo, wake: WakeTimes | None = None
) -> list[Block]:
    """Return the blocks of a local date, in minutes after 00:00 UTC of it.

    None if the scheme plans no prompts on it. Raises InfeasibleDesign and WakeTimesUnknown.
    """
    window = scheme.window_of(on, wake) if scheme.asks_by_itself else None
    if window is None:
        return []
    when = f"on {on} in {time_zone.key}"
    _require_suitable(scheme, window, when=when)
    blocks = scheme.cut(window, partial(find_moment, on, time_zone))
    _require_feasible(scheme, window, blocks, when=when)
    return blocks


def _name_weekdays(window: DayWindow) -> str:
    is_every_day = len(window.weekdays) == len(WEEKDAYS)
    return "on any day" if is_every_day else f"on {', '.join(window.weekdays)}"


def _require_suitable(scheme: SchemeFields, window: DayWindow, *, when: str) -> None:
    # Windows that stand in the scheme were checked with it, the participant's own were not.
    if not scheme.follows_own_day:
        return
    try:
        scheme.check_window(window)
    except PydanticCustomError as problem:
        field = (problem.context or {})["field"]
        sentence = f"{field}: {problem.message()} {when}."
        raise InfeasibleDesign(sentence, block=1, limit="empty") from None


def _require_feasible(
    scheme: SchemeFields, window: DayWindow, blocks: Sequence[Block], *, when: str
) -> None:
    if not blocks:
        return
    try:
        build_tables(scheme.shape(blocks))
    except InfeasibleDesign as problem:
        sentence = scheme.explain(problem, window, blocks, when=when)
        raise InfeasibleDesign(sentence, block=problem.block, limit=problem.limit) from None
