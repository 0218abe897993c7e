/** As much of a request that is too long is read to its end: a browser shows no answer before. */
const MOST_READ = 24 * 1024 * 1024;

/** The body of a request, null for none; "too long" over the limit, in bytes. */
export async function bodyWithin(
  request: Request,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | null | "too long"> {
  if (request.body === null) return null;
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += part.byteLength;
    if (length <= limit) parts.push(part);
    else if (length > MOST_READ) break;
  }
  if (length > limit) return "too long";
  return length === 0 ? null : new Uint8Array(Buffer.concat(parts));
}
