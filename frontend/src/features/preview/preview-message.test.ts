import { expect, test } from "vitest";

import { readMessage } from "@/features/preview/preview-message";

const message = {
  type: "esmpress-preview",
  version: 1,
  definition: {},
  arrangement: {},
  moment: {},
  language: "en",
};

test("a message that asks to show a questionnaire is read", () => {
  expect(readMessage(message)).toBe(message);
});

test.each([
  ["no object", "esmpress-preview"],
  ["nothing", null],
  ["of another type", { ...message, type: "resize" }],
  ["of another version", { ...message, version: 2 }],
  ["without a definition", { ...message, definition: null }],
  ["without a language", { ...message, language: undefined }],
])("a message that is %s is passed over", (_, data) => {
  expect(readMessage(data)).toBeNull();
});
