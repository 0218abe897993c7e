import { EVERY_KIND, SHORT } from "./every-kind";
import { LONG_WORDS } from "./long-words";
import { type Links, ordered, type Planted } from "./planted";

export const FATES = ["expired", "cancelled", "paused", "withdrawn", "study_ended"] as const;

/** Every state that a screen needs, in the stack under test. */
export interface World extends Record<(typeof FATES)[number], Planted> {
  fresh: Planted;
  every: Planted;
  byItem: Planted;
  long: Planted;
  sent: Planted;
  /** Of somebody who has taken part for some days. */
  member: Links;
  joining: Links;
  /** The addresses of a study to join and of one that is full. */
  join: string;
  full: string;
}

/** Puts all of it into the stack at once. */
export function makeWorld(): World {
  const run = Date.now().toString(36);
  const at = { member: `member-${run}`, joining: `joining-${run}`, full: `full-${run}` };
  const made = ordered({
    ...planted(SHORT, "fresh", "sent"),
    ...planted(EVERY_KIND, "every"),
    ...planted(LONG_WORDS, "long"),
    ...planted({ ...EVERY_KIND, presentation: "item" }, "byItem"),
    ...Object.fromEntries(FATES.map((as) => [as, { plant: SHORT, as }])),
    setMember: { joinable: [at.member, "--events", "--member", `${at.member}@example.org`] },
    setJoining: { joinable: [at.joining, "--questions", "--hours"] },
    setFull: { joinable: [at.full, "--places", "1", "--member", `${at.full}@example.org`] },
    member: { links: at.member },
    joining: { links: at.joining },
  });
  return { ...made, join: `/join/${at.joining}`, full: `/join/${at.full}` } as unknown as World;
}

function planted(definition: object, ...names: string[]) {
  return Object.fromEntries(names.map((name) => [name, { plant: definition }]));
}
