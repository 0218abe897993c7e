import { expect, test } from "vitest";

import { errorReport } from "@/features/errors/page-errors";

function thrown(message: string, stack = ""): Error {
  return Object.assign(new SyntaxError(message), { stack });
}

test("errorReport tells the kind and the places in scripts, and not the address of the page", () => {
  const stack = `SyntaxError: no
    at a (https://esm.example.org/_astro/page.B3x_-9.js:1:2345)
    at https://esm.example.org/s/secret-token:12:3
    at b (https://esm.example.org/_astro/react.C0de.js:2:17)`;

  const report = errorReport(thrown("Unexpected end of JSON input", stack));

  expect(JSON.parse(report)).toEqual({
    name: "SyntaxError",
    message: "Unexpected end of JSON input",
    places: ["_astro/page.B3x_-9.js:1:2345", "_astro/react.C0de.js:2:17"],
  });
});

test("errorReport leaves out what the browser quotes", () => {
  const report = errorReport(thrown(`Unexpected token 'q', "quarrelled"... is not valid JSON`));

  expect(JSON.parse(report)).toMatchObject({ message: "Unexpected token ", places: [] });
});
