import { ActionButton } from "@/features/questionnaire/action-button";
import { Notice } from "@/features/questionnaire/notice";
import type { Kept } from "@/features/questionnaire/session";
import type { SessionStore } from "@/features/questionnaire/session-store";
import type { Messages } from "@/i18n/messages";

interface KeptNoticeProps {
  sending: Kept["sending"];
  messages: Pick<Messages, "saving" | "sending">;
  store: Pick<SessionStore, "resend">;
}

/** The answers wait on the phone, and go by themselves; who wants to can have them tried at once. */
export function KeptNotice({ sending, messages, store }: KeptNoticeProps) {
  const { kept } = messages.saving;
  const labels = { idle: kept.resend, waiting: messages.sending, failed: kept.resend };
  const isOurs = sending.state === "failed" && sending.why === "server";
  return (
    <Notice title={kept.title} detail={isOurs ? kept.server : kept.network}>
      <p>{canSendAlone() ? kept.close : kept.comeBack}</p>
      <ActionButton sending={sending} labels={labels} onPress={() => void store.resend()} />
    </Notice>
  );
}

/** Whether the browser sends what waits when the page is closed. */
function canSendAlone(): boolean {
  return "SyncManager" in globalThis;
}
