import { evaluate, type Scope } from "@/features/logic/evaluating";
import type { Node } from "@/features/logic/tree";
import { shown } from "@/features/logic/values";
import type { Fill } from "@/features/rich-text/tokens";

/** Fills texts with the values of the scope; what is missing leaves nothing. */
export function fillFrom(scope: Scope): Fill {
  // The server has read every expression of a text that it sends.
  return ({ tree }) => (tree === null ? "" : shown(evaluate(tree as Node, scope)));
}
