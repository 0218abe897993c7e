import { expect, test } from "@playwright/test";

import { EVERY_KIND, LONG, SHORT } from "./every-kind";
import { PHOTO } from "./photo";
import { PlainPage } from "./plain-page";
import { answeredIn, plant } from "./planted";

test.use({ javaScriptEnabled: false });

const EXPORTED = {
  mood: "63",
  affect_valence: "-4",
  affect_arousal: "2",
  well: "4",
  state_calm: "1",
  state_tired: "3",
  place: "2",
  doing_1: "1",
  doing_2: "0",
  doing_3: "1",
  alone: "0",
  face: "2",
  order_1: "2",
  order_2: "3",
  order_3: "1",
  coffees: "2.5",
  note: "Quiet",
  income_missing: "declined",
  day_of: "2027-01-31",
  woke: "07:35",
  walked: "75",
  agreed: "1",
  twice: "126",
};

test("a long page is there as a whole without script", async ({ page }) => {
  const form = new PlainPage(page);
  await form.start(plant(LONG).link);

  for (const name of ["mood", "place", "coffees", "day_of", "agreed"]) {
    await expect(form.field(name).first()).toBeVisible();
  }
});

test("every kind of item is answered without script", async ({ page }) => {
  const prompt = plant(EVERY_KIND);
  const form = new PlainPage(page);
  await form.start(prompt.link);

  await form.fill({ mood: "63", "affect.valence": "-4", "affect.arousal": "2", well: "4" });
  await form.fill({ "state.calm": "1", "state.tired": "3" });
  expect(await form.press("next")).toBe(303);
  await form.fill({ place: "2", doing: ["1", "3"], alone: "false", face: "2" });
  await form.fill({ "order.1": "2", "order.2": "3", "order.3": "1" });
  await form.press("next");
  await form.fill({ coffees: "2,5", note: "Quiet", ":declined": "income" });
  await form.press("next");
  await form.fill({
    day_of: "2027-01-31",
    woke: "07:35",
    "walked.hours": "1",
    "walked.minutes": "15",
  });
  await form.press("next");
  await form.field("view").setInputFiles(PHOTO);
  await page.locator("[name=agreed]").check();
  await form.press("next");

  expect(await form.receipt()).toMatch(/^[2-9A-Z]{4}/);
  const [row] = answeredIn(prompt);
  expect(row).toMatchObject(EXPORTED);
  expect(row?.view).not.toBe("");
});

test("what does not fit is said on the page, and what was typed stays", async ({ page }) => {
  const form = new PlainPage(page);
  await form.start(plant(EVERY_KIND).link);

  await form.fill({ mood: "high", "affect.valence": "3" });
  expect(await form.press("next")).toBe(422);

  await expect(form.field("mood")).toHaveValue("high");
  await expect(form.field("affect.valence")).toHaveValue("3");
  expect(await form.errors.allInnerTexts()).toEqual([
    "Please enter a number in digits.",
    "Please choose from both lists.",
    "Please choose a point on the scale.",
    "Please answer each row.",
  ]);
});

test("what comes up by an answer comes on the same page, and back keeps it", async ({ page }) => {
  const prompt = plant(SHORT);
  const form = new PlainPage(page);
  await form.start(prompt.link);

  await form.fill({ place: "2" });
  await form.press("next");
  expect(await form.shown()).toEqual(["place", "note"]);
  await form.fill({ note: "Busy" });
  await form.press("next");
  expect(await form.shown()).toEqual(["coffees"]);
  await form.fill({ coffees: "3" });
  await form.press("back");
  await expect(form.field("note")).toHaveValue("Busy");
  await form.fill({ place: "1" });
  await form.press("next");
  expect(await form.shown()).toEqual(["mood"]);
  await form.press("next");

  expect(await form.receipt()).toMatch(/^[2-9A-Z]{4}/);
  expect(answeredIn(prompt)).toMatchObject([{ place: "1", coffees: "", mood: "" }]);
});

test("whether a question is meant to be skipped is asked once", async ({ page }) => {
  const form = new PlainPage(page);
  await form.start(plant(SHORT).link);
  await form.fill({ place: "2" });
  await form.press("next");

  expect(await form.press("next")).toBe(200);
  await expect(page.locator("[data-slot=alert]")).toContainText("You skipped this question");
  await form.press("next");

  expect(await form.shown()).toEqual(["coffees"]);
});

test("one question at a time has a page for each, and a way back", async ({ page }) => {
  const form = new PlainPage(page);
  await form.start(plant({ ...EVERY_KIND, presentation: "item" }).link);

  await form.fill({ mood: "20" });
  await form.press("next");
  expect(await form.shown()).toEqual(["affect"]);
  await expect(page.locator("#progress-label")).toContainText("Question 2 of 17");
  await form.press("back");

  await expect(form.field("mood")).toHaveValue("20");
});

test("a look at the page opens nothing, and starting twice opens it once", async ({
  page,
  request,
}) => {
  const { link } = plant(SHORT);
  const form = new PlainPage(page);

  await page.goto(link);
  await page.goto(`${link}?page=end`);
  await expect(page.locator('button[value="start"]')).toBeVisible();
  await form.press("start");
  const origin = new URL(link).origin;
  const again = await request.post(link, {
    form: { ":to": "start", ":version": "1" },
    headers: { Origin: origin },
  });

  expect(again.status()).toBe(200);
  expect(await again.text()).toContain('name="place"');
});
