import type { Timings } from "@/api/schema-types";
import { UNSENT } from "@/features/questionnaire/items/photo-stage";
import type { Anchor } from "@/features/saving/monotonic-clock";
import { type KeptItems, type KeptPrompt, laterOf, type Outgoing } from "@/features/saving/outbox";

/** What this page knows of its prompt. */
export interface Known {
  key: string;
  version: number;
  items: KeptItems;
  page: string | null;
  timings: Timings;
  anchor: Anchor;
  outgoing: Outgoing | null;
}

/**
 * What the phone keeps once this page has written what it knows: nothing of another tab is lost,
 * least of all answers that it has sent and that wait for the network.
 */
export function recordAfter(known: Known, kept: KeptPrompt | undefined): KeptPrompt {
  const record = { ...known, items: withoutUnsentPhotos(known.items), isRefused: false };
  if (kept?.version !== known.version) return record;
  return {
    ...record,
    items: laterOf(record.items, kept.items),
    outgoing: outgoingOf(known.outgoing, kept.outgoing),
  };
}

/** A photo on its way is gone with the page: what stood for it would be waited for in vain. */
function withoutUnsentPhotos(items: KeptItems): KeptItems {
  return Object.fromEntries(Object.entries(items).filter(([, { draft }]) => draft !== UNSENT));
}

function outgoingOf(mine: Outgoing | null, theirs: Outgoing | null): Outgoing | null {
  return mine?.what !== "response" && theirs?.what === "response" ? theirs : mine;
}
