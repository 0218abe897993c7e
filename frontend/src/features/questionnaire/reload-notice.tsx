import { ActionButton } from "@/features/questionnaire/action-button";
import { Notice } from "@/features/questionnaire/notice";

interface ReloadNoticeProps {
  messages: { title: string; detail: string; reload: string };
  onReload: () => void;
}

/** Something only a new load of the page can help with. */
export function ReloadNotice({ messages, onReload }: ReloadNoticeProps) {
  const { title, detail, reload } = messages;
  const labels = { idle: reload, waiting: reload, failed: reload };
  return (
    <Notice title={title} detail={detail}>
      <ActionButton sending={{ state: "idle" }} labels={labels} onPress={onReload} />
    </Notice>
  );
}
