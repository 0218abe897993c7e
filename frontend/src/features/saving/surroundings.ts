import type { Reading } from "@/features/saving/monotonic-clock";
import { sendInBackground } from "@/features/saving/offline-page";
import { type Beginning, Paradata } from "@/features/saving/paradata";
import { watchWakeUps } from "@/features/saving/wake-ups";
import { itemAt } from "@/features/saving/watching";

/** What keeping answers needs of the browser around the page. */
export interface Surroundings {
  read: () => Reading;
  /** When the page's content was first seen, in milliseconds of `performance.now()`. */
  firstPaint: () => number;
  watch: (beginning: Beginning) => Pick<Paradata, "changed" | "turned" | "lookAgain" | "timings">;
  watchWakeUps: typeof watchWakeUps;
  /** The item the person is at. */
  busy: () => string | null;
  sendInBackground: typeof sendInBackground;
}

export const BROWSER: Surroundings = {
  read: () => ({ elapsed: performance.now(), wall: Date.now() }),
  firstPaint: () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  watch: (beginning) => new Paradata(beginning),
  watchWakeUps,
  busy: () => (document.hasFocus() ? itemAt(document.activeElement) : null),
  sendInBackground,
};
