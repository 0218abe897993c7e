/** Where the page stands that shows how a questionnaire will look to participants. */
export const PREVIEW_PATH = "/preview";

/** The origin of the Admin, read when used: the one place whose pages may show the preview. */
export function adminOrigin(): string {
  const { ADMIN_URL, PUBLIC_API_URL, PUBLIC_URL } = process.env;
  return new URL(ADMIN_URL ?? PUBLIC_API_URL ?? PUBLIC_URL ?? "http://127.0.0.1:8000").origin;
}
