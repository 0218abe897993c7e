from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.exchange.study_writing import study_text
from esmpress.questionnaires.models import Questionnaire
from esmpress.setting_up.templates import TEMPLATES, Template, read_template
from esmpress.studies.members import add_member
from esmpress.studies.models import Study
from tests.console.browsers import browser_of, browser_of_nobody
from tests.console.pages import form_with
from tests.exchange.studies import rich_study
from tests.factories import LAUNCHED_AT, make_participant, make_questionnaire, make_study

pytestmark = pytest.mark.django_db
NEW = reverse("admin:studies_study_new_study")
every_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.key)
MAKE = "studies.add_study"


def template_url(template: Template) -> str:
    return reverse("admin:studies_study_template", args=[template.key])


def copy_url(study: Study) -> str:
    return reverse("admin:studies_study_copy", args=[study.pk])


def set_up_url(study: Study) -> str:
    return reverse("admin:studies_study_set_up", args=[study.pk])


def posted(client: Client, address: str, **changes: str) -> Any:
    """What a browser posts from the form of the page, with some fields typed anew."""
    fields = form_with(client.get(address), "contact_name")
    return client.post(address, fields | {name: [text] for name, text in changes.items()})


def test_the_page_offers_templates_studies_and_files(admin: Client) -> None:
    study = make_study()

    page = admin.get(NEW).content.decode()

    addresses = [
        reverse("admin:studies_study_add"),
        reverse("admin:studies_study_import_file"),
        *map(template_url, TEMPLATES),
        copy_url(study),
    ]
    assert [address for address in addresses if f'href="{address}"' not in page] == []
    assert NEW in admin.get(reverse("admin:studies_study_changelist")).content.decode()


@every_template
def test_a_template_tells_what_it_makes_before_it_is_made(
    admin: Client, template: Template
) -> None:
    page = unescape(admin.get(template_url(template)).content.decode())

    file = read_template(template).file
    texts = [
        text
        for one in file.questionnaires
        for item in one.definition.items
        for text in item.text.values()
    ]
    assert template.asks in page
    assert [text for text in texts if text not in page] == []
    assert page.count('<svg role="img"') == 3
    assert "They are no published scale" in page
    assert not Study.objects.exists()


def test_a_template_has_its_example_as_a_table(admin: Client) -> None:
    template = next(one for one in TEMPLATES if one.key == "diary-month")

    page = admin.get(template_url(template)).content.decode()

    table = page[page.index("<details") : page.index("</details>")]
    assert table.count("<td>20:30</td>") == 30


@every_template
def test_a_study_is_made_from_a_template(admin: Client, template: Template) -> None:
    done = posted(admin, template_url(template), name="Autumn", slug="autumn", contact_name="Dr N")

    study = Study.objects.get()
    assert done["Location"] == set_up_url(study)
    assert (study.name, study.slug, study.contact_name) == ("Autumn", "autumn", "Dr N")
    assert study.contact_email == "anna@example.org"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("slug", "taken", "already exists"),
        ("slug", "not a slug", "valid “slug”"),
        ("name", "", "This field is required"),
        ("contact_name", "Dr\tN", "Take out line breaks"),
        ("contact_email", "nobody", "valid email"),
    ],
)
def test_a_template_is_not_made_with_bad_names(
    admin: Client, field: str, typed: str, sentence: str
) -> None:
    make_study(slug="taken")

    page = posted(admin, template_url(TEMPLATES[0]), **{field: typed})

    assert page.status_code == 422
    assert sentence in unescape(page.content.decode())
    assert Study.objects.count() == 1


def test_a_template_nobody_knows_is_not_found(admin: Client) -> None:
    assert admin.get(f"{NEW}moon/").status_code == 404


def test_a_study_is_copied(admin: Client) -> None:
    study = rich_study()
    make_participant(study, stratum="clinic")

    done = posted(admin, copy_url(study))

    made = Study.objects.get(slug="affect-week-2")
    assert done["Location"] == set_up_url(made)
    assert made.name == "Copy of Affect week"
    assert not made.participants.exists()
    assert made.message_templates.get().changed_by is not None
    assert len(study_text(made)) > 1000


def test_a_copy_can_have_its_own_questionnaires(admin: Client) -> None:
    study = make_study()

    posted(admin, copy_url(study), own_questionnaires="on")

    assert Questionnaire.objects.count() == 2


def test_a_questionnaire_that_cannot_be_copied_is_named(admin: Client) -> None:
    study = make_study(launched_at=None, questionnaire=make_questionnaire(published=False))
    study.schedules.get().questionnaire.draft_items.all().delete()

    page = posted(admin, copy_url(study), own_questionnaires="on", name="My copy")

    assert page.status_code == 422
    assert "Questionnaire “Affect”, The questionnaire has no items yet." in page.content.decode()
    assert 'value="My copy"' in page.content.decode()
    assert Study.objects.count() == 1


def test_who_may_make_no_study_makes_none_from_a_template() -> None:
    client = browser_of_nobody("studies.view_study")

    answers = [client.get(template_url(TEMPLATES[0])), client.post(template_url(TEMPLATES[0]))]

    assert [one.status_code for one in answers] == [403, 403]
    assert not Study.objects.exists()


def test_who_may_make_studies_owns_what_they_make_from_a_template() -> None:
    client = browser_of_nobody(MAKE)

    made = posted(client, template_url(TEMPLATES[0]), contact_name="Dr Nowak")

    assert made.status_code == 302
    assert client.get(made["Location"]).status_code == 200


@pytest.mark.parametrize(("is_member", "status"), [(True, 403), (False, 404)])
def test_who_lacks_a_right_copies_nothing(is_member: bool, status: int) -> None:
    study = make_study()
    client = browser_of("owner", study) if is_member else browser_of_nobody(MAKE)

    answers = [
        client.get(copy_url(study)),
        client.post(copy_url(study), {"name": "x", "slug": "x"}),
    ]

    assert [one.status_code for one in answers] == [status, status]
    assert Study.objects.count() == 1


def test_a_copy_belongs_to_whoever_made_it() -> None:
    study = make_study()
    client = browser_of_nobody(MAKE)
    maker = Researcher.objects.get(email="stranger@example.org")
    add_member(study, maker, "observer", given_by=maker, now=LAUNCHED_AT)

    posted(client, copy_url(study))

    made = Study.objects.latest("pk")
    assert made != study
    assert made.memberships.get().role == "owner"
    assert Questionnaire.objects.count() == 1


def test_only_own_studies_are_offered_to_be_copied() -> None:
    make_study(name="Somebody else's")

    page = browser_of_nobody(MAKE).get(reverse("admin:studies_study_new_study"))

    assert page.status_code == 200
    assert "Somebody else" not in page.content.decode()
