from __future__ import annotations

import json

from hypothesis import assume, given, settings
from pydantic import TypeAdapter

from esmpress.questionnaires.logic.parsing import parse
from esmpress.questionnaires.logic.scanning import MAX_SOURCE
from esmpress.questionnaires.logic.tree import MAX_DEPTH, Node
from esmpress.questionnaires.logic.writing import written
from tests.questionnaires.logic import strategies

NODE: TypeAdapter[Node] = TypeAdapter(Node)


@given(strategies.trees)
@settings(deadline=None)
def test_a_tree_survives_json(tree: Node) -> None:
    stored = json.dumps(NODE.dump_python(tree, mode="json"))

    assert NODE.validate_python(json.loads(stored)) == tree
    assert NODE.validate_json(stored) == tree


@given(strategies.trees)
@settings(max_examples=500, deadline=None)
def test_a_written_tree_is_read_as_the_same_tree(tree: Node) -> None:
    source = written(tree)
    # Brackets and functions count both as levels of the source.
    assume(len(source) <= MAX_SOURCE and strategies.depth(tree) <= MAX_DEPTH / 2)

    assert parse(source) == tree
