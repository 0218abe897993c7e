from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models import Study
from tests.console import forms
from tests.console.browsers import browser_of, browser_of_nobody
from tests.factories import make_participant, make_questionnaire, make_study

pytestmark = pytest.mark.django_db
ADD_STUDY = reverse("admin:studies_study_add")


def set_up_url(study: Study) -> str:
    return reverse("admin:studies_study_set_up", args=[study.pk])


def shown(client: Client, study: Study) -> str:
    page = client.get(set_up_url(study))
    assert page.status_code == 200
    return unescape(page.content.decode())


def links(page: str, step: str) -> list[str]:
    """Where the links of a step lead."""
    found = re.search(rf'<li class="step \w+" id="{step}">.*?\n</li>', page, re.DOTALL)
    assert found is not None
    return re.findall(r'href="([^"]+)"', found[0])


def test_a_new_study_leads_to_its_set_up(admin: Client) -> None:
    done = admin.post(ADD_STUDY, forms.study())

    assert done["Location"] == set_up_url(Study.objects.get())


@pytest.mark.parametrize("button", ["_addanother", "_continue"])
def test_whoever_wants_to_go_elsewhere_does(admin: Client, button: str) -> None:
    done = admin.post(ADD_STUDY, {**forms.study(), button: "1"})

    assert "set-up" not in done["Location"]


def test_the_page_names_what_is_missing_and_leads_there(admin: Client) -> None:
    asked = make_questionnaire(published=False)
    study = make_study(launched_at=None, questionnaire=asked, title={"en": "A week"})

    page = shown(admin, study)

    change = reverse("admin:studies_study_change", args=[study.pk])
    assert "Still missing: study and questionnaires." in page
    assert links(page, "study") == [f"{change}#id_name"]
    assert links(page, "questionnaires")[0] == reverse(
        "admin:questionnaires_questionnaire_change", args=[asked.pk]
    )
    assert links(page, "launch") == []


def test_every_link_of_the_page_can_be_opened(admin: Client) -> None:
    study = make_study(launched_at=None)
    make_participant(study)

    page = shown(admin, study)
    found = {address for step in STEPS for address in links(page, step)}

    assert len(found) > 8
    assert {address: admin.get(address).status_code for address in found} == dict.fromkeys(
        found, 200
    )


def test_the_places_the_links_lead_to_are_on_the_page_of_the_study(admin: Client) -> None:
    study = make_study(launched_at=None)
    change = admin.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    page = shown(admin, study)
    places = [address.partition("#")[2] for step in STEPS for address in links(page, step)]

    assert {place for place in places if place} == {"id_name", "schedules-group"}
    assert all(f'id="{place}"' in change for place in places if place)


def test_a_ready_study_can_be_launched_from_the_page(admin: Client) -> None:
    study = make_study(launched_at=None)
    make_participant(study)

    page = shown(admin, study)

    assert "The study can be launched" in page
    assert links(page, "launch") == [reverse("admin:studies_study_launch", args=[study.pk])]


def test_a_launched_study_leads_to_where_it_is_watched(admin: Client) -> None:
    study = make_study()

    page = shown(admin, study)

    addresses = re.findall(r'<li><a class="underline" href="([^"]+)"', page)
    assert "The set-up is over: the study runs since Sun 10 Jan 2027, 13:00." in page
    assert len(addresses) == 4
    assert [admin.get(address).status_code for address in addresses] == [200] * 4


def test_the_dashboard_and_the_page_of_a_draft_lead_to_its_set_up(admin: Client) -> None:
    draft = make_study(launched_at=None, title={"en": "A week"})
    running = make_study()

    dashboard = admin.get(reverse("admin:index")).content.decode()
    pages = [
        admin.get(reverse("admin:studies_study_change", args=[one.pk])).content.decode()
        for one in (draft, running)
    ]

    assert "Still missing: study." in dashboard
    assert [set_up_url(one) in dashboard for one in (draft, running)] == [True, False]
    assert [set_up_url(draft) in pages[0], set_up_url(running) in pages[1]] == [True, False]


def test_whoever_may_only_look_is_led_to_nothing_that_is_refused() -> None:
    study = make_study(launched_at=None)
    looker = browser_of("observer", study)

    page = shown(looker, study)

    found = {address for step in STEPS for address in links(page, step)}
    assert {looker.get(address).status_code for address in found} == {200}
    assert links(page, "launch") == []


def test_participants_are_named_to_who_may_see_them_alone(admin: Client) -> None:
    study = make_study(launched_at=None, arms={"a": 1, "b": 1})
    make_participant(study)
    Study.objects.update(strata=["clinic"])
    looker = browser_of("api", study)

    seen, hidden = shown(admin, study), shown(looker, study)

    assert "P0001 are in none of the study's strata" in seen
    assert "P0001" not in hidden
    assert "Still missing: participants." in hidden


def test_who_may_see_no_study_sees_no_set_up() -> None:
    study = make_study(launched_at=None)

    assert browser_of_nobody().get(set_up_url(study)).status_code == 404


def test_the_way_from_an_empty_study_to_its_launch_is_the_page(admin: Client) -> None:
    admin.post(ADD_STUDY, forms.study())
    study = Study.objects.get()
    said = [headline(admin, study)]
    asked = forms.add_questionnaire(admin, forms.SLIDER)
    change = reverse("admin:studies_study_change", args=[study.pk])
    admin.post(change, forms.study(forms.schedule(asked.pk)) | {"slug": study.slug})
    said.append(headline(admin, study))
    admin.post(reverse("admin:questionnaires_questionnaire_publish", args=[asked.pk]))
    said.append(headline(admin, study))

    assert Questionnaire.objects.get().versions.count() == 1
    assert said == [
        "Still missing: questionnaires and schedules.",
        "Still missing: questionnaires.",
        "The study can be launched; 1 step is worth a look first.",
    ]


def headline(client: Client, study: Study) -> str:
    found = re.search(r'</span>([^<]+)</p>\n<ol class="steps">', shown(client, study))
    assert found is not None
    return found[1]


STEPS = (
    "study",
    "questionnaires",
    "design",
    "messages",
    "consent",
    "participants",
    "preflight",
    "launch",
)
