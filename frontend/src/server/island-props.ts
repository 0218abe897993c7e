import type { PromptOpen, PromptReady } from "@/api/schema-types";
import { inLanguage, type LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import type { QuestionnaireProps } from "@/features/questionnaire/questionnaire";
import { draftsOf } from "@/features/questionnaire/saved-drafts";
import { EMPTY, type Start } from "@/features/questionnaire/session";
import type { Stand } from "@/features/questionnaire/session-view";
import type { Messages } from "@/i18n/messages";
import { openUntilOf, type Times } from "@/server/shell-cache";

/** What the address and a posted form say of where the page begins. */
interface Asked {
  language: string;
  /** The step to be shown; without one, that of the saved draft. */
  page: string | null;
  /** What came of a form that was posted. */
  start?: Start | undefined;
  /** What stands for the person's times, which are filled in later. */
  times?: Times | undefined;
}

/** What the island needs of a prompt that can be answered, in one language and without the token. */
export function islandProps(
  prompt: PromptReady | PromptOpen,
  messages: Messages,
  asked: Asked,
): QuestionnaireProps {
  const { language } = asked;
  const fallback = prompt.languages[0] ?? language;
  const questionnaire = inLanguage(prompt.questionnaire, language, fallback);
  return {
    questionnaire,
    moment: prompt.questionnaire.moment,
    version: prompt.questionnaire.version,
    messages,
    language,
    timeZone: prompt.time_zone,
    serverTime: asked.times?.serverTime ?? prompt.server_time,
    stand: standOf(prompt, questionnaire, asked),
  };
}

function standOf(
  prompt: PromptReady | PromptOpen,
  questionnaire: LocalQuestionnaire,
  { language, page, start, times }: Asked,
): Stand {
  if (prompt.state === "ready") {
    const { finish_within_minutes: finishWithinMinutes } = prompt;
    const openUntil = times?.openUntil ?? openUntilOf(prompt, language);
    return { state: "ready", openUntil, finishWithinMinutes };
  }
  const { draft, opened_at: openedAt, finish_until: finishUntil } = prompt;
  const drafts = draftsOf(questionnaire, draft.answers, language);
  const resumed = { ...EMPTY, drafts, page: page ?? draft.page };
  return { state: "open", openedAt, finishUntil, saved: draft, start: start ?? resumed };
}
