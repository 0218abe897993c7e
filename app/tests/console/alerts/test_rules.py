"""Rules by forms: what is made, refused, shown as broken, and to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esmpress.alerts.models import Alert, AlertRule
from esmpress.questionnaires.publishing import publish
from esmpress.studies.models import Study
from tests.alerts.builders import make_alert, make_rule
from tests.console.browsers import browser_of
from tests.console.pages import form_with
from tests.factories import make_participant, make_study
from tests.responses.builders import answer, prompt_at

pytestmark = pytest.mark.django_db
TYPED = {
    "compliance": {"percent": 60, "days": 3, "least": 5},
    "missed": {"missed": 4},
    "bounced": {},
    "silence": {"hours": 6, "least": 10},
}


@pytest.fixture
def owner(study: Study) -> Client:
    return browser_of("owner", study)


def rules_page(client: Client, study: Study) -> str:
    answer = client.get(reverse("admin:studies_study_alert_rules", args=[study.pk]))
    return answer.content.decode()


def add(study: Study, kind: str, item: str = "") -> str:
    address = reverse("admin:studies_study_alert_rule_add", args=[study.pk])
    return f"{address}?kind={kind}" + (f"&item={item}" if item else "")


def change(rule: AlertRule, page: str = "alert_rule") -> str:
    return reverse(f"admin:studies_study_{page}", args=[rule.study_id, rule.pk])


def item_of(study: Study, column: str) -> str:
    return f"{study.schedules.get().questionnaire_id}|{column}"


@pytest.mark.parametrize("kind", TYPED)
def test_a_rule_of_each_kind_is_made_by_a_form(owner: Client, study: Study, kind: str) -> None:
    typed: dict[str, Any] = {**TYPED[kind], "is_on": "on"}

    answer = owner.post(add(study, kind), typed)

    assert answer.status_code == 302
    rule = AlertRule.objects.get()
    assert (rule.study, rule.kind, rule.is_on) == (study, kind, True)
    assert {name: getattr(rule, name) for name in TYPED[kind]} == TYPED[kind]
    assert "Everybody" in rules_page(owner, study) or kind == "silence"


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("compliance", {"percent": 0, "days": 3, "least": 5}),
        ("compliance", {"percent": 60, "days": 91, "least": 5}),
        ("compliance", {"percent": 60, "days": "", "least": 5}),
        ("missed", {"missed": "many"}),
        ("silence", {"hours": 169, "least": 10}),
        ("missed", {"missed": 3, "phase": 999}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_made(
    owner: Client, study: Study, kind: str, typed: dict[str, Any]
) -> None:
    make_phase(study)

    assert owner.post(add(study, kind), typed).status_code == 422
    assert not AlertRule.objects.exists()


def make_phase(study: Study, **fields: Any) -> Any:
    Study.objects.filter(pk=study.pk).update(launched_at=None)
    return study.phases.create(name="training", days=3, **fields)


def test_a_rule_is_changed_from_what_it_is(owner: Client, study: Study) -> None:
    phase = make_phase(study)
    rule = make_rule(study, "compliance", phase=phase)
    form = form_with(owner.get(change(rule)), "percent")

    assert (form["percent"], form["phase"], form["is_on"]) == (["60"], [str(phase.pk)], ["on"])
    owner.post(change(rule), form | {"percent": ["70"]})

    rule.refresh_from_db()
    assert (rule.percent, rule.days, rule.phase) == (70, 3, phase)


def test_an_answer_is_chosen_first_and_then_what_it_has_to_be(owner: Client, study: Study) -> None:
    first = owner.get(add(study, "risk")).content.decode()
    second = owner.get(add(study, "risk", item_of(study, "stress"))).content.decode()

    assert "Affect: stress (text)" in first
    assert "Affect: note" not in first
    assert "The scale goes from 0 to 100." in second


def test_a_limit_of_a_scale_makes_a_rule(owner: Client, study: Study) -> None:
    typed = {"comparison": "at_least", "limit": "80", "is_on": "on"}

    owner.post(add(study, "risk", item_of(study, "stress")), typed)

    rule = AlertRule.objects.get()
    assert (rule.column, rule.comparison, rule.values) == ("stress", "at_least", [80.0])
    assert "“stress” in “Affect” is at least 80" in rules_page(owner, study)


def test_a_limit_is_shown_as_it_was_typed(owner: Client, study: Study) -> None:
    typed = {"comparison": "at_least", "limit": "80", "is_on": "on"}
    owner.post(add(study, "risk", item_of(study, "stress")), typed)

    shown = form_with(owner.get(change(AlertRule.objects.get())), "limit")

    assert shown["limit"] == ["80"]


def test_a_rule_about_no_part_is_about_all_phases_and_all_arms() -> None:
    study = make_study(arms={"early": 1, "late": 1}, phases=[{"name": "first", "days": 7}])

    page = browser_of("owner", study).get(add(study, "missed")).content.decode()

    assert '<option value="" selected>all phases</option>' in page
    assert '<option value="" selected>all arms</option>' in page


def test_options_are_ticked_by_their_labels(owner: Client, study: Study) -> None:
    address = add(study, "risk", item_of(study, "company"))
    shown = owner.get(address).content.decode()

    owner.post(address, {"options": ["2"], "is_on": "on"})

    assert "1 = text" in shown
    assert "Limit" not in shown
    rule = AlertRule.objects.get()
    assert (rule.comparison, rule.values) == ("one_of", [2.0])
    assert form_with(owner.get(change(rule)), "options")["options"] == ["2"]


@pytest.mark.parametrize(
    ("column", "typed", "says"),
    [
        ("stress", {"comparison": "at_least", "limit": "101"}, "from 0 to 100"),
        ("stress", {"comparison": "at_most", "limit": "-1"}, "from 0 to 100"),
        ("stress", {"comparison": "at_least", "limit": ""}, "Say what the answer has to be."),
        ("stress", {"comparison": "at_least", "limit": "nan"}, "Enter a number"),
        ("company", {"options": ["3"]}, "Select a valid choice"),
        ("company", {}, "Say what the answer has to be."),
    ],
)
def test_a_condition_no_answer_can_meet_is_refused_in_a_sentence(
    owner: Client, study: Study, column: str, typed: dict[str, Any], says: str
) -> None:
    answer = owner.post(add(study, "risk", item_of(study, column)), typed | {"is_on": "on"})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not AlertRule.objects.exists()


@pytest.mark.parametrize("item", ["note", "gone", "stress"])
def test_an_item_that_is_not_offered_is_asked_for_again(
    owner: Client, study: Study, item: str
) -> None:
    pk = make_study().schedules.get().questionnaire_id if item == "stress" else None
    named = f"{pk}|{item}" if pk else item_of(study, item)

    answer = owner.post(add(study, "risk", named), {"comparison": "at_least", "limit": "1"})

    assert "Which question" in answer.content.decode()
    assert not AlertRule.objects.exists()


def test_a_rule_whose_item_vanished_is_shown_as_broken(owner: Client, study: Study) -> None:
    make_rule(study, "risk")
    assert "Broken" not in rules_page(owner, study)
    form = study.schedules.get().questionnaire
    form.draft_items.filter(name="stress").delete()
    publish(form, now=timezone.now(), researcher=None)

    assert "Broken: it finds nothing." in rules_page(owner, study)
    assert "does not ask this any more" in rules_page(browser_of("observer", study), study)


def test_a_broken_rule_can_be_switched_off_and_not_on_again(owner: Client, study: Study) -> None:
    rule = make_rule(study, "risk", column="gone")

    off = owner.post(change(rule), {})
    on = owner.post(change(rule), {"is_on": "on"})

    rule.refresh_from_db()
    assert (off.status_code, on.status_code, rule.is_on) == (302, 422, False)
    assert (rule.column, rule.values) == ("gone", [80.0])


def test_a_rule_whose_scale_became_shorter_is_broken_too(owner: Client, study: Study) -> None:
    make_rule(study, "risk")
    form = study.schedules.get().questionnaire
    item = form.draft_items.get(name="stress")
    item.settings = item.settings | {"max": 10}
    item.save()
    publish(form, now=timezone.now(), researcher=None)

    assert "they go from 0 to 10" in rules_page(owner, study)


def test_switching_on_again_leaves_out_what_came_meanwhile(owner: Client, study: Study) -> None:
    before = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    rule = make_rule(study, "missed", is_on=False, since=before)

    owner.post(change(rule), {"missed": 3, "is_on": "on"})

    rule.refresh_from_db()
    assert rule.is_on
    assert rule.since > before
    since = rule.since
    owner.post(change(rule), {"missed": 5, "is_on": "on"})
    rule.refresh_from_db()
    assert rule.since == since


def test_what_was_answered_before_a_change_is_read_by_the_rule_as_it_was(
    owner: Client, study: Study
) -> None:
    rule = make_rule(study, "risk")
    answer(prompt_at(make_participant(study), 1, 1), stress=85)

    owner.post(change(rule), {"comparison": "at_least", "limit": "90", "is_on": "on"})

    assert Alert.objects.get().rule == rule


def test_a_rule_that_raised_something_is_switched_off_and_not_deleted(
    owner: Client, study: Study
) -> None:
    used, unused = make_rule(study, "missed"), make_rule(study, "bounced")
    make_alert(used)

    said = owner.post(change(used, "alert_rule_removal"), follow=True).content.decode()
    owner.post(change(unused, "alert_rule_removal"))

    assert "Switch it off instead." in said
    assert list(AlertRule.objects.all()) == [used]


def test_rules_about_an_arm_are_made_and_seen_by_those_who_may_see_arms() -> None:
    study = make_study(arms={"placebo": 1})
    rule = make_rule(study, "missed", arm=study.arms.get())
    owner, editor = browser_of("owner", study), browser_of("editor", study)

    assert "Arm placebo" in rules_page(owner, study)
    assert "placebo" in owner.get(add(study, "missed")).content.decode()
    assert "Missed" not in rules_page(editor, study)
    assert "placebo" not in editor.get(add(study, "missed")).content.decode()
    assert editor.get(change(rule)).status_code == 404


def test_a_rule_of_another_study_is_not_there(owner: Client, study: Study) -> None:
    rule = make_rule(make_study(), "missed")
    address = reverse("admin:studies_study_alert_rule", args=[study.pk, rule.pk])

    assert owner.get(address).status_code == 404


@pytest.mark.parametrize(
    ("role", "shows"), [("editor", True), ("analyst", True), ("coordinator", False)]
)
def test_the_condition_is_for_those_who_edit_or_may_see_answers(
    study: Study, role: str, shows: bool
) -> None:
    make_rule(study, "risk")

    assert ("at least 80" in rules_page(browser_of(role, study), study)) is shows
