"""What a look at running studies finds, and what ends by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.alerts.models import Alert, AlertRule
from esmpress.alerts.watching import watch_studies
from esmpress.participants.models import Participant
from esmpress.prompts import stopping
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study
from tests.alerts.builders import DAY, HOUR, ended, found, make_rule
from tests.delivery.builders import as_worker, withdraw
from tests.delivery.test_plans import recorded, scanned
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon() -> datetime:
    """Study day 5 of the factories' participants."""
    return datetime.fromisoformat("2027-01-15T12:00:00+00:00")


@pytest.fixture
def participant() -> Participant:
    return make_participant()


@pytest.mark.parametrize(
    ("outcomes", "is_low"), [("aamm", True), ("aaam", False), ("aaamm", False), ("amm", False)]
)
def test_compliance_is_low_below_the_limit_of_enough_prompts(
    participant: Participant, noon: datetime, outcomes: str, is_low: bool
) -> None:
    make_rule(participant.study, "compliance", percent=60, least=4)
    ended(participant, outcomes, last=noon - HOUR)

    assert bool(found(now=noon)) is is_low


def test_an_alert_says_what_was_counted(participant: Participant, noon: datetime) -> None:
    make_rule(participant.study, "compliance")
    ended(participant, "aammmm", last=noon - HOUR)

    watch_studies(now=noon)

    alert = Alert.objects.get()
    assert (alert.part, alert.whole, alert.raised_at) == (2, 6, noon)
    assert (alert.study, alert.participant) == (participant.study, participant)


@pytest.mark.parametrize(("before", "finds"), [(3 * DAY - HOUR, True), (3 * DAY, False)])
def test_only_the_last_days_count(
    participant: Participant, noon: datetime, before: Any, finds: bool
) -> None:
    make_rule(participant.study, "compliance", days=3, least=1)
    ended(participant, "m", last=noon - before)

    assert bool(found(now=noon)) is finds


@pytest.mark.parametrize("kind", ["compliance", "missed"])
@pytest.mark.parametrize(
    "fields",
    [{"status": "cancelled"}, {"status": "not_sent"}, {"status": "sent"}, {"trigger": "event"}],
)
def test_what_is_no_part_of_compliance_is_not_counted(
    participant: Participant, noon: datetime, kind: str, fields: dict[str, str]
) -> None:
    make_rule(participant.study, kind)
    ended(participant, "mmmmm", last=noon - HOUR, **fields)

    assert found(now=noon) == []


@pytest.mark.parametrize(
    ("outcomes", "finds"),
    [("ammm", True), ("mmmm", True), ("mmmam", False), ("mmma", False), ("mm", False)],
)
def test_so_many_missed_in_a_row_are_found(
    participant: Participant, noon: datetime, outcomes: str, finds: bool
) -> None:
    make_rule(participant.study, "missed", missed=3)
    ended(participant, outcomes, last=noon - HOUR)

    assert bool(found(now=noon)) is finds


def test_two_schedules_make_one_row_of_prompts(noon: datetime) -> None:
    study = make_study(schedules={"moments": _scheme(), "evening": _scheme()})
    participant = make_participant(study)
    moments, evening = study.schedules.order_by("pk")
    make_rule(study, "missed", missed=3)
    ended(participant, "mm", last=noon - HOUR, schedule=moments)
    ended(participant, "a", last=noon - 90 * HOUR / 60, schedule=evening)

    assert found(now=noon) == []

    Prompt.objects.filter(schedule=evening).update(status="expired")
    assert found(now=noon) == [("P0001", "missed", True)]


def _scheme() -> dict[str, Any]:
    return {
        "kind": "fixed",
        "days": 7,
        "times": ["10:00"],
        "response_window_minutes": 30,
        "finish_within_minutes": 15,
    }


def test_what_stays_so_is_raised_once(participant: Participant, noon: datetime) -> None:
    make_rule(participant.study, "missed")
    ended(participant, "mmm", last=noon - HOUR)

    for hours in range(3):
        watch_studies(now=noon + hours * HOUR)

    assert Alert.objects.get().raised_at == noon


def test_a_late_answer_ends_it_and_what_begins_again_is_raised_again(
    participant: Participant, noon: datetime
) -> None:
    make_rule(participant.study, "missed")
    ended(participant, "mmm", last=noon - HOUR)
    watch_studies(now=noon)
    latest = Prompt.objects.latest("scheduled_at")
    Prompt.objects.filter(pk=latest.pk).update(status="answered", answered_at=noon)

    assert found(now=noon + HOUR) == [("P0001", "missed", False)]
    first = Alert.objects.get()
    assert (first.ended_at, first.end_reason) == (noon + HOUR, "over")

    ended(participant, "mmm", last=noon + 5 * HOUR)
    assert [is_open for _, _, is_open in found(now=noon + 6 * HOUR)] == [False, True]


def test_what_somebody_settled_is_not_raised_before_it_was_over(
    participant: Participant, noon: datetime
) -> None:
    make_rule(participant.study, "missed")
    ended(participant, "mmm", last=noon - HOUR)
    watch_studies(now=noon)
    Alert.objects.update(done_at=noon)

    watch_studies(now=noon + HOUR)

    assert Alert.objects.count() == 1


@pytest.mark.parametrize("reason", ["rule_off", "study_over", "paused", "withdrawn"])
def test_it_ends_for_the_reason_that_ended_it(
    participant: Participant, noon: datetime, reason: str
) -> None:
    rule = make_rule(participant.study, "compliance")
    ended(participant, "mmmm", last=noon - HOUR)
    watch_studies(now=noon)
    if reason == "rule_off":
        AlertRule.objects.filter(pk=rule.pk).update(is_on=False)
    elif reason == "study_over":
        Study.objects.update(ended_at=noon)
    elif reason == "paused":
        stopping.pause(participant, now=noon)
    else:
        withdraw(participant, now=noon)

    watch_studies(now=noon)

    assert Alert.objects.get().end_reason == reason


