import { type RefObject, useEffect, useEffectEvent } from "react";

import type { Draft, Drafts } from "@/features/questionnaire/draft";
import type { AskedItem } from "@/features/questionnaire/local-questionnaire";
import { readDrafts } from "@/features/questionnaire/plain/form-answers";

interface TypedBefore {
  items: readonly AskedItem[];
  drafts: Drafts;
  onChange: (item: string, draft: Draft | undefined) => void;
}

/** Takes over what was put into the form before the script ran. */
export function useTypedBefore(form: RefObject<HTMLFormElement | null>, props: TypedBefore) {
  const takeOver = useEffectEvent((filledIn: HTMLFormElement) => {
    const { items, drafts, onChange } = props;
    const typed = readDrafts(new FormData(filledIn), items, drafts);
    for (const { name } of items) {
      if (JSON.stringify(typed[name]) !== JSON.stringify(drafts[name])) onChange(name, typed[name]);
    }
  });
  useEffect(() => {
    if (form.current !== null) takeOver(form.current);
  }, [form]);
}
