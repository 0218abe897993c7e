const BODY_LIMIT = 256 * 1024;

/** What was posted to a page: its fields, or why they are not read. */
export type PostedForm = { form: FormData; status: 200 } | { form: null; status: 413 | 415 };

/** The fields of a posted form; one that is too large is not read to its end. */
export async function postedForm(request: Request): Promise<PostedForm> {
  const type = request.headers.get("Content-Type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return { form: null, status: 415 };
  const body = await bodyWithin(request, BODY_LIMIT);
  if (body === null) return { form: null, status: 413 };
  const form = new FormData();
  for (const [name, value] of new URLSearchParams(body)) form.append(name, value);
  return { form, status: 200 };
}

async function bodyWithin(request: Request, limit: number): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    length += part.byteLength;
    if (length > limit) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** The text in a field of a form, empty when there is none. */
export function fieldOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
