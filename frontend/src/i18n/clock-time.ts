interface Place {
  timeZone: string;
  language: string;
}

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

/**
 * The local clock time of an instant ("14:35"), with its weekday when that is not today's, and with
 * its date where the weekday alone would be taken for another.
 */
export function clockTime(instant: Date, now: Date, { timeZone, language }: Place): string {
  const clock = formatter(language, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(instant);
  const days = Math.abs(localDay(instant, timeZone) - localDay(now, timeZone));
  if (days === 0) return clock;
  const day = formatter(language, {
    timeZone,
    weekday: "long",
    ...(days >= WEEK_DAYS && { day: "numeric", month: "long" }),
  });
  return `${clock} (${day.format(instant)})`;
}

/** The number of the local day of an instant: consecutive days differ by one, whatever their length. */
function localDay(instant: Date, timeZone: string): number {
  const date = formatter("en-CA", { timeZone, dateStyle: "short" }).format(instant);
  return Date.parse(date) / DAY_MS;
}

/** One for each language, zone and form: to make one takes longer than to use it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(language, options);
  formatters.set(key, known);
  return known;
}
