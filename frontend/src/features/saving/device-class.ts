import type { Timings } from "@/api/schema-types";

/** A phone's short side in CSS pixels is smaller. */
const TABLET_WIDTH = 600;

interface Screen {
  width: number;
  height: number;
  /** Whether the finger is what it is pointed at with. */
  isCoarse: boolean;
}

/** What kind of thing the page is on: all that is ever noted of it. */
export function deviceClass({ width, height, isCoarse }: Screen): Timings["device"] {
  if (!isCoarse) return "desktop";
  return Math.min(width, height) < TABLET_WIDTH ? "phone" : "tablet";
}