def test_a_suppressed_address_is_found_until_mail_is_sent_again(
    participant: Participant, noon: datetime
) -> None:
    make_rule(participant.study, "bounced")
    mine = Participant.objects.filter(pk=participant.pk)
    mine.update(suppressed_at=noon, suppressed_reason="bounced")
    stopping.pause(participant, now=noon)

    assert found(now=noon) == [("P0001", "bounced", True)]

    mine.update(suppressed_at=None, suppressed_reason="")
    assert found(now=noon) == [("P0001", "bounced", False)]


@pytest.mark.parametrize(
    ("outcomes", "opened", "hours_ago", "finds"),
    [
        ("mm", None, 1, True),
        ("m", None, 1, False),
        ("mm", 5, 1, False),
        ("mm", 7, 1, True),
        ("mm", None, 7, False),
    ],
)
def test_silence_is_enough_prompts_ended_and_none_opened(  # noqa: PLR0917
    participant: Participant,
    noon: datetime,
    outcomes: str,
    opened: int | None,
    hours_ago: int,
    finds: bool,
) -> None:
    make_rule(participant.study, "silence", hours=6, least=2)
    ended(participant, outcomes, last=noon - hours_ago * HOUR)
    if opened is not None:
        other = make_participant(participant.study)
        at = noon - opened * HOUR
        ended(other, "a", last=at - 10 * HOUR, opened_at=at, finish_until=noon)

    assert found(now=noon) == ([("None", "silence", True)] if finds else [])


def test_silence_of_a_study_ends_when_somebody_opens(
    participant: Participant, noon: datetime
) -> None:
    make_rule(participant.study, "silence")
    ended(participant, "mm", last=noon - HOUR)
    watch_studies(now=noon)
    Prompt.objects.update(opened_at=noon, finish_until=noon)

    assert found(now=noon + HOUR) == [("None", "silence", False)]


@pytest.mark.parametrize("reason", ["unsubscribed", "paused"])
def test_what_nobody_was_to_be_sent_is_no_silence(
    participant: Participant, noon: datetime, reason: str
) -> None:
    make_rule(participant.study, "silence")
    late = {"status": "not_sent", "status_reason": "late"}
    ended(participant, "mm", last=noon - HOUR, **late)
    assert found(now=noon) == [("None", "silence", True)]

    Prompt.objects.update(status_reason=reason)
    assert found(now=noon) == [("None", "silence", False)]


def test_a_rule_is_about_its_study_alone(participant: Participant, noon: datetime) -> None:
    make_rule(participant.study, "missed")
    ended(make_participant(make_study()), "mmm", last=noon - HOUR)

    assert found(now=noon) == []


def test_a_rule_about_an_arm_or_a_phase_finds_nobody_else(noon: datetime) -> None:
    study = make_study(
        arms={"one": 1, "two": 1},
        phases=[
            {"name": "before", "days": 2},
            {"name": "training", "days": 3, "arm": "two"},
            {"name": "after", "days": 9},
        ],
    )
    people = [make_participant(study) for _ in range(2)]
    for person, arm in zip(people, study.arms.order_by("position"), strict=True):
        Participant.objects.filter(pk=person.pk).update(arm=arm)
        ended(person, "mmm", last=noon - HOUR)
    arms, phases = study.arms.order_by("position"), study.phases.order_by("position")

    def finds(**fields: Any) -> list[str]:
        Alert.objects.all().delete()
        AlertRule.objects.all().delete()
        make_rule(study, "missed", **fields)
        return [name for name, _, _ in found(now=noon)]

    assert finds(arm=arms[0]) == ["P0001"]
    assert finds(phase=phases[0]) == []
    # Day 5 is in the training of arm two, and after it in arm one.
    assert finds(phase=phases[1]) == ["P0002"]
    assert finds(phase=phases[2]) == ["P0001"]
    assert finds(phase=phases[2], arm=arms[1]) == []


def test_nothing_is_read_when_nobody_asked_for_it(participant: Participant, noon: datetime) -> None:
    ended(participant, "mmm", last=noon - HOUR)

    with CaptureQueriesContext(connection) as seen:
        assert watch_studies(now=noon) == 0

    assert len([one for one in seen if "SAVEPOINT" not in one["sql"]]) == 2


def test_statements_do_not_grow_with_rules_or_people(noon: datetime) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            watch_studies(now=noon)
        return len(seen)

    for kind in ("missed", "compliance", "bounced", "silence"):
        make_rule(make_study(), kind)
    watch_studies(now=noon)
    few = statements()
    for kind in ("missed", "compliance", "bounced", "silence") * 2:
        make_rule(make_participant().study, kind)

    assert statements() == few


def test_days_that_do_not_count_are_not_read(noon: datetime) -> None:
    study = make_study()
    for _ in range(30):
        ended(make_participant(study), "m" * 40, last=noon - HOUR)
    make_rule(study, "compliance", days=1)
    make_rule(study, "silence")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE prompts_prompt, participants_participant")

    with recorded() as statements:
        watch_studies(now=noon)

    assert not list(scanned(statements))


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_raise_each_once(noon: datetime) -> None:
    participant = make_participant()
    make_rule(participant.study, "missed")
    ended(participant, "mmm", last=noon - HOUR)

    with ThreadPoolExecutor(4) as pool:
        for one in [pool.submit(as_worker, lambda: watch_studies(now=noon)) for _ in range(4)]:
            one.result()

    assert Alert.objects.count() == 1
