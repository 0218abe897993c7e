/** Where participants ask for the link to their own page. */
export const PORTAL_PATH = "/me";

/** The participant's own page, or a page below it. */
export function portalPath(token: string, below = ""): string {
  return `${PORTAL_PATH}/${token}${below}`;
}
