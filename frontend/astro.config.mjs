import node from "@astrojs/node";
import react from "@astrojs/react";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, passthroughImageService } from "astro/config";

export default defineConfig({
  output: "server",
  adapter: node({ mode: "standalone" }),
  integrations: [react()],
  vite: { plugins: [tailwindcss()] },
  // A form posted from elsewhere is refused: its origin is compared with the host that was asked, whichever
  // that is. Without a pattern Astro would take every host for "localhost", and refuse our own forms.
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
        // Pictures to choose from stand in the questionnaire itself.
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ],
    },
  },
});
