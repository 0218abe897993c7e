from __future__ import annotations

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from esmpress.export.disclosure import Concern, Disclosure, Finding, check_disclosure
from esmpress.participants.models import Participant
from esmpress.prompts.lifecycle import mark_opened
from esmpress.prompts.moving import move
from esmpress.responses import intake
from esmpress.responses.drafts import Change, save_draft
from esmpress.studies.models import Study
from esmpress.withdrawal import Level, withdraw
from tests.factories import ANSWERS, make_participant, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db


def people(study: Study, count: int, **fields: Any) -> list[Participant]:
    return [make_participant(study, **fields) for _ in range(count)]


def answer(participant: Participant, now: datetime, **answers: Any) -> None:
    prompt, _ = make_sent_prompt(participant)
    intake.submit(prompt, ANSWERS | {"note": ""} | answers, language="en", now=now)


def of(found: Disclosure, concern: Concern) -> list[Finding]:
    return [one for one in found.findings if one.concern == concern]


def test_a_group_smaller_than_five_is_grave() -> None:
    study = make_study(strata=["clinic", "community"])
    people(study, 5, stratum="clinic")
    people(study, 4, stratum="community")

    found = check_disclosure(study)

    assert of(found, Concern.SMALL_CELLS) == [
        Finding(Concern.SMALL_CELLS, "stratum", 1, 4, grave=True)
    ]
    assert found.is_grave


def test_groups_that_are_large_alone_can_be_small_together() -> None:
    study = make_study(strata=["clinic", "community"])
    for stratum, language, count in (
        *(("clinic", "en", 5), ("clinic", "pl", 2)),
        *(("community", "en", 2), ("community", "pl", 5)),
    ):
        people(study, count, stratum=stratum, language=language)

    cells = of(check_disclosure(study), Concern.SMALL_CELLS)

    assert [(one.subject, one.count, one.people) for one in cells] == [("stratum × language", 2, 4)]


def test_five_are_enough_and_the_number_can_be_chosen() -> None:
    study = make_study(strata=["clinic", "community"])
    people(study, 5, stratum="clinic")
    people(study, 5, stratum="community")

    assert of(check_disclosure(study), Concern.SMALL_CELLS) == []
    assert of(check_disclosure(study, smallest=6), Concern.SMALL_CELLS)[0].people == 10


def test_less_than_five_people_are_few() -> None:
    study = make_study()
    people(study, 4)

    assert of(check_disclosure(study), Concern.FEW_PEOPLE)[0].grave


def test_free_texts_are_counted_and_grave(now: datetime) -> None:
    study = make_study()
    ola, jan = people(study, 2)
    answer(ola, now, note="at Ola's")
    answer(jan, now)

    texts = of(check_disclosure(study), Concern.FREE_TEXT)

    assert [(one.subject.partition(".")[2], one.count, one.people) for one in texts] == [
        ("note", 1, 1)
    ]


def test_a_rare_answer_that_is_given_once_is_grave_and_one_of_a_moment_is_not(
    now: datetime,
) -> None:
    study = make_study()
    group = people(study, 7)
    for one in group[:5]:
        answer(one, now, company=1)
    answer(group[5], now, company=2)
    once = of(check_disclosure(study), Concern.RARE_VALUES)
    answer(group[0], now, company=1)

    again = of(check_disclosure(study), Concern.RARE_VALUES)

    assert [(one.count, one.people, one.grave) for one in once] == [(1, 1, True)]
    assert [(one.count, one.people, one.grave) for one in again] == [(1, 1, False)]


def test_a_number_is_rare_where_it_is_asked_for_once_like_an_age(now: datetime) -> None:
    study = make_study()
    group = people(study, 6)
    for one in group:
        answer(one, now, sleep=7 if one != group[0] else 23)
    once = of(check_disclosure(study), Concern.RARE_VALUES)
    answer(group[1], now, sleep=8)

    again = of(check_disclosure(study), Concern.RARE_VALUES)

    assert [one.subject.partition(".")[2] for one in once] == ["sleep"]
    assert again == []


def test_what_was_answered_in_part_counts(now: datetime) -> None:
    study = make_study()
    prompt, _ = make_sent_prompt(make_participant(study))
    mark_opened(prompt, now=now)
    save_draft(prompt, [Change("note", "at Ola's", 900)], version=1, now=now)

    assert of(check_disclosure(study), Concern.FREE_TEXT)[0].count == 1


def test_whoever_is_left_out_of_exports_is_not_looked_at(now: datetime) -> None:
    study = make_study()
    ola = make_participant(study)
    answer(ola, now, note="at Ola's")
    withdraw(ola, Level.EXCLUDE, now=now)

    assert check_disclosure(study) == Disclosure(0, 5, ())


def test_exact_dates_are_named_unless_they_are_shifted(now: datetime) -> None:
    study = make_study()
    answer(make_participant(study), now)

    assert of(check_disclosure(study), Concern.DATES)[0].grave is False
    assert of(check_disclosure(study, dates_shifted=True), Concern.DATES) == []


def test_a_journey_of_few_is_named(now: datetime) -> None:
    study = make_study()
    group = people(study, 6)
    for one in group:
        answer(one, now)
    move(group[0], "Asia/Tokyo", now=now)
    make_sent_prompt(Participant.objects.get(pk=group[0].pk))

    found = check_disclosure(study)

    assert of(found, Concern.TIME_ZONES)[0].people == 1


def test_the_command_gives_the_verdict_and_ends_with_1(now: datetime) -> None:
    study, out = make_study(), StringIO()
    answer(make_participant(study), now, note="at Ola's")

    with pytest.raises(SystemExit) as end:
        call_command("check_disclosure", study.slug, stdout=out)

    assert end.value.code == 1
    assert out.getvalue().startswith("Do not share the data as they are: ")
    assert "! " in out.getvalue()
    assert "at Ola's" not in out.getvalue()


@pytest.mark.parametrize("arguments", [("nowhere",), ("STUDY", "--smallest", "1")])
def test_the_command_refuses_what_makes_no_sense(arguments: tuple[str, ...]) -> None:
    study = make_study()

    with pytest.raises(CommandError):
        call_command("check_disclosure", *(study.slug if a == "STUDY" else a for a in arguments))
