import { memo, Suspense, useSyncExternalStore } from "react";

import { ItemsForm } from "@/features/questionnaire/items-form";
import type { Wording } from "@/features/questionnaire/items/item-props";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { ReloadNotice } from "@/features/questionnaire/reload-notice";
import type { SessionStore } from "@/features/questionnaire/session-store";
import { useKinds } from "@/features/questionnaire/use-kinds";
import { clockTime } from "@/i18n/clock-time";

interface AnswersProps extends Wording {
  questionnaire: LocalQuestionnaire;
  /** The number of the questionnaire's version. */
  version: number;
  timeZone: string;
  serverTime: string;
  store: SessionStore;
}

/**
 * The form, as soon as the controls of rare kinds are there. It follows the session by itself: were
 * it drawn from above while they are on their way, what the server drew would give way to the words
 * that it loads.
 */
export const Answers = memo(function Answers(props: AnswersProps) {
  return (
    <Suspense fallback={<p role="status">{props.messages.loading}</p>}>
      <WithKinds {...props} />
    </Suspense>
  );
});

/** Rare kinds of items bring their controls with them; these may not come. */
function WithKinds(props: AnswersProps) {
  const { messages, questionnaire, store } = props;
  if (useKinds(questionnaire) === "done") return <Form {...props} />;
  const words = { title: messages.away.title, detail: messages.trouble.open.network };
  return <ReloadNotice messages={{ ...words, reload: messages.retry }} onReload={store.reload} />;
}

function Form({ timeZone, serverTime, store, ...props }: AnswersProps) {
  const session = useSyncExternalStore(store.subscribe, store.session, store.firstSession);
  if (session.state !== "answering") return null;
  const finishUntil = clockTime(new Date(session.finishUntil), new Date(serverTime), {
    timeZone,
    language: props.language,
  });
  return <ItemsForm {...props} {...{ session, store, finishUntil }} />;
}
