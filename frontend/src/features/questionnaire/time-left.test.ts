import { expect, test } from "vitest";

import { deadlineOnPhone, timeLeft } from "@/features/questionnaire/time-left";

const deadline = Date.parse("2026-11-22T13:50:00Z");

test.each([
  ["13:44:59", "plenty"],
  ["13:45:00", "minutes"],
  ["13:48:59", "minutes"],
  ["13:49:00", "last_minute"],
  ["13:49:59", "last_minute"],
  ["13:50:00", "over"],
  ["14:50:00", "over"],
] as const)("at %s the time left until 13:50 is %s", (clock, expected) => {
  expect(timeLeft(deadline, Date.parse(`2026-11-22T${clock}Z`))).toBe(expected);
});

test("deadlineOnPhone corrects a phone whose clock is an hour ahead", () => {
  const answer = { server_time: "2026-11-22T13:30:00Z", finish_until: "2026-11-22T13:50:00Z" };

  const shown = deadlineOnPhone(answer, Date.parse("2026-11-22T14:30:00Z"));

  expect(new Date(shown).toISOString()).toBe("2026-11-22T14:50:00.000Z");
});

test("deadlineOnPhone corrects a phone whose clock is behind", () => {
  const answer = { server_time: "2026-11-22T13:30:00Z", finish_until: "2026-11-22T13:50:00Z" };

  const shown = deadlineOnPhone(answer, Date.parse("2026-11-22T13:28:00Z"));

  expect(new Date(shown).toISOString()).toBe("2026-11-22T13:48:00.000Z");
});
