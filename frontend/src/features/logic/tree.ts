/** An expression as the server parsed it; there is no parser here. */
export type Node =
  | { readonly node: "number"; readonly value: number }
  | { readonly node: "text"; readonly value: string }
  | { readonly node: "truth"; readonly value: boolean }
  | ItemNode
  | { readonly node: "moment"; readonly name: "day" | "beep" }
  | { readonly node: "not"; readonly operand: Node }
  | JunctionNode
  | ComparisonNode
  | ArithmeticNode
  | { readonly node: "negative"; readonly operand: Node }
  | { readonly node: "list"; readonly items: readonly ListItem[] }
  | MembershipNode
  | CallNode
  | EarlierNode;

type ListItem = Extract<Node, { node: "number" | "text" }>;

/** The answer to an item, or to one part of it. */
export interface ItemNode {
  readonly node: "item";
  readonly name: string;
  readonly part: string | null;
}

/** The answer at an earlier prompt: at a day and beep, or at the latest one (both null). */
export interface EarlierNode {
  readonly node: "earlier";
  readonly name: string;
  readonly part: string | null;
  readonly day: Node | null;
  readonly beep: Node | null;
}

export interface JunctionNode {
  readonly node: "junction";
  readonly operator: "and" | "or";
  readonly operands: readonly Node[];
}

export interface ComparisonNode {
  readonly node: "comparison";
  readonly operator: "==" | "!=" | "<" | "<=" | ">" | ">=";
  readonly left: Node;
  readonly right: Node;
}

export interface ArithmeticNode {
  readonly node: "arithmetic";
  readonly operator: "+" | "-" | "*" | "/";
  readonly left: Node;
  readonly right: Node;
}

export interface MembershipNode {
  readonly node: "membership";
  readonly needle: Node;
  readonly haystack: Node;
  readonly negated: boolean;
}

export interface CallNode {
  readonly node: "call";
  readonly function:
    | "answered"
    | "declined"
    | "count"
    | "count_answered"
    | "sum"
    | "mean"
    | "min"
    | "max"
    | "abs"
    | "round"
    | "length"
    | "rank";
  readonly arguments: readonly Node[];
}
