import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";

import { twMerge } from "tailwind-merge";
import { expect, test } from "vitest";

import { participantClient } from "@/api/client";
import { BUTTON } from "@/features/forms/look";
import { loadKinds, missingKinds } from "@/features/questionnaire/items/controls";
import * as sample from "@/features/questionnaire/sample-items";
import { type Answering, answering, type Session } from "@/features/questionnaire/session";
import { SessionStore } from "@/features/questionnaire/session-store";
import { SessionView } from "@/features/questionnaire/session-view";
import { messagesIn } from "@/i18n/languages";

const { MOMENT } = sample;
const AT = "2026-11-22T13:50:00Z";
const optional = { required: false };
const items = [
  ...[sample.choice(), sample.slider(), sample.number(), sample.multipleChoice()],
  ...[sample.text({ multiline: true }), sample.text({ name: "line", multiline: false })],
  ...[sample.ranking(), sample.matrix(), sample.grid(), sample.photo()],
  ...[sample.date(), sample.time(optional), sample.duration({ ...optional, can_decline: true })],
];
const questionnaire = sample.questionnaireOf(items, [sample.slider({ name: "late" })]);
const troubled: Answering = {
  ...answering(sample.OPENED),
  drafts: { woke: "08:00" },
  errors: Object.fromEntries(items.map(({ name }) => [name, "required"])),
  asking: ["day_of"],
  sending: { state: "failed", why: "network" },
};

function rendered(session: Session): string {
  const connection = { origin: "", token: "", timeoutMs: 1000, fetch };
  const store = new SessionStore({
    ...{ client: participantClient(connection), questionnaire, session, version: 1 },
    ...{ language: "en", now: () => 0, elapsed: () => 0, reload: () => undefined },
  });
  const stand = { state: "ready", openUntil: AT, finishWithinMinutes: 15 } as const;
  const shown = {
    questionnaire,
    version: 1,
    moment: MOMENT,
    timeZone: "UTC",
    serverTime: AT,
    stand,
    store,
  };
  return renderToStaticMarkup(
    createElement(SessionView, { ...shown, language: "en", messages: messagesIn("en") }),
  );
}

/** The classes that others of the same element are meant to win over, whatever their order in CSS. */
function overridden(names: string): string[] {
  const winners = twMerge(names).split(" ");
  return names.split(" ").filter((name) => !winners.includes(name));
}

test.each<[string, Session]>([
  ["the introduction", { state: "ready", sending: { state: "failed", why: "server" } }],
  ["a page with everything wrong", troubled],
  ["its second page", { ...troubled, page: "p2" }],
  ["the receipt", { state: "answered", receipt: { receipt: "AB12", answered_at: AT } }],
  ["a changed questionnaire", { state: "other_version" }],
])("no class on %s contradicts another", async (_, session) => {
  await loadKinds(missingKinds(items.map(({ kind }) => kind)));

  const elements = [...rendered(session).matchAll(/ class="([^"]+)"/g)];

  expect(elements.length).toBeGreaterThan(3);
  expect(elements.flatMap(([, names]) => overridden(names ?? ""))).toEqual([]);
});

test.each(Object.entries(BUTTON))("no class of the %s button of plain pages does", (_, names) => {
  expect(overridden(names)).toEqual([]);
});
