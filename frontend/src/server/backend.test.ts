import { afterEach, expect, test, vi } from "vitest";

import { backendOrigin, internalHeaders, requestIdOf } from "@/server/backend";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("backendOrigin is read when it is used", () => {
  vi.stubEnv("API_URL", "http://backend:8000/");

  expect(backendOrigin()).toBe("http://backend:8000");
});

test("internalHeaders say that the person came by TLS", () => {
  vi.stubEnv("PUBLIC_URL", "https://study.example.org");

  expect(internalHeaders("r-12345678")).toEqual({
    "X-Request-ID": "r-12345678",
    "X-Forwarded-Proto": "https",
  });
});

test("requestIdOf keeps a well-formed id and replaces any other", () => {
  expect(requestIdOf(new Headers({ "X-Request-ID": "abc-12345" }))).toBe("abc-12345");
  expect(requestIdOf(new Headers({ "X-Request-ID": "a b" }))).toMatch(/^[0-9a-f-]{36}$/);
});
