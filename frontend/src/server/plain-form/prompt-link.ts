import { participantClient } from "@/api/client";
import type { PromptPage } from "@/api/schema-types";
import { chooseLanguage } from "@/i18n/languages";
import { connectionFor, followLink, lookAtPrompt } from "@/server/participant-page";
import { answer, begin } from "@/server/plain-form/prompt-form";
import { receivedForm } from "@/server/plain-form/received-form";
import { REFUSALS, type Reply } from "@/server/plain-form/reply";

/** The answer to a look at a prompt's link, or to a form posted to it. */
export async function promptReply(token: string, request: Request): Promise<Reply> {
  const received = request.method === "POST" ? await receivedForm(request) : null;
  const read = received === null ? lookAtPrompt : undefined;
  const { status, page: prompt } = await followLink(token, request.headers, read);
  if (prompt === null) return { show: status === 404 ? "unknown" : "away" };
  if (received === null) return { show: "prompt", status, prompt };
  if ("refused" in received) {
    const { refused } = received;
    return { show: "refusal", status: refused, prompt, refusal: REFUSALS[refused] };
  }
  const client = participantClient(connectionFor(token, request.headers));
  const exchange = { client, language: languageOf(prompt, request.url), form: received.form };
  if (prompt.state === "ready") return begin({ ...exchange, prompt });
  if (prompt.state === "open") return answer({ ...exchange, prompt });
  return { show: "elsewhere", step: {} };
}

/** The language that is asked for in the address, or the participant's. */
export function languageOf(prompt: PromptPage, url: string | URL): string {
  const asked = new URL(url).searchParams.get("lang");
  return chooseLanguage(asked, prompt.language, prompt.languages);
}
