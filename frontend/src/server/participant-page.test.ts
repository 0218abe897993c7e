import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { followEventLink, followLink, lookAtPrompt } from "@/server/participant-page";

const token = "t".repeat(24);
const network = vi.fn<typeof fetch>();

beforeEach(() => {
  vi.stubGlobal("fetch", network);
  vi.spyOn(console, "error").mockReturnValue();
});

afterEach(() => {
  network.mockReset();
  vi.unstubAllGlobals();
});

test("a malformed token is unknown without a call", async () => {
  expect(await followLink("../admin", new Headers())).toEqual({ status: 404, page: null });
  expect(network).not.toHaveBeenCalled();
});

test.each([
  ["ready", 200],
  ["closed", 410],
] as const)("a prompt that is %s is shown with status %i", async (state, status) => {
  network.mockResolvedValue(Response.json({ state }));

  const target = await followLink(token, new Headers());

  expect(target).toEqual({ status, page: { state } });
});

test.each(["ready", "cooling_down", "used_up", "closed"])(
  "a permanent link that is %s now is still good",
  async (state) => {
    network.mockResolvedValue(Response.json({ state }));

    const target = await followEventLink(token, new Headers());

    expect(target).toEqual({ status: 200, page: { state } });
    expect(network.mock.calls[0]?.[0]).toMatch(/\/api\/participant\/event$/);
  },
);

test("a link the backend does not know is unknown", async () => {
  network.mockResolvedValue(Response.json({}, { status: 404 }));

  expect((await followLink(token, new Headers())).status).toBe(404);
});

test("a backend that is away is a matter of time, and is logged without the token", async () => {
  network.mockRejectedValue(new TypeError("fetch failed"));

  const target = await followLink(token, new Headers());

  expect(target.status).toBe(503);
  expect(JSON.stringify(vi.mocked(console.error).mock.calls)).not.toContain(token);
});

test.each([
  [200, '{"state":"ready"}', { status: 200, page: { state: "ready" } }],
  [200, '{"state":"closed"}', { status: 410, page: { state: "closed" } }],
  [404, "{}", { status: 404, page: null }],
  [500, "{}", { status: 503, page: null }],
  [200, "half a page", { status: 503, page: null }],
])("a look that gets %i %s comes to the same as any other way", async (status, body, target) => {
  const asked: unknown[] = [];
  const server = createServer(({ url, headers }, response) => {
    asked.push([url, headers.authorization, headers["x-request-id"]]);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("API_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  const found = await followLink(token, new Headers({ "X-Request-ID": "abc-12345" }), lookAtPrompt);

  expect(found).toEqual(target);
  expect(asked).toEqual([["/api/participant/prompt", `Bearer ${token}`, "abc-12345"]]);
  vi.unstubAllEnvs();
  server.close();
  server.closeAllConnections();
});
