"""What most schemes have besides the common fields: reminders, study days and bursts."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from esmpress.sampling.bursts import Bursts, check_bursts
from esmpress.sampling.fields import PositiveMinutes, SchemeFields
from esmpress.sampling.malformed import field_error

MAX_DAYS = 3660
# The ledger has a kind of message for each.
MAX_REMINDERS = 9

Days = Annotated[int, Field(strict=True, ge=1, le=MAX_DAYS)]


class RemindingScheme(SchemeFields):
    """A scheme whose invitations can be repeated while nothing was opened yet."""

    reminders: tuple[PositiveMinutes, ...] = Field(
        default=(),
        max_length=MAX_REMINDERS,
        description="Minutes after the invitation at which it is repeated, from early to late.",
    )

    @model_validator(mode="after")
    def _check_reminders(self) -> Self:
        if list(self.reminders) != sorted(set(self.reminders)):
            raise field_error("reminders", "list each reminder once, from early to late")
        if self.reminders and self.reminders[-1] >= self.response_window_minutes:
            raise field_error(
                "reminders",
                f"{self.reminders[-1]} minutes after the invitation the response window of "
                f"{self.response_window_minutes} minutes is over",
            )
        return self


class DailyScheme(SchemeFields):
    """A scheme that asks day after day, or in bursts of days."""

    days: Days = Field(description="Study days from the first to the last.")
    bursts: Bursts | None = Field(
        default=None, description="Ask only in bursts of days; every day if left out."
    )

    @property
    def last_day(self) -> int:
        """The last study day that can have a prompt, counted from 1."""
        return self.days

    @model_validator(mode="after")
    def _check_bursts(self) -> Self:
        if self.bursts is not None:
            check_bursts(self.bursts, days=self.days)
        return self
