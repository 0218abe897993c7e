"""How people are sorted and found by compliance and last answers: from indexes, at any size."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q, QuerySet, Subquery

from benchmarks.due import add_past, make_mailed_study
from esmpress.participants.models import Participant
from esmpress.prompts import shares
from tests.factories import SCHEDULED_AT

pytestmark = pytest.mark.django_db
COUNTED, ANSWERS = "prompt_counted", "prompt_answers"
LATELY = SCHEDULED_AT - timedelta(hours=1)


@pytest.fixture
def people() -> QuerySet[Participant]:
    """A hundred with 300 answers each: more than fits into the memory of a hashed subquery."""
    study = make_mailed_study("past", 100, now=SCHEDULED_AT)
    add_past(study, 300, last=SCHEDULED_AT)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64kB'")
    return Participant.objects.order_by("pk")


@pytest.mark.parametrize(
    ("order", "index"), [(shares.share_of_each, COUNTED), (shares.last_answer_of_each, ANSWERS)]
)
def test_sorting_reads_an_index_of_its_own(
    order: Callable[[], Subquery], index: str, people: QuerySet[Participant]
) -> None:
    plan = people.order_by(order()).explain()

    assert f"using {index}" in plan or f"Index Scan on {index}" in plan
    assert "Seq Scan on prompts_prompt" not in plan


@pytest.mark.parametrize(
    ("found", "index"),
    [
        (shares.without_share(), COUNTED),
        (~shares.has_answered(), ANSWERS),
        (~shares.answered_since(LATELY), ANSWERS),
    ],
)
def test_who_lacks_something_is_found_without_all_prompts_for_each(
    found: Q, index: str, people: QuerySet[Participant]
) -> None:
    plan = people.filter(found).explain()

    assert index in plan
    assert "Materialize" not in plan
    assert "Seq Scan on prompts_prompt" not in plan


def test_the_last_answer_is_one_entry_of_the_index(people: QuerySet[Participant]) -> None:
    plan = people.order_by(shares.last_answer_of_each()).explain(analyze=True)

    [read] = [line for line in plan.splitlines() if f"using {ANSWERS}" in line]
    assert "Index Only Scan Backward" in read
    assert "rows=1.00 loops=100" in read
