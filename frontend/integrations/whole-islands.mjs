import { fileURLToPath } from "node:url";

const RENDERING = "react-dom/server";
const WHOLE = fileURLToPath(new URL("whole-rendering.mjs", import.meta.url));

/**
 * Has React write islands in one piece on the server.
 *
 * By itself it hides parts of more than 12.8 kB and shows them by a script within the page: one that
 * the content security policy refuses, and that nobody without JavaScript runs.
 */
export function wholeIslands() {
  return {
    name: "whole-islands",
    hooks: {
      "astro:config:setup": ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [renderingWhole()] } });
      },
    },
  };
}

function renderingWhole() {
  return {
    name: "whole-islands",
    enforce: "pre",
    resolveId: (name, importer) =>
      name === RENDERING && importer !== undefined && importer !== WHOLE ? WHOLE : undefined,
  };
}
