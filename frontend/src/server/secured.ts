const HEADERS = {
  "Cache-Control": "no-store",
  // A form posted from a page without a referrer would come from nowhere, and be refused.
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "X-Robots-Tag": "noindex, nofollow",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Cross-Origin-Opener-Policy": "same-origin",
};

const NO_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'";

/**
 * The response with the headers of a private page, once it is complete. A page that broke off while
 * it was streamed would have the server log its address, and the address holds the token.
 * `framedBy` is the one origin whose pages may show it in a frame.
 */
export async function secured(response: Response, framedBy?: string): Promise<Response> {
  // A file for download comes in a stream that does not fail, see `own-data.ts`.
  const isFile = response.headers.has("Content-Disposition");
  const content = isFile ? null : await response.arrayBuffer();
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  // Astro gives each page the policy with the hashes of its scripts; the rest may load nothing.
  if (!headers.has("Content-Security-Policy")) {
    headers.set("Content-Security-Policy", NO_CONTENT_POLICY);
  }
  if (framedBy !== undefined) letFrame(headers, framedBy);
  const { status } = response;
  const body = content?.byteLength === 0 ? null : (content ?? response.body);
  return new Response(body, { status, headers });
}

function letFrame(headers: Headers, origin: string): void {
  const policy = headers.get("Content-Security-Policy") ?? "";
  headers.set(
    "Content-Security-Policy",
    policy.replace("frame-ancestors 'none'", `frame-ancestors ${origin}`),
  );
  // It knows no origins, and stands back where a policy has frame-ancestors.
  headers.delete("X-Frame-Options");
}
