import { createHash, randomUUID } from "node:crypto";

import type { PromptPage, PromptReady } from "@/api/schema-types";
import { clockTime } from "@/i18n/clock-time";

/** What is one person's own on the page of a prompt that nobody has opened yet. */
export interface Times {
  /** As the person's clock shows it. */
  openUntil: string;
  serverTime: string;
}

/** A page to be shown to one person: by what its shell is found, and what is filled into it. */
export interface PersonalPage {
  key: string;
  times: Times;
}

interface Shell {
  html: string;
  headers: Headers;
}

/** What stands in a shell for a person's times: drawn for each process, so that no text holds it. */
export const HOLES: Times = {
  openUntil: `open-until-${randomUUID()}`,
  serverTime: `server-time-${randomUUID()}`,
};
/** About 40 kB each; a study of two weeks in one order has one for each of its prompts a day. */
export const MOST_SHELLS = 300;
/** What stands in HTML, and in JSON within it, as it is. */
const PLAIN = /^[^&<>"'\\]*$/;

/** The least lately used goes when there are too many. */
const shells = new Map<string, Shell>();

/**
 * The page of a prompt whose shell may be kept: one that shows nothing of its person but times.
 *
 * The key covers all the page is made of but these: whoever is shown another order, other earlier
 * answers or another language has another shell.
 */
export function personalPage(
  prompt: PromptPage,
  { language, address }: { language: string; address: URL },
): PersonalPage | undefined {
  if (prompt.state !== "ready") return undefined;
  const { open_until: _, server_time: serverTime, ...shown } = prompt;
  const times = { openUntil: openUntilOf(prompt, language), serverTime };
  if (!Object.values(times).every((time) => PLAIN.test(time))) return undefined;
  const all = JSON.stringify([shown, language, address.search]);
  return { key: createHash("sha256").update(all).digest("base64"), times };
}

/** Until when a prompt can be opened, as the person's clock shows it. */
export function openUntilOf(prompt: PromptReady, language: string): string {
  const { open_until: openUntil, server_time: serverTime, time_zone: timeZone } = prompt;
  return clockTime(new Date(openUntil), new Date(serverTime), { timeZone, language });
}

/** The page from its shell; undefined where it has none yet. */
export function fromShell({ key, times }: PersonalPage): Response | undefined {
  const shell = shells.get(key);
  if (shell === undefined) return undefined;
  shells.delete(key);
  shells.set(key, shell);
  return filled(shell, times);
}

/** The page made of a rendered shell, which is kept for others. */
export async function keptShell(rendered: Response, page: PersonalPage): Promise<Response> {
  if (rendered.status !== 200) return rendered;
  const shell = { html: await rendered.text(), headers: new Headers(rendered.headers) };
  shells.set(page.key, shell);
  const [oldest] = shells.keys();
  if (shells.size > MOST_SHELLS && oldest !== undefined) shells.delete(oldest);
  return filled(shell, page.times);
}

function filled({ html, headers }: Shell, times: Times): Response {
  const content = html
    .replaceAll(HOLES.openUntil, () => times.openUntil)
    .replaceAll(HOLES.serverTime, () => times.serverTime);
  return new Response(content, { headers });
}
