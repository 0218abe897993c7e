import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { passThrough } from "@/server/pass-through";

const network = vi.fn<typeof fetch>();

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

function post(body: string, headers: Record<string, string> = {}): Request {
  return new Request("http://page/api/participant/prompt/response", {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json", ...headers },
  });
}

test("the backend gets the body, the token and the request id, and no cookies", async () => {
  network.mockResolvedValue(Response.json({ receipt: "AB12" }, { status: 201 }));
  const headers = { Authorization: "Bearer t", "X-Request-ID": "abc-12345", Cookie: "a=b" };

  const answer = await passThrough(post('{"answers":{}}', headers), "prompt/response");

  const [url, sent] = network.mock.calls[0] ?? [];
  const passed = new Headers(sent?.headers);
  expect(url).toBe("http://backend:8000/api/participant/prompt/response");
  expect(new TextDecoder().decode(sent?.body as Uint8Array)).toBe('{"answers":{}}');
  expect(passed.get("Authorization")).toBe("Bearer t");
  expect(passed.get("X-Request-ID")).toBe("abc-12345");
  expect(passed.has("Cookie")).toBe(false);
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({ receipt: "AB12" });
});

test("a body nested without end is handed on unread, and so is what the backend says", async () => {
  const malformed = { type: "/problems/malformed", status: 400 };
  network.mockResolvedValue(Response.json(malformed, { status: 400 }));
  const deep = "[".repeat(200_000);

  const answer = await passThrough(post(deep), "prompt/response");

  expect(new TextDecoder().decode(network.mock.calls[0]?.[1]?.body as Uint8Array)).toBe(deep);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual(malformed);
});

test("the backend gets the query as well", async () => {
  network.mockResolvedValue(Response.json({ id: "1" }, { status: 201 }));
  const request = new Request("http://page/api/participant/prompt/photo?item=view", {
    method: "POST",
    body: "x",
  });

  await passThrough(request, "prompt/photo");

  expect(network.mock.calls[0]?.[0]).toBe(
    "http://backend:8000/api/participant/prompt/photo?item=view",
  );
});

test("a photo may be larger than answers, up to what an item may allow", async () => {
  network.mockResolvedValue(Response.json({ id: "1" }, { status: 201 }));

  const taken = await passThrough(post("x".repeat(5_000_000)), "prompt/photo");
  const refused = await passThrough(post("x".repeat(5_000_001)), "prompt/photo");

  expect(taken.status).toBe(201);
  expect(refused.status).toBe(413);
});

test("an empty answer stays empty", async () => {
  network.mockResolvedValue(new Response(null, { status: 204 }));

  const answer = await passThrough(post(""), "prompt/open");

  expect(answer.status).toBe(204);
});

test.each(["../admin", "prompt/%2e%2e", "prompt//x", "prompt?x=1", "", "Prompt"])(
  "the path %s is not passed on",
  async (path) => {
    const answer = await passThrough(post("{}"), path);

    expect(answer.status).toBe(404);
    expect(network).not.toHaveBeenCalled();
  },
);

test("a body over the limit is refused before the backend sees it", async () => {
  const answer = await passThrough(post("x".repeat(256 * 1024 + 1)), "prompt/response");

  expect(answer.status).toBe(413);
  expect(network).not.toHaveBeenCalled();
});

test("a backend that is away is a 502 problem document", async () => {
  network.mockRejectedValue(new TypeError("fetch failed"));

  const answer = await passThrough(post("{}"), "prompt/response");

  expect(answer.status).toBe(502);
  expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({ type: "/problems/backend-away", status: 502 });
});
