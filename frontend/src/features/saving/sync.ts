/** Where the answers are that stand on the page; null while there is nothing to say. */
export type Sync =
  | { state: "saved" }
  /** Without a network; `isOnPhone` where they outlive the page. */
  | { state: "waiting"; since: Date; isOnPhone: boolean }
  | null;

/** Whether the page can be left with nothing lost. */
export function isSafe(sync: Sync): boolean {
  return sync !== null && (sync.state === "saved" || sync.isOnPhone);
}
