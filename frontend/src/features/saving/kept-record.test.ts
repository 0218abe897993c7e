import { expect, test } from "vitest";

import { type Known, recordAfter } from "@/features/saving/kept-record";
import type { Outgoing } from "@/features/saving/outbox";
import { keptPrompt } from "@/features/saving/sample-outbox";

const { isRefused: _isRefused, ...prompt } = keptPrompt({
  items: { mood: { draft: 40, at: 100, isSent: false } },
});
const known: Known = { ...prompt, timings: { items: {}, pages: {}, hidden: [], device: null } };
const response: Outgoing = { what: "response", body: "{}", token: "t" };
const draft: Outgoing = { what: "draft", body: "{}", token: "t" };

test("what another tab has changed later stays", () => {
  const theirs = { mood: { draft: 10, at: 200, isSent: true } };

  expect(recordAfter(known, keptPrompt({ items: theirs })).items).toEqual(theirs);
});

test("answers that another tab has sent, and that wait, are not written over", () => {
  const kept = keptPrompt({ outgoing: response });

  expect(recordAfter(known, kept).outgoing).toBe(response);
  expect(recordAfter({ ...known, outgoing: draft }, kept).outgoing).toBe(response);
});

test("a draft that waited and was sent is gone, and with it the token", () => {
  expect(recordAfter(known, keptPrompt({ outgoing: draft })).outgoing).toBeNull();
});

test("what was kept of another version is written over", () => {
  const kept = keptPrompt({
    version: 1,
    outgoing: response,
    items: { gone: { draft: 1, at: 999, isSent: false } },
  });

  expect(recordAfter(known, kept)).toMatchObject({ items: known.items, outgoing: null });
});

test("a photo that is not with the server yet leaves nothing", () => {
  const items = { view: { draft: "unsent", at: 100, isSent: false } };

  expect(recordAfter({ ...known, items }, undefined).items).toEqual({});
});
