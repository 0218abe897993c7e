"""Random expressions as the parser makes them, and random answers for them."""

from __future__ import annotations

from typing import Any, cast

from hypothesis import strategies as st

from esmpress.questionnaires.logic.tree import (
    LARGEST,
    ArithmeticNode,
    CallNode,
    ComparisonNode,
    EarlierNode,
    ItemNode,
    JunctionNode,
    ListNode,
    MembershipNode,
    MomentNode,
    NegativeNode,
    Node,
    NotNode,
    NumberNode,
    TextNode,
    TruthNode,
    children,
)

NAMES = st.sampled_from(["a", "b", "c", "constructor"])
PARTS = st.none() | st.sampled_from(["row", "missing", "day"])
DECLINED = {"missing": "declined"}

numbers = (
    st.sampled_from([0, 0.1, 0.2, 0.5, 1, 1.5, 2, 2.5, 3, 0.0078125, 1.005, 1e15])
    | st.integers(0, 20)
    | st.floats(0, LARGEST)
    | st.floats(0, 10)
)
words = st.sampled_from(["", "a", "😀", "09:05", "22:30", "2026-12-31", "2027-01-01"])
typed = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="'"), max_size=5)
texts = words | typed
answers = st.one_of(
    numbers,
    numbers.map(lambda number: -number),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    texts,
    st.none(),
    st.just(DECLINED),
    st.lists(st.integers(-1, 3), max_size=4),
    st.lists(numbers | st.booleans() | texts, max_size=2),
    st.dictionaries(st.sampled_from(["row", "missing", "day", "x"]), st.integers(0, 3) | texts),
)
literals = numbers.map(lambda value: NumberNode(value=value)) | texts.map(
    lambda value: TextNode(value=value)
)
listed = st.lists(
    literals | numbers.map(lambda value: NumberNode(value=-value)), min_size=1, max_size=4
).map(lambda items: ListNode(items=tuple(items)))
day_or_beep = st.sampled_from(["day", "beep"]).map(
    lambda name: MomentNode.model_validate({"name": name})
)
whole = st.integers(0, 3).map(lambda value: NumberNode(value=value))
when = st.recursive(
    day_or_beep | whole,
    lambda below: (
        st.builds(ArithmeticNode, operator=st.sampled_from("+-"), left=below, right=below)
        | st.builds(NegativeNode, operand=below)
    ),
    max_leaves=3,
)
items = st.builds(ItemNode, name=NAMES, part=PARTS)
earlier = st.builds(EarlierNode, name=NAMES, part=PARTS) | st.builds(
    EarlierNode, name=NAMES, part=PARTS, day=when, beep=when
)
asked = items | earlier


def calls(below: st.SearchStrategy[Node]) -> st.SearchStrategy[Any]:
    def call(names: list[str], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.builds(CallNode, function=st.sampled_from(names), arguments=st.tuples(*arguments))

    decimals = st.integers(0, 6).map(lambda value: NumberNode(value=value))
    several = st.lists(below, min_size=1, max_size=4).map(tuple)
    many = st.sampled_from(["sum", "mean", "min", "max"])
    return st.one_of(
        call(["answered", "declined", "count_answered"], asked),
        call(["count", "abs", "round", "length"], below),
        call(["round"], below, decimals),
        call(["rank"], below, below),
        call(["count_answered"], asked, asked),
        st.builds(CallNode, function=many, arguments=several),
    )


def nodes(below: st.SearchStrategy[Node]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.builds(NotNode, operand=below),
        st.builds(NegativeNode, operand=below),
        st.builds(
            JunctionNode,
            operator=st.sampled_from(["and", "or"]),
            operands=st.lists(below, min_size=2, max_size=3).map(tuple),
        ),
        st.builds(
            ComparisonNode,
            operator=st.sampled_from(["==", "!=", "<", "<=", ">", ">="]),
            left=below,
            right=below,
        ),
        st.builds(ArithmeticNode, operator=st.sampled_from("+-*/"), left=below, right=below),
        st.builds(MembershipNode, needle=below, haystack=below | listed, negated=st.booleans()),
        calls(below),
    )


leaves = literals | st.booleans().map(lambda value: TruthNode(value=value)) | asked | day_or_beep
# Operands of any type: neither evaluator may rely on the checks.
trees = cast("st.SearchStrategy[Node]", st.recursive(leaves, nodes, max_leaves=12))
plain_items = st.sampled_from("abc").map(lambda name: ItemNode(name=name))
summaries = st.sampled_from(["sum", "mean", "min", "max"])
# Operands that are numbers, most of them there.
formulas = cast(
    "st.SearchStrategy[Node]",
    st.recursive(
        plain_items | numbers.map(lambda value: NumberNode(value=value)),
        lambda below: st.one_of(
            st.builds(ArithmeticNode, operator=st.sampled_from("+-*/"), left=below, right=below),
            st.builds(NegativeNode, operand=below),
            st.builds(
                CallNode,
                function=st.just("round"),
                arguments=st.tuples(below, st.integers(0, 6).map(lambda n: NumberNode(value=n))),
            ),
            st.builds(
                CallNode,
                function=summaries,
                arguments=st.lists(below, min_size=1, max_size=4).map(tuple),
            ),
        ),
        max_leaves=12,
    ),
)
records = st.dictionaries(NAMES, answers, max_size=4)
moments = st.integers(1, 3) | st.none()
scopes = st.fixed_dictionaries(
    {
        "answers": records,
        "day": moments,
        "beep": moments,
        "previous": records,
        "earlier": st.dictionaries(
            st.builds("{}@{}.{}".format, NAMES, st.integers(-1, 3), st.integers(-1, 3)), answers
        ),
    }
)
number_scopes = st.fixed_dictionaries(
    {
        "answers": st.dictionaries(
            st.sampled_from("abc"), numbers | numbers.map(lambda number: -number), min_size=2
        ),
        "day": st.just(1),
        "beep": st.just(1),
        "previous": st.just({}),
        "earlier": st.just({}),
    }
)


def depth(tree: Node) -> int:
    return 1 + max(map(depth, children(tree)), default=0)
