import type { ClientDirective } from "astro";

/** The longest that an island waits where the browser does not tell of paints. */
const PATIENCE_MS = 1_000;

/** Runs an island's scripts, which are not fetched before all that the server sent is painted. */
const painted: ClientDirective = (load, _options, island) => {
  for (const name of ["component-url", "renderer-url"]) preload(island.getAttribute(name));
  whenParsed(() => {
    void firstPaint()
      .then(load)
      .then((hydrate) => hydrate());
  });
};

/** Each of these is a line that names larger files, which are not fetched with it. */
function preload(script: string | null) {
  if (script === null) return;
  const link = document.createElement("link");
  link.rel = "modulepreload";
  link.href = script;
  document.head.append(link);
}

function whenParsed(run: () => void) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", run);
  else run();
}

/** When something is on the screen; at once in a tab that nobody looks at. */
function firstPaint(): Promise<void> {
  if (document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS);
    new PerformanceObserver((entries) => {
      if (entries.getEntriesByName("first-contentful-paint").length > 0) resolve();
    }).observe({ type: "paint", buffered: true });
  });
}

export default painted;
