import { useEffect, useState } from "react";

import { loadKinds, missingKinds } from "@/features/questionnaire/items/controls";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";

export type Loading = "done" | "under_way" | "failed";

/** Loads the controls of rare kinds beside the introduction, where the questionnaire has any. */
export function useKinds({ pages }: Pick<LocalQuestionnaire, "pages">): Loading {
  const [outcome, setOutcome] = useState<Loading>("under_way");
  const kinds = pages
    .flatMap(({ items }) => items)
    .flatMap(({ kind }) => (kind === "computed" ? [] : [kind]));
  const missing = missingKinds(kinds).join(" ");
  useEffect(() => {
    if (missing === "") return;
    let isOver = false;
    const tell = (told: Loading) => () => {
      if (!isOver) setOutcome(told);
    };
    loadKinds(missing.split(" ") as ReturnType<typeof missingKinds>).then(
      tell("done"),
      tell("failed"),
    );
    return () => {
      isOver = true;
    };
  }, [missing]);
  return missing === "" ? "done" : outcome;
}
