import { use, useEffect } from "react";

import { loadKinds, missingKinds } from "@/features/questionnaire/items/controls";
import type { AskedKind } from "@/features/questionnaire/items/kinds";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";

export type Loaded = "done" | "failed";

const loading = new Map<string, Promise<Loaded>>();

/** Begins to load the controls of rare kinds, where the questionnaire has any. */
export function useKindsAhead({ pages }: Pick<LocalQuestionnaire, "pages">): void {
  useEffect(() => {
    const missing = missingIn({ pages });
    if (missing.length > 0) void loadingOf(missing);
  }, [pages]);
}

/**
 * Waits for the controls of rare kinds: until they are there, what the server made of the page stays,
 * or the fallback of the boundary around it. The server has all of them.
 */
export function useKinds(questionnaire: Pick<LocalQuestionnaire, "pages">): Loaded {
  const missing = missingIn(questionnaire);
  return missing.length === 0 ? "done" : use(loadingOf(missing));
}

function missingIn({ pages }: Pick<LocalQuestionnaire, "pages">): AskedKind[] {
  const items = pages.flatMap((page) => page.items);
  return missingKinds(items.flatMap(({ kind }) => (kind === "computed" ? [] : [kind])));
}

/** One promise for the same kinds, however often a page is drawn. */
function loadingOf(kinds: readonly AskedKind[]): Promise<Loaded> {
  const key = kinds.join(" ");
  const begun = loading.get(key);
  if (begun !== undefined) return begun;
  const asked = loadKinds(kinds).then(
    () => "done" as const,
    () => "failed" as const,
  );
  loading.set(key, asked);
  return asked;
}
