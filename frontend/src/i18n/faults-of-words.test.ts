import { expect, test } from "vitest";

import { faultsOfWords } from "@/i18n/faults-of-words";
import type { Language } from "@/i18n/languages";
import english from "@/i18n/words/en.json";

const files = import.meta.glob<Language>("./words/*.json", { eager: true, import: "default" });

const SAMPLE = { next: "Next", done: "{done} of {total}", left: { one: "One", other: "{n} left" } };

test.each(Object.entries(files))("the words of %s are whole", (path, { code, page }) => {
  expect(path).toBe(`./words/${code}.json`);
  expect(faultsOfWords(page, english.page, code)).toEqual([]);
});

test.each([
  [{ next: undefined }, "next: is missing"],
  [{ more: "More" }, "more: is not in English"],
  [{ next: " " }, "next: is empty"],
  [{ next: { one: "Next", other: "Next" } }, "next: is in one language a text, in the other"],
  [{ done: "{done}" }, "done: lacks {total}"],
  [{ done: "{done} {total} {sum}" }, "done: has a strange {sum}"],
  [{ left: { other: "{n} left" } }, "left: has the forms other, and needs one, other"],
  [{ left: { one: "One", few: "{n}", other: "{n}" } }, "left: has the forms few, one, other"],
  [{ left: { one: "One", other: "left" } }, "left: other: lacks {n}"],
  [{ left: { one: "{m}", other: "{n} left" } }, "left: one: has a strange {m}"],
])("%o is a fault", (change, fault) => {
  const page = JSON.parse(JSON.stringify({ ...SAMPLE, ...change })) as object;

  expect(faultsOfWords(page, SAMPLE, "de").join()).toContain(fault);
});

test("a form that stands for many numbers cannot spell one of them", () => {
  const left = { one: "Один", few: "{n}", many: "{n}", other: "{n}" };

  expect(faultsOfWords({ ...SAMPLE, left }, SAMPLE, "ru")).toEqual(["left: one: lacks {n}"]);
});

/** The names of what English has, at any depth, and the page's texts do not. */
type Strange<Has, Known> = {
  [Key in keyof Has]: Key extends keyof Known
    ? Has[Key] extends object
      ? Strange<Has[Key], Known[Key]>
      : never
    : Key;
}[keyof Has];

test("English has no text the page does not know", () => {
  const strange: Strange<typeof english.page, Language["page"]>[] = [];
  const none: never[] = strange;

  expect(none).toEqual([]);
});
