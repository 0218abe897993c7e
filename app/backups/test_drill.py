"""The drill restores a copy, looks at all of it, and touches nothing."""

from __future__ import annotations

import json

import pytest

from backups.stack import PATIENCE_SECONDS, BackedUpStack
from containers.docker import DockerFailed


def test_the_drill_measures_and_touches_nothing(stack: BackedUpStack) -> None:
    before = stack.container("db")["State"]["StartedAt"]

    done = stack.ops("drill")

    print(done.stdout, done.stderr)
    figures = stack.drill_figures()
    assert done.returncode == 0, done.stderr
    assert figures["ok"]
    assert figures["different_tables"] == ""
    assert figures["rows"] > 0
    assert figures["rpo_seconds"] <= PATIENCE_SECONDS
    assert figures["erasures"]["not_erased"] == 0
    assert stack.tells("esmpress_drill_last_success_timestamp_seconds", "drill.prom")
    assert stack.container("db")["State"]["StartedAt"] == before
    with pytest.raises(DockerFailed):
        stack.container("drill-db")
    assert stack.left_of_the_drill() == ""


@pytest.mark.slow
def test_the_drill_names_what_is_not_as_it_was(stack: BackedUpStack) -> None:
    # No WAL has its row.
    stack.query("CREATE UNLOGGED TABLE in_no_backup AS SELECT 1")

    done = stack.ops("drill")
    stack.query("DROP TABLE in_no_backup")

    assert done.returncode != 0
    assert stack.drill_figures()["different_tables"].split() == ["in_no_backup"]
    assert not stack.drill_figures()["ok"]


@pytest.mark.slow
@pytest.mark.parametrize("service", ["drill-db", "drill-check"])
def test_the_drill_looks_at_the_copy_without_a_network(stack: BackedUpStack, service: str) -> None:
    asked = stack.compose("--profile", "drill", "config", "--format", "json")

    assert json.loads(asked)["services"][service]["network_mode"] == "none"
