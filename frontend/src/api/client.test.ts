import { expect, test } from "vitest";

import { type Connection, eventClient, participantClient } from "@/api/client";

const opening = { questionnaire_version: 1 };

interface Sent {
  url: string;
  init: RequestInit;
}

function clientAnsweredWith(answer: () => Response | Promise<Response>) {
  const sent: Sent[] = [];
  const connection: Connection = {
    origin: "http://backend",
    token: "t".repeat(24),
    timeoutMs: 1000,
    fetch: (url, init = {}) => {
      sent.push({ url: url as string, init });
      return Promise.resolve(answer());
    },
  };
  return { client: participantClient(connection), events: eventClient(connection), sent };
}

function problem(status: number, more: object = {}): Response {
  return Response.json({ type: "/problems/x", title: "", status, detail: "", ...more }, { status });
}

test("submitResponse posts the answers with the token in a header, not in the address", async () => {
  const receipt = { receipt: "AB12", answered_at: "2026-11-22T13:20:00Z" };
  const { client, sent } = clientAnsweredWith(() => Response.json(receipt, { status: 201 }));

  const outcome = await client.submitResponse({
    answers: { mood: 3 },
    language: "pl",
    questionnaire_version: 2,
    submitted_ms: null,
    timings: null,
  });

  expect(outcome).toEqual({ outcome: "done", value: receipt });
  expect(sent[0]?.url).toBe("http://backend/api/participant/prompt/response");
  expect(sent[0]?.init.body).toBe(
    '{"answers":{"mood":3},"language":"pl","questionnaire_version":2,"submitted_ms":null,"timings":null}',
  );
  expect(new Headers(sent[0]?.init.headers).get("Authorization")).toBe(`Bearer ${"t".repeat(24)}`);
});

test("openPrompt names the version that the page shows", async () => {
  const { client, sent } = clientAnsweredWith(() => Response.json({ state: "open" }));

  await client.openPrompt({ questionnaire_version: 2 });

  expect(sent[0]?.init.body).toBe('{"questionnaire_version":2}');
});

test("saveDraft puts the changes; those of a page that is left outlive it", async () => {
  const { client, sent } = clientAnsweredWith(() => Response.json({ answers: {}, refused: [] }));
  const changes = [{ item: "mood", answer: 3, at: 1200 }];
  const draft = { questionnaire_version: 2, language: "pl", page: "p1", changes, timings: null };

  await client.saveDraft(draft, false);
  await client.saveDraft(draft, true);

  expect(sent[0]?.url).toBe("http://backend/api/participant/prompt/draft");
  expect(sent[0]?.init).toMatchObject({ method: "PUT", body: JSON.stringify(draft) });
  expect(sent.map(({ init }) => init.keepalive)).toEqual([false, true]);
});

test.each([
  [404, "unknown_link"],
  [409, "already_answered"],
  [500, "server"],
  [502, "network"],
] as const)("a %i is reported as %s", async (status, expected) => {
  const { client } = clientAnsweredWith(() => problem(status));

  expect(await client.openPrompt(opening)).toEqual({ outcome: expected });
});

test.each([
  [{ reason: "partial" }, "partial"],
  [{}, "expired"],
] as const)("a 410 hands on why the prompt is closed", async (more, reason) => {
  const { client } = clientAnsweredWith(() => problem(410, more));

  expect(await client.openPrompt(opening)).toEqual({ outcome: "closed", reason });
});

test.each([
  ["already-answered", "already_answered"],
  ["other-version", "other_version"],
  ["not-opened", "not_opened"],
] as const)("a 409 for %s is reported as %s", async (kind, expected) => {
  const { client } = clientAnsweredWith(() => problem(409, { type: `/problems/${kind}` }));

  expect(await client.openPrompt(opening)).toEqual({ outcome: expected });
});

test("reportEvent posts with the token in a header and hands on where to go", async () => {
  const link = `/s/${"p".repeat(32)}`;
  const { events, sent } = clientAnsweredWith(() => Response.json({ link }, { status: 201 }));

  const outcome = await events.reportEvent();

  expect(outcome).toEqual({ outcome: "done", value: { link } });
  expect(sent[0]?.url).toBe("http://backend/api/participant/event/report");
  expect(sent[0]?.init.method).toBe("POST");
  expect(new Headers(sent[0]?.init.headers).get("Authorization")).toBe(`Bearer ${"t".repeat(24)}`);
});

test.each(["cooling-down", "used-up"])("a 409 for %s is a matter of time", async (kind) => {
  const { events } = clientAnsweredWith(() => problem(409, { type: `/problems/${kind}` }));

  expect(await events.reportEvent()).toEqual({ outcome: "not_yet" });
});

test("a 422 hands on the errors of the items", async () => {
  const errors = [{ item: "mood", code: "required", detail: "An answer is needed." }];
  const { client } = clientAnsweredWith(() => problem(422, { errors }));

  const outcome = await client.submitResponse({
    answers: {},
    language: "en",
    ...opening,
    submitted_ms: null,
    timings: null,
  });

  expect(outcome).toEqual({ outcome: "invalid", errors });
});

test("a broken connection is reported as network", async () => {
  const { client } = clientAnsweredWith(() => Promise.reject(new TypeError("Failed to fetch")));

  expect(await client.readPrompt()).toEqual({ outcome: "network" });
});

test("an answer that is not JSON is reported, not thrown", async () => {
  const { client } = clientAnsweredWith(() => new Response("<html>captive portal</html>"));

  expect(await client.readPrompt()).toEqual({ outcome: "network" });
});
