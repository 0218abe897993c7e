import type { Draft as ServerDraft, DraftChanges, Timings } from "@/api/schema-types";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { draftsOf } from "@/features/questionnaire/saved-drafts";
import { answersIn } from "@/features/saving/answer-of";
import { draftRequest } from "@/features/saving/draft-request";
import { itemsFrom, type KeptItems } from "@/features/saving/outbox";

interface Setting {
  questionnaire: LocalQuestionnaire;
  version: number;
  language: string;
}

/** Puts what stands on the page into a request, and what the server has into what stands there. */
export class DraftExchange {
  readonly #setting: Setting;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  requestOf(items: KeptItems, page: string | null, timings: Timings): DraftChanges {
    const { questionnaire, version, language } = this.#setting;
    return draftRequest(items, answersIn(questionnaire), { version, language, page, timings });
  }

  itemsIn(saved: ServerDraft): KeptItems {
    const { questionnaire, language } = this.#setting;
    return itemsFrom(saved, (answers) => draftsOf(questionnaire, answers, language));
  }
}
