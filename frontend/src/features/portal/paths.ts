import { OWN_PAGE } from "@/server/own-page";

/** The participant's own page, or a page below it. */
export function portalPath(token: string, below = ""): string {
  return `${OWN_PAGE}/${encodeURIComponent(token)}${below}`;
}
