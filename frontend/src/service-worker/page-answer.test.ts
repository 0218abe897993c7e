import { expect, test } from "vitest";

import { pageAnswer } from "@/service-worker/page-answer";

const kept = new Response("kept");
const never = new Promise<never>(() => undefined);

test("the network comes first", async () => {
  const fresh = new Response("fresh");

  expect(await pageAnswer(Promise.resolve(fresh), kept, never)).toBe(fresh);
});

test.each([
  ["cannot be reached", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["is in trouble", () => Promise.resolve(new Response(null, { status: 502 }))],
])("where the network %s, the page that was kept is shown", async (_what, network) => {
  expect(await pageAnswer(network(), kept, never)).toBe(kept);
});

test("where the network takes long, the page that was kept is shown", async () => {
  expect(await pageAnswer(never, kept, Promise.resolve())).toBe(kept);
});

test("a page that was never kept waits for the network", async () => {
  await expect(
    pageAnswer(Promise.reject(new TypeError("Failed to fetch")), undefined, never),
  ).rejects.toThrow("Failed to fetch");
});
