"""Reads the source of an expression by recursive descent."""

from __future__ import annotations

from esmpress.questionnaires.logic.calls import call
from esmpress.questionnaires.logic.expression_error import ExpressionError, quoted
from esmpress.questionnaires.logic.scanning import Token, scan
from esmpress.questionnaires.logic.tree import (
    LARGEST,
    MAX_DEPTH,
    MAX_LIST,
    MAX_NODES,
    ArithmeticNode,
    ComparisonNode,
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
from esmpress.questionnaires.logic.words import FUNCTIONS, KEYWORDS, MOMENTS, TRUTHS

COMPARISONS = {"=": "==", **{o: o for o in ("==", "!=", "<", "<=", ">", ">=")}}
_VALUE = "a number, a name, a text in quotes or a bracket"


def parse(source: str) -> Node:
    """Return the tree of `source`.

    Raises:
        ExpressionError: it is not an expression, or beyond the limits; names the column.
    """
    return _Parser(scan(source)).whole()


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._level = 0
        # How deep each node made so far is, by its id: the nodes live as long as `_made`.
        self._made: list[Node] = []
        self._depths: dict[int, int] = {}

    def whole(self) -> Node:
        tree = self._disjunction()
        if self._token.kind != "end":
            raise self._expected("an operator or the end")
        return tree

    def _disjunction(self) -> Node:
        column = self._token.column
        operands = [self._conjunction()]
        while self._takes("or"):
            operands.append(self._conjunction())
        if len(operands) == 1:
            return operands[0]
        return self._keep(JunctionNode(operator="or", operands=tuple(operands)), column)

    def _conjunction(self) -> Node:
        column = self._token.column
        operands = [self._negation()]
        while self._takes("and"):
            operands.append(self._negation())
        if len(operands) == 1:
            return operands[0]
        return self._keep(JunctionNode(operator="and", operands=tuple(operands)), column)

    def _negation(self) -> Node:
        column = self._token.column
        if not self._takes("not"):
            return self._comparison()
        self._enter(column)
        operand = self._negation()
        self._level -= 1
        return self._keep(NotNode(operand=operand), column)

    def _comparison(self) -> Node:
        left, token = self._sum(), self._token
        if token.kind == "symbol" and token.words in COMPARISONS:
            self._next += 1
            operator = COMPARISONS[token.words]
            fields = {"operator": operator, "left": left, "right": self._sum()}
            node: Node = ComparisonNode.model_validate(fields)
        elif self._sees("in") or self._sees("not"):
            negated = self._takes("not")
            if not self._takes("in"):
                raise self._expected(quoted("in"))
            node = MembershipNode(needle=left, haystack=self._haystack(), negated=negated)
        else:
            return left
        if self._token.words in COMPARISONS or self._sees("in") or self._sees("not"):
            raise ExpressionError(
                "comparisons cannot be chained: join two of them with and", self._token.column
            )
        return self._keep(node, token.column)

    def _haystack(self) -> Node:
        column = self._token.column
        if not self._takes("["):
            return self._sum()
        items = [self._list_item()]
        while self._takes(","):
            items.append(self._list_item())
            if len(items) > MAX_LIST:
                raise ExpressionError(f"a list has at most {MAX_LIST} values", column)
        self._must_take("]")
        return self._keep(ListNode(items=tuple(items)), column)

    def _list_item(self) -> NumberNode | TextNode:
        column = self._token.column
        below_zero = self._takes("-")
        if self._token.kind == "number":
            value = self._number_value()
            number = NumberNode(value=-value if below_zero else value)
            self._keep(number, column)
            return number
        if self._token.kind == "text" and not below_zero:
            text = TextNode(value=self._advance().words)
            self._keep(text, column)
            return text
        raise self._expected("a number or a text in quotes")

    def _sum(self) -> Node:
        node = self._product()
        while self._token.kind == "symbol" and self._token.words in "+-":
            node = self._arithmetic(node, self._advance(), self._product())
        return node

    def _product(self) -> Node:
        node = self._signed()
        while self._token.kind == "symbol" and self._token.words in "*/":
            node = self._arithmetic(node, self._advance(), self._signed())
        return node

    def _arithmetic(self, left: Node, operator: Token, right: Node) -> Node:
        fields = {"operator": operator.words, "left": left, "right": right}
        return self._keep(ArithmeticNode.model_validate(fields), operator.column)

    def _signed(self) -> Node:
        column = self._token.column
        if not self._takes("-"):
            return self._single()
        self._enter(column)
        operand = self._signed()
        self._level -= 1
        return self._keep(NegativeNode(operand=operand), column)

    def _single(self) -> Node:
        token = self._token
        match token.kind:
            case "number":
                return self._keep(NumberNode(value=self._number_value()), token.column)
            case "text":
                return self._keep(TextNode(value=self._advance().words), token.column)
            case "name" if token.words not in KEYWORDS:
                return self._named(self._advance())
        if self._takes("("):
            self._enter(token.column)
            inner = self._disjunction()
            self._level -= 1
            self._must_take(")")
            return inner
        if token.words == "[" and token.kind == "symbol":
            raise ExpressionError("a list can stand only right of in", token.column)
        raise self._expected(_VALUE)

    def _named(self, token: Token) -> Node:
        name, column = token.words, token.column
        if self._token.words == "(" and self._token.kind == "symbol":
            return self._call(token)
        if name in TRUTHS:
            return self._keep(TruthNode(value=TRUTHS[name]), column)
        if name in MOMENTS:
            return self._keep(MomentNode.model_validate({"name": name}), column)
        if name in FUNCTIONS:
            raise ExpressionError(f"{name} is a function: brackets must follow it", column)
        if name == "missing":
            raise ExpressionError(
                "missing is no value to compare with: write not answered(…)", column
            )
        part = None
        if self._takes("."):
            if self._token.kind != "name":
                raise self._expected("the name of a part")
            part = self._advance().words
        return self._keep(ItemNode(name=name, part=part), column)

    def _call(self, token: Token) -> Node:
        if token.words not in FUNCTIONS:
            raise ExpressionError(f"there is no function {token.words}", token.column)
        self._must_take("(")
        self._enter(token.column)
        arguments: list[tuple[Node, int]] = []
        while not self._takes(")"):
            if arguments:
                self._must_take(",")
            column = self._token.column
            arguments.append((self._disjunction(), column))
        self._level -= 1
        return self._keep(call(token.words, arguments, token.column), token.column)

    def _number_value(self) -> float:
        token = self._advance()
        if (value := float(token.words)) > LARGEST:
            raise ExpressionError("numbers go up to 1000000000000000", token.column)
        return value

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _advance(self) -> Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _sees(self, words: str) -> bool:
        return self._token.kind in ("name", "symbol") and self._token.words == words

    def _takes(self, words: str) -> bool:
        seen = self._sees(words)
        self._next += seen
        return seen

    def _must_take(self, symbol: str) -> None:
        if not self._takes(symbol):
            raise self._expected(quoted(symbol))

    def _expected(self, what: str) -> ExpressionError:
        found = self._token
        return ExpressionError(f"expected {what}, found {found.described()}", found.column)

    def _enter(self, column: int) -> None:
        self._level += 1
        if self._level > MAX_DEPTH:
            raise ExpressionError(f"brackets and signs nest at most {MAX_DEPTH} deep", column)

    def _keep(self, node: Node, column: int) -> Node:
        self._made.append(node)
        if len(self._made) > MAX_NODES:
            raise ExpressionError(f"an expression has at most {MAX_NODES} parts", column)
        depth = 1 + max((self._depths[id(child)] for child in children(node)), default=0)
        if depth > MAX_DEPTH:
            raise ExpressionError(
                f"an expression is at most {MAX_DEPTH} steps deep; "
                "a long sum is written sum(a, b, …)",
                column,
            )
        self._depths[id(node)] = depth
        return node
