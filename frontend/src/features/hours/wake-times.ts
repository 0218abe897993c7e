export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface Span {
  from: string;
  to: string;
}

/** From getting up to going to bed by weekday; nothing is asked on a weekday without a span. */
export type WakeTimes = Partial<Record<Weekday, Span>>;

/** The weekdays that share their hours with most people. */
export const GROUPS = {
  weekdays: ["mon", "tue", "wed", "thu", "fri"],
  weekend: ["sat", "sun"],
} as const satisfies Record<string, readonly Weekday[]>;
export type Group = keyof typeof GROUPS;

/** What the form asks: hours of a group of weekdays, and of single ones that differ. */
export type HoursField = Group | Weekday;
export type HoursError = "missing" | "malformed" | "same" | "unfit";
export type HoursErrors = Partial<Record<HoursField, HoursError>>;
export type HoursEntries = Partial<Record<HoursField, Span>>;

export const GROUP_NAMES = ["weekdays", "weekend"] as const satisfies readonly Group[];
const GROUP_ENTRIES: readonly (readonly [Group, readonly Weekday[]])[] = GROUP_NAMES.map(
  (group) => [group, GROUPS[group]],
);
const FIELDS: readonly HoursField[] = [...GROUP_NAMES, ...WEEKDAYS];
const CLOCK = /^([01]?\d|2[0-3])[:.]([0-5]\d)(:00)?$/;

/** What the form shows of hours that are known: those of a group once where all its days agree. */
export function entriesOf(wake: WakeTimes | null): HoursEntries {
  const entries: HoursEntries = {};
  for (const group of GROUP_NAMES) {
    const spans = GROUPS[group].map((day) => wake?.[day]);
    const [first] = spans;
    if (first && spans.every((span) => span?.from === first.from && span.to === first.to)) {
      entries[group] = first;
    } else {
      GROUPS[group].forEach((day, place) => {
        const span = spans[place];
        if (span) entries[day] = span;
      });
    }
  }
  return entries;
}

/** What stands in the fields of a posted form, as it was typed. */
export function typedHours(form: FormData): HoursEntries {
  const entries: HoursEntries = {};
  for (const field of FIELDS) {
    const [from, to] = [textOf(form, `${field}_from`), textOf(form, `${field}_to`)];
    if (from !== "" || to !== "") entries[field] = { from, to };
  }
  return entries;
}

/**
 * The wake times that were typed, or what is wrong with them. Each weekday needs its hours, except
 * those in `lacking`, which had none before.
 */
export function readHours(
  typed: HoursEntries,
  lacking: readonly Weekday[],
): { wake: WakeTimes } | { errors: HoursErrors } {
  const errors = { ...missingHours(typed, lacking), ...wrongHours(typed) };
  if (Object.keys(errors).length > 0) return { errors };
  const wake: WakeTimes = {};
  for (const [group, days] of GROUP_ENTRIES) {
    for (const day of days) {
      const span = typed[day] ?? typed[group];
      if (span) wake[day] = { from: onTheClock(span.from) ?? "", to: onTheClock(span.to) ?? "" };
    }
  }
  return { wake };
}

/** The groups some of whose weekdays have no hours. */
function missingHours(typed: HoursEntries, lacking: readonly Weekday[]): HoursErrors {
  const isMissing = (day: Weekday) => !typed[day] && !lacking.includes(day);
  const missing = GROUP_ENTRIES.filter(([group, days]) => !typed[group] && days.some(isMissing));
  return Object.fromEntries(missing.map(([group]) => [group, "missing"]));
}

/** What is wrong with hours that were typed. */
function wrongHours(typed: HoursEntries): HoursErrors {
  const errors = Object.entries(typed).map(([field, span]) => [field, errorOf(span)] as const);
  return Object.fromEntries(errors.filter(([, error]) => error !== null));
}

function errorOf({ from, to }: Span): HoursError | null {
  if (from === "" || to === "") return "missing";
  const [start, end] = [onTheClock(from), onTheClock(to)];
  if (start === null || end === null) return "malformed";
  return start === end ? "same" : null;
}

/** A time as it is stored, "07:30"; a browser without a field for times lets people type "7.30". */
function onTheClock(typed: string): string | null {
  const [, hour, minute] = CLOCK.exec(typed) ?? [];
  return hour && minute ? `${hour.padStart(2, "0")}:${minute}` : null;
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
