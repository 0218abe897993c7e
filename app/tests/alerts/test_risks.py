"""Which answers are raised, when, and that none is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from esmpress.alerts import risks
from esmpress.alerts.models import Alert, AlertRule, Turn
from esmpress.alerts.risks import SETTLED_AFTER, raise_risks
from esmpress.alerts.watching import watch_studies
from esmpress.participants.models import Participant
from esmpress.questionnaires.publishing import publish
from esmpress.responses.models import Response
from esmpress.studies.models import Study
from tests.alerts.builders import make_rule
from tests.delivery.builders import as_worker
from tests.factories import ANSWERS, make_participant, make_study
from tests.responses.builders import answer, prompt_at

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def participant() -> Participant:
    return make_participant()


def answered(participant: Participant, beep: int = 1, **answers: Any) -> Response:
    given: dict[str, Any] = ANSWERS | answers
    return answer(prompt_at(participant, 1, beep), **given)


def raised() -> list[int | None]:
    return list(Alert.objects.order_by("response").values_list("response", flat=True))


@pytest.mark.parametrize(("stress", "is_raised"), [(80, True), (79, False), (100, True)])
def test_an_answer_is_raised_when_the_condition_holds(
    participant: Participant, now: datetime, stress: int, is_raised: bool
) -> None:
    rule = make_rule(participant.study, "risk")
    response = answered(participant, stress=stress)

    raise_risks(now=now)

    alerts = Alert.objects.all()
    assert [(one.rule, one.participant, one.response) for one in alerts] == (
        [(rule, participant, response)] if is_raised else []
    )


def test_each_answer_is_raised_once_by_each_rule(participant: Participant, now: datetime) -> None:
    make_rule(participant.study, "risk")
    make_rule(participant.study, "risk", column="company", comparison="one_of", values=[2])
    first, second = (answered(participant, beep, stress=99) for beep in (1, 2))

    for minutes in range(3):
        raise_risks(now=now + minutes * MINUTE)

    assert raised() == [first.pk, first.pk, second.pk, second.pk]


def test_a_risk_stays_open_whatever_happens(participant: Participant, now: datetime) -> None:
    rule = make_rule(participant.study, "risk")
    answered(participant, stress=99)
    raise_risks(now=now)
    AlertRule.objects.filter(pk=rule.pk).update(is_on=False)
    Study.objects.update(ended_at=now)

    watch_studies(now=now)

    assert Alert.objects.get().is_open


def test_answers_of_before_the_rule_are_not_looked_at(
    participant: Participant, now: datetime
) -> None:
    response = answered(participant, stress=99)
    make_rule(participant.study, "risk", since=response.received_at + MINUTE)

    raise_risks(now=now)

    assert raised() == []


def test_what_comes_late_into_the_table_is_read_too(
    participant: Participant, now: datetime
) -> None:
    make_rule(participant.study, "risk")
    slow = answered(participant, 1, stress=99)
    Response.objects.filter(pk=slow.pk).delete()
    answered(participant, 2, stress=1)
    raise_risks(now=now + 10 * MINUTE)

    slow.received_at = now + 10 * MINUTE
    slow.save(force_insert=True)
    Response.objects.exclude(pk=slow.pk).update(received_at=now + 10 * MINUTE)
    Turn.objects.update(response_id=slow.pk - 1)
    raise_risks(now=now + 11 * MINUTE)

    assert raised() == [slow.pk]


def test_what_is_settled_is_not_read_again(participant: Participant, now: datetime) -> None:
    make_rule(participant.study, "risk")
    first = answered(participant, 1, stress=1)
    fresh = answered(participant, 2, stress=1)
    Response.objects.filter(pk=fresh.pk).update(received_at=first.received_at + SETTLED_AFTER)

    raise_risks(now=first.received_at + SETTLED_AFTER)
    Response.objects.update(answers=ANSWERS | {"stress": 99})
    raise_risks(now=first.received_at + SETTLED_AFTER)

    assert raised() == [fresh.pk]


def test_a_backlog_is_read_to_its_end(
    participant: Participant, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(risks, "PAGE", 2)
    make_rule(participant.study, "risk")
    wanted = [answered(participant, beep, stress=99).pk for beep in range(1, 6)]

    raise_risks(now=now)

    assert raised() == wanted


def test_a_rule_made_while_nobody_watched_reads_what_comes_after(
    participant: Participant, now: datetime
) -> None:
    answered(participant, 1, stress=99)
    raise_risks(now=now)
    make_rule(participant.study, "risk", since=now + 10 * MINUTE)
    response = answered(participant, 2, stress=99)

    raise_risks(now=response.received_at)

    assert raised() == [response.pk]


def test_a_rule_is_about_its_study_and_its_questionnaire(
    participant: Participant, now: datetime
) -> None:
    other = make_participant(
        make_study(questionnaire=participant.study.schedules.get().questionnaire)
    )
    make_rule(participant.study, "risk", questionnaire=make_study().schedules.get().questionnaire)
    make_rule(other.study, "risk")
    answered(participant, stress=99)

    raise_risks(now=now)

    assert raised() == []


def test_an_answer_is_read_by_the_version_it_was_given_to(
    participant: Participant, now: datetime
) -> None:
    make_rule(participant.study, "risk")
    old = answered(participant, 1, stress=99)
    form = participant.study.schedules.get().questionnaire
    form.draft_items.filter(name="stress").delete()
    publish(form, now=now, researcher=None)
    answer(prompt_at(participant, 1, 2), company=2)

    raise_risks(now=now)

    assert raised() == [old.pk]


def test_a_rule_about_an_arm_reads_nobody_elses_answers(now: datetime) -> None:
    study = make_study(arms={"one": 1, "two": 1})
    people = [make_participant(study) for _ in range(2)]
    for person, arm in zip(people, study.arms.order_by("position"), strict=True):
        Participant.objects.filter(pk=person.pk).update(arm=arm)
    make_rule(study, "risk", arm=study.arms.order_by("position")[1])
    wanted = [answered(person, stress=99) for person in people][1]

    raise_risks(now=now)

    assert raised() == [wanted.pk]


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_raise_each_answer_once(now: datetime) -> None:
    participant = make_participant()
    make_rule(participant.study, "risk")
    answered(participant, stress=99)

    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(as_worker, lambda: raise_risks(now=now)) for _ in range(4)]:
            one.result()

    assert Alert.objects.count() == 1
