import { useState, useSyncExternalStore } from "react";

import {
  endFrom,
  PREVIEW_MINUTES,
  PREVIEW_VERSION,
  type Previewed,
} from "@/features/preview/previewed";
import { StoredAnswers } from "@/features/preview/stored-answers";
import { PushButton } from "@/features/questionnaire/push-button";
import { SessionView } from "@/features/questionnaire/session-view";
import { clockTime } from "@/i18n/clock-time";
import { directionOf, messagesIn } from "@/i18n/languages";

interface PreviewedQuestionnaireProps {
  previewed: Previewed;
  onRestart: () => void;
}

/** A questionnaire on show, and at its end what would be stored. */
export function PreviewedQuestionnaire({ previewed, onRestart }: PreviewedQuestionnaireProps) {
  const { message, questionnaire, store, stored } = previewed;
  const { language, moment } = message;
  const session = useSyncExternalStore(store.subscribe, store.session, store.session);
  const [now] = useState(() => Date.now());
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const end = clockTime(new Date(endFrom(now)), new Date(now), { timeZone, language });
  const stand = { openUntil: end, finishWithinMinutes: PREVIEW_MINUTES };
  if (session.state === "answered") {
    return (
      <StoredAnswers answers={stored()}>
        <PushButton className="min-h-14 w-full text-lg!" onClick={onRestart}>
          Start again
        </PushButton>
      </StoredAnswers>
    );
  }
  return (
    <div lang={language} dir={directionOf(language)}>
      <SessionView
        {...{ questionnaire, moment, language, store }}
        version={PREVIEW_VERSION}
        messages={messagesIn(language)}
        timeZone={timeZone}
        serverTime={new Date(now).toISOString()}
        stand={{ state: "ready", ...stand }}
      />
    </div>
  );
}
