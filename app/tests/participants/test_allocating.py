from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from esmpress.participants.allocating import UnknownArm, allocate_waiting, mark_changed
from esmpress.participants.enrolment import enrol, enrol_lines, mark_withdrawn
from esmpress.participants.models import Allocation, Participant
from esmpress.prompts.planning import plan_study
from esmpress.sampling.allocation import arm_at
from esmpress.studies.launching import launch
from esmpress.studies.models import Arm, Phase, Study
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db

TWO = {"feedback": 1, "control": 1}


def arms_drawn(study: Study) -> list[int]:
    """Indexes of the arms by the numbers of the participants."""
    arms = list(study.arms.values_list("pk", flat=True))
    drawn = study.participants.order_by("number").values_list("arm_id", flat=True)
    return [arms.index(pk) for pk in drawn if pk is not None]


def test_who_enrols_in_a_running_study_gets_the_next_arm_of_the_sequence() -> None:
    study = make_study(arms=TWO)

    participants = [make_participant(study) for _ in range(10)]

    expected = [
        arm_at(study.seed_bytes, stratum="", position=n, weights=(1, 1)).arm for n in range(1, 11)
    ]
    assert arms_drawn(study) == expected
    assert all(participant.arm is not None for participant in participants)


def test_each_draw_leaves_one_row_that_says_where_it_stood(now: datetime) -> None:
    participant = make_participant(make_study(arms=TWO), now=now)

    allocation = Allocation.objects.get()

    assert (allocation.participant, allocation.arm) == (participant, participant.arm)
    assert (allocation.block, allocation.place) == (1, 1)
    assert allocation.block_size in {4, 6}
    assert (allocation.origin, allocation.drawn_at) == (Allocation.Origin.DRAWN, now)


def test_a_study_without_arms_draws_nothing() -> None:
    participant = make_participant()

    assert participant.arm is None
    assert not Allocation.objects.exists()


def test_participants_of_a_draft_wait_for_the_launch_and_keep_their_order(now: datetime) -> None:
    study = make_study(arms=TWO, launched_at=None)
    for _ in range(6):
        make_participant(study)
    before = arms_drawn(study)
    launch(study, now=now)
    make_participant(study)

    plan_study(study, now=now)

    assert before == []
    assert [one.participant.number for one in Allocation.objects.all()] == [1, 2, 3, 4, 5, 6, 7]


def test_strata_have_sequences_of_their_own() -> None:
    study = make_study(arms=TWO, strata=["clinic", "home"])

    for stratum in ("clinic", "home", "home", "clinic", "clinic"):
        make_participant(study, stratum=stratum)

    places = Counter(Allocation.objects.values_list("stratum", "block", "place"))
    assert places == {
        (stratum, 1, place): 1
        for stratum, n in (("clinic", 3), ("home", 2))
        for place in range(1, n + 1)
    }


def test_a_study_with_strata_needs_to_know_the_stratum(now: datetime) -> None:
    study = make_study(arms=TWO, strata=["clinic", "home"])

    with pytest.raises(ValidationError, match="stratum: write clinic or home") as refused:
        make_participant(study)

    assert "(not" not in refused.value.messages[0]
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("strata", "sentence"),
    [
        (["clinic"], r"stratum: write clinic \(not “ward”\)"),
        ([], "stratum: the study has none; leave out “ward”"),
    ],
)
def test_an_unknown_stratum_is_refused_with_what_is_allowed(
    strata: list[str], sentence: str
) -> None:
    study = make_study(arms=TWO, strata=strata)

    with pytest.raises(ValidationError, match=sentence):
        make_participant(study, stratum="ward")


def test_a_pasted_line_names_the_stratum_by_a_further_word(now: datetime) -> None:
    study = make_study(arms=TWO, strata=["Clinic", "home"])

    result = enrol_lines(
        study, "a@x.org, pl, clinic\nb@x.org home Europe/London\nc@x.org\nd@x.org, ward", now=now
    )

    assert [person.stratum for person in result.enrolled] == ["Clinic", "home"]
    assert [line.reason for line in result.refused] == [
        "stratum: write Clinic or home.",
        "“ward” is not a language of the study; it has en, pl.",
    ]


