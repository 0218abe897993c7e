interface Lengths {
  min_minutes: number;
  max_minutes: number;
  step_minutes: number;
}

export interface HoursAndMinutes {
  hours: number;
  minutes: number;
}

const HOUR = 60;

export function inHours(length: number): HoursAndMinutes {
  return { hours: Math.floor(length / HOUR), minutes: length % HOUR };
}

/** The hours that a length of time can have. */
export function hoursOf(item: Lengths): number[] {
  return distinct(lengthsOf(item).map((length) => inHours(length).hours));
}

/** The minutes that a length can have beside so many hours; beside any, where none are given. */
export function minutesOf(item: Lengths, hours?: number): number[] {
  const lengths = lengthsOf(item).map(inHours);
  const fitting = lengths.filter((length) => hours === undefined || length.hours === hours);
  return distinct(fitting.map(({ minutes }) => minutes)).sort((a, b) => a - b);
}

/** The length with other hours: its minutes stay where they can, or are the fewest there are. */
export function withHours(item: Lengths, before: number | undefined, hours: number): number {
  const offered = minutesOf(item, hours);
  const kept = before === undefined ? 0 : inHours(before).minutes;
  return hours * HOUR + (offered.includes(kept) ? kept : (offered[0] ?? 0));
}

/** The length with other minutes: its hours stay where they can, or are the fewest there are. */
export function withMinutes(item: Lengths, before: number | undefined, minutes: number): number {
  const fitting = lengthsOf(item).filter((length) => inHours(length).minutes === minutes);
  const kept = before === undefined ? minutes : inHours(before).hours * HOUR + minutes;
  return fitting.includes(kept) ? kept : (fitting[0] ?? item.min_minutes);
}

function lengthsOf({ min_minutes, max_minutes, step_minutes }: Lengths): number[] {
  const steps = Math.floor((max_minutes - min_minutes) / step_minutes);
  return Array.from({ length: steps + 1 }, (_, step) => min_minutes + step * step_minutes);
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)];
}
