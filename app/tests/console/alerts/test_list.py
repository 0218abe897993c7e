"""Which alerts are listed, in which order, for whom, and what each tells."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from esmpress.alerts.models import Alert
from esmpress.studies.models import Study
from tests.alerts.builders import make_alert, make_rule
from tests.console.browsers import browser_of, browser_of_nobody, browser_of_other
from tests.factories import make_member, make_participant, make_study
from tests.responses.builders import answer, prompt_at

pytestmark = pytest.mark.django_db
LIST = reverse("admin:alerts_alert_changelist")
FIRST_PAGE = reverse("admin:index")


def page(client: Client, address: str, **asked: Any) -> str:
    return client.get(address, asked).content.decode()


def page_of(alert: Alert) -> str:
    return reverse("admin:alerts_alert_change", args=[alert.pk])


def listed(client: Client, **asked: Any) -> list[str]:
    """The codes in the list, in its order."""
    cells = re.findall(r"field-whom[^>]*>.*?</td>", page(client, LIST, **asked), re.DOTALL)
    return [found[0] for cell in cells if (found := re.findall(r"P\d{4}|whole study", cell))]


def raised_days(study: Study, *days: int, **fields: Any) -> list[Alert]:
    rule = make_rule(study, "missed")
    at = [datetime.fromisoformat(f"2027-01-{day:02}T09:00:00+00:00") for day in days]
    return [make_alert(rule, raised_at=one, **fields) for one in at]


@pytest.fixture
def risk(study: Study) -> Alert:
    """An answer of P0001 that needs a human."""
    participant = make_participant(study)
    response = answer(prompt_at(participant, 1, 1), stress=99)
    return make_alert(make_rule(study, "risk"), participant, response=response)


def test_what_is_open_comes_first_the_newest_before_the_others(study: Study) -> None:
    over, old, new, done = raised_days(study, 14, 11, 12, 13)
    Alert.objects.filter(pk=over.pk).update(ended_at=over.raised_at, end_reason="over")
    Alert.objects.filter(pk=done.pk).update(done_at=done.raised_at)
    client = browser_of("observer", study)

    names = [str(one.participant) for one in (new, old, over, done)]
    assert listed(client) == names
    assert listed(client, state="open") == names[:2]
    assert listed(client, state="closed") == names[2:]


def test_only_alerts_of_ones_own_studies_are_listed_and_counted(study: Study) -> None:
    alert = raised_days(study, 11)[0]

    for client in (browser_of_other(), browser_of_nobody()):
        assert client.get(page_of(alert)).status_code == 404
        assert "open alert" not in page(client, FIRST_PAGE)


@pytest.mark.parametrize(("role", "shows"), [("owner", True), ("coordinator", False)])
def test_what_tells_an_arm_is_for_those_who_may_see_arms(role: str, shows: bool) -> None:
    study = make_study(arms={"placebo": 1})
    alert = make_alert(make_rule(study, "missed", arm=study.arms.get()))
    client = browser_of(role, study)

    assert bool(listed(client)) is shows
    assert client.get(page_of(alert)).status_code == (200 if shows else 404)
    assert ("1 open alert" in page(client, FIRST_PAGE)) is shows
    person = reverse("admin:participants_participant_change", args=[alert.participant_id])
    assert ("Missed 3 prompts" in page(client, person)) is shows


def test_who_may_see_answers_is_led_to_the_answer(risk: Alert, study: Study) -> None:
    shown = page(browser_of("analyst", study), page_of(risk))

    assert reverse("admin:responses_response_change", args=[risk.response_id]) in shown
    assert "“stress” in “Affect” is at least 80" in shown


def test_the_condition_is_hidden_whatever_the_alert_is_about(study: Study) -> None:
    alert = make_alert(make_rule(study, "risk"))

    assert "stress" not in page(browser_of("coordinator", study), page_of(alert))


@pytest.mark.parametrize("role", ["coordinator", "editor", "observer"])
def test_the_others_see_that_there_is_one_and_whom_to_ask(
    risk: Alert, study: Study, role: str
) -> None:
    make_member(study, "analyst", name="Ada Analyst")
    make_member(study, "analyst", name="Gone", is_active=False)

    shown = page(browser_of(role, study), page_of(risk))

    assert "An answer needs a human" in shown
    assert "Your role does not show answers. Ask: Ada Analyst." in shown
    # Addresses, keys of forms and sizes of pictures may have the number by chance.
    read = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", shown, flags=re.DOTALL)
    assert not [word for word in ("stress", "99", "at least") if word in read]


def test_the_sidebar_and_the_first_page_count_what_is_open(study: Study) -> None:
    raised_days(study, 11, 12)
    raised_days(study, 13, done_at=datetime.fromisoformat("2027-01-13T10:00:00+00:00"))

    shown = page(browser_of("observer", study), FIRST_PAGE)

    assert "2 open alerts" in shown
    assert re.search(r"<span>Alerts</span>\s*<span[^>]*>\s*2\s*</span>", shown)


@pytest.mark.parametrize("address", [LIST, FIRST_PAGE])
def test_statements_do_not_grow_with_alerts(study: Study, address: str) -> None:
    client = browser_of("owner", study)
    raised_days(study, 11)
    client.get(address)

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    few = statements()
    raised_days(study, *range(12, 20))
    raised_days(study, *range(12, 20))

    assert statements() == few


def test_a_participants_page_shows_their_alerts(study: Study) -> None:
    alert, other = raised_days(study, 11, 12)
    person = reverse("admin:participants_participant_change", args=[alert.participant_id])

    shown = page(browser_of("observer", study), person)

    assert "Mon 11 Jan 2027, 10:00: Missed 3 prompts in a row (open)" in shown
    assert page_of(other) not in shown


def test_a_participant_is_searched_for_by_code(study: Study) -> None:
    raised_days(study, 11, 12)

    assert listed(browser_of("owner", study), q="P0002") == ["P0002"]


def test_an_alert_of_a_study_says_so(study: Study) -> None:
    alert = make_alert(make_rule(study, "silence"), part=12)

    shown = page(browser_of("observer", study), page_of(alert))

    assert "Nobody has opened anything: 12 prompts ended" in shown
    assert "the whole study" in shown
