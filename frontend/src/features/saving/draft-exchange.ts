import type { Draft as ServerDraft, DraftChanges, Timings } from "@/api/schema-types";
import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { draftsOf } from "@/features/questionnaire/saved-drafts";
import { answersIn } from "@/features/saving/answer-of";
import { draftRequest } from "@/features/saving/draft-request";
import { itemsFrom, type KeptItems, type Outgoing, unsentOf } from "@/features/saving/outbox";

interface Setting {
  questionnaire: LocalQuestionnaire;
  version: number;
  language: string;
  token: string;
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

  /** What the service worker or the next page is to send for this one. */
  waiting(items: KeptItems, page: string | null, timings: Timings): Outgoing | null {
    const unsent = unsentOf(items);
    if (Object.keys(unsent).length === 0) return null;
    const body = JSON.stringify(this.requestOf(unsent, page, timings));
    return { what: "draft", body, token: this.#setting.token };
  }

  itemsIn(saved: ServerDraft): KeptItems {
    const { questionnaire, language } = this.#setting;
    return itemsFrom(saved, (answers) => draftsOf(questionnaire, answers, language));
  }
}
