import { fileURLToPath } from "node:url";

import node from "@astrojs/node";
import react from "@astrojs/react";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, passthroughImageService } from "astro/config";

import { compressedAssets } from "./integrations/compressed-assets.mjs";
import { lightIslands } from "./integrations/light-islands.mjs";
import { wholeIslands } from "./integrations/whole-islands.mjs";

// A build holds all it needs, so that the image needs no node_modules; `astro dev` takes them as they are.
const isBuild = process.argv.includes("build");

export default defineConfig({
  output: "server",
  adapter: node({ mode: "standalone" }),
  integrations: [react(), lightIslands(), wholeIslands(), compressedAssets()],
  vite: {
    plugins: [tailwindcss()],
    // For the service worker, which is bundled apart and does not read tsconfig.json.
    resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
    ssr: isBuild ? { noExternal: true } : {},
  },
  // Forms are taken from the page's own origin, which is the one that the request was sent to: with
  // no domain allowed, Astro takes that for localhost.
  security: { checkOrigin: true, allowedDomains: [{ protocol: "http" }, { protocol: "https" }] },
  // Nothing is kept between requests and there are no pictures to shrink: no session files, no sharp.
  session: { driver: "memory" },
  image: { service: passthroughImageService() },
  devToolbar: { enabled: false },
  experimental: {
    csp: {
      directives: [
        "default-src 'none'",
        "connect-src 'self'",
        "worker-src 'self'",
        // Pictures to choose from stand in the questionnaire itself.
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ],
    },
  },
});
