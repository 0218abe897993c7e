interface Place {
  timeZone: string;
  language: string;
}

/** The local clock time of an instant ("14:35"), with its weekday when that is not today's. */
export function clockTime(instant: Date, now: Date, { timeZone, language }: Place): string {
  const clock = new Intl.DateTimeFormat(language, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(instant);
  if (localDate(instant, timeZone) === localDate(now, timeZone)) return clock;
  const weekday = new Intl.DateTimeFormat(language, { timeZone, weekday: "long" });
  return `${clock} (${weekday.format(instant)})`;
}

function localDate(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(instant);
}
