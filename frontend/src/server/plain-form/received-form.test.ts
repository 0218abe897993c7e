import { expect, test } from "vitest";

import { receivedForm } from "@/server/plain-form/received-form";

function post(body: BodyInit, type?: string): Request {
  const headers = type === undefined ? {} : { "Content-Type": type };
  return new Request("http://page/s/token", { method: "POST", body, headers });
}

test("a form is read in both ways browsers post one", async () => {
  const fields = new FormData();
  fields.append("mood", "40");

  const encoded = await receivedForm(post(new URLSearchParams({ mood: "40" })));
  const inParts = await receivedForm(post(fields));

  expect(encoded).toMatchObject({ form: fields });
  expect("form" in inParts && inParts.form.get("mood")).toBe("40");
});

test.each(["application/json", "text/plain", "multipart/mixed", ""])(
  "a body of the type %s is no form",
  async (type) => {
    expect(await receivedForm(post("{}", type))).toEqual({ refused: 415 });
  },
);

test.each([256 * 1024 + 1, 10_000_000])("%i bytes are more than a page holds", async (length) => {
  const body = "x".repeat(length);

  const type = "application/x-www-form-urlencoded";

  expect(await receivedForm(post(body, type))).toEqual({ refused: 413 });
});

test.each([
  ["a photo of the largest size an item may allow", 5_000_000, false],
  ["a larger one", 5_300_000, true],
])("%s is taken, or not", async (_what, size, isRefused) => {
  const fields = new FormData();
  fields.append("view", new File([new Uint8Array(size)], "view.jpg"));

  expect("refused" in (await receivedForm(post(fields)))).toBe(isRefused);
});

test("words as long as a photo are too long in a form of either kind", async () => {
  const fields = new FormData();
  fields.append("note", "x".repeat(300_000));

  expect(await receivedForm(post(fields))).toEqual({ refused: 413 });
});

test("a form that broke off is malformed", async () => {
  const body = '--b\r\nContent-Disposition: form-data; name="mood"\r\n\r\n4';

  expect(await receivedForm(post(body, "multipart/form-data; boundary=b"))).toEqual({
    refused: 400,
  });
});

test("an empty form has no fields", async () => {
  const received = await receivedForm(post("", "application/x-www-form-urlencoded"));

  expect("form" in received && [...received.form.keys()]).toEqual([]);
});
