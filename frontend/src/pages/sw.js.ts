import worker from "@/service-worker/worker?worker&url";

/** The service worker at an address whose scope covers the prompts' pages. */
export function GET(): Response {
  return new Response(`importScripts(${JSON.stringify(worker)});`, {
    headers: {
      "Content-Type": "text/javascript",
      "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'",
    },
  });
}
