from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from esmpress.prompts.events import report_event
from esmpress.prompts.models import Prompt
from tests.api.conftest import At
from tests.api.event_links import make_event_link, report

TAPS = 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheme", [{}, {"daily_limit": 1, "cool_down_minutes": 60}])
def test_taps_at_once_lead_to_one_prompt(at: At, now: datetime, scheme: dict[str, Any]) -> None:
    at(now)
    _, token = make_event_link(**scheme)
    together = Barrier(TAPS)

    def tap(_: int) -> tuple[int, str]:
        together.wait()
        try:
            answer = report(Client(), token)
            return answer.status_code, answer.json()["link"]
        finally:
            connection.close()

    with ThreadPoolExecutor(TAPS) as pool:
        answers = set(pool.map(tap, range(TAPS)))

    assert len(answers) == 1
    assert {status for status, _ in answers} == {201}
    assert Prompt.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("after", "prompts"), [(0.0, 1), (9.9, 1), (10.0, 2)])
def test_a_second_tap_is_another_report_from_ten_seconds_on(
    client: Client, at: At, now: datetime, after: float, prompts: int
) -> None:
    _, token = make_event_link()
    at(now)
    first = report(client, token).json()
    at(now + timedelta(seconds=after))

    second = report(client, token).json()

    assert Prompt.objects.count() == prompts
    assert (first == second) is (prompts == 1)


@pytest.mark.django_db
def test_the_taps_of_two_people_have_nothing_to_do_with_each_other(
    client: Client, at: At, now: datetime
) -> None:
    at(now)
    tokens = [make_event_link()[1], make_event_link()[1]]

    links = {report(client, token).json()["link"] for token in tokens}

    assert len(links) == Prompt.objects.count() == len(tokens)


@pytest.mark.django_db
def test_a_report_and_its_link_are_stored_together(now: datetime) -> None:
    link, _ = make_event_link()

    report_event(link, now=now)

    assert Prompt.objects.get().token_hash is not None
