import { expect, test } from "vitest";

import { hiddenFields, joinRequest, readEntered } from "@/features/join/entered";

const ENTERED = {
  email: "ada@example.org",
  agreed: ["answers", "contact"],
  answers: { age: 20, city: 'a "b" <c>' },
  version: 3,
};

function formOf(fields: readonly [string, string][]): FormData {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return form;
}

test("what was entered comes back from the hidden fields as it was", () => {
  expect(readEntered(formOf(hiddenFields(ENTERED)))).toEqual(ENTERED);
});

test("an empty form says nothing", () => {
  const nothing = { email: "", agreed: [], answers: null, version: 0 };

  expect(readEntered(new FormData())).toEqual(nothing);
  expect(readEntered(formOf(hiddenFields(nothing)))).toEqual(nothing);
});

test.each(["[1]", "{", "7", "null"])("answers changed to %s are none", (answers) => {
  expect(readEntered(formOf([["answers", answers]])).answers).toBeNull();
});

test("the request names each purpose of the consent, and no other", () => {
  const purposes = [
    { name: "answers", text: {}, required: true },
    { name: "photos", text: {}, required: false },
  ];

  expect(joinRequest(ENTERED, purposes, "de")).toEqual({
    email: "ada@example.org",
    language: "de",
    answers: ENTERED.answers,
    consent_version: 3,
    purposes: { answers: true, photos: false },
  });
});
