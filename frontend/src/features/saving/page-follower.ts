import type { LocalQuestionnaire } from "@/features/questionnaire/local-questionnaire";
import { placeIn } from "@/features/questionnaire/place";
import type { Answering } from "@/features/questionnaire/session";
import type { Autosave } from "@/features/saving/autosave";
import type { MonotonicClock } from "@/features/saving/monotonic-clock";
import type { KeptItems } from "@/features/saving/outbox";
import type { PhotosFirst } from "@/features/saving/photos-first";
import type { Surroundings } from "@/features/saving/surroundings";

interface Setting {
  questionnaire: LocalQuestionnaire;
  clock: MonotonicClock;
  paradata: ReturnType<Surroundings["watch"]>;
  autosave: Autosave;
  photos: PhotosFirst;
}

/** Takes from the session what the person changed, and which page they are on. */
export class PageFollower {
  readonly #setting: Setting;
  #seen: Answering["changed"] = {};
  #page: string | null = null;

  constructor(setting: Setting) {
    this.#setting = setting;
  }

  /** The page the person is on. */
  get page(): string | null {
    return this.#page;
  }

  follow(session: Answering): void {
    const { photos, questionnaire, paradata, autosave } = this.#setting;
    this.#takeChanges(session);
    // Shown, they make another session, which is followed in its turn.
    if (photos.show(session.photos)) return;
    const { page, onPage } = placeIn(questionnaire, session);
    if (page === this.#page || page === null) {
      paradata.lookAgain();
      return;
    }
    const isTurn = this.#page !== null;
    this.#page = page;
    paradata.turned(onPage ?? page);
    if (isTurn) void autosave.flush({ isQuestion: true });
  }

  #takeChanges({ changed, drafts }: Answering): void {
    const { autosave, clock, paradata, photos } = this.#setting;
    const news = Object.entries(changed).filter(([item, at]) => at !== this.#seen[item]);
    this.#seen = changed;
    if (news.length === 0) return;
    const items = news.map(([item, elapsed]) => {
      const before = autosave.items[item];
      if (before?.draft !== drafts[item]) photos.drop(before?.draft);
      const at = Math.max((before?.at ?? -1) + 1, clock.at(elapsed));
      paradata.changed(item, at);
      return [item, { draft: drafts[item], at, isSent: false }];
    });
    autosave.take(Object.fromEntries(items) as KeptItems);
  }
}
