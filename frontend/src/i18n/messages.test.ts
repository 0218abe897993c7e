import { expect, test } from "vitest";

import { messagesIn } from "@/i18n/languages";

test.each([
  ["en", "e-mail"],
  ["pl", "e-mailem"],
  ["de", "E-Mail"],
])("in %s only the last sentence of a closed page promises another mail", (language, mail) => {
  const { closed } = messagesIn(language);

  expect(closed.next).toContain(mail);
  expect(closed.title + closed.detail).not.toContain(mail);
});

test.each([
  ["en", "not saved"],
  ["pl", "nie zostały zapisane"],
  ["de", "nicht gespeichert"],
])("in %s answers that came too late are said not to be saved", (language, words) => {
  expect(messagesIn(language).tooLate.detail).toContain(words);
});
