from __future__ import annotations

import pytest
from django.db import connection

from esmpress.prepared import prepared_cursor

pytestmark = pytest.mark.django_db

STATEMENT = "SELECT %s::int + %s::int"
KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"


def test_a_statement_is_planned_once_however_often_it_is_done() -> None:
    sums = []
    for number in range(5):
        with prepared_cursor() as cursor:
            cursor.execute(STATEMENT, [number, 1])
            sums += cursor.fetchone()

    with connection.cursor() as cursor:
        cursor.execute(KEPT, ["SELECT $1::int + $2::int%"])
        assert cursor.fetchone() == (1,)
    assert sums == [1, 2, 3, 4, 5]


def test_statements_of_django_itself_are_not_kept() -> None:
    for number in range(5):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::int * 2", [number])

    with connection.cursor() as cursor:
        cursor.execute(KEPT, ["SELECT %::int * 2"])
        assert cursor.fetchone() == (0,)
