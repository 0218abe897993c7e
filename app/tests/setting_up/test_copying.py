from __future__ import annotations

from typing import Any

import pytest

from esmpress.exchange.study_writing import study_text
from esmpress.prompts.lifecycle import mark_opened
from esmpress.questionnaires.models import Questionnaire
from esmpress.responses.intake import submit
from esmpress.setting_up.copying import NotCopied, copy_study
from esmpress.setting_up.naming import Naming, SlugTaken
from esmpress.studies.consents import publish_consent
from esmpress.studies.launching import launch
from esmpress.studies.models import FeedbackChart, Joining, Purpose, Study
from tests.alerts.builders import make_alert, make_rule
from tests.exchange.studies import rich_study
from tests.factories import (
    ANSWERS,
    BOTH,
    make_participant,
    make_questionnaire,
    make_sent_prompt,
    make_study,
)
from tests.setting_up.half_made import NOW

pytestmark = pytest.mark.django_db
NAMING = Naming("Second", "second", "Dr Nowak", "nowak@example.org")
COPIED = {"arm", "phase", "schedule", "messagetemplate", "feedbackchart", "joining", "alertrule"}
NOT_COPIED = {
    "alert",
    "participant",
    "peopleimport",
    "consentdocument",
    "joinrequest",
    "letter",
    "writtenmessage",
    "phonecheck",
    "membership",
    "invitation",
    "job",
    "apitoken",
    # Of data that were given to one study: each decides for itself what it deletes.
    "retentionrule",
    "endpoint",
    "datasetversion",
}


def whole_study() -> Study:
    """A study with all that can be set up, launched, and answered by somebody."""
    study = rich_study(launched_at=None, feedback_rule="at_end", snooze_minutes=30)
    asked = Questionnaire.objects.get(slug="moment")
    FeedbackChart.objects.create(study=study, questionnaire=asked, column="stress", title=BOTH)
    joining = Joining.objects.create(
        study=study, is_open=True, quota=7, information=BOTH, consent_title=BOTH, consent_text=BOTH
    )
    Purpose.objects.create(joining=joining, name="taking_part", text=BOTH)
    publish_consent(joining, researcher=None, now=NOW)
    return study


def copy(study: Study, **options: Any) -> Study:
    made = copy_study(study, NAMING, **{"own_questionnaires": False, "researcher": None} | options)
    return Study.objects.get(pk=made.pk)


def fields_of(study: Study) -> dict[str, Any]:
    own = {"id", "name", "slug", "contact_name", "contact_email", "seed", "created_at"}
    return {
        field.name: getattr(study, field.attname)
        for field in Study._meta.concrete_fields
        if field.name not in own
    }


def test_every_table_of_a_study_is_copied_or_left_out_on_purpose() -> None:
    tables = {one.related_model._meta.model_name for one in Study._meta.related_objects}

    assert tables == COPIED | NOT_COPIED


def test_a_copy_has_the_whole_design_under_its_own_names() -> None:
    study = whole_study()

    made = copy(study)

    assert fields_of(made) == fields_of(study)
    assert (made.name, made.slug, made.launched_at) == ("Second", "second", None)
    assert made.seed != study.seed
    text = (
        study_text(made).replace('"second"', '"affect-week"').replace('"Second"', '"Affect week"')
    )
    assert text == study_text(study)


def test_the_rows_of_a_copy_are_its_own() -> None:
    study = whole_study()

    made = copy(study)
    made.arms.update(weight=9)
    made.message_templates.update(subject="other")

    assert set(study.arms.values_list("weight", flat=True)) == {1, 2}
    assert study.message_templates.get().subject == "How are you?"
    assert set(made.phases.exclude(arm=None).values_list("arm__study", flat=True)) == {made.pk}
    assert set(made.schedules.exclude(phase=None).values_list("phase__study", flat=True)) == {
        made.pk
    }


def test_joining_and_charts_come_along_closed_and_unpublished() -> None:
    study = whole_study()

    made = copy(study)

    joining = Joining.objects.get(study=made)
    assert (joining.is_open, joining.quota, joining.information) == (False, 7, BOTH)
    assert [one.name for one in joining.purposes.all()] == ["taking_part"]
    assert made.feedback_charts.get().column == "stress"
    assert not made.consent_documents.exists()


def test_nothing_of_people_data_or_the_launch_is_copied() -> None:
    study = make_study()
    prompt, _ = make_sent_prompt(make_participant(study))
    mark_opened(prompt, now=NOW)
    submit(prompt, ANSWERS, language="en", now=NOW)

    made = copy(study)

    assert not made.participants.exists()
    assert made.launched_at is None
    assert [one.versions.count() for one in made.schedules.all()] == [0]
    launch(made, now=NOW)
    assert made.is_running


def test_a_copy_asks_the_same_questionnaires_unless_it_gets_its_own() -> None:
    study = make_study(launched_at=None)
    asked = study.schedules.get().questionnaire

    shared = copy(study)
    own = copy_study(
        study,
        Naming("Third", "third", "N", "n@example.org"),
        own_questionnaires=True,
        researcher=None,
    )

    assert shared.schedules.get().questionnaire == asked
    kept = own.schedules.get().questionnaire
    assert kept.slug == f"{asked.slug}-2"
    assert not kept.versions.exists()
    assert [item.name for item in kept.draft_items.all()] == ["stress", "company", "sleep", "note"]


def test_a_chart_follows_the_copy_of_its_questionnaire() -> None:
    made = copy(whole_study(), own_questionnaires=True)

    assert {made.feedback_charts.get().questionnaire} == {
        schedule.questionnaire for schedule in made.schedules.all()
    }


def test_rules_of_alerts_come_along_with_their_phase_and_without_their_alerts() -> None:
    study = whole_study()
    phase = study.phases.exclude(arm=None).earliest("pk")
    rule = make_rule(study, "missed", phase=phase, arm=phase.arm, missed=4)
    make_alert(rule, make_participant(study, stratum=study.strata[0]))
    make_rule(study, "risk", column="stress")

    made = copy(study, own_questionnaires=True)

    missed, risk = made.alert_rules.order_by("pk")
    assert missed.missed == 4
    assert missed.phase == made.phases.get(name=phase.name)
    assert missed.arm == made.arms.get(name=str(phase.arm))
    assert risk.questionnaire in {one.questionnaire for one in made.schedules.all()}
    assert not made.alerts.exists()


def test_a_questionnaire_that_cannot_be_copied_is_named_and_nothing_kept() -> None:
    study = make_study(launched_at=None, questionnaire=make_questionnaire(published=False))
    study.schedules.get().questionnaire.draft_items.all().delete()

    with pytest.raises(NotCopied, match="Questionnaire “Affect”, The questionnaire has no items"):
        copy(study, own_questionnaires=True)

    assert Study.objects.count() == 1


def test_a_slug_that_is_taken_is_refused() -> None:
    study = make_study(slug="second")

    with pytest.raises(SlugTaken, match="There is a study “second” already"):
        copy(study)
