// Drawings on a plane of 100 by 100 that is stretched to the room there is; nothing in it is text.

/** As many days as there are at least: three should not look like three towers. */
const FEWEST_SLOTS = 7;
const GAP = 0.25;
const DAY_MS = 86_400_000;

export interface Bar {
  x: number;
  width: number;
  y: number;
  height: number;
}

/** What was answered of a day, and on top of it what was missed. */
export interface DayBar {
  answered: Bar;
  missed: Bar;
}

export interface Day {
  day: number;
  date: string;
  answered: number;
  missed: number;
}

/** All days from the first on, also those on which nothing was asked; at least a week. */
export function wholeDays(days: readonly Day[]): Day[] {
  const [first, last] = [days.at(0), days.at(-1)];
  if (!first || !last) return [];
  const known = new Map(days.map((day) => [day.day, day]));
  const count = Math.max(FEWEST_SLOTS, last.day - first.day + 1);
  return Array.from({ length: count }, (_, place) => {
    const nothing = { date: later(first.date, place), answered: 0, missed: 0 };
    return known.get(first.day + place) ?? { day: first.day + place, ...nothing };
  });
}

/** One bar a day; the highest day fills the plane. */
export function dayBars(days: readonly { answered: number; missed: number }[]): DayBar[] {
  const most = Math.max(1, ...days.map(({ answered, missed }) => answered + missed));
  return days.map((day, place) => {
    const slot = slotOf(place, days.length);
    const [answered, missed] = [(day.answered / most) * 100, (day.missed / most) * 100];
    return {
      answered: { ...slot, y: 100 - answered, height: answered },
      missed: { ...slot, y: 100 - answered - missed, height: missed },
    };
  });
}

export interface Point {
  x: number;
  y: number;
}

/** Points of a line: across by time, upwards by value between the ends of the scale. */
export function linePoints(
  answers: readonly { at: string; value: number }[],
  scale: { min: number; max: number },
): Point[] {
  const times = answers.map(({ at }) => Date.parse(at));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return answers.map(({ value }, place) => ({
    x: last === first ? 50 : (((times[place] ?? first) - first) / (last - first)) * 100,
    y: 100 - heightOf(value, scale),
  }));
}

/** One bar an answer, in their order; an answer at the lower end is still to be seen. */
export function answerBars(
  answers: readonly { value: number }[],
  scale: { min: number; max: number },
): Bar[] {
  return answers.map(({ value }, place) => {
    const height = Math.max(2, heightOf(value, scale));
    return { ...slotOf(place, answers.length), y: 100 - height, height };
  });
}

/** The path of a line through all points. */
export function pathThrough(points: readonly Point[]): string {
  return points.map(({ x, y }, place) => `${place === 0 ? "M" : "L"}${at(x)} ${at(y)}`).join("");
}

/** The path of a dot at each point: lines of no length, whose round ends are the dots. */
export function dotsAt(points: readonly Point[]): string {
  return points.map(({ x, y }) => `M${at(x)} ${at(y)}h0`).join("");
}

function slotOf(place: number, count: number): Pick<Bar, "x" | "width"> {
  const step = 100 / count;
  return { x: step * (place + GAP / 2), width: step * (1 - GAP) };
}

function later(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, date.length);
}

function heightOf(value: number, { min, max }: { min: number; max: number }): number {
  const share = max > min ? (value - min) / (max - min) : 0;
  return Math.min(1, Math.max(0, share)) * 100;
}

function at(coordinate: number): number {
  return Math.round(coordinate * 100) / 100;
}

/** The ends of a chart's scale; where it has none of its own, those of its answers. */
export function scaleOf({
  min,
  max,
  points,
}: {
  min: number | null;
  max: number | null;
  points: readonly { value: number }[];
}): { min: number; max: number } {
  const values = points.map(({ value }) => value);
  return { min: min ?? Math.min(0, ...values), max: max ?? Math.max(min ?? 0, ...values) };
}
