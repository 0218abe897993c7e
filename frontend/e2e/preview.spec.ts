import AxeBuilder from "@axe-core/playwright";
import { expect, type FrameLocator, type Page, test } from "@playwright/test";

import { THREE_PAGES } from "./preview-questionnaire";

const admin = new URL(process.env.E2E_ADMIN_URL ?? "http://127.0.0.1:8000").origin;
const arrangement = { pages: [], items: {}, options: {}, rows: {}, left_out: [] };
const moment = { day: 1, beep: 1, previous: {}, earlier: {} };
const MESSAGE = {
  ...{ type: "esmpress-preview", version: 1, language: "en" },
  ...{ definition: THREE_PAGES, arrangement, moment },
};

/** Puts the preview in a frame on a page of the Admin, which posts it a questionnaire. */
async function framedInAdmin(page: Page, preview: string): Promise<FrameLocator> {
  await page.goto(`${admin}/admin/login/`);
  await page.evaluate(
    ([address, message]) => {
      addEventListener("message", ({ data, origin, source }: MessageEvent<{ type: string }>) => {
        if (data.type !== "esmpress-preview-ready") return;
        (source as Window).postMessage(message, origin);
      });
      document.body.innerHTML = "<main><h1>Framed</h1><iframe title='Preview'></iframe></main>";
      Object.assign(document.querySelector("iframe") ?? {}, {
        src: address,
        width: "370",
        height: "700",
      });
    },
    [preview, MESSAGE] as const,
  );
  return page.frameLocator("iframe");
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include({ fromFrames: ["iframe", "html"] })
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" ")}`)).toEqual(
    [],
  );
}

async function answerStress(frame: FrameLocator, key: "Home" | "End"): Promise<void> {
  await frame.locator("#answer-stress").press(key);
  await frame.getByRole("button", { name: "Next" }).click();
}

test("pages follow the answers, go back with all answers kept, and end with what is stored", async ({
  page,
  baseURL,
}) => {
  const frame = await framedInAdmin(page, `${baseURL ?? ""}/preview`);

  await frame.getByRole("button", { name: "Start" }).click();
  await answerStress(frame, "Home");
  await expect(frame.getByRole("heading", { level: 2 })).toHaveText("Your night");
  await expect(frame.getByText("You said 0.")).toBeVisible();
  await expectAccessible(page);
  await frame.getByRole("button", { name: "Back" }).click();
  await expect(frame.locator("#answer-stress")).toHaveValue("0");
  await answerStress(frame, "End");
  await expect(frame.getByRole("heading", { level: 2 })).toBeFocused();
  await expect(frame.getByRole("heading", { level: 2 })).toHaveText("Your work");
  await frame.getByRole("button", { name: "Next" }).click();
  await expect(frame.getByText("You skipped this question.")).toBeVisible();
  await expectAccessible(page);
  await frame.getByRole("button", { name: "Yes, go on" }).click();
  await frame.getByRole("button", { name: "Send answers" }).click();
  await expect(frame.getByText("Please enter a time of day.")).toBeVisible();
  await expectAccessible(page);
  await frame.getByLabel("Prefer not to say").check();
  await frame.getByRole("button", { name: "Send answers" }).click();

  await expect(frame.getByRole("row")).toHaveText([
    "ItemValue",
    "stress100",
    'woke{"missing":"declined"}',
  ]);
});

test("only the Admin may frame the preview, and nobody any other page", async ({ request }) => {
  const policyOf = async (path: string) =>
    (await request.get(path)).headers()["content-security-policy"] ?? "";

  expect(await policyOf("/preview")).toContain(`frame-ancestors ${admin}`);
  expect(await policyOf("/preview/")).not.toContain("unsafe");
  expect(await policyOf(`/s/${"A".repeat(43)}`)).toContain("frame-ancestors 'none'");
});
