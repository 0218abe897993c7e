import { type RefObject, useEffect, useEffectEvent } from "react";

import type { Drafts } from "@/features/questionnaire/draft";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import { readDrafts } from "@/features/questionnaire/plain/form-answers";
import type { SessionStore } from "@/features/questionnaire/session-store";

interface TypedBefore {
  items: readonly AskedItem[];
  drafts: Drafts;
  store: Pick<SessionStore, "change">;
}

/** Takes over what was put into the form before the script ran. */
export function useTypedBefore(form: RefObject<HTMLFormElement | null>, props: TypedBefore) {
  const takeOver = useEffectEvent((filledIn: HTMLFormElement) => {
    const { items, drafts, store } = props;
    const typed = readDrafts(new FormData(filledIn), items, drafts);
    for (const { name } of items) {
      const isNew = JSON.stringify(typed[name]) !== JSON.stringify(drafts[name]);
      if (isNew) store.change(name, typed[name]);
    }
  });
  useEffect(() => {
    if (form.current !== null) takeOver(form.current);
  }, [form]);
}
