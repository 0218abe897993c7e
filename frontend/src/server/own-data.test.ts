import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ownData } from "@/server/own-data";

const token = "t".repeat(56);
const network = vi.fn<typeof fetch>();
const FILE = {
  "Content-Type": "application/zip",
  "Content-Length": "4",
  "Content-Disposition": 'attachment; filename="study_P0001.zip"',
};

beforeEach(() => {
  vi.stubGlobal("fetch", network);
  vi.spyOn(console, "error").mockReturnValue();
});

afterEach(() => {
  network.mockReset();
  vi.unstubAllGlobals();
});

test("the file is handed on as it comes, with its name and length and nothing else", async () => {
  network.mockResolvedValue(new Response("PK..", { headers: { ...FILE, "X-Inside": "1" } }));

  const file = await ownData(token, new Headers());

  expect(await file?.text()).toBe("PK..");
  expect(Object.fromEntries(file?.headers ?? [])).toEqual({
    "content-type": "application/zip",
    "content-length": "4",
    "content-disposition": FILE["Content-Disposition"],
  });
  expect(network.mock.calls[0]?.[0]).not.toContain(token);
});

test("a file that breaks off ends early instead of failing, and the log has no token", async () => {
  let part = 0;
  const broken = new ReadableStream({
    pull(controller) {
      if (part++ === 0) controller.enqueue(new TextEncoder().encode("PK"));
      else controller.error(new TypeError(`terminated ${token}`));
    },
  });
  network.mockResolvedValue(new Response(broken, { headers: FILE }));

  const file = await ownData(token, new Headers());

  expect(await file?.text()).toBe("PK");
  const logged = JSON.stringify(vi.mocked(console.error).mock.calls);
  expect(logged).toContain("data_broken_off");
  expect(logged).not.toContain(token);
});

test.each([404, 410, 500])("there is no file where the backend says %i", async (status) => {
  network.mockResolvedValue(new Response("{}", { status }));

  expect(await ownData(token, new Headers())).toBeNull();
});

test("a malformed token is not even asked for", async () => {
  expect(await ownData("../me", new Headers())).toBeNull();
  expect(network).not.toHaveBeenCalled();
});
