from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from esmpress.delivery.models import MessageTemplate
from esmpress.questionnaires.models import Questionnaire
from esmpress.setting_up.states import Standing, State, Step
from esmpress.setting_up.steps import missing_steps, standings_of
from esmpress.studies.consents import publish_consent
from esmpress.studies.launching import NotReady, launch
from esmpress.studies.models import Joining, Purpose, Study
from tests.factories import BOTH, FIXED, make_participant, make_questionnaire, make_study
from tests.setting_up.half_made import NOW, half_made_studies

pytestmark = pytest.mark.django_db
DRAFT: dict[str, Any] = {"launched_at": None}


def standing(study: Study, step: Step) -> Standing:
    return next(one for one in standings_of(study, now=NOW) if one.step == step)


def sentences(study: Study, step: Step) -> list[str]:
    return [remark.sentence for remark in standing(study, step).remarks]


def can_be_launched(study: Study) -> bool:
    """Whether a launch goes through; it is taken back."""
    try:
        with transaction.atomic():
            launch(Study.objects.get(pk=study.pk), now=NOW)
            transaction.set_rollback(True)
    except NotReady:
        return False
    return True


def open_joining(study: Study) -> Joining:
    joining = Joining.objects.create(
        study=study, is_open=True, information=BOTH, consent_title=BOTH, consent_text=BOTH
    )
    Purpose.objects.create(joining=joining, name="taking_part", text=BOTH)
    publish_consent(joining, researcher=None, now=NOW)
    return joining


def test_a_study_can_be_launched_exactly_when_no_step_is_missing() -> None:
    found: Counter[tuple[Step, ...]] = Counter()

    for study in half_made_studies():
        steps = standings_of(study, now=NOW)
        missing = tuple(one.step for one in steps if one.state == State.MISSING)
        assert missing == tuple(missing_steps(study))
        assert (missing == ()) == can_be_launched(study), (study.pk, steps)
        assert (steps[-1].state == State.READY) == (missing == ())
        found[missing] += 1

    assert found[()] > 3
    assert {step for steps in found for step in steps} == {
        Step.STUDY,
        Step.QUESTIONNAIRES,
        Step.DESIGN,
        Step.PARTICIPANTS,
    }


def statements(study: Study, steps: Any) -> int:
    with CaptureQueriesContext(connection) as taken:
        steps(study)
    return len(taken)


def test_the_steps_take_as_many_statements_for_a_large_study_as_for_a_small_one() -> None:
    small = make_study(**DRAFT)
    make_participant(small)
    large = make_study(
        **DRAFT,
        arms={"a": 1, "b": 1},
        phases=[{"name": f"phase {number}", "days": 7} for number in range(6)],
        schedules={f"s{number}": FIXED | {"phase": f"phase {number}"} for number in range(6)},
    )
    for schedule in large.schedules.all():
        schedule.questionnaire = make_questionnaire()
        schedule.save()
    for _ in range(20):
        make_participant(large)

    counts = [statements(one, lambda study: standings_of(study, now=NOW)) for one in (small, large)]
    in_list = [statements(one, missing_steps) for one in (small, large)]

    assert counts == [32, 32]
    assert in_list == [11, 11]


def test_an_untouched_study_says_what_to_do_first() -> None:
    study = make_study(**DRAFT)
    study.schedules.all().delete()

    states = {one.step: one.state for one in standings_of(study, now=NOW)}

    assert states == {
        Step.STUDY: State.DONE,
        Step.QUESTIONNAIRES: State.MISSING,
        Step.DESIGN: State.MISSING,
        Step.MESSAGES: State.DONE,
        Step.CONSENT: State.NOT_NEEDED,
        Step.PARTICIPANTS: State.WARNING,
        Step.PREFLIGHT: State.NOT_NEEDED,
        Step.LAUNCH: State.WAITING,
    }


def test_a_questionnaire_nobody_published_is_named_with_the_way_to_it() -> None:
    asked = make_questionnaire(published=False)

    found = standing(make_study(**DRAFT, questionnaire=asked), Step.QUESTIONNAIRES)

    assert found.state == State.MISSING
    assert [remark.questionnaire_id for remark in found.remarks] == [asked.pk]


def test_changes_that_are_not_published_are_warned_of() -> None:
    study = make_study(**DRAFT)
    Questionnaire.objects.get(schedules__study=study).add_item(name="late", kind="text", text=BOTH)

    assert standing(study, Step.QUESTIONNAIRES).state == State.WARNING
    assert sentences(study, Step.QUESTIONNAIRES) == [
        "The draft of “Affect” has changes that nobody gets before it is published again."
    ]


def test_a_first_day_that_is_over_is_warned_of() -> None:
    fixed: dict[str, Any] = {"start_rule": "fixed_date", "start_date": date(2027, 1, 11)}
    later: dict[str, Any] = {"start_rule": "fixed_date", "start_date": date(2027, 1, 12)}

    assert standing(make_study(**DRAFT, **fixed), Step.STUDY).state == State.WARNING
    assert standing(make_study(**DRAFT, **later), Step.STUDY).state == State.DONE


def test_a_text_in_one_language_alone_is_warned_of() -> None:
    study = make_study(**DRAFT)
    MessageTemplate.objects.create(
        study=study, kind="invitation", language="en", subject="Now", body="{{button}}"
    )

    assert sentences(study, Step.MESSAGES) == [
        "In Polish the standard invitation is sent, in the others your own."
    ]


def test_a_text_that_could_not_be_sent_is_warned_of() -> None:
    study = make_study(**DRAFT, languages=["en"])
    MessageTemplate.objects.create(
        study=study, kind="reminder", language="en", subject="Now", body="No link."
    )

    assert standing(study, Step.MESSAGES).state == State.WARNING
    assert sentences(study, Step.MESSAGES)[0].startswith("Reminder in English: ")


def test_joining_is_done_once_it_is_complete_and_warned_of_before() -> None:
    study = make_study(**DRAFT)
    joining = Joining.objects.create(study=study)
    before = standing(study, Step.CONSENT).state
    joining.delete()
    open_joining(study)

    assert before == State.WARNING
    assert standing(study, Step.CONSENT).state == State.DONE
    assert standing(study, Step.PARTICIPANTS).state == State.NOT_NEEDED


def test_a_consent_that_was_changed_and_not_published_is_warned_of() -> None:
    study = make_study(**DRAFT)
    joining = open_joining(study)
    joining.consent_title = {"en": "Other", "pl": "Inny"}
    joining.save()

    assert standing(study, Step.CONSENT).state == State.WARNING


def test_whoever_is_enrolled_is_counted() -> None:
    study = make_study(**DRAFT)
    make_participant(study)

    found = standing(study, Step.PARTICIPANTS)

    assert (found.state, found.sentence) == (State.DONE, "1 enrolled; more can join later.")
