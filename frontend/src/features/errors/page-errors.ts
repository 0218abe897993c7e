const ADDRESS = "/api/participant/page/error";
/** Of one page: what breaks once may break at each touch. */
const MOST = 3;
const PLACE = /_astro\/[\w.-]+:\d+:\d+/g;
/** From here on a sentence quotes what it is about. */
const QUOTED = /["'`“«].*/s;

/** What the server is told of an error: its kind and where in our scripts, not on which page. */
export function errorReport({ name, message, stack = "" }: Error): string {
  const places = stack.match(PLACE)?.slice(0, 6) ?? [];
  return JSON.stringify({ name, message: message.replace(QUOTED, "").slice(0, 200), places });
}

/** Tells the server of errors that nobody caught, from now on. */
export function reportErrors(): void {
  let left = MOST;
  const report = (error: unknown) => {
    if (error instanceof Error && left-- > 0) navigator.sendBeacon(ADDRESS, errorReport(error));
  };
  addEventListener("error", ({ error }) => {
    report(error);
  });
  addEventListener("unhandledrejection", ({ reason }) => {
    report(reason);
  });
}
