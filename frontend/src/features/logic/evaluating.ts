// The mirror of `esmpress/questionnaires/logic/evaluating.py`. Both must come to bit-identical
// results: `app/tests/questionnaires/vectors/expressions.json` holds what is agreed.
import type {
  ArithmeticNode,
  CallNode,
  ComparisonNode,
  EarlierNode,
  ItemNode,
  JunctionNode,
  MembershipNode,
  Node,
} from "@/features/logic/tree";
import {
  canBeOrdered,
  isDeclined,
  isEqual,
  isOneType,
  rounded,
  stored,
  type Value,
  valueOf,
  withinBounds,
} from "@/features/logic/values";

/** What an evaluation sees. */
export interface Scope {
  /** The answers of now, by item; items that were not shown or were skipped are left out. */
  readonly answers: Readonly<Record<string, unknown>>;
  readonly day: number | null;
  readonly beep: number | null;
  /** The answers of the latest earlier prompt that was answered. */
  readonly previous: Readonly<Record<string, unknown>>;
  /** Single answers of other prompts, by `name@day.beep`. */
  readonly earlier: Readonly<Record<string, unknown>>;
}

type Result = Value | null;
type Of<Kind extends Node["node"]> = Extract<Node, { node: Kind }>;

/** The value of an expression, or null if it is missing; no scope makes this fail. */
export function evaluate(tree: Node, scope: Scope): Result {
  const byNode = BY_NODE[tree.node] as (node: Node, scope: Scope) => Result;
  return byNode(tree, scope);
}

/** Whether a condition holds; one that is missing does not. */
export function isTrue(tree: Node, scope: Scope): boolean {
  return evaluate(tree, scope) === true;
}

function numberAt(node: Node | undefined, scope: Scope): number | null {
  const value = node === undefined ? null : evaluate(node, scope);
  return typeof value === "number" ? value : null;
}

function numbersAt(nodes: readonly Node[], scope: Scope): number[] {
  return nodes.map((node) => numberAt(node, scope)).filter((number) => number !== null);
}

function wholeAnswer(node: ItemNode | EarlierNode, scope: Scope): unknown {
  if (node.node === "item") return stored(scope.answers, node.name);
  if (node.day === null || node.beep === null) return stored(scope.previous, node.name);
  const day = numberAt(node.day, scope);
  const beep = numberAt(node.beep, scope);
  if (!Number.isInteger(day) || !Number.isInteger(beep)) return null;
  return stored(scope.earlier, `${node.name}@${String(day)}.${String(beep)}`);
}

function answerTo(node: ItemNode | EarlierNode, scope: Scope): unknown {
  const whole = wholeAnswer(node, scope);
  if (node.part === null) return whole;
  return isDeclined(whole) ? null : stored(whole, node.part);
}

function item(node: ItemNode | EarlierNode, scope: Scope): Result {
  return valueOf(answerTo(node, scope));
}

function junction({ operator, operands }: JunctionNode, scope: Scope): Result {
  const holds = (operand: Node) => isTrue(operand, scope);
  return operator === "and" ? operands.every(holds) : operands.some(holds);
}

const ORDER = {
  "<": (left: Value, right: Value) => left < right,
  "<=": (left: Value, right: Value) => left <= right,
  ">": (left: Value, right: Value) => left > right,
  ">=": (left: Value, right: Value) => left >= right,
};

function comparison(node: ComparisonNode, scope: Scope): Result {
  const left = evaluate(node.left, scope);
  const right = evaluate(node.right, scope);
  if (left === null || right === null || !isOneType(left, right)) return false;
  if (node.operator === "==" || node.operator === "!=")
    return isEqual(left, right) === (node.operator === "==");
  return canBeOrdered(left, right) && ORDER[node.operator](left, right);
}

const ARITHMETIC = {
  "+": (left: number, right: number) => left + right,
  "-": (left: number, right: number) => left - right,
  "*": (left: number, right: number) => left * right,
  "/": (left: number, right: number) => left / right,
};

function arithmetic(node: ArithmeticNode, scope: Scope): Result {
  const left = numberAt(node.left, scope);
  const right = numberAt(node.right, scope);
  return left === null || right === null
    ? null
    : withinBounds(ARITHMETIC[node.operator](left, right));
}

function negative(node: Of<"negative">, scope: Scope): Result {
  const number = numberAt(node.operand, scope);
  return number === null ? null : withinBounds(-number);
}

function membership({ needle, haystack, negated }: MembershipNode, scope: Scope): Result {
  const value = evaluate(needle, scope);
  const members =
    haystack.node === "list" ? haystack.items.map((each) => each.value) : evaluate(haystack, scope);
  if (typeof members !== "object" || members === null) return false;
  if (typeof value !== "number" && typeof value !== "string") return false;
  return (members as readonly unknown[]).includes(value) !== negated;
}

type Given = readonly Node[];

function isAnswer(node: Node | undefined): node is ItemNode | EarlierNode {
  return node?.node === "item" || node?.node === "earlier";
}

function isAnswered(node: Node | undefined, scope: Scope): boolean {
  if (!isAnswer(node) || isDeclined(wholeAnswer(node, scope))) return false;
  const answer = answerTo(node, scope) ?? null;
  return answer !== null && !isDeclined(answer);
}

function summary(summarise: (numbers: readonly number[]) => number) {
  return (given: Given, scope: Scope): Result => {
    const numbers = numbersAt(given, scope);
    return numbers.length > 0 ? withinBounds(summarise(numbers)) : null;
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function count([set]: Given, scope: Scope): Result {
  const chosen = set && evaluate(set, scope);
  return Array.isArray(chosen) ? chosen.length : null;
}

function round([argument, decimals]: Given, scope: Scope): Result {
  const number = numberAt(argument, scope);
  return number === null ? null : rounded(number, numberAt(decimals, scope) ?? 0);
}

function absolute([argument]: Given, scope: Scope): Result {
  const number = numberAt(argument, scope);
  return number === null ? null : Math.abs(number);
}

function length([argument]: Given, scope: Scope): Result {
  const text = argument && evaluate(argument, scope);
  return typeof text === "string" ? Array.from(text).length : null;
}

function rank([argument, option]: Given, scope: Scope): Result {
  const ranking: unknown = argument && evaluate(argument, scope);
  const place = Array.isArray(ranking) ? ranking.indexOf(numberAt(option, scope)) : -1;
  return place < 0 ? null : place + 1;
}

const BY_FUNCTION: Record<CallNode["function"], (given: Given, scope: Scope) => Result> = {
  answered: ([node], scope) => isAnswered(node, scope),
  declined: ([node], scope) => isAnswer(node) && isDeclined(wholeAnswer(node, scope)),
  count,
  count_answered: (given, scope) => given.filter((node) => isAnswered(node, scope)).length,
  sum: summary(total),
  mean: summary((numbers) => total(numbers) / numbers.length),
  min: summary((numbers) => Math.min(...numbers)),
  max: summary((numbers) => Math.max(...numbers)),
  abs: absolute,
  round,
  length,
  rank,
};

const BY_NODE: { [Kind in Node["node"]]: (node: Of<Kind>, scope: Scope) => Result } = {
  number: (node) => node.value + 0,
  text: (node) => node.value,
  truth: (node) => node.value,
  item,
  moment: (node, scope) => valueOf(scope[node.name]),
  not: (node, scope) => !isTrue(node.operand, scope),
  junction,
  comparison,
  arithmetic,
  negative,
  list: (node, scope) => numbersAt(node.items, scope),
  membership,
  call: (node, scope) => BY_FUNCTION[node.function](node.arguments, scope),
  earlier: item,
};
