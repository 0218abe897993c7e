import { ActionButton } from "@/features/questionnaire/action-button";
import { Notice } from "@/features/questionnaire/notice";
import type { Messages } from "@/i18n/messages";

interface OtherVersionProps {
  messages: Messages["otherVersion"];
  onReload: () => void;
}

/** The prompt was opened elsewhere with other items; only they can be answered. */
export function OtherVersion({ messages, onReload }: OtherVersionProps) {
  const { title, detail, reload } = messages;
  const labels = { idle: reload, waiting: reload, failed: reload };
  return (
    <Notice title={title} detail={detail}>
      <ActionButton sending={{ state: "idle" }} labels={labels} onPress={onReload} />
    </Notice>
  );
}
