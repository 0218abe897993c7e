import { expect, test } from "@playwright/test";

import { SHORT } from "./every-kind";
import { plant } from "./planted";

test("an error that nobody caught is told to the server, without the page's address", async ({
  page,
}) => {
  const { link } = plant(SHORT);
  await page.goto(link);
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
