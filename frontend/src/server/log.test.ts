import { expect, test, vi } from "vitest";

import { logError } from "@/server/log";

test("logError writes one line of JSON with the kind of the error and not its words", () => {
  const written = vi.spyOn(console, "error").mockReturnValue();
  const error = new TypeError("GET http://x/s/secret-token failed", {
    cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
  });

  logError({ event: "page_failed", requestId: "r-1", error });

  const line = String(written.mock.calls[0]?.[0]);
  expect(JSON.parse(line)).toMatchObject({
    level: "error",
    event: "page_failed",
    request_id: "r-1",
    error: "TypeError: ECONNREFUSED",
  });
  expect(line).not.toContain("secret-token");
});
