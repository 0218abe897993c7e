"""The guide's first study can be imported, published and launched as it is."""

from datetime import datetime

import pytest
from django.core.management import call_command

from devstack.layout import ROOT_DIR
from esmpress.participants.enrolment import enrol
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.studies.launching import launch
from esmpress.studies.models import Study

FILE = ROOT_DIR / "docs" / "operations" / "first-study.json"


@pytest.mark.django_db
def test_the_first_study_is_ready_to_run(now: datetime) -> None:
    call_command("import_study_file", str(FILE))
    for questionnaire in Questionnaire.objects.all():
        publish(questionnaire, now=now, researcher=None)
    study = Study.objects.get(slug="first-study")
    enrol(study, email="ola@example.org", language="en", time_zone=study.time_zone, now=now)

    launch(study, now=now)
    plan_study(study, now=now)

    assert Prompt.objects.filter(participant__study=study).exists()
