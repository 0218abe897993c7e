import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { promptReply } from "@/server/plain-form/prompt-link";

const token = "t".repeat(24);
const network = vi.fn<typeof fetch>();

const item = {
  ...{ kind: "number", name: "hours", text: { en: "How long?" }, help: null, required: true },
  ...{ ask_again: false, can_decline: false, show_if: null, rotation: null, range_message: null },
  ...{ min: 0, max: 24, decimals: 1, step: null, unit: null },
};
const page = { title: null, show_if: null, end_if: null, shuffle: false, fixed: false };
const definition = {
  ...{ title: { en: "Now" }, introduction: null, presentation: "page", rich: {} },
  pages: [
    { ...page, name: "one", items: [item] },
    { ...page, name: "two", items: [{ ...item, name: "more", required: false }] },
  ],
};
const arrangement = { pages: [], items: {}, options: {}, rows: {}, left_out: [] };
const moment = { day: 1, beep: 1, previous: {}, earlier: {} };
const draft = { answers: { hours: 7.5 }, changed: {}, page: null, timings: null, saved_at: null };
const open = {
  ...{ state: "open", language: "en", languages: ["en"], draft },
  questionnaire: { version: 3, definition, arrangement, moment },
};

beforeEach(() => {
  vi.stubGlobal("fetch", network);
  vi.spyOn(console, "error").mockReturnValue();
});

afterEach(() => {
  network.mockReset();
  vi.unstubAllGlobals();
});

/** Posts the fields to the link; the backend first says where the prompt stands. */
function post(fields: Record<string, string>, stand: object, ...answers: Response[]) {
  network.mockResolvedValueOnce(Response.json(stand));
  for (const answer of answers) network.mockResolvedValueOnce(answer);
  const body = new URLSearchParams(fields);
  return promptReply(token, new Request("http://page/s/t", { method: "POST", body }));
}

function problem(status: number, kind: string, more = {}): Response {
  return Response.json({ type: `/problems/${kind}`, ...more }, { status });
}

/** What the backend was asked after it said where the prompt stands. */
function asked() {
  return network.mock.calls.slice(1).map(([url, init]) => {
    const path = (url as string).replace(/.*\/prompt\//, "");
    return [init?.method, path, JSON.parse(init?.body as string) as unknown];
  });
}

const first = { ":to": "next", ":version": "3", ":page": "one", ":shown": "hours", ":plain": "1" };
const last = { ...first, ":page": "two", ":shown": "more" };

test("a page is saved and leads to the next", async () => {
  const reply = await post({ ...first, hours: "8" }, open, Response.json({}));

  expect(reply).toEqual({ show: "elsewhere", step: { page: "two" } });
  expect(asked()).toMatchObject([
    ["PUT", "draft", { page: "two", changes: [{ item: "hours", answer: 8, at: null }] }],
  ]);
});

test("the last page is saved and sent with the answers to all pages", async () => {
  const sent = Response.json({ receipt: "AB12" }, { status: 201 });

  const reply = await post({ ...last, more: "1" }, open, Response.json({}), sent);

  expect(reply).toEqual({ show: "elsewhere", step: {} });
  expect(asked()).toMatchObject([
    ["PUT", "draft", {}],
    ["POST", "response", { answers: { hours: 7.5, more: 1 }, questionnaire_version: 3 }],
  ]);
});

test("a page that cannot be saved comes again with what was typed", async () => {
  network.mockRejectedValue(new TypeError("fetch failed"));

  const reply = await post({ ...first, hours: "8,5" }, open);

  expect(reply).toMatchObject({
    show: "prompt",
    status: 503,
    start: { page: "one", drafts: { hours: "8,5" }, sending: { state: "failed", why: "network" } },
  });
});

test("what the backend refuses leads to the page it is on", async () => {
  const refusal = problem(422, "answers-invalid", {
    errors: [{ item: "hours", code: "out_of_range", detail: "" }],
  });

  const reply = await post(last, open, Response.json({}), refusal);

  expect(reply).toMatchObject({
    status: 422,
    start: { page: "one", errors: { hours: "out_of_range" } },
  });
});

test.each([
  ["answered elsewhere", problem(409, "already-answered")],
  ["closed meanwhile", problem(410, "closed", { reason: "partial" })],
])("a prompt that was %s is shown as it stands now", async (_what, answer) => {
  expect(await post(first, open, answer)).toEqual({ show: "elsewhere", step: {} });
});

test("answers to another version are not taken", async () => {
  const reply = await post({ ...first, ":version": "2" }, open);

  expect(reply).toMatchObject({ show: "refusal", status: 409, refusal: "otherVersion" });
  expect(asked()).toEqual([]);
});

test("a posted start opens the version that was shown", async () => {
  const ready = { ...open, state: "ready" };

  const reply = await post({ ":to": "start", ":version": "3" }, ready, Response.json(open));

  expect(reply).toEqual({ show: "elsewhere", step: {} });
  expect(asked()).toEqual([["POST", "open", { questionnaire_version: 3 }]]);
});

test("answers to a prompt that is not opened open nothing", async () => {
  expect(await post(first, { ...open, state: "ready" })).toEqual({ show: "elsewhere", step: {} });
  expect(asked()).toEqual([]);
});

test.each(["answered", "closed"])(
  "a form posted to a prompt that is %s changes nothing",
  async (state) => {
    expect(await post(first, { ...open, state })).toEqual({ show: "elsewhere", step: {} });
    expect(asked()).toEqual([]);
  },
);

test("what is posted to an unknown link is not read further", async () => {
  network.mockResolvedValueOnce(problem(404, "unknown-link"));
  const body = new URLSearchParams(first);

  const reply = await promptReply(token, new Request("http://page/s/t", { method: "POST", body }));

  expect(reply).toEqual({ show: "unknown" });
});
