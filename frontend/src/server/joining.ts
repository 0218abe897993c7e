import type {
  Answers,
  JoinConfirmPage,
  Joined,
  JoinPage,
  JoinSettings,
  JoinWish,
} from "@/api/schema-types";
import { type Answered, askBackend } from "@/server/ask-backend";

/** What the page for joining a study shows. */
export function readJoinPage(slug: string, headers: Headers): Promise<Answered<JoinPage>> {
  return askBackend({ path: `join/${slug}`, headers });
}

/** Whether the answers let somebody take part; nothing is kept of them. */
export function askEligible(
  slug: string,
  headers: Headers,
  answers: Answers,
): Promise<Answered<{ eligible: boolean }>> {
  return askBackend({ path: `join/${slug}/eligibility`, headers, body: { answers } });
}

/** Has the mail sent that confirms an address. */
export function requestToJoin(
  slug: string,
  headers: Headers,
  body: JoinWish,
): Promise<Answered<unknown>> {
  return askBackend({ path: `join/${slug}/request`, headers, body });
}

/** What the link of that mail leads to. */
export function readConfirmation(
  token: string,
  headers: Headers,
): Promise<Answered<JoinConfirmPage>> {
  return askBackend({ path: "join/confirm", headers, token });
}

/** Makes whoever has the link a participant; again, it changes nothing. */
export function confirmJoining(
  token: string,
  headers: Headers,
  body: JoinSettings,
): Promise<Answered<Joined>> {
  return askBackend({ path: "join/confirm", headers, token, body });
}
