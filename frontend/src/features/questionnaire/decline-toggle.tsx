import { useRef } from "react";

import { DECLINED, type Draft, isDeclined } from "@/features/questionnaire/draft";
import { FIELDS } from "@/features/questionnaire/plain/form-names";
import type { Messages } from "@/i18n/messages";

interface DeclineToggleProps {
  /** The item's name. */
  item: string;
  draft: Draft | undefined;
  messages: Messages;
  onChange: (draft: Draft | undefined) => void;
}

/** “Prefer not to say” in place of an answer; taken back, the answer given before is there again. */
export function DeclineToggle({ item, draft, messages, onChange }: DeclineToggleProps) {
  const before = useRef<Draft>(undefined);
  return (
    <label className="decline">
      <input
        type="checkbox"
        name={FIELDS.declined}
        value={item}
        checked={isDeclined(draft)}
        onChange={(event) => {
          if (event.target.checked) before.current = draft;
          onChange(event.target.checked ? DECLINED : before.current);
        }}
      />
      <span>{messages.declined}</span>
    </label>
  );
}
