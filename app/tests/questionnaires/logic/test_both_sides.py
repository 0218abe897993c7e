"""Python and TypeScript come to the same, whatever the expression and the answers."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esmpress.questionnaires.logic.evaluating import Scope, evaluate
from esmpress.questionnaires.logic.tree import Node
from esmpress.questionnaires.logic.values import shown
from tests.questionnaires.logic import strategies

FRONTEND = Path(__file__).parents[4] / "frontend"
ESBUILD = FRONTEND / "node_modules" / ".bin" / "esbuild"
LINES = Path(__file__).with_name("evaluate-lines.mjs")
Mirror = Callable[[Any], Any]


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    node = shutil.which("node")
    if node is None or not ESBUILD.exists():
        pytest.skip("node or the front end's packages are not installed: run make setup")
    bundle = tmp_path_factory.mktemp("logic") / "evaluate-lines.mjs"
    flags = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning"]
    subprocess.run([str(ESBUILD), str(LINES), *flags, f"--outfile={bundle}"], check=True)
    with subprocess.Popen(
        [node, str(bundle)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        questions, replies = process.stdin, process.stdout
        assert questions is not None and replies is not None

        def ask(case: object) -> Any:
            questions.write(json.dumps(case) + "\n")
            questions.flush()
            return json.loads(replies.readline())

        yield ask
        questions.close()


@given(tree=strategies.trees, scopes=st.lists(strategies.scopes, min_size=1, max_size=4))
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_both_sides_come_to_the_same_whatever_the_types(
    mirror: Mirror, tree: Node, scopes: list[dict[str, Any]]
) -> None:
    assert _there(mirror, tree, scopes) == _here(tree, scopes)


@given(tree=strategies.formulas, scopes=st.lists(strategies.number_scopes, min_size=1, max_size=4))
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_both_sides_come_to_the_same_numbers(
    mirror: Mirror, tree: Node, scopes: list[dict[str, Any]]
) -> None:
    assert _there(mirror, tree, scopes) == _here(tree, scopes)


def _there(mirror: Mirror, tree: Node, scopes: list[dict[str, Any]]) -> str:
    return _plain(mirror({"tree": tree.model_dump(mode="json"), "scopes": scopes}))


def _here(tree: Node, scopes: list[dict[str, Any]]) -> str:
    values = [evaluate(tree, Scope(**scope)) for scope in scopes]
    return _plain([[value, shown(value)] for value in values])


def _plain(results: object) -> str:
    # Every number as a double: whole ones are ints here, and JavaScript has no other numbers.
    return repr(json.loads(json.dumps(results), parse_int=float))
