"""The limits of a tree that did not come from the parser just now."""

from __future__ import annotations

from esmpress.questionnaires.logic.expression_error import ExpressionError
from esmpress.questionnaires.logic.tree import MAX_DEPTH, MAX_NODES, Node, children


def check_limits(tree: Node) -> None:
    """Refuse a tree that is too deep or has too many nodes to be evaluated.

    Raises:
        ExpressionError: it is beyond the limits.
    """
    depth, count, level = 0, 0, [tree]
    while level:
        depth, count = depth + 1, count + len(level)
        if depth > MAX_DEPTH or count > MAX_NODES:
            raise ExpressionError(
                f"a tree has at most {MAX_NODES} nodes and is at most {MAX_DEPTH} deep"
            )
        level = [child for node in level for child in children(node)]
