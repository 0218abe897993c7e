import { expect, test } from "vitest";

import { en } from "@/i18n/en";
import { pl } from "@/i18n/pl";

test.each([
  ["en", en.closed, "e-mail"],
  ["pl", pl.closed, "e-mailem"],
])("in %s only the last sentence of a closed page promises another mail", (_, closed, mail) => {
  expect(closed.next).toContain(mail);
  expect(closed.title + closed.detail).not.toContain(mail);
});

test.each([
  ["en", en.tooLate.detail, "not saved"],
  ["pl", pl.tooLate.detail, "nie zostały zapisane"],
])("in %s answers that came too late are said not to be saved", (_, detail, words) => {
  expect(detail).toContain(words);
});
