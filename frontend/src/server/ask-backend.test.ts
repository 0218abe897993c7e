import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { askBackend } from "@/server/ask-backend";

const network = vi.fn<typeof fetch>();
const headers = new Headers({ "X-Request-ID": "abc-12345" });
const token = "t".repeat(40);

beforeEach(() => {
  vi.stubGlobal("fetch", network);
  vi.stubEnv("API_URL", "http://backend:8000");
  vi.spyOn(console, "error").mockReturnValue();
});

afterEach(() => {
  network.mockReset();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

test("a page asks with the person's request id and the token, which stays out of the address", async () => {
  network.mockResolvedValue(Response.json({ day: 3 }));

  const answer = await askBackend({ path: "me", headers, token });

  expect(answer).toEqual({ outcome: "done", value: { day: 3 } });
  const [address, request] = network.mock.calls[0] ?? [];
  expect(address).toBe("http://backend:8000/api/participant/me");
  expect(request).toMatchObject({
    method: "GET",
    headers: { Authorization: `Bearer ${token}`, "X-Request-ID": "abc-12345" },
  });
});

test("what is posted goes as JSON", async () => {
  network.mockResolvedValue(Response.json({}, { status: 202 }));

  await askBackend({ path: "me/link", headers, body: { email: "a@example.org" } });

  expect(network.mock.calls[0]?.[1]).toMatchObject({
    method: "POST",
    body: '{"email":"a@example.org"}',
    headers: { "Content-Type": "application/json" },
  });
});

test("a refusal comes with its problem document", async () => {
  const problem = { type: "/problems/full", title: "Full", status: 409, detail: "" };
  network.mockResolvedValue(Response.json(problem, { status: 409 }));

  const answer = await askBackend({ path: "join/x/request", headers, body: {} });

  expect(answer).toEqual({ outcome: "refused", status: 409, problem });
});

test.each([
  ["fails", () => Promise.resolve(new Response("oops", { status: 500 }))],
  ["cannot be reached", () => Promise.reject(new TypeError("fetch failed"))],
  ["sends what is no JSON", () => Promise.resolve(new Response("<p>", { status: 404 }))],
])("a backend that %s is away, and the log has neither token nor path", async (_, reply) => {
  network.mockImplementation(reply);

  const answer = await askBackend({ path: "me", headers, token });

  expect(answer).toEqual({ outcome: "away" });
  const logged = JSON.stringify(vi.mocked(console.error).mock.calls);
  expect(logged).toContain("abc-12345");
  expect(logged).not.toContain(token);
});
