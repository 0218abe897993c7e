"""Starting: the date of a participant's study day 1."""

from datetime import date, timedelta
from typing import Literal

StartRule = Literal["next_day", "same_day", "next_monday", "fixed_date"]
DAYS_OF_A_WEEK = 7


def first_study_date(start_rule: StartRule, joined: date, start_date: date | None = None) -> date:
    """Return the date of study day 1 of someone who joins on a date of their own zone.

    `start_date` is that of the rule fixed_date; whoever joins on it or later starts the day after
    joining, so that nobody loses study days. Raises ValueError if it is missing.
    """
    if start_rule == "same_day":
        return joined
    if start_rule == "next_monday":
        return joined + timedelta(days=DAYS_OF_A_WEEK - joined.weekday())
    next_day = joined + timedelta(days=1)
    if start_rule == "next_day":
        return next_day
    if start_date is None:
        raise ValueError("start_date: the rule fixed_date needs a date.")
    return max(start_date, next_day)
