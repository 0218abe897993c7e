const SOONEST_MS = 2_000;
const LATEST_MS = 60_000;

/** How long to wait after so many failures in a row, each time twice as long. */
export function backoff(failures: number): number {
  return Math.min(LATEST_MS, SOONEST_MS * 2 ** (failures - 1));
}
