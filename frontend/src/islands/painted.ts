import type { ClientDirective } from "astro";

/** Fetches an island's scripts at once, and runs them when all that the server sent is painted. */
const painted: ClientDirective = (load, _options, island) => {
  for (const name of ["component-url", "renderer-url"]) preload(island.getAttribute(name));
  whenParsed(() => {
    requestAnimationFrame(() => {
      // A task of its own: what is asked for in a frame still runs before the frame is painted.
      setTimeout(() => void load().then((hydrate) => hydrate()));
    });
  });
};

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

export default painted;
