import { OWN_PAGE } from "@/server/own-page";
import { askForLink } from "@/server/portal";
import { fieldOf } from "@/server/form-field";
import { receivedForm } from "@/server/plain-form/received-form";

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** The page that mails people the link to their own page. */
export type LinkStep =
  | { shown: "ask"; status: 200 | 422; email: string; isRefused: boolean }
  | { shown: "sent"; status: 200; location?: string }
  | { shown: "problem"; status: 400 | 413 | 415 | 503 };

/** The page after one request; what it says does not tell whether the address is known. */
export async function takeLinkStep(request: Request): Promise<LinkStep> {
  const query = new URL(request.url).searchParams;
  if (request.method !== "POST") {
    if (query.has("sent")) return { shown: "sent", status: 200 };
    return { shown: "ask", status: 200, email: "", isRefused: false };
  }
  const posted = await receivedForm(request);
  if ("refused" in posted) return { shown: "problem", status: posted.refused };
  const email = fieldOf(posted.form, "email");
  // The backend answers the same whatever was typed; who mistyped the sign in the middle is told here.
  if (!ADDRESS.test(email)) return { shown: "ask", status: 422, email, isRefused: true };
  const asked = await askForLink(email, request.headers);
  if (asked.outcome === "away") return { shown: "problem", status: 503 };
  if (asked.outcome === "refused") return { shown: "ask", status: 422, email, isRefused: true };
  const language = query.get("lang");
  const kept = new URLSearchParams(language === null ? "" : { lang: language });
  return { shown: "sent", status: 200, location: `${OWN_PAGE}?sent&${kept.toString()}` };
}
