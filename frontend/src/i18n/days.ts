import { type Weekday, WEEKDAYS } from "@/features/hours/wake-times";

/** A Monday; which one does not matter. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** The weekday's name, as it stands alone. */
export function weekdayName(day: Weekday, language: string): string {
  const instant = new Date(MONDAY + WEEKDAYS.indexOf(day) * DAY_MS);
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(
    instant,
  );
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** A local date ("2027-03-28") with its weekday, as it is said in a sentence. */
export function dayInWords(date: string, language: string): string {
  return written(date, language, { weekday: "long", day: "numeric", month: "long" });
}

/** A local date as short as a table needs it. */
export function shortDay(date: string, language: string): string {
  return written(date, language, { day: "numeric", month: "short" });
}

/** A local date and time ("2027-03-28T14:05") as short as a table needs it. */
export function shortMoment(moment: string, language: string): string {
  return written(moment, language, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

/** What is local stays as it is: it is read and written as if it were UTC. */
function written(local: string, language: string, format: Intl.DateTimeFormatOptions): string {
  const instant = new Date(local.length === "2027-03-28".length ? local : `${local.slice(0, 16)}Z`);
  return new Intl.DateTimeFormat(language, { ...format, timeZone: "UTC" }).format(instant);
}
