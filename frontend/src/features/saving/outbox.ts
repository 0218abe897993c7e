import type { Answers, Draft as ServerDraft, Timings } from "@/api/schema-types";
import type { Draft, Drafts } from "@/features/questionnaire/draft";
import type { Anchor } from "@/features/saving/monotonic-clock";

/** What is not with the server yet is kept as long as the server may still take it, and a day. */
const KEPT_MS = 8 * 24 * 3_600_000;

/** What stands for one item, undefined when the answer was taken away. */
export interface KeptItem {
  draft: Draft | undefined;
  /** When it was changed, in milliseconds since the prompt was opened. */
  at: number;
  isSent: boolean;
}

export type KeptItems = Readonly<Record<string, KeptItem>>;

/** A request that waits for the network, complete but for what only this page needs. */
export interface Outgoing {
  what: "draft" | "response";
  body: string;
  /** Only here, and only while something waits: without it nothing can be sent. */
  token: string;
}

/** What the phone keeps of one prompt until it is answered, closed or too old. */
export interface KeptPrompt {
  /** The SHA-256 of the token. */
  key: string;
  version: number;
  items: KeptItems;
  page: string | null;
  timings: Timings | null;
  anchor: Anchor;
  outgoing: Outgoing | null;
  /** Whether the answers that waited here came too late, which the person does not know yet. */
  isRefused: boolean;
}

/** Whether the prompt is too old for anything of it to be of use. */
export function isStale({ anchor }: KeptPrompt, wall: number): boolean {
  return wall - anchor.wall > KEPT_MS;
}

/** Of both, item by item what was changed later; of two at once, the first. */
export function laterOf(mine: KeptItems, theirs: KeptItems): KeptItems {
  const newer = Object.entries(theirs).filter(([item, { at }]) => at > (mine[item]?.at ?? -1));
  return newer.length === 0 ? mine : { ...mine, ...Object.fromEntries(newer) };
}

/** What the server has of all devices, as it would stand here. */
export function itemsFrom(
  { answers, changed }: Pick<ServerDraft, "answers" | "changed">,
  draftsOf: (answers: Answers) => Drafts,
): KeptItems {
  const drafts = draftsOf(answers);
  const names = Object.keys({ ...answers, ...changed });
  return Object.fromEntries(
    names.map((item) => [item, { draft: drafts[item], at: changed[item] ?? 0, isSent: true }]),
  );
}

/** The items once the server has those of `sent` that nobody changed meanwhile. */
export function withSent(items: KeptItems, sent: KeptItems): KeptItems {
  return Object.fromEntries(
    Object.entries(items).map(([name, item]) => [
      name,
      item.at === sent[name]?.at ? { ...item, isSent: true } : item,
    ]),
  );
}

/** What the server does not have yet. */
export function unsentOf(items: KeptItems): KeptItems {
  return Object.fromEntries(Object.entries(items).filter(([, { isSent }]) => !isSent));
}
