// Evaluates one case per line of standard input: {tree, scopes} in, [value, text] of each out.
import { createInterface } from "node:readline";

import { evaluate } from "../../../../frontend/src/features/logic/evaluating.ts";
import { shown } from "../../../../frontend/src/features/logic/values.ts";

for await (const line of createInterface({ input: process.stdin })) {
  const { tree, scopes } = JSON.parse(line);
  const results = scopes.map((scope) => {
    const value = evaluate(tree, scope);
    return [Object.is(value, -0) ? "-0" : value, shown(value)];
  });
  console.log(JSON.stringify(results));
}
