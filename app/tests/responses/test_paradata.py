from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from esmpress.prompts.lifecycle import mark_opened
from esmpress.prompts.models import Prompt
from esmpress.responses.drafts import Change, save_draft
from esmpress.responses.intake import Sent, submit
from esmpress.responses.models import Response
from esmpress.responses.paradata import timings_of
from esmpress.responses.timings import Timings
from tests.factories import ANSWERS, make_sent_prompt
from tests.responses.builders import definition_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
TOLD: dict[str, Any] = {
    "items": {"stress": [10, 20, 30, 2], "note": [900, None, None, 0]},
    "pages": {"page_1": [0, 5000]},
    "hidden": [[100, 200], [300, 400]],
    "device": "tablet",
}


def submitted(prompt: Prompt, told: dict[str, Any] | None, *, now: datetime) -> Response:
    timings = Timings.model_validate(told) if told else None
    submit(prompt, ANSWERS, language="en", sent=Sent(50_000, timings), now=now)
    return Response.objects.get()


@pytest.fixture
def prompt(now: datetime) -> Prompt:
    """A prompt opened at its moment."""
    prompt, _ = make_sent_prompt()
    mark_opened(prompt, now=now)
    return prompt


def test_timings_are_kept_as_numbers_in_the_order_of_the_definition(
    prompt: Prompt, now: datetime
) -> None:
    response = submitted(prompt, TOLD, now=now + MINUTE)

    nothing = [-1] * 4
    assert response.item_timings == [10, 20, 30, 2, *nothing, *nothing, 900, -1, -1, 0]
    assert (response.page_timings, response.hidden) == ([0, 5000], [100, 200, 300, 400])
    assert response.device == "tablet"
    assert timings_of(response, definition_of(prompt)) == Timings.model_validate(TOLD)


def test_a_page_that_tells_nothing_costs_nothing(prompt: Prompt, now: datetime) -> None:
    response = submitted(prompt, None, now=now + MINUTE)

    assert response.item_timings is response.page_timings is response.hidden is None
    assert timings_of(response, definition_of(prompt)) is None


def test_what_another_device_measured_before_is_kept_too(prompt: Prompt, now: datetime) -> None:
    first = Timings.model_validate({"items": {"stress": [5, 7, 8, 1]}, "device": "phone"})
    changes = [Change("stress", 1, 7)]
    save_draft(prompt, changes, version=1, timings=first, now=now + MINUTE)
    prompt = Prompt.objects.get()

    response = submitted(prompt, TOLD, now=now + 2 * MINUTE)

    assert response.item_timings is not None
    assert response.item_timings[:4] == [5, 7, 30, 2]
    assert response.device == "tablet"


def test_the_first_touch_starts_a_prompt_that_saved_nothing(prompt: Prompt, now: datetime) -> None:
    submitted(prompt, TOLD, now=now + MINUTE)

    assert Prompt.objects.get().started_at == now + timedelta(milliseconds=20)
