import { expect, test } from "@playwright/test";

import { EVERY_KIND } from "./every-kind";
import { KeyboardPage } from "./keyboard-page";
import { answeredIn, plant } from "./planted";
import { PHOTO } from "./photo";
import { QuestionnairePage } from "./questionnaire-page";

// As somebody sits before it who uses no pointer.
test.use({ viewport: { width: 1280, height: 800 }, hasTouch: false, isMobile: false });
test.describe.configure({ timeout: 120_000 });

const TITLE = "Everything";

/**
 * The keys for each control, page by page: days and times as they are typed in any country. Photos go
 * by what the system shows.
 */
const PAGES: [selector: string, ...keys: string[]][][] = [
  [
    ["#answer-mood", "ArrowRight"],
    ["#answer-affect", "ArrowRight", "ArrowUp"],
    ["#answer-well", "Space", "ArrowRight"],
    ['[name="state.calm"] >> nth=0', "Space"],
    ['[name="state.tired"] >> nth=0', "Space", "ArrowRight"],
  ],
  [
    ["#answer-place", "Space", "ArrowDown"],
    ["#answer-doing", "Space"],
    ["#answer-alone", "Space"],
    ["#answer-face", "Space"],
    ['.ranked:has-text("B") > button >> nth=0', "Enter"],
    ['.ranked:has-text("A") > button >> nth=0', "Enter"],
    ['.ranked:has-text("C") > button >> nth=0', "Enter"],
  ],
  [
    ["#answer-coffees", "2"],
    ["#answer-note", "a quiet day"],
    ['[name=":declined"]', "Space"],
  ],
  [
    ["#answer-day_of", "06062026"],
    ["#answer-woke", "0735a"],
    ["#answer-walked", "1"],
  ],
];

const EXPORTED = {
  ...{ mood: "51", affect_valence: "1", affect_arousal: "1", well: "2" },
  ...{ state_calm: "1", state_tired: "2", place: "2", doing_1: "1", alone: "1", face: "1" },
  ...{ order_2: "1", order_1: "2", order_3: "3", coffees: "2", note: "a quiet day" },
  ...{ income_missing: "declined", day_of: "2026-06-06", woke: "07:35", walked: "60", agreed: "1" },
};

test("every kind of item is answered by keys alone, and the focus is seen all the way", async ({
  page,
}) => {
  const prompt = plant(EVERY_KIND);
  const keys = new KeyboardPage(page);
  page.on("filechooser", (chooser) => void chooser.setFiles(PHOTO));
  await new QuestionnairePage(page).follow(prompt.link);
  await keys.press("Start");
  await keys.expectAtHeading(TITLE);

  for (const answers of PAGES) {
    for (const answer of answers) await keys.use(...answer);
    await keys.press("Next");
    await keys.expectAtHeading(TITLE);
  }
  await keys.reach(page.locator("#answer-view"));
  await page.keyboard.press("Enter");
  await expect(page.getByText("The photo has been sent.")).toBeVisible();
  await keys.use("#answer-agreed", "Space");
  await keys.press("Send answers");

  await keys.expectAtHeading("Thank you!");
  expect(answeredIn(prompt)).toMatchObject([EXPORTED]);
});

test("what is refused is told first, and leads to the control it is about", async ({ page }) => {
  const keys = new KeyboardPage(page);
  await new QuestionnairePage(page).follow(plant(EVERY_KIND).link);
  await keys.press("Start");

  await keys.press("Next");
  await expect(page.getByRole("group", { name: "4 answers need another look" })).toBeFocused();
  expect(await keys.focusAsSeen()).toBe("seen");
  await keys.reach(page.getByRole("link", { name: "I feel well." }));
  await page.keyboard.press("Enter");

  await expect(page.locator("#answer-well")).toBeFocused();
  expect(await keys.focusAsSeen()).toBe("seen");
});
