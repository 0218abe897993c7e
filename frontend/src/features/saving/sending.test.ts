import { expect, test } from "vitest";

import type { Outgoing } from "@/features/saving/outbox";
import { keptPrompt, outboxInMemory } from "@/features/saving/sample-outbox";
import { sendWaiting } from "@/features/saving/sending";

const response: Outgoing = { what: "response", body: '{"answers":{}}', token: "t".repeat(24) };
const draft: Outgoing = { what: "draft", body: '{"changes":[]}', token: "t".repeat(24) };

/** Sends the one prompt of the outbox to a network that answers so. */
async function sent(
  outgoing: Outgoing | null,
  answer: () => Response,
  wall?: number,
  photos: string[] = [],
) {
  const kept = keptPrompt({ outgoing });
  const outbox = outboxInMemory(kept);
  for (const id of photos) {
    await outbox.putPhoto({ prompt: kept.key, id, item: "view", photo: new Blob(["x"]) });
  }
  const asked: [url: string, init: RequestInit][] = [];
  const results = await sendWaiting({
    outbox,
    fetch: function (this: unknown, url, init) {
      // As a browser has it.
      if (this !== undefined) throw new TypeError("Illegal invocation");
      asked.push([url as string, init ?? {}]);
      return new Promise((resolve) => {
        resolve(answer());
      });
    },
    wall: wall ?? kept.anchor.wall,
  });
  return { results, asked, left: (await outbox.all())[0], photosLeft: await outbox.photos() };
}

const problem =
  (status: number, type = "/problems/x") =>
  () =>
    Response.json({ type }, { status });

test("answers that waited are sent as they were, and then nothing of them is kept", async () => {
  const { results, asked, left } = await sent(response, () => Response.json({}, { status: 201 }));

  expect(results).toEqual(["over"]);
  expect(asked).toMatchObject([
    ["/api/participant/prompt/response", { method: "POST", body: response.body }],
  ]);
  expect(new Headers(asked[0]?.[1].headers).get("Authorization")).toBe(`Bearer ${response.token}`);
  expect(left).toBeUndefined();
});

test("a draft that waited is saved, and the token is gone", async () => {
  const { asked, left } = await sent(draft, () => Response.json({}));

  expect(asked).toMatchObject([["/api/participant/prompt/draft", { method: "PUT" }]]);
  expect(left).toMatchObject({ outgoing: null, isRefused: false });
});

test("a draft that comes when the time is over is kept by the server, and no longer here", async () => {
  const closed = () =>
    Response.json({ type: "/problems/closed", reason: "partial" }, { status: 410 });

  const { results, left } = await sent(draft, closed);

  expect(results).toEqual(["over"]);
  expect(left).toBeUndefined();
});

test("a draft of which nothing was in time is kept to be told", async () => {
  const closed = () =>
    Response.json({ type: "/problems/closed", reason: "expired" }, { status: 410 });

  const { results, left } = await sent(draft, closed);

  expect(results).toEqual(["refused"]);
  expect(left).toMatchObject({ outgoing: null, isRefused: true });
});

test("photos go before what may name them, under their own ids", async () => {
  const { asked, results, photosLeft } = await sent(
    draft,
    () => Response.json({ id: "1" }),
    undefined,
    ["1", "2"],
  );

  expect(asked.map(([url]) => url)).toEqual([
    "/api/participant/prompt/photo?item=view&id=1",
    "/api/participant/prompt/photo?item=view&id=2",
    "/api/participant/prompt/draft",
  ]);
  expect([results, photosLeft]).toEqual([["taken"], []]);
});

test("while a photo waits, what may name it waits, too", async () => {
  const { asked, results, left, photosLeft } = await sent(response, problem(503), undefined, ["1"]);

  expect(asked).toHaveLength(1);
  expect(results).toEqual(["waiting"]);
  expect([left?.outgoing, photosLeft.length]).toEqual([response, 1]);
});

test("a photo that the server will not have holds nothing up", async () => {
  const { asked, photosLeft } = await sent(draft, problem(415), undefined, ["1"]);

  expect(asked).toHaveLength(2);
  expect(photosLeft).toEqual([]);
});

test("what was answered elsewhere needs nothing more", async () => {
  const { left } = await sent(response, problem(409, "/problems/already-answered"));

  expect(left).toBeUndefined();
});

test.each([
  [410, "/problems/closed"],
  [404, "/problems/unknown-link"],
  [409, "/problems/other-version"],
])("answers that are refused with a %i for %s are kept to be told", async (status, type) => {
  const { results, left } = await sent(response, problem(status, type));

  expect(results).toEqual(["refused"]);
  expect(left).toMatchObject({ outgoing: null, isRefused: true });
});

test.each([
  ["without a network", () => Promise.reject(new TypeError("Failed to fetch")) as never],
  ["with a server in trouble", problem(503)],
  ["with a server that has enough", problem(429)],
])("%s everything waits on", async (_what, answer) => {
  const { results, left } = await sent(response, answer);

  expect(results).toEqual(["waiting"]);
  expect(left).toMatchObject({ outgoing: response });
});

test("a prompt too old for the server is forgotten unsent", async () => {
  const { asked, left } = await sent(response, () => Response.json({}), Date.parse("2026-12-01"));

  expect(asked).toEqual([]);
  expect(left).toBeUndefined();
});
