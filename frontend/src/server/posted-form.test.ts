import { expect, test } from "vitest";

import { fieldOf, postedForm } from "@/server/posted-form";

const FORM = "application/x-www-form-urlencoded";

function posted(body: BodyInit, type: string): Request {
  return new Request("http://x/", { method: "POST", body, headers: { "Content-Type": type } });
}

test("the fields of a form are read", async () => {
  const { form } = await postedForm(posted("email=+a%40example.org&a=1&a=2", FORM));

  expect(form && fieldOf(form, "email")).toBe("a@example.org");
  expect(form?.getAll("a")).toEqual(["1", "2"]);
  expect(form && fieldOf(form, "b")).toBe("");
});

test("10 MB are refused", async () => {
  const { status } = await postedForm(posted(`a=${"x".repeat(10_000_000)}`, FORM));

  expect(status).toBe(413);
});

test.each(["application/json", "text/plain", "image/png"])("%s is no form", async (type) => {
  expect((await postedForm(posted("{}", type))).status).toBe(415);
});

test("an empty form has no fields", async () => {
  const { form } = await postedForm(posted("", FORM));

  expect([...(form?.keys() ?? [])]).toEqual([]);
});
