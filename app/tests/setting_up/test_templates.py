from __future__ import annotations

import pytest

from esmpress.exchange.study_importing import import_study
from esmpress.exchange.study_writing import study_text
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.sampling.preview.foresee import foresee
from esmpress.sampling.preview.remarking import remarks_on
from esmpress.setting_up.naming import Naming
from esmpress.setting_up.states import State
from esmpress.setting_up.steps import missing_steps, standings_of
from esmpress.setting_up.templates import (
    FOLDER,
    TEMPLATES,
    Template,
    make_from_template,
    read_template,
)
from esmpress.studies.launching import missing_for_launch
from esmpress.studies.models import Study
from tests.setting_up.half_made import NOW
from tests.setting_up.previews import alone

pytestmark = pytest.mark.django_db
NAMING = Naming("Autumn", "autumn", "Dr Nowak", "nowak@example.org")
every_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)


def test_every_file_in_the_folder_is_a_template() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {one.file.name for one in TEMPLATES}


@every_template
def test_what_is_imported_of_a_template_is_exported_the_same(template: Template) -> None:
    study = import_study(read_template(template), researcher=None)

    assert study_text(study) == template.file.read_text(encoding="utf-8")


@every_template
def test_a_study_of_a_template_only_needs_its_questionnaires_published(template: Template) -> None:
    study = make_from_template(template, NAMING, researcher=None)
    before = missing_steps(study)
    for one in Questionnaire.objects.filter(schedules__study=study).distinct():
        publish(one, now=NOW, researcher=None)

    assert before == ["questionnaires"]
    assert missing_for_launch(study) == []
    assert State.MISSING not in {one.state for one in standings_of(study, now=NOW)}


@every_template
def test_a_template_has_nothing_suspicious_in_its_design(template: Template) -> None:
    design = read_template(template).design()

    remarks = remarks_on(foresee(design, alone()))

    assert [one.sentence for one in remarks] == []


@pytest.mark.parametrize(
    ("key", "days", "prompts"), [("esm-week", 7, 56), ("diary-month", 30, 30), ("bursts", 28, 140)]
)
def test_a_template_asks_as_often_as_it_says(key: str, days: int, prompts: int) -> None:
    template = next(one for one in TEMPLATES if one.key == key)

    drawn = foresee(read_template(template).design(), alone()).sample.prompts

    assert len(drawn) == prompts
    assert len(set(drawn["date"].tolist())) == days


@every_template
def test_every_text_of_a_template_is_there_in_english_and_polish(template: Template) -> None:
    file = read_template(template).file

    assert {one.definition.languages for one in file.questionnaires} == {frozenset({"en", "pl"})}
    assert set(file.study.title) == {"en", "pl"}


def test_a_study_of_a_template_has_the_names_it_is_given() -> None:
    study = make_from_template(TEMPLATES[0], NAMING, researcher=None)

    kept = Study.objects.get()
    assert (kept.name, kept.slug) == ("Autumn", "autumn")
    assert (kept.contact_name, kept.contact_email) == ("Dr Nowak", "nowak@example.org")
    assert kept == study
    assert kept.launched_at is None


def test_a_template_can_be_used_twice() -> None:
    for slug in ("one", "two"):
        make_from_template(
            TEMPLATES[0], Naming("Twice", slug, "N", "n@example.org"), researcher=None
        )

    assert set(Questionnaire.objects.values_list("slug", flat=True)) == {
        "esm-moment",
        "esm-moment-2",
    }
