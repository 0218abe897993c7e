import type { Drafts } from "@/features/questionnaire/draft";
import type { Answering } from "@/features/questionnaire/session";
import type { Ground } from "@/features/saving/ground";
import type { KeptItems, KeptPrompt } from "@/features/saving/outbox";

/** What a page goes on with that was answered before, on it or elsewhere. */
interface Resumption {
  drafts: Partial<Drafts>;
  page: string | null;
}

/** What was kept is shown, but where the person was faster. */
export function resumptionOf(
  { drafts, changed, page, saved, ...session }: Answering,
  items: KeptItems,
  kept: KeptPrompt | undefined,
): Resumption {
  const typed = wasPosted(session) ? drafts : changed;
  const news = Object.entries(items).filter(
    ([item, { draft }]) => !(item in typed) && !(item in changed) && draft !== drafts[item],
  );
  const isUntouched = page === saved.page && Object.keys(changed).length === 0;
  return {
    drafts: Object.fromEntries(news.map(([item, { draft }]) => [item, draft])),
    page: isUntouched ? (kept?.page ?? null) : null,
  };
}

/** What an earlier page of the same questionnaire has left. */
export function keptIn(ground: Ground | null, version: number): KeptPrompt | undefined {
  return ground?.kept?.version === version ? ground.kept : undefined;
}

/** Whether the page is the answer to a form that was posted: what stands there is the newest. */
function wasPosted({ errors, asking }: Pick<Answering, "errors" | "asking">): boolean {
  return Object.keys(errors).length > 0 || asking.length > 0;
}
