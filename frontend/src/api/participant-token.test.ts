import { expect, test } from "vitest";

import { isToken, tokenInPath } from "@/api/participant-token";

test("isToken accepts the length and the characters of a token and nothing else", () => {
  expect(isToken("A".repeat(20))).toBe(true);
  expect(isToken("a-_9".repeat(16))).toBe(true);
  expect(isToken("A".repeat(19))).toBe(false);
  expect(isToken("A".repeat(65))).toBe(false);
  expect(isToken(`${"A".repeat(20)}\n`)).toBe(false);
  expect(isToken("../../../admin/login/")).toBe(false);
});

test("tokenInPath finds the token of a participant's page", () => {
  expect(tokenInPath("/s/abcdefghijklmnopqrstuvwx")).toBe("abcdefghijklmnopqrstuvwx");
  expect(tokenInPath("/s/abcdefghijklmnopqrstuvwx/")).toBe("abcdefghijklmnopqrstuvwx");
  expect(tokenInPath("/e/abcdefghijklmnopqrstuvwx")).toBe("abcdefghijklmnopqrstuvwx");
  expect(tokenInPath("/x/abcdefghijklmnopqrstuvwx")).toBe("");
  expect(tokenInPath("/s/short")).toBe("");
  expect(tokenInPath("/404")).toBe("");
});
