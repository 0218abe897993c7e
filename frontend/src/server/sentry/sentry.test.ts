import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { startSentry, type Sentry } from "@/server/sentry/sentry";

const DSN = "https://key@sentry.example.org/1";
const TOKEN = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MDEy";
const REQUEST_ID = "0f".repeat(16);
const CANARIES = [TOKEN, "ola@example.org", "quarrelled", "session=abc"];

/** Sentry as in production, with what it would send kept instead. */
function recording(variables: NodeJS.ProcessEnv = {}): { sentry: Sentry; sent: string[] } {
  const sent: string[] = [];
  const post = (_url: string, envelope: string | Uint8Array) => {
    sent.push(typeof envelope === "string" ? envelope : Buffer.from(envelope).toString());
    return Promise.resolve(200);
  };
  const setting = { SENTRY_DSN: DSN, RELEASE: "1.2.3", ...variables };
  const sentry = startSentry(setting, { post, random: () => 0.04 });
  if (sentry === undefined) throw new Error("not started");
  return { sentry, sent };
}

/** The payload of each envelope's one item. */
function payloads(sent: readonly string[]): unknown[] {
  return sent.map((envelope): unknown => JSON.parse(envelope.split("\n")[2] ?? ""));
}

function quoting(): Error {
  const words = `GET /s/${TOKEN} of ola@example.org: quarrelled\n    at x (/s/${TOKEN}:1:2)`;
  return Object.assign(new TypeError(words, { cause: new Error(words) }), {
    answers: { note: "quarrelled" },
    cookie: "session=abc",
  });
}

test("an error tells its kind, place and request, and none of its words", async () => {
  const { sentry, sent } = recording();

  sentry.tellError({ event: "page_failed", requestId: REQUEST_ID, error: quoting() });
  sentry.tellError({ event: "page_failed", requestId: TOKEN, error: quoting() });
  await sentry.flush();

  expect(payloads(sent)).toMatchObject([
    {
      release: "1.2.3",
      environment: "production",
      tags: { event: "page_failed", request_id: REQUEST_ID },
      exception: { values: [{ type: "TypeError" }] },
    },
    { tags: { event: "page_failed" } },
  ]);
  expect(sent.join()).toContain('"function":"quoting"');
  for (const canary of CANARIES) expect(sent.join()).not.toContain(canary);
});

test.each([`ola@example.org at /s/${TOKEN}`, { note: "quarrelled" }, undefined])(
  "what is thrown and is no error says nothing of itself",
  async (thrown) => {
    const { sentry, sent } = recording();

    sentry.tellError({ event: "unhandled_rejection", requestId: "", error: thrown });
    await sentry.flush();

    expect(payloads(sent)).toMatchObject([{ message: "unhandled_rejection" }]);
    for (const canary of CANARIES) expect(sent.join()).not.toContain(canary);
  },
);

test("a request is timed by the pattern of its address", async () => {
  const { sentry, sent } = recording();
  const [began, ended] = [new Date("2027-01-11T09:00:00Z"), new Date("2027-01-11T09:00:01Z")];

  sentry.tellDuration({ route: "/s/[token]", status: 200, requestId: "r-1", began, ended });
  await sentry.flush();

  const [timed] = payloads(sent) as { timestamp: number; start_timestamp: number }[];
  expect(timed).toMatchObject({ type: "transaction", transaction: "/s/[token]" });
  expect((timed?.timestamp ?? 0) - (timed?.start_timestamp ?? 0)).toBe(1);
});

test("only a share of requests is timed, and errors have room for twenty a minute", async () => {
  const { sentry, sent } = recording({ SENTRY_TRACES_SAMPLE_RATE: "0.03" });
  const now = new Date();

  sentry.tellDuration({ route: "/", status: 200, requestId: "", began: now, ended: now });
  for (let nth = 0; nth < 50; nth += 1) {
    sentry.tellError({ event: "backend_away", requestId: "", error: new Error(`no ${nth}`) });
  }
  await sentry.flush();

  expect(sent.join()).not.toContain('"type":"transaction"');
  // The minute may end in between.
  expect(sent.length).toBeGreaterThanOrEqual(20);
  expect(sent.length).toBeLessThanOrEqual(40);
});

test("nothing is started without a DSN, which can stand in a file", () => {
  const file = join(mkdtempSync(join(tmpdir(), "dsn-")), "sentry_dsn");
  writeFileSync(file, `${DSN}\n`);

  expect(startSentry({})).toBeUndefined();
  expect(startSentry({ SENTRY_DSN: " " })).toBeUndefined();
  expect(startSentry({ SENTRY_DSN_FILE: file })).toBeDefined();
});
