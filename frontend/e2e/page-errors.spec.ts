import { expect, test } from "@playwright/test";

import { Mailbox } from "./mailbox";
import { unansweredLink } from "./unanswered-link";

const { E2E_MAIL_URL: mail = "" } = process.env;

test("an error that nobody caught is told to the server, without the page's address", async ({
  page,
  request,
}) => {
  const link = await unansweredLink(page, new Mailbox(request, mail));
  const reported = page.waitForResponse((response) => response.url().endsWith("/page/error"));

  await page.evaluate(() => {
    setTimeout(() => {
      throw new TypeError("is not a function");
    });
  });

  const answer = await reported;
  expect(answer.status()).toBe(204);
  const body = answer.request().postData() ?? "";
  expect(JSON.parse(body)).toEqual({
    name: "TypeError",
    message: "is not a function",
    places: [],
  });
  expect(answer.request().headers()).not.toHaveProperty("authorization");
  expect(body).not.toContain(new URL(link).pathname.split("/").pop());
});
