import type { PromptPage } from "@/api/schema-types";
import type { ItemErrors } from "@/features/questionnaire/answer-check";
import { EMPTY, type Start } from "@/features/questionnaire/session";
import type { PostedPage } from "@/server/plain-form/posted-page";

/** What cannot be shown as a page of the questionnaire: it has a page of its own. */
export type Refusal = "otherVersion" | "tooLarge" | "wrongType" | "malformed";

/** What is answered to a link, or to a form that is posted to it. */
export type Reply =
  | { show: "prompt"; status: number; prompt: PromptPage; start?: Start; isPlain?: boolean }
  | { show: "refusal"; status: number; prompt: PromptPage; refusal: Refusal }
  | { show: "unknown" }
  | { show: "away" }
  | { show: "elsewhere"; step: Step };

/** A step to be looked at, and the item on it to begin with. */
export interface Step {
  page?: string | null;
  item?: string | undefined;
}

/** The statuses of forms that are not taken, and what is said of them. */
export const REFUSALS = { 400: "malformed", 413: "tooLarge", 415: "wrongType" } as const;

/** The status of the page that is shown. */
export function statusOf(reply: Exclude<Reply, { show: "elsewhere" }>): number {
  switch (reply.show) {
    case "unknown":
      return 404;
    case "away":
      return 503;
    default:
      return reply.status;
  }
}

interface Shown extends Partial<Start> {
  status: number;
}

/** The page again as it was posted, with what there is to say about it. */
export function again(prompt: PromptPage, posted: PostedPage, shown: Shown): Reply {
  const { status, ...told } = shown;
  const { drafts, page, asked, isPlain } = posted;
  return {
    show: "prompt",
    status,
    prompt,
    isPlain,
    start: { ...EMPTY, drafts, page, asked, ...told },
  };
}

/** The page again, whose answers were refused. */
export function refused(
  prompt: PromptPage,
  posted: PostedPage,
  { page, errors }: { page: string | null; errors: ItemErrors },
): Reply {
  return again(prompt, posted, { status: 422, page, errors, refusals: 1 });
}
