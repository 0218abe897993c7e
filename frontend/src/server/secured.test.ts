import { expect, test } from "vitest";

import { secured } from "@/server/secured";

test("secured keeps the page and closes it to caches, frames, referrers and robots", async () => {
  const page = new Response("<p>Hello</p>", {
    status: 410,
    headers: { "Content-Security-Policy": "script-src 'self'", "Content-Type": "text/html" },
  });

  const response = await secured(page);

  expect(response.status).toBe(410);
  expect(await response.text()).toBe("<p>Hello</p>");
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "cache-control": "no-store",
    "content-security-policy": "script-src 'self'",
    "content-type": "text/html",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
  });
});

test("secured lets what is no page load nothing", async () => {
  const response = await secured(new Response(null, { status: 204 }));

  expect(response.status).toBe(204);
  expect(response.headers.get("Content-Security-Policy")).toBe(
    "default-src 'none'; frame-ancestors 'none'",
  );
});

test("secured lets only the origin that is named show a page in a frame", async () => {
  const policy = "default-src 'none'; frame-ancestors 'none'; img-src 'self'";
  const page = new Response("<p>Hello</p>", { headers: { "Content-Security-Policy": policy } });

  const { headers } = await secured(page, "https://admin.example.org");

  expect(headers.get("Content-Security-Policy")).toBe(
    "default-src 'none'; frame-ancestors https://admin.example.org; img-src 'self'",
  );
  expect(headers.has("X-Frame-Options")).toBe(false);
});

test("secured does not wait for the end of a file", async () => {
  const endless = new ReadableStream({
    pull(controller) {
      controller.enqueue("x");
    },
  });
  const headers = { "Content-Disposition": "attachment" };

  const response = await secured(new Response(endless, { headers }));

  expect(response.headers.get("Cache-Control")).toBe("no-store");
  expect(response.body).not.toBeNull();
  await response.body?.cancel();
});
