"""What the API says to the holder of a permanent link for events; part of openapi.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, RootModel

from esmpress.api.participant.bodies import LinkPage


class _RunningEvent(LinkPage):
    """`unfinished` is the page of the last report, while it waits for answers."""

    title: dict[str, str]
    unfinished: str | None


class EventReady(_RunningEvent):
    """An event can be reported now."""

    state: Literal["ready"] = "ready"


class EventCoolingDown(_RunningEvent):
    """The last report is too recent; the next can be made at `next_at`."""

    state: Literal["cooling_down"] = "cooling_down"
    next_at: datetime


class EventUsedUp(_RunningEvent):
    """As many events were reported as a day can have; the next can be at `next_at`."""

    state: Literal["used_up"] = "used_up"
    next_at: datetime


class EventClosed(LinkPage):
    """Nothing can be reported now, for whatever reason."""

    state: Literal["closed"] = "closed"


class EventPage(
    RootModel[
        Annotated[
            EventReady | EventCoolingDown | EventUsedUp | EventClosed, Field(discriminator="state")
        ]
    ]
):
    """What the page of a permanent link shows now."""


class ReportedEvent(BaseModel):
    """Where the questionnaire about the event is, opened: a path on the participant page."""

    link: str
