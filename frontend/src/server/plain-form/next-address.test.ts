import { expect, test } from "vitest";

import { whereTo } from "@/server/plain-form/next-address";

test.each([
  ["/s/token", {}, "/s/token"],
  ["/s/token?page=one", {}, "/s/token"],
  ["/s/token?lang=pl&page=one", { page: "two" }, "/s/token?lang=pl&page=two"],
  ["/s/token", { page: "one", item: "mood" }, "/s/token?page=one#answer-mood"],
])("from %s a step %o is at %s", (from, step, address) => {
  expect(whereTo(new URL(from, "http://page"), step)).toBe(address);
});
