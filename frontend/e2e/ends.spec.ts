import { expect, type APIRequestContext, type APIResponse, test } from "@playwright/test";

import { SHORT } from "./every-kind";
import { PlainPage } from "./plain-page";
import { answeredIn, end, plant, type Planted } from "./planted";
import { QuestionnairePage } from "./questionnaire-page";

const TITLES = {
  expired: "This questionnaire has closed",
  cancelled: "This questionnaire is not needed any more",
  paused: "Your participation is paused",
  withdrawn: "You no longer take part in this study",
  study_ended: "This study is over",
} as const;

const FORM = "application/x-www-form-urlencoded";

/** Posts a body as a browser would that shows the page. */
function post(request: APIRequestContext, link: string, type: string, data: string | Buffer) {
  const headers = { "Content-Type": type, Origin: new URL(link).origin };
  return request.post(link, { headers, data });
}

async function headingOf(response: APIResponse): Promise<string> {
  return /<h1[^>]*>([^<]*)</.exec(await response.text())?.[1] ?? "";
}

for (const [fate, title] of Object.entries(TITLES)) {
  test(`a prompt that is closed as ${fate} has a page that says so`, async ({ page }) => {
    const prompt = plant(SHORT);
    const questionnaire = new QuestionnairePage(page);
    end(prompt, fate as keyof typeof TITLES);

    const status = await questionnaire.follow(prompt.link);

    expect(status).toBe(410);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    await expect(page.getByRole("link", { name: "My participation" })).toHaveAttribute(
      "href",
      "/me",
    );
    await questionnaire.expectAccessible();
  });
}

test("answers given before the time was over are kept, and the page says so", async ({
  browser,
}) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  const prompt = plant(SHORT, "pl");
  const form = new PlainPage(page);
  await form.start(prompt.link);
  await form.fill({ place: "1" });
  await form.press("next");
  end(prompt, "expired");

  await form.press("next");

  await expect(form.heading).toHaveText("Czas na ten kwestionariusz już minął");
  await page.close();
});

test("a form that is posted twice at once is answered once, with one receipt", async ({
  request,
}) => {
  const prompt = plant(SHORT);
  const step = (fields: string) => post(request, prompt.link, FORM, fields);
  await step(":to=start&:version=1");
  await step(":to=next&:version=1&:page=where&:shown=place&:plain=1&place=1");
  const last = ":to=next&:version=1&:page=end&:shown=mood&:plain=1&mood=40";

  const pages = await Promise.all([step(last), step(last)]);
  const late = await step(last);

  const receipts = await Promise.all([...pages, late].map(receiptOn));
  expect(new Set(receipts).size).toBe(1);
  expect(answeredIn(prompt)).toHaveLength(1);
});

async function receiptOn(response: APIResponse): Promise<string> {
  expect(await headingOf(response)).toBe("Thank you!");
  return /font-mono[^>]*>([^<]+)</.exec(await response.text())?.[1] ?? "";
}

const ODD_BODIES: [
  what: string,
  type: string,
  data: string | Buffer,
  status: number,
  title: string,
][] = [
  ["10 MB", FORM, Buffer.alloc(10_000_000, "x"), 413, "To za dużo naraz"],
  [
    "no form",
    "application/json",
    "{}",
    415,
    "Ta strona nie potrafi odczytać tego, co zostało wysłane",
  ],
  [
    "half a form",
    "multipart/form-data; boundary=b",
    '--b\r\nContent-Disposition: form-data; name="mood"\r\n\r\n4',
    400,
    "Coś zginęło po drodze",
  ],
  ["another version", FORM, ":to=next&:version=7", 409, "Ten kwestionariusz się zmienił"],
];

for (const [what, type, data, status, title] of ODD_BODIES) {
  test(`a page says in the participant's language that it cannot take ${what}`, async ({
    request,
  }) => {
    const { link } = plant(SHORT, "pl");
    await post(request, link, FORM, ":to=start&:version=1");

    const response = await post(request, link, type, data);

    expect(response.status()).toBe(status);
    expect(await headingOf(response)).toBe(title);
  });
}

test("a form posted to a link nobody was sent is told that the link is unknown", async ({
  request,
  baseURL,
}) => {
  const link = `${baseURL ?? ""}/s/${"A".repeat(43)}`;

  const response = await post(request, link, FORM, ":to=start");

  expect(response.status()).toBe(404);
  expect(await headingOf(response)).toBe("We do not know this link");
});

test("a form on the page of somebody else starts nothing", async ({ request }) => {
  const prompt: Planted = plant(SHORT);
  const headers = { "Content-Type": FORM, Origin: "https://elsewhere.example" };

  const response = await request.post(prompt.link, { headers, data: ":to=start&:version=1" });
  const page = await request.get(prompt.link);

  expect(response.status()).toBe(403);
  expect(await page.text()).toContain('value="start"');
});
