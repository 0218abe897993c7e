"""What the page of a permanent link for events shows, from the rows and the clock."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from esmpress.api.participant.event_bodies import (
    EventClosed,
    EventCoolingDown,
    EventReady,
    EventUsedUp,
)
from esmpress.api.participant.pages import common_of
from esmpress.prompts.event_links import EventLink
from esmpress.prompts.events import event_state, unfinished_prompt
from esmpress.prompts.links import issue_links
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import latest_version


def event_page_of(
    link: EventLink, *, now: datetime
) -> EventReady | EventCoolingDown | EventUsedUp | EventClosed:
    """Whether an event can be reported now, and when it can if not; changes nothing."""
    state = event_state(link, now=now)
    common = common_of(link.participant, time_zone=link.participant.time_zone)
    if state.kind == "closed":
        return EventClosed(**common)
    unfinished = unfinished_prompt(link, now=now)
    common |= {
        "title": latest_version(link.schedule).parsed().title,
        "unfinished": None if unfinished is None else path_to(unfinished),
    }
    if state.next_at is None:
        return EventReady(**common)
    kind = EventCoolingDown if state.kind == "cooling_down" else EventUsedUp
    return kind(**common, next_at=state.next_at)


def path_to(prompt: Prompt) -> str:
    """The path of the prompt's link on the participant page."""
    return issue_links([prompt])[prompt.pk].removeprefix(settings.PUBLIC_URL)
