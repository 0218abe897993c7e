import { fileURLToPath } from "node:url";

const DIRECTIVE = fileURLToPath(new URL("../src/islands/painted.ts", import.meta.url));
const REACT = /\/node_modules\/(react|react-dom|scheduler)\//;
const PAGE = /\/src\/features\/questionnaire\/questionnaire\.tsx$/;

/** Islands that come after the first paint (`client:painted`), in a few files that stay in the cache. */
export function lightIslands() {
  return {
    name: "light-islands",
    hooks: {
      "astro:config:setup": ({ addClientDirective }) => {
        addClientDirective({ name: "painted", entrypoint: DIRECTIVE });
      },
      "astro:build:setup": ({ vite, target }) => {
        if (target !== "client") return;
        // What is loaded on demand is small and has no styles: the helper for these outweighs it.
        vite.build.modulePreload = false;
        vite.build.rollupOptions.output.manualChunks = fileOf;
      },
    },
  };
}

/** In which file a module goes, with all that it needs; undefined where that is not to be said. */
function fileOf(module) {
  if (REACT.test(module)) return "react";
  return PAGE.test(module) ? "page" : undefined;
}
