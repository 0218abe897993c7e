const MINUTE_MS = 60_000;

/** How pressing the end is: five minutes and one minute before it there is something to say. */
export type TimeLeft = "plenty" | "minutes" | "last_minute" | "over";

/** How much time is left at `now` until the deadline, both on the phone's clock. */
export function timeLeft(deadline: number, now: number): TimeLeft {
  const left = deadline - now;
  if (left <= 0) return "over";
  if (left <= MINUTE_MS) return "last_minute";
  return left <= 5 * MINUTE_MS ? "minutes" : "plenty";
}

interface ServerWord {
  server_time: string;
  finish_until: string;
}

/**
 * When the time to finish ends on the phone's clock, whatever that clock shows: the server's word
 * arrived at `arrivedAt`, in milliseconds on the same clock.
 */
export function deadlineOnPhone(word: ServerWord, arrivedAt: number): number {
  return arrivedAt + Date.parse(word.finish_until) - Date.parse(word.server_time);
}
