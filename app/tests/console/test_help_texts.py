"""Whoever has never seen such a program is told at each field what belongs there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from django.forms import BaseForm
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.alerts.models import AlertRule
from esmpress.console.alerts.rule_forms import FORMS
from esmpress.console.authoring.item_form import ItemForm
from esmpress.questionnaires.models import DraftItem, DraftPage
from tests.console.browsers import browser_for, browser_of
from tests.console.rights.world import make_world
from tests.console.shown_forms import forms_on_pages, written_forms
from tests.factories import make_questionnaire, make_study

pytestmark = pytest.mark.django_db
# Fields that explain themselves, by form; * for every field of it.
PLAIN_ENOUGH = {
    # Names, passwords and choices that everybody has met.
    "AccountForm.again",
    "OwnPasswordForm.old_password",
    "FindForm.study",
    "GroupForm.name",
    "LogInForm.password",
    "LogInForm.username",
    "SureForm.password",
    "ParticipantForm.study",
    "PhoneCheckForm.language",
    "EnrolmentForm.study",
    "ResearcherCreationForm.name",
    "ResearcherForm.name",
    # What can be chosen stands in a menu above a table or a picture.
    "ActionForm.action",
    "FiltersForm.*",
    # Its label is a sentence of its own.
    "AlthoughForm.although",
    # Drawn by a script, not shown as a form.
    "MomentForm.*",
    # Ticks that delete a row.
    "*.DELETE",
    "FeedbackChartForm.position",
}


def unexplained(forms: Iterable[BaseForm | type[BaseForm]]) -> list[str]:
    """Each field that says nothing, as form and field."""
    found = {
        f"{_name(form)}.{name}"
        for form in forms
        for name, field in _fields(form).items()
        if not field.widget.is_hidden and not field.help_text
        if PLAIN_ENOUGH.isdisjoint({f"{_name(form)}.{name}", f"{_name(form)}.*", f"*.{name}"})
    }
    return sorted(found)


def _fields(form: BaseForm | type[BaseForm]) -> dict[str, Any]:
    found: dict[str, Any] = getattr(form, "base_fields" if isinstance(form, type) else "fields")
    return found


def _name(form: BaseForm | type[BaseForm]) -> str:
    return form.__name__ if isinstance(form, type) else type(form).__name__


def test_every_field_on_a_page_of_the_admin_is_explained(now: datetime) -> None:
    world = make_world(now)
    everybody = Researcher.objects.filter(pk=world.parts["accounts_researcher"])
    everybody.update(is_superuser=True)

    assert unexplained(forms_on_pages(browser_for(everybody.get()), world)) == []


def test_every_field_that_is_written_down_is_explained() -> None:
    # What these say is put in when they are made; they are looked at where they are shown.
    later = {"JoiningForm", "WishesForm", "ResearcherForm"}

    assert unexplained(one for one in written_forms() if one.__name__ not in later) == []


@pytest.mark.parametrize("kind", DraftItem.Kind.values)
def test_every_field_of_an_item_is_explained(kind: str) -> None:
    page = DraftPage(questionnaire=make_questionnaire(), name="one")

    form = ItemForm(page=page, kind=kind, instance=DraftItem(page=page, kind=kind))

    assert unexplained([form]) == []


@pytest.mark.parametrize("kind", FORMS)
def test_every_field_of_a_rule_is_explained(kind: str) -> None:
    study = make_study(arms={"one": 1, "two": 1}, phases=[{"name": "first", "days": 3}])

    form = FORMS[kind](None, rule=AlertRule(study=study, kind=kind), study=study, sees_arms=True)

    assert unexplained([form]) == []


@pytest.mark.parametrize("name", ["studies_study", "questionnaires_questionnaire"])
def test_what_describes_a_field_is_on_its_page(name: str, now: datetime) -> None:
    world = make_world(now)
    owner = browser_of("owner", world.study, world.draft)
    pk = world.draft.pk if name == "studies_study" else world.parts[name]

    page = owner.get(reverse(f"admin:{name}_change", args=[pk])).content.decode()

    described = " ".join(re.findall(r'aria-describedby="(.*?)"', page)).split()
    assert len(described) > 5
    assert set(described) - set(re.findall(r' id="(.*?)"', page)) == set()
