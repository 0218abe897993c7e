"""The schema of a simulation: complete, apart from everything else, and gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import ProgrammingError, connection

from esmpress.simulation.isolation import drop_left_over, isolated, new_schema
from esmpress.simulation.tables import product_tables
from esmpress.studies.models import Study
from tests.delivery.builders import as_worker
from tests.simulation.conftest import Look, simulate

pytestmark = pytest.mark.django_db(transaction=True)

# Everything that looks at one table only, with its name; conditions are written anew with casts.
RULES = """
SELECT relname, conname, pg_get_constraintdef(con.oid)
  FROM pg_constraint AS con JOIN pg_class AS rel ON rel.oid = conrelid
 WHERE relnamespace = current_schema()::regnamespace AND contype NOT IN ('f', 't')
   AND relname = ANY(%(tables)s)
 UNION
SELECT tablename, indexname,
       split_part(replace(indexdef, current_schema() || '.', ''), ' WHERE ', 1)
  FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%(tables)s)
"""


def rules() -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(RULES, {"tables": product_tables()})
        return set(cursor.fetchall())


def make_schema(name: str, comment: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {name}")
        cursor.execute(f"COMMENT ON SCHEMA {name} IS '{comment}'")


def test_the_tables_have_the_rules_of_the_real_ones_by_name() -> None:
    real = rules()

    with isolated(new_schema()):
        scratch = rules()

    assert scratch == real


def test_nothing_of_the_real_tables_is_seen_even_after_a_new_connection(study: Study) -> None:
    with isolated(new_schema()):
        at_first = Study.objects.count()
        connection.close()
        after_reconnecting = Study.objects.count()

    assert (at_first, after_reconnecting, Study.objects.count()) == (0, 0, 1)


def test_a_table_that_was_not_copied_is_missing() -> None:
    with isolated(new_schema()), pytest.raises(ProgrammingError, match="does not exist"):
        connection.cursor().execute("SELECT * FROM django_session")


@pytest.fixture
def plain_role() -> Iterator[str]:
    """A role that may make no schema, which every new connection takes."""
    options = connection.settings_dict["OPTIONS"]
    before = options.get("options", "")
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE esmpress_plain")
        options["options"] = f"{before} -c role=esmpress_plain".strip()
        yield "esmpress_plain"
        options["options"] = before
        cursor.execute("DROP OWNED BY esmpress_plain")
        cursor.execute("DROP ROLE esmpress_plain")


def let_read(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")


def test_a_role_that_may_make_no_schema_simulates_in_temporary_tables(
    study: Study, tmp_path: Path, plain_role: str, look: Look
) -> None:
    let_read(plain_role)
    before = look()

    simulate(tmp_path / "plain.csv")

    assert look() == before
    connection.settings_dict["OPTIONS"]["options"] = ""
    simulate(tmp_path / "owner.csv")
    assert (tmp_path / "plain.csv").read_bytes() == (tmp_path / "owner.csv").read_bytes()


def test_nothing_of_the_real_tables_is_seen_from_temporary_ones(
    study: Study, plain_role: str
) -> None:
    let_read(plain_role)

    with isolated(new_schema()):
        at_first = Study.objects.count()
        connection.close()
        with pytest.raises(ProgrammingError, match="does not exist"):
            Study.objects.count()

    assert (at_first, Study.objects.count()) == (0, 1)


@pytest.mark.usefixtures("plain_role")
def test_a_role_that_may_make_no_tables_either_is_told_so(study: Study, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="grant it CREATE or TEMPORARY") as refused:
        simulate(tmp_path / "data.csv")

    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_after_an_error_everything_is_as_before(
    error: type[BaseException], study: Study, look: Look
) -> None:
    before = look()

    with pytest.raises(error), isolated(new_schema()):
        Study.objects.create(name="scratch", slug="scratch", languages=["en"])
        raise error

    assert look() == before


def test_what_a_killed_simulation_left_is_dropped() -> None:
    make_schema(new_schema(), "Scratch tables of manage.py simulate_study; dropped when it ends.")

    assert (drop_left_over(), drop_left_over()) == (1, 0)


def test_a_schema_somebody_else_made_stays(look: Look) -> None:
    make_schema("simulation_0123456789abcdef", "ours")
    before = look()

    dropped = drop_left_over()

    assert (dropped, look()) == (0, before)
    connection.cursor().execute("DROP SCHEMA simulation_0123456789abcdef")


def test_the_schema_of_a_simulation_at_work_is_no_left_over() -> None:
    with isolated(new_schema()), ThreadPoolExecutor(1) as pool:
        dropped = pool.submit(as_worker, drop_left_over).result(10)
        still_there = Study.objects.count()

    assert (dropped, still_there) == (0, 0)
