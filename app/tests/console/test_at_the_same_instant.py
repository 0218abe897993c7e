from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from esmpress.exchange.study_writing import study_text
from esmpress.questionnaires.models import Questionnaire
from esmpress.setting_up.templates import TEMPLATES, make_from_template
from esmpress.studies.models import Study
from tests.console import forms
from tests.console.pages import form_with
from tests.console.test_exchange_studies import IMPORT, confirmed, look_at
from tests.exchange.studies import rich_study
from tests.factories import make_study
from tests.setting_up.test_templates import NAMING

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], Any]


def add(admin: Client) -> Act:
    address = reverse("admin:studies_study_add")
    return lambda: admin.post(address, forms.study(slug="wanted", name="Typed"))


def rename(admin: Client) -> Act:
    address = reverse("admin:studies_study_change", args=[make_study(launched_at=None).pk])
    form = form_with(admin.get(address), "contact_name")
    return lambda: admin.post(address, form | {"slug": ["wanted"], "name": ["Typed"]})


def from_template(admin: Client) -> Act:
    address = reverse("admin:studies_study_template", args=["bursts"])
    form = form_with(admin.get(address), "contact_name") | {"contact_name": ["Dr N"]}
    return lambda: admin.post(address, form | {"slug": ["wanted"], "name": ["Typed"]})


def copy(admin: Client) -> Act:
    address = reverse("admin:studies_study_copy", args=[make_study().pk])
    form = form_with(admin.get(address), "contact_name")
    return lambda: admin.post(address, form | {"slug": ["wanted"], "name": ["Typed"]})


def bring(admin: Client) -> Act:
    page = look_at(admin, study_text(rich_study()))
    form = confirmed(page, slug="wanted")
    return lambda: admin.post(reverse(IMPORT), form)


def meanwhile(act: Act, other: Act) -> Any:
    """What the act answers when somebody else does the other, and is done while the act waits."""

    def run() -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            other()
            waiting = pool.submit(run)
            wait_until_somebody_waits(waiting.done)
        return waiting.result(timeout=60)


def wait_until_somebody_waits(is_over: Callable[[], bool]) -> None:
    with connection.cursor() as cursor:
        while not is_over():
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("way", [add, rename, from_template, copy, bring])
def test_whoever_is_second_with_a_slug_is_told_and_loses_nothing_typed(
    way: Callable[[Client], Act], admin: Client
) -> None:
    act = way(admin)

    page = meanwhile(act, lambda: make_study(slug="wanted"))

    shown = unescape(page.content.decode())
    assert page.status_code in (200, 422)
    assert "already" in shown
    assert 'value="wanted"' in shown
    assert way is bring or 'value="Typed"' in shown
    assert Study.objects.filter(slug="wanted").count() == 1


def test_a_questionnaire_whose_name_is_taken_at_the_same_instant_is_refused(admin: Client) -> None:
    address = reverse("admin:questionnaires_questionnaire_add")

    page = meanwhile(
        lambda: admin.post(address, forms.questionnaire(slug="wanted")),
        lambda: Questionnaire.objects.create(name="Other", slug="wanted"),
    )

    assert page.status_code == 200
    assert "already exists" in page.content.decode()


def test_two_of_one_template_at_the_same_instant_both_get_their_questionnaire() -> None:
    made = meanwhile(
        lambda: make_from_template(TEMPLATES[0], NAMING, researcher=None),
        lambda: Questionnaire.objects.create(name="Other", slug="esm-moment"),
    )

    assert made.schedules.get().questionnaire.slug == "esm-moment-2"
    assert Study.objects.count() == 1


def test_of_two_who_save_a_study_at_the_same_instant_the_second_is_told(admin: Client) -> None:
    study = make_study(launched_at=None)
    address = reverse("admin:studies_study_change", args=[study.pk])
    form = form_with(admin.get(address), "contact_name")

    page = meanwhile(
        lambda: admin.post(address, form | {"name": ["Mine"]}),
        lambda: Study.objects.filter(pk=study.pk).update(contact_name="Dr Jan"),
    )

    assert "Contact name: “Dr Jan” instead of “Dr Nowak”." in unescape(page.content.decode())
    assert Study.objects.get().name == "Affect week"