@pytest.mark.django_db(transaction=True)
def test_many_who_enrol_at_once_take_each_place_once(now: datetime) -> None:
    study = make_study(arms=TWO)

    def enrol_one(number: int) -> None:
        try:
            email = f"p{number}@example.org"
            enrol(study, email=email, language="en", time_zone="Europe/Warsaw", now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as crowd:
        list(crowd.map(enrol_one, range(12)))

    places = [(one.block, one.place) for one in Allocation.objects.order_by("block", "place")]
    assert len(places) == len(set(places)) == 12
    assert arms_drawn(study) == [
        arm_at(study.seed_bytes, stratum="", position=n, weights=(1, 1)).arm for n in range(1, 13)
    ]


def test_who_withdraws_keeps_the_place_that_was_drawn(now: datetime) -> None:
    study = make_study(arms=TWO)
    mark_withdrawn(make_participant(study), now=now)

    make_participant(study)

    assert list(Allocation.objects.values_list("place", flat=True)) == [1, 2]


def test_drawing_again_draws_nothing(now: datetime) -> None:
    study = make_participant(make_study(arms=TWO)).study

    assert allocate_waiting(study, now=now) == 0
    assert Allocation.objects.count() == 1


def test_a_changed_arm_is_a_further_row_with_its_reason(now: datetime) -> None:
    participant = make_participant(make_study(arms=TWO))
    other = participant.study.arms.exclude(participants=participant).get()

    mark_changed(
        participant, other, from_date=date(2027, 1, 12), reason="mix-up", researcher=None, now=now
    )

    participant.refresh_from_db()
    assert participant.arm == other
    assert [(one.origin, one.reason) for one in Allocation.objects.all()] == [
        ("drawn", ""),
        ("changed", "mix-up"),
    ]


def test_an_arm_of_another_study_or_the_same_arm_is_refused(now: datetime) -> None:
    participant = make_participant(make_study(arms=TWO))
    assert participant.arm is not None
    stranger = make_study(arms=TWO).arms.first()
    assert stranger is not None

    for arm in (participant.arm, stranger):
        with pytest.raises(UnknownArm, match="arm: P0001 cannot change"):
            mark_changed(
                participant, arm, from_date=date(2027, 1, 12), reason="x", researcher=None, now=now
            )

    assert Allocation.objects.count() == 1


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_keeps_allocations_as_they_are(act: str) -> None:
    make_participant(make_study(arms=TWO))
    rows = Allocation.objects.all()

    with pytest.raises(DatabaseError, match="cannot be changed or deleted"), transaction.atomic():
        rows.update(place=2) if act == "update" else rows.delete()

    assert Allocation.objects.get().place == 1


def test_the_database_refuses_arms_and_phases_of_a_launched_study() -> None:
    study = make_study(arms=TWO, phases=[{"name": "baseline", "days": 7}])

    for change in (
        lambda: Arm.objects.create(study=study, name="third"),
        lambda: study.arms.update(weight=2),
        lambda: Arm.objects.filter(study=study).delete(),
        lambda: Phase.objects.create(study=study, name="later", days=3),
        lambda: study.phases.update(days=8),
    ):
        with pytest.raises(DatabaseError, match="launched study"), transaction.atomic():
            change()

    assert (study.arms.count(), study.phases.get().days) == (2, 7)


def test_a_crowd_that_waited_takes_no_more_statements_than_a_few_people(
    now: datetime,
) -> None:
    study = make_study(arms=TWO, strata=["clinic", "home"])
    counts = []

    for first, last in ((1, 20), (21, 300)):
        Participant.objects.bulk_create(
            Participant(
                study=study,
                number=number,
                stratum="clinic" if number % 2 else "home",
                time_zone="Europe/Warsaw",
                enrolled_at=now,
            )
            for number in range(first, last + 1)
        )
        with CaptureQueriesContext(connection) as few_or_many:
            allocate_waiting(study, now=now)
        counts.append(len(few_or_many))

    assert counts[0] == counts[1]
    assert arms_drawn(study)[0::2] == replayed(study, "clinic", 150)
    assert arms_drawn(study)[1::2] == replayed(study, "home", 150)


def replayed(study: Study, stratum: str, number: int) -> list[int]:
    return [
        arm_at(study.seed_bytes, stratum=stratum, position=n, weights=(1, 1)).arm
        for n in range(1, number + 1)
    ]
