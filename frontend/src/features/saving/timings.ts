import type { Timings } from "@/api/schema-types";

/** As many stretches out of sight as are kept; of more, the two nearest to each other become one. */
const MAX_HIDDEN = 50;

/** What a person did on the page and when, in milliseconds since the prompt was opened. */
export type TimingEvent = { at: number } & (
  | { type: "shown" | "touched" | "changed"; item: string }
  | { type: "turned"; page: string }
  | { type: "hid" | "returned" }
);

/** The times so far, and what is going on. */
export interface Timed extends Timings {
  /** The page in sight, and since when. */
  page: string | null;
  since: number | null;
  hiddenSince: number | null;
}

type ItemTimes = Timings["items"][string];
type Stretch = Timings["hidden"][number];

/** The times as they were left, on the device that is used now. */
export function timedFrom(left: Timings | null, device: Timings["device"]): Timed {
  const { items = {}, pages = {}, hidden = [] } = left ?? {};
  return { items, pages, hidden, device, page: null, since: null, hiddenSince: null };
}

/** The times after the event. */
export function timed(times: Timed, event: TimingEvent): Timed {
  switch (event.type) {
    case "turned":
      return shownPage(leftPage(times, event.at), event.page, event.at);
    case "hid":
      return times.hiddenSince === null
        ? { ...leftPage(times, event.at), hiddenSince: event.at }
        : times;
    case "returned":
      return returned(times, event.at);
    default:
      return { ...times, items: { ...times.items, [event.item]: itemAfter(times, event) } };
  }
}

/** The times up to now as they are sent. */
export function timingsAt(times: Timed, now: number): Timings {
  const { items, pages, hidden, device } = withHidden(leftPage(times, now), now);
  return { items, pages, hidden, device };
}

function itemAfter(
  { items }: Timed,
  { type, item, at }: Extract<TimingEvent, { item: string }>,
): ItemTimes {
  const [shown, touched, changed, changes] = items[item] ?? [at, null, null, 0];
  switch (type) {
    case "shown":
      return [shown, touched, changed, changes];
    case "touched":
      return [shown, touched ?? at, changed, changes];
    case "changed":
      return [shown, touched ?? at, at, changes + 1];
  }
}

function shownPage(times: Timed, page: string, at: number): Timed {
  const pages = { ...times.pages, [page]: times.pages[page] ?? ([at, 0] as [number, number]) };
  return { ...times, pages, page, since: times.hiddenSince === null ? at : null };
}

function leftPage(times: Timed, at: number): Timed {
  const { page, since, pages } = times;
  if (page === null || since === null) return times;
  const [first, total] = pages[page] ?? [since, 0];
  return { ...times, pages: { ...pages, [page]: [first, total + at - since] }, since: null };
}

function returned(times: Timed, at: number): Timed {
  return { ...withHidden(times, at), hiddenSince: null, since: times.since ?? at };
}

function withHidden(times: Timed, at: number): Timed {
  const { hidden, hiddenSince } = times;
  return hiddenSince === null || at <= hiddenSince
    ? times
    : { ...times, hidden: merged([...hidden, [hiddenSince, at]]) };
}

function merged(stretches: Stretch[]): Stretch[] {
  if (stretches.length <= MAX_HIDDEN) return stretches;
  const gaps = stretches.slice(1).map(([from], place) => from - (stretches[place]?.[1] ?? 0));
  const nearest = gaps.indexOf(Math.min(...gaps));
  return stretches.flatMap((stretch, place): Stretch[] => {
    if (place === nearest) return [[stretch[0], stretches[place + 1]?.[1] ?? stretch[1]]];
    return place === nearest + 1 ? [] : [stretch];
  });
}
