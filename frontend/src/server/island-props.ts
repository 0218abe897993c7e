import type { PromptOpen, PromptReady } from "@/api/schema-types";
import { inLanguage } from "@/features/questionnaire/local-questionnaire";
import type { QuestionnaireProps } from "@/features/questionnaire/questionnaire";
import type { Messages } from "@/i18n/messages";

/** What the island needs of a prompt that can be answered, in one language and without the token. */
export function islandProps(
  prompt: PromptReady | PromptOpen,
  language: string,
  messages: Messages,
): QuestionnaireProps {
  const fallback = prompt.languages[0] ?? language;
  return {
    questionnaire: inLanguage(prompt.questionnaire, language, fallback),
    moment: prompt.questionnaire.moment,
    version: prompt.questionnaire.version,
    messages,
    language,
    timeZone: prompt.time_zone,
    serverTime: prompt.server_time,
    stand:
      prompt.state === "open"
        ? {
            state: "open",
            openedAt: prompt.opened_at,
            finishUntil: prompt.finish_until,
            saved: prompt.draft,
          }
        : {
            state: "ready",
            openUntil: prompt.open_until,
            finishWithinMinutes: prompt.finish_within_minutes,
          },
  };
}
