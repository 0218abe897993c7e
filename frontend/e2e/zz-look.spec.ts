import { expect, test, type Page } from "@playwright/test";
import { QuestionnairePage } from "./questionnaire-page";
const S = "/tmp/shots"; const D="http://127.0.0.1:8977";
let n = 0; const tok = (p: string) => (p + "x".repeat(24) + Date.now() + n++).slice(-0).slice(0, 60);
function watch(page: Page) { const bad: string[] = []; page.on("console", m => { if (["error","warning"].includes(m.type()) && !/status of (404|410|409|422|5\d\d)|net::ERR/.test(m.text())) bad.push(m.text()); }); page.on("pageerror", e => bad.push(String(e))); page.on("request", r => { if (!r.url().startsWith("http://127.0.0.1:4377")) bad.push("third party " + r.url()); }); return bad; }
const shot = (page: Page, name: string, fullPage = true) => page.screenshot({ path: `${S}/${name}.png`, fullPage });
for (const scheme of ["light", "dark"] as const) for (const lang of ["en", "pl"]) test(`look ${scheme} ${lang}`, async ({ page }) => {
  const bad = watch(page); await page.emulateMedia({ colorScheme: scheme }); const q = new QuestionnairePage(page);
  const t = tok("ready"); await fetch(D + "/__clear");
  expect(await q.follow(`/s/${t}?lang=${lang}`)).toBe(200);
  const log1 = await (await fetch(D + "/__log")).json(); expect(log1.map((l: any) => l.m)).toEqual(["GET"]);
  await shot(page, `${scheme}-${lang}-1-intro`, false); await q.expectAccessible();
  await q.openByTouch(); await shot(page, `${scheme}-${lang}-2-items`); await shot(page, `${scheme}-${lang}-2-items-fold`, false); await q.expectAccessible();
  await q.answerByTouch({ company: 2, sleep: "99" }); await q.sendByTouch();
  await expect(page.getByRole("alert")).toBeFocused(); await shot(page, `${scheme}-${lang}-3-errors`); await shot(page, `${scheme}-${lang}-3-errors-fold`, false); await q.expectAccessible();
  await page.getByRole("alert").getByRole("link").first().tap(); await expect(q.control("valence")).toBeFocused(); await shot(page, `${scheme}-${lang}-3b-jump`, false);
  await q.answerByTouch({ valence: 70 }); await expect(q.control("valence")).toHaveValue("70");
  await q.answerByTouch({ arousal: 30, sleep: "7,5", coffee: "2", event: "x".repeat(190), word: "quiet", place: 1 });
  await shot(page, `${scheme}-${lang}-4-filled`); await q.expectAccessible();
  await Promise.all([q.sendByTouch(), q.sendByTouch().catch(() => {})]);
  expect(await q.receipt()).toBe("K7QF-2M9X"); await shot(page, `${scheme}-${lang}-5-thanks`, false); await q.expectAccessible();
  const log = await (await fetch(D + "/__log")).json(); expect(log.map((l: any) => l.m + " " + l.u)).toEqual(["GET /api/participant/prompt", "POST /api/participant/prompt/open", "POST /api/participant/prompt/start", "POST /api/participant/prompt/response"]);
  expect(JSON.parse(log[3].b)).toEqual({ answers: { valence: 70, arousal: 30, company: 2, place: 1, sleep: 7.5, coffee: 2, event: "x".repeat(190), word: "quiet" }, language: lang });
  expect(await q.follow(`/s/${t}`)).toBe(200); expect(await q.receipt()).toBe("K7QF-2M9X");
  for (const [p, s] of [["closed", 410], ["nobody", 404], ["broken", 503]] as const) { expect(await q.follow(`/s/${tok(p)}?lang=${lang}`)).toBe(s); await shot(page, `${scheme}-${lang}-6-${p}`, false); await q.expectAccessible(); }
  expect(await q.follow(`/nowhere`)).toBe(404); await shot(page, `${scheme}-${lang}-7-404`, false); await q.expectAccessible();
  expect(await page.context().cookies()).toEqual([]); expect(bad).toEqual([]);
});
test("keyboard", async ({ page }) => {
  const bad = watch(page); const q = new QuestionnairePage(page); await fetch(D + "/__clear");
  await q.follow(`/s/${tok("ready")}`); await q.openByKeyboard();
  await q.answerByKeyboard({ valence: 47 }); await expect(q.control("valence")).toHaveValue("47"); await shot(page, "kb-1", false);
  await q.answerByKeyboard({ company: 2, sleep: 8, word: "calm" }); await shot(page, "kb-2", false); await q.sendByKeyboard(); await q.receipt();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  const log = await (await fetch(D + "/__log")).json(); expect(JSON.parse(log.at(-1).b).answers).toEqual({ valence: 47, company: 2, sleep: 8, word: "calm" }); expect(bad).toEqual([]);
});
test("open state, offline, 422, closed, desktop", async ({ page, context }) => {
  const bad = watch(page); const q = new QuestionnairePage(page); 
  expect(await q.follow(`/s/${tok("open")}`)).toBe(200); await expect(q.progress).toBeVisible();
  await q.answerByTouch({ valence: 0, company: 1, sleep: "6", word: "refuse" }); await q.sendByTouch();
  await expect(page.getByRole("alert")).toBeFocused(); await shot(page, "misc-422"); await q.answerByTouch({ word: "fine", sleep: "6.5" });
  await context.setOffline(true); await q.sendByTouch(); await expect(page.getByRole("alert")).toContainText("could not reach"); await shot(page, "misc-offline"); await q.expectAccessible(); await context.setOffline(false);
  await q.sendByTouch(); await q.receipt();
  await q.follow(`/s/${tok("late")}`); await page.getByRole("main").getByRole("button").tap(); await expect(page.getByRole("heading", { level: 1 })).toContainText("closed");
  await page.setViewportSize({ width: 320, height: 568 }); await q.follow(`/s/${tok("open")}?lang=pl`); await shot(page, "misc-320"); expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  const small = await page.evaluate(() => [...document.querySelectorAll("a,button,label.choice,input:not([type=radio]):not([type=range]),textarea,.line")].filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80) + e.getBoundingClientRect().height)); expect(small).toEqual([]);
  await page.setViewportSize({ width: 1200, height: 900 }); await q.follow(`/s/${tok("open")}`); await shot(page, "misc-desktop", false);
  expect(bad).toEqual([]);
});
