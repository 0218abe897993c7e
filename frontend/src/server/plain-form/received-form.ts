import { bodyWithin } from "@/server/request-body";

const KILOBYTE = 1024;
/** The answers to a page. */
const WORDS = 256 * KILOBYTE;
/** The largest photo an item may allow, in whole megabytes. */
const PHOTO = 5_000_000;

const URL_ENCODED = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data";

/** A form that was posted, or the status that says why it is not taken. */
export type Received = { form: FormData } | { refused: 400 | 413 | 415 };

/** The fields of a posted form, of which files may be large. */
export async function receivedForm(request: Request): Promise<Received> {
  const type = request.headers.get("Content-Type") ?? "";
  const kind = type.split(";")[0]?.trim().toLowerCase() ?? "";
  const body = await bodyWithin(request, kind === MULTIPART ? PHOTO + WORDS : WORDS);
  if (kind !== URL_ENCODED && kind !== MULTIPART) return { refused: 415 };
  if (body === "too long") return { refused: 413 };
  const form = await formIn(body, type);
  if (form === null) return { refused: 400 };
  return lengthOfWords(form) > WORDS ? { refused: 413 } : { form };
}

async function formIn(body: Uint8Array<ArrayBuffer> | null, type: string) {
  try {
    return await new Response(body, { headers: { "Content-Type": type } }).formData();
  } catch {
    // The parser has one error for all that can be wrong with what came.
    return null;
  }
}

function lengthOfWords(form: FormData): number {
  return [...form.values()].reduce(
    (sum, value) => sum + (typeof value === "string" ? value.length : 0),
    0,
  );
}
