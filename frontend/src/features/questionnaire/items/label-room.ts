/** The width a scale surely has on a phone, and on a wide screen, in CSS pixels. */
const PHONE = 310;
const WIDE = 490;
/** The narrowest a point may be for a finger; below it the points stand one under another. */
const FINGER = 44;
const SIGN = 7;
const MARGIN = 4;

/** How many points stand beside each other on every phone (few), most phones, or wide screens. */
export type Extent = "few" | "some" | "many";

export function extentOf(points: number): Extent {
  if (points * FINGER <= 220) return "few";
  return points * FINGER <= PHONE ? "some" : "many";
}

/** Where every point has room for its label below it; elsewhere only the two ends show theirs. */
export type LabelRoom = "always" | "when_wide" | "never";

/** By the longest word of the labels: a label breaks between words only. */
export function labelRoom(labels: readonly string[]): LabelRoom {
  const longest = Math.max(...labels.flatMap((label) => label.split(/[\s-]+/)).map(widthOf));
  if (longest <= columnIn(PHONE, labels.length)) return "always";
  return longest <= columnIn(WIDE, labels.length) ? "when_wide" : "never";
}

function columnIn(width: number, columns: number): number {
  return Math.max(FINGER, width / columns) - MARGIN;
}

function widthOf(word: string): number {
  return Array.from(word).length * SIGN;
}
