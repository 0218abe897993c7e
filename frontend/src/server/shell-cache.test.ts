import { expect, test } from "vitest";

import type { PromptPage, PromptReady } from "@/api/schema-types";
import { fromShell, HOLES, keptShell, MOST_SHELLS, personalPage } from "@/server/shell-cache";

const address = new URL("https://esm.example.org/s/token");
const english = { language: "en", address };
const arrangement = { pages: [], items: {}, options: {}, rows: {}, left_out: [] };
const definition = { title: { en: "Now" }, introduction: null, pages: [], rich: {} };
const moment = { day: 3, beep: 2, previous: {}, earlier: {} };

/** A prompt nobody has opened; each test has its own study, so that no shell is there yet. */
function ready(study: string, parts: Partial<PromptReady> = {}): PromptReady {
  return {
    state: "ready",
    study: { name: { en: study }, contact_name: "Dr Nowak", contact_email: "n@example.org" },
    language: "en",
    languages: ["en", "pl"],
    time_zone: "Europe/Warsaw",
    open_until: "2027-01-11T10:00:00Z",
    server_time: "2027-01-11T09:30:00Z",
    finish_within_minutes: 15,
    questionnaire: { version: 1, definition, arrangement, moment },
    ...parts,
  } as PromptReady;
}

/** The page as the server makes it: from its shell, or rendered with holes and kept. */
async function shown(prompt: PromptPage, look = english): Promise<string> {
  const page = personalPage(prompt, look);
  if (page === undefined) return "made anew";
  const known = fromShell(page);
  if (known) return `kept ${await known.text()}`;
  const html = `until ${HOLES.openUntil}, now ${HOLES.serverTime}`;
  return (await keptShell(new Response(html), page)).text();
}

test("two persons share a shell, and each sees their own times", async () => {
  const first = ready("shared");
  const second = ready("shared", {
    open_until: "2027-01-11T12:15:00Z",
    server_time: "2027-01-11T11:59:00Z",
  });

  expect(await shown(first)).toBe("until 11:00, now 2027-01-11T09:30:00Z");
  expect(await shown(second)).toBe("kept until 13:15, now 2027-01-11T11:59:00Z");
  expect(await shown(first)).toBe("kept until 11:00, now 2027-01-11T09:30:00Z");
});

test.each<[string, Partial<PromptReady>]>([
  ["in another order", { questionnaire: versioned({ arrangement: { pages: ["p2", "p1"] } }) }],
  ["after other answers", { questionnaire: versioned({ moment: { previous: { mood: 7 } } }) }],
  ["of another version", { questionnaire: versioned({ version: 2 }) }],
  ["in another zone", { time_zone: "America/New_York" }],
  ["with other minutes", { finish_within_minutes: 20 }],
])("a page %s has a shell of its own", async (what, parts) => {
  await shown(ready(what));

  expect(await shown(ready(what, parts))).not.toContain("kept");
  expect(await shown(ready(what))).toContain("kept");
});

test("each language and each address has a shell of its own", async () => {
  await shown(ready("language"));

  expect(await shown(ready("language"), { language: "pl", address })).not.toContain("kept");
  const asked = { language: "en", address: new URL("?lang=en", address) };
  expect(await shown(ready("language"), asked)).not.toContain("kept");
});

test("what is begun is never kept, for it holds the person's answers", () => {
  const open = { ...ready("open"), state: "open", draft: { answers: { mood: 7 } } };

  expect(personalPage(open as unknown as PromptPage, english)).toBeUndefined();
});

test("a page that failed is not kept", async () => {
  const page = personalPage(ready("failed"), english);
  if (page === undefined) throw new Error("it could have been kept");

  await keptShell(new Response("broken", { status: 500 }), page);

  expect(fromShell(page)).toBeUndefined();
});

test("the headers come with the shell, the content policy among them", async () => {
  const page = personalPage(ready("headers"), english);
  if (page === undefined) throw new Error("it could have been kept");
  const headers = { "Content-Security-Policy": "script-src 'sha256-x'" };

  await keptShell(new Response("", { headers }), page);

  expect(fromShell(page)?.headers.get("Content-Security-Policy")).toBe("script-src 'sha256-x'");
});

test("only the shells used last stay", async () => {
  await shown(ready("first"));
  await shown(ready("used"));
  for (let place = 0; place < MOST_SHELLS - 1; place += 1) {
    await shown(ready(`other ${place}`));
    await shown(ready("used"));
  }

  expect(await shown(ready("used"))).toContain("kept");
  expect(await shown(ready("first"))).not.toContain("kept");
});

function versioned(parts: {
  arrangement?: Partial<PromptReady["questionnaire"]["arrangement"]>;
  moment?: Partial<PromptReady["questionnaire"]["moment"]>;
  version?: number;
}): PromptReady["questionnaire"] {
  return {
    ...{ version: parts.version ?? 1, definition },
    arrangement: { ...arrangement, ...parts.arrangement },
    moment: { ...moment, ...parts.moment },
  } as unknown as PromptReady["questionnaire"];
}
